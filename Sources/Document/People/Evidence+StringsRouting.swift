import Core

extension StringRewriter {
    func routing(_ routing: AlertRouting) -> AlertRouting {
        AlertRouting(
            routes: routing.routes.map(route),
            inhibitions: routing.inhibitions.map {
                AlertRouting.Inhibition(
                    source: $0.source.map(matcher), target: $0.target.map(matcher), equal: $0.equal.map(code))
            },
            receivers: routing.receivers.map { receiver in
                AlertRouting.Receiver(
                    name: code(receiver.name),
                    integrations: receiver.integrations.map { .init(kind: code($0.kind), sendsResolved: $0.sendsResolved) })
            },
            timeIntervals: routing.timeIntervals.map { interval in
                AlertTimeInterval(name: code(interval.name), periods: interval.periods.map(period))
            })
    }

    private func route(_ route: AlertRouting.Route) -> AlertRouting.Route {
        var result = route
        result.receiver = code(route.receiver)
        result.matchers = route.matchers.map(matcher)
        result.groupBy = route.groupBy.map(code)
        result.muteTimeIntervals = route.muteTimeIntervals.map(code)
        result.activeTimeIntervals = route.activeTimeIntervals.map(code)
        return result
    }

    private func period(_ period: AlertTimeInterval.Period) -> AlertTimeInterval.Period {
        var result = period
        result.location = period.location.map(code)
        return result
    }
}
