/// The routing tree: a route a team, and below it what is right and what is not.
extension EstateBuilder {
    mutating func plantRouting() {
        let hook = { (path: String) in ["webhook_configs:", "  - url: 'http://\(EstateRouting.sink)/\(path)'"] }
        routing.root = EstateRouting.Route(receiver: "everyone", groupBy: ["alertname"])
        routing.receivers = [
            .init(name: "everyone", integrations: ["slack_configs:", "  - channel: '#alerts'"]),
            .init(name: "heartbeat", integrations: hook("heartbeat")),
        ]
        let names = routing.deadMen.map { "\"\($0)\"" }
        let matcher = names.count == 1 ? "alertname=\(names[0])" : "alertname=~\"\(routing.deadMen.joined(separator: "|"))\""
        routing.root.routes = [.init(matchers: [matcher], receiver: "heartbeat")]
        for team in teams {
            let page = team.name + dice.pick(["-pager", "-oncall", "-page"])
            let chat = team.name + dice.pick(["-chat", "-slack", "-channel"])
            routing.receivers.append(
                .init(name: page, integrations: ["pagerduty_configs:", "  - routing_key: made-up-\(team.name)"]))
            routing.receivers.append(
                .init(
                    name: chat,
                    integrations: [
                        "slack_configs:", "  - channel: '#\(team.name)'", "pagerduty_configs:",
                        "  - routing_key: made-up-\(team.name)-low",
                    ]))
            routing.root.routes.append(
                .init(
                    matchers: ["\(team.ownerLabel)=\"\(team.name)\""], receiver: chat,
                    groupBy: ["alertname", team.serviceLabel]))
        }
        plantReceivers()
        plantMuted()
        fineRoutes()
        // What is right for everyone: pages go to the pager.
        for team in teams.indices {
            child(team, .init(matchers: ["severity=\"\(teams[team].critical)\""], receiver: pager(team)))
        }
        plantUnreachable()
        plantInhibitions()
    }

    /// Adds a route below a team's own, and gives its subject.
    @discardableResult
    private mutating func child(_ team: Int, _ route: EstateRouting.Route) -> String {
        let own = team + 1
        routing.root.routes[own].routes.append(route)
        return "route/\(own).\(routing.root.routes[own].routes.count - 1)"
    }

    private func pager(_ team: Int) -> String { routing.receivers[2 + team * 2].name }
    private func chat(_ team: Int) -> String { routing.receivers[3 + team * 2].name }

    /// A rule of a part of a team's estate; gives the team, the matcher of the part, and the rule's subject.
    private mutating func part(_ names: [String]) -> (team: Int, matcher: String, subject: String) {
        let service = plainService()
        let component = numbered(dice.pick(names) + "-", 10...99)
        var kind = dice.pick(GaugeKind.all)
        kind.metric = unusedMetric(kind.metric, service)
        var draft = gaugeRule(.near(dice.int(1...3)), service, kind)
        draft.labels["component"] = component
        draft.severity = .warning
        let subject = add(draft)
        return (service.team, "component=\"\(component)\"", subject)
    }

    // MARK: Receivers

    private mutating func plantReceivers() {
        for _ in 0..<3 {
            let part = part(["etl", "import", "nightly", "legacy", "reporting"])
            let name = numbered(teams[part.team].name + dice.pick(["-todo", "-later", "-tbd", "-new", "-unused"]), 1...99)
            routing.receivers.append(.init(name: name, integrations: []))
            child(part.team, .init(matchers: [part.matcher], receiver: name))
            plant(
                "receiver-without-integration", "receiver/" + name,
                or: [("receiver-without-integration", part.subject)])
        }
        for variant in 0..<4 {
            let part = part(["frontend", "mail", "sensors", "printing"])
            let name = numbered(teams[part.team].name + dice.pick(["-extra", "-copy", "-spare", "-second"]), 1...99)
            switch variant {
            case 0:
                // Nothing of its own, and the alert goes on to the next.
                routing.receivers.append(.init(name: name, integrations: []))
                child(part.team, .init(matchers: [part.matcher], receiver: name, doesContinue: true))
                child(part.team, .init(matchers: [part.matcher], receiver: chat(part.team)))
            case 1:
                // No route leads to it.
                routing.receivers.append(.init(name: name, integrations: []))
            case 2:
                let kinds = [
                    ["opsgenie_configs:", "  - message: '{{ .CommonLabels.alertname }}'"],
                    ["email_configs:", "  - to: team@shop.example"],
                    ["webhook_configs:", "  - url: 'http://\(EstateRouting.sink)/chatops'"],
                    ["pushover_configs:", "  - user_key: made-up-user", "    token: made-up-token"],
                ]
                routing.receivers.append(.init(name: name, integrations: dice.pick(kinds)))
                child(part.team, .init(matchers: [part.matcher], receiver: name))
            default:
                // For a component of which no rule is left.
                routing.receivers.append(.init(name: name, integrations: []))
                child(part.team, .init(matchers: ["component=\"\(numbered("retired-", 100...999))\""], receiver: name))
            }
            resemble("receiver-without-integration", "receiver/" + name)
        }
    }

