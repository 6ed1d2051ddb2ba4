import Core

/// PagerDuty's REST API v2, as far as reading an incident goes: classic paging (`limit`, `offset`, `more`, `total` null unless
/// asked for), `Token token=` authorisation, numbered error bodies, rate-limit headers.
struct PagerDutyStandIn: StandIn {
    let model: PagerDutyModel
    let token: String

    func answer(_ request: WebRequest) -> WebAnswer {
        guard request.header("authorization") == "Token token=\(token)" || request.header("authorization") == "Bearer \(token)"
        else { return failure(401, 2006, "Invalid Authentication", []) }
        guard request.method == "GET" else { return failure(403, 2010, "Access Denied", ["This key can only read"]) }
        var answer = route(request)
        answer.headers += [("ratelimit-limit", "960"), ("ratelimit-remaining", "958"), ("ratelimit-reset", "42")]
        return answer
    }

    private func route(_ request: WebRequest) -> WebAnswer {
        let parts = request.segments
        switch (parts.first ?? "", parts.count) {
        case ("abilities", 1): return .json(["abilities": ["teams", "read_only_users", "urgencies", "event_intelligence"]])
        case ("incidents", 1): return incidents(request)
        case ("incidents", 2...): return incident(parts, request)
        case ("log_entries", 1):
            return ranged(model.incidents.flatMap { model.logEntries($0, expanded: expands(request)) }, "log_entries", request)
        case ("services", 1): return page(model.services, "services", request)
        case ("services", 2): return one(model.services, "service", parts[1])
        case ("services", 3) where parts[2] == "change_events":
            guard model.services.contains(where: { $0["id"]?.string == parts[1] }) else { return notFound }
            return ranged(
                model.changeEvents.filter { $0["services"]?[0]?["id"]?.string == parts[1] }, "change_events", request)
        case ("users", 1): return page(model.users, "users", request)
        case ("users", 2): return one(model.users, "user", parts[1])
        case ("escalation_policies", 1): return page([model.escalationPolicy], "escalation_policies", request)
        case ("escalation_policies", 2): return one([model.escalationPolicy], "escalation_policy", parts[1])
        case ("change_events", 1): return ranged(model.changeEvents, "change_events", request)
        case ("maintenance_windows", 1): return maintenance(request)
        case ("maintenance_windows", 2): return one(model.maintenanceWindows, "maintenance_window", parts[1])
        default: return notFound
        }
    }

    private func incidents(_ request: WebRequest) -> WebAnswer {
        var found = model.incidents
        let services = request.all("service_ids[]")
        if !services.isEmpty {
            found = found.filter { incident in
                model.serviceID(incident.service).map(services.contains) ?? false
            }
        }
        let all = request["date_range"] == "all"
        if let since = request["since"].map(Instant.init(rfc3339:)), let until = request["until"].map(Instant.init(rfc3339:)) {
            guard let since, let until else { return invalid("since and until must be ISO 8601 times") }
            guard until.seconds(since: since) <= 186 * 86_400 else { return invalid("Time range cannot exceed 6 months") }
            if !all { found = found.filter { (since..<until).contains(model.day.instant($0.created)) } }
        } else if !all {
            // Without a range the last month counts.
            let since = model.day.midnight.adding(seconds: -30 * 86_400)
            found = found.filter { model.day.instant($0.created) >= since }
        }
        let statuses = request.all("statuses[]")
        if !statuses.isEmpty, !statuses.contains("resolved") { found = [] }
        found.sort { $0.created.offset < $1.created.offset }
        if request["sort_by"]?.hasPrefix("created_at:desc") == true { found.reverse() }
        return page(found.map { model.incident($0) }, "incidents", request)
    }

