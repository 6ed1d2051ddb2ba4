extension Scenario {
    /// The scenario as its sources tell it: the clock of each that has a skew is so many seconds ahead (behind, if negative).
    /// The truth stays, and so do times in texts that are not generated.
    func skewed() throws -> Scenario {
        guard let skew, !skew.isEmpty else { return self }
        var result = self
        for (source, seconds) in skew.sorted(by: { $0.key < $1.key }) {
            let shift = { (when: When) in When(offset: when.offset + Int64(seconds * 1_000_000_000)) }
            switch source {
            case "metrics": result.moveMetrics(shift)
            case "logs": result.moveLogs(shift)
            case "deploys": result.moveDeploys(shift)
            case _ where repositories.contains { $0.source == source }:
                for index in repositories.indices where repositories[index].source == source {
                    for commit in repositories[index].commits.indices {
                        result.repositories[index].commits[commit].at = shift(repositories[index].commits[commit].at)
                    }
                }
            default:
                throw ScenarioError(
                    "the clock of '\(source)' cannot be skewed: there are metrics, logs, deploys and repositories")
            }
        }
        return result
    }

    private mutating func moveMetrics(_ shift: (When) -> When) {
        for index in services.indices {
            services[index].traffic.move(shift)
            services[index].latency.p50.move(shift)
            services[index].latency.p90.move(shift)
            services[index].latency.p99.move(shift)
            for code in services[index].codes.keys { services[index].codes[code]?.move(shift) }
        }
        for family in metrics.indices {
            metrics[family].everyService?.move(shift)
            for series in metrics[family].series?.indices ?? 0..<0 { metrics[family].series?[series].curve.move(shift) }
        }
        for index in alerting.fired.indices {
            alerting.fired[index].pendingFrom = alerting.fired[index].pendingFrom.map(shift)
            alerting.fired[index].from = shift(alerting.fired[index].from)
            alerting.fired[index].to = shift(alerting.fired[index].to)
        }
    }

    private mutating func moveLogs(_ shift: (When) -> When) {
        for index in logs.templates.indices {
            logs.templates[index].rate.move(shift)
            logs.templates[index].from = logs.templates[index].from.map(shift)
            logs.templates[index].to = logs.templates[index].to.map(shift)
        }
        for index in logs.lines.indices { logs.lines[index].at = shift(logs.lines[index].at) }
    }

    private mutating func moveDeploys(_ shift: (When) -> When) {
        for application in deployments.applications.indices {
            for index in deployments.applications[application].history.indices {
                let deploy = deployments.applications[application].history[index]
                deployments.applications[application].history[index].started = shift(deploy.started)
                deployments.applications[application].history[index].deployed = shift(deploy.deployed)
            }
        }
    }
}

extension Curve {
    fileprivate mutating func move(_ shift: (When) -> When) {
        for index in keys.indices { keys[index].at = shift(keys[index].at) }
    }
}
