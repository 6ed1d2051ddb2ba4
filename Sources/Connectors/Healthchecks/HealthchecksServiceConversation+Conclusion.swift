import Core

/// What the answers amount to.
extension HealthchecksServiceConversation {
    func finish(_ said: [Evidence], _ troubles: [Diagnostic]) -> Step {
        guard let list else { return .done() }
        var evidence: [Evidence] = []
        var found = diagnostics
        var absent: [(completeness: Completeness, key: CallKey)] = []
        for index in checks.indices {
            let check = checks[index]
            let service = service ?? settings.service(of: check)
            if parts.contains(.checks) { evidence.append(configuration(check, list.key, service)) }
            var reading = HealthchecksFlipReading(check: check, flips: flips[index]?.flips ?? [], isUpToDate: true)
            reading.log = logs[index]?.log
            if let answer = flips[index] {
                let keys = [list.key, answer.outcome.key] + (logs[index].map { [$0.outcome.key] } ?? [])
                let mine = reading.evidence(window: window, from: keys, service: service)
                evidence += mine
                let absence = HealthchecksFlipReading.absence(window: window, now: HealthchecksAPI.now(answer.outcome))
                if mine.isEmpty {
                    let worth = answer.skipped > 0 ? .failed(reason: "\(answer.skipped) could not be read") : absence
                    absent.append((worth, answer.outcome.key))
                }
                if !mine.isEmpty, case .notKept(let reason) = absence {
                    found.append(Diagnostic(.partial, "flips of \(name(index)): \(reason)", exchange: answer.outcome.key))
                }
            }
            if parts.contains(.runs), let (log, outcome) = logs[index] {
                let pauses = zip(reading.flips, reading.states).compactMap { $1 == .paused ? $0.stamp.time : nil }
                let runs = HealthchecksRuns(
                    check: check, log: log, window: window, now: HealthchecksAPI.now(outcome), pauses: pauses)
                evidence.append(runs.evidence(from: [list.key, outcome.key], service: service))
                found += runs.diagnostics(outcome.key)
            }
        }
        evidence += quiet(absent) + said
        found += troubles
        if evidence.isEmpty, found.isEmpty {
            // Without an answer about pings, only checks of which none has ever come are known to have none.
            let asked = logs.keys.sorted().compactMap { logs[$0]?.outcome.key }
            let isKnown = asked.isEmpty && checks.allSatisfy { $0.pingCount == 0 }
            evidence = [
                Evidence(
                    .nothing(
                        (parts.contains(.runs) ? "no ping of " : "no body of a failed ping of ")
                            + (checks.count == 1 ? "one check" : "\(checks.count) checks")), from: [list.key] + asked,
                    service: service, window: window, query: "pings",
                    completeness: isKnown
                        ? .noneThere
                        : .sampled(reason: "only checks that are silent or not up, and only failed pings, were asked about"))
            ]
        }
        return .done(evidence, found)
    }

    private func configuration(_ check: HealthchecksCheck, _ key: CallKey, _ service: String?) -> Evidence {
        var check = check
        check.configuration.channels = check.configuration.channels.map { $0.map { channelNames[$0] ?? $0 } }
        let isNamed = !channelNames.isEmpty && !(check.configuration.channels ?? []).isEmpty
        return check.evidence(from: [key] + (isNamed ? channelsKey.map { [$0] } ?? [] : []), service: service)
    }

    /// One word for all checks without a flip in the window: the weakest of what their absence is worth.
    private func quiet(_ absent: [(completeness: Completeness, key: CallKey)]) -> [Evidence] {
        guard let first = absent.first else { return [] }
        let weakest = absent.first { $0.completeness != .noneThere } ?? first
        let count = absent.count == 1 ? "one check" : "\(absent.count) checks"
        return [
            Evidence(
                .nothing("no flip of \(count)"), from: absent.map(\.key), service: service, window: window, query: "flips",
                completeness: weakest.completeness)
        ]
    }
}