    private func incident(_ parts: [String], _ request: WebRequest) -> WebAnswer {
        guard let incident = model.incidents.first(where: { $0.id == parts[1] || String($0.number) == parts[1] }) else {
            return notFound
        }
        guard parts.count > 2 else { return .json(["incident": model.incident(incident)]) }
        switch (parts[2], parts.count) {
        case ("alerts", 3): return page(model.alerts(incident), "alerts", request)
        case ("alerts", 4): return one(model.alerts(incident), "alert", parts[3])
        case ("log_entries", 3):
            return ranged(model.logEntries(incident, expanded: expands(request)), "log_entries", request)
        case ("notes", 3): return .json(["notes": .array(model.notes(incident))])
        case ("related_change_events", 3):
            return page(
                model.changeEvents.filter { $0["services"]?[0]?["summary"]?.string == incident.service }, "change_events",
                request)
        case ("past_incidents", 3):
            let past = model.incidents.filter { $0.service == incident.service && $0.created.offset < incident.created.offset }
            return .json([
                "past_incidents": .array(past.map { ["score": 46.8, "incident": model.reference($0)] }),
                "total": .number(past.count), "limit": 5,
            ])
        default: return notFound
        }
    }

    private func maintenance(_ request: WebRequest) -> WebAnswer {
        let day = model.day
        let now = day.midnight.adding(seconds: 15 * 3600)
        let found = model.maintenanceWindows.filter { window in
            let from = window["start_time"]?.string.flatMap(Instant.init(rfc3339:)) ?? now
            let to = window["end_time"]?.string.flatMap(Instant.init(rfc3339:)) ?? now
            switch request["filter"] {
            case "past": return to < now
            case "future": return from > now
            case "ongoing": return from <= now && now <= to
            case "open": return to >= now
            default: return true
            }
        }
        let services = request.all("service_ids[]")
        let wanted = found.filter { window in
            services.isEmpty || services.contains(window["services"]?[0]?["id"]?.string ?? "")
        }
        return page(wanted, "maintenance_windows", request)
    }

    private func expands(_ request: WebRequest) -> Bool { request.all("include[]").contains("channels") }

    /// A page of what lies in `since ..< until`, newest first, as logs and change events are listed.
    private func ranged(_ items: [JSONValue], _ name: String, _ request: WebRequest) -> WebAnswer {
        let time = { (item: JSONValue) in
            (item["created_at"] ?? item["timestamp"])?.string.flatMap(Instant.init(rfc3339:)) ?? Instant(seconds: 0)
        }
        let since = request["since"].flatMap(Instant.init(rfc3339:)) ?? Instant(seconds: 0)
        let until = request["until"].flatMap(Instant.init(rfc3339:)) ?? Instant(seconds: 9_000_000_000)
        guard since <= until else { return invalid("since must not be after until") }
        let found = items.map { (time: time($0), item: $0) }.filter { (since..<until).contains($0.time) }
        return page(found.sorted { $0.time > $1.time }.map(\.item), name, request)
    }

    private func page(_ items: [JSONValue], _ name: String, _ request: WebRequest) -> WebAnswer {
        let limit = request["limit"].map(Int.init) ?? 25
        let offset = request["offset"].map(Int.init) ?? 0
        guard let limit, let offset, limit >= 1, offset >= 0 else {
            return invalid("Limit and offset must be positive numbers")
        }
        guard limit <= 100 else { return invalid("Limit cannot be greater than 100.") }
        guard offset + limit <= 10_000 else { return invalid("Offset must be less than 10000.") }
        let slice = items.dropFirst(offset).prefix(limit)
        let total: JSONValue = request["total"] == "true" ? .number(items.count) : .null
        return .json(
            .object(
                JSONObject([
                    (name, .array(Array(slice))), ("limit", .number(limit)), ("offset", .number(offset)), ("total", total),
                    ("more", .bool(offset + slice.count < items.count)),
                ])))
    }

    private func one(_ items: [JSONValue], _ name: String, _ id: String) -> WebAnswer {
        guard let item = items.first(where: { $0["id"]?.string == id }) else { return notFound }
        return .json(.object(JSONObject([(name, item)])))
    }

    private var notFound: WebAnswer { failure(404, 2100, "Not Found", []) }

    private func invalid(_ reason: String) -> WebAnswer { failure(400, 2001, "Invalid Input Provided", [reason]) }

    private func failure(_ status: Int, _ code: Int, _ message: String, _ reasons: [String]) -> WebAnswer {
        var error: JSONObject = ["message": .string(message), "code": .number(code)]
        if !reasons.isEmpty { error["errors"] = .array(reasons.map(JSONValue.string)) }
        return .json(["error": .object(error)], status: status)
    }
}
