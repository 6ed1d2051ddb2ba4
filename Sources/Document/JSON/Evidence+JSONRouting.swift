import Core

// The members of a routing of alerts.
extension EvidenceJSON {
    static func routing(_ routing: AlertRouting) -> JSONValue {
        [
            "routes": list(routing.routes, route),
            "inhibitions": list(routing.inhibitions) { inhibition in
                [
                    "source": list(inhibition.source) { text($0.text) }, "target": list(inhibition.target) { text($0.text) },
                    "equal": list(inhibition.equal) { text($0) },
                ]
            },
            "receivers": list(routing.receivers) { receiver in
                [
                    "name": text(receiver.name),
                    "integrations": list(receiver.integrations) {
                        ["kind": text($0.kind), "sendsResolved": .bool($0.sendsResolved)]
                    },
                ]
            },
            "emptyReceivers": list(routing.emptyReceivers) { text($0) },
            "timeIntervals": list(routing.timeIntervals) { interval in
                ["name": text(interval.name), "periods": list(interval.periods) { text($0.text) }]
            },
        ]
    }

    private static func route(_ route: AlertRouting.Route) -> JSONValue {
        [
            "depth": .number(route.depth), "receiver": text(route.receiver),
            "matchers": list(route.matchers) { text($0.text) }, "continues": .bool(route.continues),
            "groupBy": route.groupsByAll ? ["..."] : list(route.groupBy) { text($0) },
            "groupWait": .number(route.groupWait), "groupInterval": .number(route.groupInterval),
            "repeatInterval": .number(route.repeatInterval),
            "muteTimeIntervals": list(route.muteTimeIntervals) { text($0) },
            "activeTimeIntervals": list(route.activeTimeIntervals) { text($0) },
        ]
    }
}
