import Core

/// The management API of Healthchecks 3.13, for what was not recorded of it: other checks, other windows. Writes that were not
/// recorded are refused.
struct HealthchecksStandIn: StandIn {
    let model: HealthchecksModel
    let rule: RecordedAccess.Rule
    /// The server's time, seconds since the epoch.
    let now: Int64

    func answer(_ request: WebRequest) -> WebAnswer {
        let parts = request.segments
        guard parts.count >= 3, parts[0] == "api", ["v1", "v2", "v3"].contains(parts[1]) else { return notFound }
        if parts[2] == "status" { return .text("OK", type: "text/html; charset=utf-8") }
        let access = rule.access(request)
        guard access != .none else { return refuse(401, "missing api key") }
        guard access != .wrong else { return refuse(401, "wrong api key") }
        guard request.method == "GET" else {
            return request.method == "POST" && access == .full
                ? refuse(400, "the Lab takes only the writes that were recorded") : refuse(401, "wrong api key")
        }
        let readOnly = access == .readOnly
        switch (parts[2], parts.count) {
        case ("checks", 3): return versioned(list(request, readOnly: readOnly), parts[1])
        case ("channels", 3): return readOnly ? refuse(401, "wrong api key") : json(model.channels)
        case ("badges", 3): return json(model.badges)
        case ("checks", _): return versioned(one(parts, request, readOnly: readOnly), parts[1])
        default: return notFound
        }
    }

    /// Addresses in an answer are those of the version that was asked.
    private func versioned(_ answer: WebAnswer, _ version: String) -> WebAnswer {
        guard version != "v3" else { return answer }
        var answer = answer
        answer.body = Array(String(decoding: answer.body, as: UTF8.self).replacing("/api/v3/", with: "/api/\(version)/").utf8)
        return answer
    }

    private func list(_ request: WebRequest, readOnly: Bool) -> WebAnswer {
        let tags = request.all("tag")
        let shown = model.checks.filter { check in
            tags.allSatisfy { check.tags.contains(Substring($0)) }
                && request.all("slug").allSatisfy { check.full["slug"]?.string == $0 }
        }
        return json(["checks": .array(shown.map { readOnly ? $0.readOnly : $0.full })])
    }

    private func one(_ parts: [String], _ request: WebRequest, readOnly: Bool) -> WebAnswer {
        // A key is known in either form, but a uuid tells more than a read-only key may know.
        guard let check = model.checks.first(where: { $0.uuid == parts[3] || $0.uniqueKey == parts[3] }) else {
            return notFound
        }
        if parts.count == 4 { return json(readOnly ? check.readOnly : check.full) }
        switch (parts[4], parts.count) {
        case ("flips", 5): return flips(check, request)
        case ("pings", 5): return readOnly ? refuse(401, "wrong api key") : json(["pings": .array(check.pings)])
        case ("pings", 7) where parts[6] == "body":
            guard !readOnly else { return refuse(401, "wrong api key") }
            guard let body = model.bodies[parts.suffix(4).joined(separator: "/")] else { return notFound }
            return WebAnswer(status: 200, headers: [("Content-Type", "text/plain")], body: body)
        case ("pause", 5), ("resume", 5): return WebAnswer(status: 405, headers: [("Allow", "POST, OPTIONS")], body: [])
        default: return notFound
        }
    }

    /// A time that is no number of seconds is refused without a word.
    private func flips(_ check: HealthchecksModel.Check, _ request: WebRequest) -> WebAnswer {
        var bounds: [String: Int64] = [:]
        for name in ["start", "end", "seconds"] {
            guard let text = request[name] else { continue }
            let latest: Int64 = name == "seconds" ? 31_536_000 : 10_000_000_000
            guard let value = Int64(text), (0...latest).contains(value) else {
                return WebAnswer(status: 400, headers: [("Content-Type", "text/html; charset=utf-8")], body: [])
            }
            bounds[name] = value
        }
        let first = max(bounds["start"] ?? 0, bounds["seconds"].map { now - $0 } ?? 0)
        let last = bounds["end"] ?? .max
        let shown = check.flips.filter { $0.at >= first && $0.at < last }.map { flip -> JSONValue in
            let time = Instant(seconds: flip.at).rfc3339().replacing("Z", with: "+00:00")
            return ["timestamp": .string(time), "up": flip.up ? 1 : 0]
        }
        return json(["flips": .array(shown)])
    }

    private func json(_ value: JSONValue, status: Int = 200) -> WebAnswer {
        WebAnswer(
            status: status, headers: [("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*")],
            body: Array(SpacedJSON.text(value).utf8))
    }

    private func refuse(_ status: Int, _ message: String) -> WebAnswer { json(["error": .string(message)], status: status) }

    private var notFound: WebAnswer {
        let page = """

            <!doctype html>
            <html lang="en">
            <head>
              <title>Not Found</title>
            </head>
            <body>
              <h1>Not Found</h1><p>The requested resource was not found on this server.</p>
            </body>
            </html>

            """
        return WebAnswer(status: 404, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8))
    }
}
