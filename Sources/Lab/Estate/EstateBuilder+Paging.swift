import Core

/// What PagerDuty holds: an incident for what fired, acknowledged or not.
extension EstateBuilder {
    /// The day from whose midnight the times of silences and incidents are counted.
    var day: ScenarioDay { ScenarioDay(lastBefore: Instant(seconds: grid.end).adding(seconds: 15 * 3600 + 5 * 60)) }

    private func when(_ seconds: Int64) -> When { When(offset: seconds &* 1_000_000_000 - day.midnight.nanoseconds) }

    private func id(_ letter: String, _ text: String) -> String {
        let digits = String(Noise.hash("\(seed) \(text)"), radix: 36, uppercase: true)
        return letter + String((digits + "0000000000000").prefix(13))
    }

    func paging() -> Scenario.Paging {
        var own = Dice(seed, for: "paging")
        let users = people.dropLast().enumerated().map { index, person in
            Scenario.PagingUser(
                id: id("P", person.mail), name: person.name, email: person.mail, role: index == 0 ? "admin" : "user",
                title: own.pick(["Engineer", "Site reliability engineer", "Developer"]))
        }
        let names = services.map(\.name) + teams.map(\.name)
        let created = when(grid.first - 86_400 * 300)
        var incidents: [Scenario.PagingIncident] = []
        for rule in rules where rule.attention != .none {
            var lastDay = -1
            for stretch in rule.stretches where stretch.firing < stretch.active.upperBound {
                // Of what flaps all day, the first of a day is an incident, and the others are merged into it.
                let today = stretch.firing / 288
                if rule.attention == .daily, today == lastDay { continue }
                lastDay = today
                incidents.append(incident(rule, stretch, users, &own))
            }
        }
        incidents.sort { ($0.created.offset, $0.id) < ($1.created.offset, $1.id) }
        for index in incidents.indices { incidents[index].number = 7001 + index }
        return Scenario.Paging(
            subdomain: "shop", users: users, escalationPolicy: .init(id: id("P", "policy"), summary: "Everyone on call"),
            team: .init(id: id("P", "team"), summary: "Engineering"),
            services: names.map { .init(id: id("P", "service " + $0), service: $0, description: $0, created: created) },
            incidents: incidents, maintenanceWindows: [], changeEvents: [])
    }

    private func incident(
        _ rule: EstateRule, _ stretch: EstateStretch, _ users: [Scenario.PagingUser], _ own: inout Dice
    ) -> Scenario.PagingIncident {
        let begin = grid.seconds(stretch.firing) + Int64(own.int(32...58))
        let end = max(begin + 60, grid.seconds(stretch.active.upperBound - 1) + Int64(own.int(300...420)))
        let key = id("K", "\(rule.subject) \(begin) \(stretch.labels.sorted { $0.key < $1.key })")
        let isAcknowledged =
            switch rule.attention {
            case .acknowledged: true
            case .sometimes: own.chance(0.6)
            case .daily: own.chance(0.7)
            case .never, .none: false
            }
        let reaction = Int64(own.int(60...900))
        let who = own.pick(users)
        let act = isAcknowledged ? Scenario.Act(at: when(min(begin + reaction, end - 1)), user: who.id) : nil
        let summary = title(rule, &own)
        var log = [
            entry(key, "trigger", begin, "api", "Triggered through the API.", nil),
            entry(key, "notify", begin + 3, "auto", "Notified \(who.name).", who.id),
        ]
        if let act {
            log.append(
                entry(
                    key, "acknowledge", (act.at.offset + day.midnight.nanoseconds) / 1_000_000_000, "mobile",
                    "Acknowledged by \(who.name).", who.id))
        }
        // What is still firing has no end in truth; the stand-in knows incidents that have one alone.
        log.append(entry(key, "resolve", end, "api", "Resolved through the API.", nil))
        let labels = stretch.labels.sorted { $0.key < $1.key }.map { " - \($0.key) = \($0.value)\n" }.joined()
        let details = JSONValue.object(
            JSONObject([
                ("firing", .string("Labels:\n\(labels)")), ("num_firing", "1"), ("num_resolved", "0"), ("resolved", ""),
            ]))
        return Scenario.PagingIncident(
            id: "Q" + key.dropFirst(), number: 0, title: summary, service: rule.service, urgency: "high", priority: nil,
            created: when(begin), acknowledged: act, resolved: .init(at: when(end), user: nil),
            alerts: [
                .init(
                    id: "A" + key.dropFirst(), at: when(begin), summary: summary, severity: "critical", key: key.lowercased(),
                    details: OrderedJSON(details))
            ], log: log, notes: [])
    }

    private func title(_ rule: EstateRule, _ own: inout Dice) -> String {
        switch own.below(3) {
        case 0: "\(rule.name): \(rule.service)"
        case 1: "[FIRING:1] \(rule.name) (\(rule.service) \(rule.labels["severity"] ?? "none"))"
        default: "[FIRING:1] \(rule.name) \(rule.service)"
        }
    }

    private func entry(
        _ key: String, _ type: String, _ seconds: Int64, _ channel: String, _ summary: String, _ user: String?
    ) -> Scenario.LogEntry {
        Scenario.LogEntry(
            id: id("R", key + type), type: type, at: when(seconds), user: user, channel: channel, summary: summary)
    }
}