    // MARK: Times

    private mutating func interval(_ lines: [String]) -> String {
        let name = dice.pick(["quiet", "office", "weekly", "window", "hours", "shift"]) + "-\(routing.intervals.count + 1)"
        routing.intervals.append((name, lines))
        return name
    }

    private mutating func plantMuted() {
        let week = ["- weekdays: ['monday:friday']"]
        let ends = ["- weekdays: ['saturday', 'sunday']"]
        let office = ["- weekdays: ['monday:friday']", "  times: [{start_time: '09:00', end_time: '17:30'}]"]
        for variant in turns(3, of: 5) {
            let part = part(["sandbox", "preview", "lab", "trial"])
            var route = EstateRouting.Route(matchers: [part.matcher], receiver: chat(part.team))
            switch variant {
            case 0: route.muted = [interval(["- weekdays: ['sunday:saturday']"])]
            case 1: route.muted = [interval(week), interval(ends)]
            case 2:
                route.active = [interval(office)]
                route.muted = [interval(week)]
            case 3: route.active = [interval(["- days_of_month: ['30:31']", "  months: ['february']"])]
            default:
                route.muted = [
                    interval(["- times: [{start_time: '00:00', end_time: '12:00'}, {start_time: '12:00', end_time: '24:00'}]"])
                ]
            }
            let named = (route.muted + route.active).map { (check: "always-muted", subject: "interval/" + $0) }
            plant("always-muted", child(part.team, route), or: named + [("always-muted", part.subject)])
        }
        for variant in turns(4, of: 4) {
            let part = part(["kiosk", "partner", "beta", "intern"])
            var route = EstateRouting.Route(matchers: [part.matcher], receiver: chat(part.team))
            switch variant {
            case 0:
                route.muted = [
                    interval(["- times: [{start_time: '00:00', end_time: '07:00'}, {start_time: '19:00', end_time: '24:00'}]"])
                ]
            case 1:
                route.active = [interval(office)]
                route.muted = [interval(["- times: [{start_time: '12:00', end_time: '13:00'}]"])]
            case 2: route.muted = [interval(week), interval(["- weekdays: ['saturday']"])]
            default: route.active = [interval(["- days_of_month: ['-1']"])]
            }
            resemble("always-muted", child(part.team, route))
        }
    }

    // MARK: Reach

    private mutating func fineRoutes() {
        for variant in 0..<4 {
            let part = part(["pay", "ship", "sell", "find"])
            let value = part.matcher.dropFirst(11).dropLast()
            switch variant {
            case 0:
                child(part.team, .init(matchers: [part.matcher], receiver: chat(part.team), doesContinue: true))
                resemble("route-unreachable", child(part.team, .init(matchers: [part.matcher], receiver: pager(part.team))))
            case 1:
                child(
                    part.team,
                    .init(matchers: [part.matcher, "severity=\"\(teams[part.team].critical)\""], receiver: pager(part.team)))
                resemble("route-unreachable", child(part.team, .init(matchers: [part.matcher], receiver: chat(part.team))))
            case 2:
                // Matchers are anchored: the first takes a part of the name only.
                child(part.team, .init(matchers: ["component=~\"\(value.prefix(4))\""], receiver: chat(part.team)))
                resemble("route-unreachable", child(part.team, .init(matchers: [part.matcher], receiver: pager(part.team))))
            default:
                child(
                    part.team,
                    .init(
                        matchers: ["component!=\"\(value)\"", "component=~\"\(value.prefix(3)).+\""], receiver: chat(part.team))
                )
                resemble("route-unreachable", child(part.team, .init(matchers: [part.matcher], receiver: pager(part.team))))
            }
        }
    }

    private mutating func plantUnreachable() {
        for variant in turns(3, of: 4) {
            let team = dice.below(teams.count)
            let own = teams[team]
            switch variant {
            case 0:
                let route = EstateRouting.Route(
                    matchers: ["severity=\"\(own.critical)\"", "namespace=\"\(own.name)\""], receiver: chat(team))
                plant("route-unreachable", child(team, route))
            case 1:
                // All of the team's alerts have gone to the team by then.
                routing.root.routes.append(
                    .init(matchers: ["\(own.ownerLabel)=\"\(own.name)\"", "severity=\"\(own.warning)\""], receiver: "everyone"))
                plant("route-unreachable", "route/\(routing.root.routes.count - 1)")
            case 2:
                routing.root.routes.append(
                    .init(
                        matchers: ["severity=~\"\(own.critical)|\(own.warning)\"", "\(own.ownerLabel)=~\"\(own.name)\""],
                        receiver: "everyone"))
                plant("route-unreachable", "route/\(routing.root.routes.count - 1)")
            default:
                child(team, .init(matchers: ["severity=~\"\(own.warning)|info\""], receiver: chat(team)))
                plant(
                    "route-unreachable",
                    child(
                        team,
                        .init(matchers: ["severity=\"\(own.warning)\"", "\(own.serviceLabel)=~\".+\""], receiver: pager(team))))
            }
        }
    }
}
