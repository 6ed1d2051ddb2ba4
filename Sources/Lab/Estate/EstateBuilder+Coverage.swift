/// The rules by which errors, latency, saturation and traffic are watched: one a team and signal, and a few for single services.
extension EstateBuilder {
    mutating func coverServices() {
        for team in teams.indices {
            for signal in GoldenSignal.allCases { coverTeam(team, signal) }
        }
        for service in services {
            for signal in GoldenSignal.allCases where service.special.contains(signal) { coverAlone(service, signal) }
        }
    }

    private mutating func coverTeam(_ team: Int, _ signal: GoldenSignal) {
        let measured = services.filter { $0.team == team && $0.signals.contains(signal) }
        let covered = measured.filter { !$0.uncovered.contains(signal) && !$0.special.contains(signal) }
        guard let first = covered.first else { return }
        // Of requests without an outcome none counts as good, so that a matcher for failed ones would take them all.
        let untold = services.filter {
            signal == .errors && $0.team == team && !$0.signals.contains(.errors) && $0.signals.contains(.traffic)
        }
        let left = measured.filter { $0.uncovered.contains(signal) || $0.special.contains(signal) } + untold
        let key = teams[team].serviceLabel
        let space = "namespace=\"\(teams[team].name)\""
        let matcher: String
        if left.isEmpty, dice.chance(0.5) {
            matcher = space
        } else if !left.isEmpty, dice.chance(0.5) {
            matcher = dice.shuffled([space, "\(key)!~\"\(left.map(\.name).joined(separator: "|"))\""]).joined(separator: ",")
        } else {
            matcher = "\(key)=~\"\(dice.shuffled(covered.map(\.name)).joined(separator: "|"))\""
        }
        var draft = coverage(signal, first, covered, matcher: matcher, steps: dice.pick([3, 4, 6]))
        draft.stem = Wording.camel(teams[team].name) + draft.stem
        add(draft)
    }

    /// A rule on a golden signal of services of one team, whose series `matcher` selects.
    mutating func coverage(
        _ signal: GoldenSignal, _ service: EstateService, _ covered: [EstateService], matcher: String, steps: Int
    ) -> RuleDraft {
        let team = teams[service.team]
        let (key, scheme) = (team.serviceLabel, team.scheme)
        let range = Wording.duration(steps * 300)
        let measured = golden
        let results = { (value: (GoldenSeries) -> Signal?) -> [Signal] in
            covered.compactMap { one in measured[one.name].flatMap(value)?.keeping([key]) }
        }
        var draft = RuleDraft(
            stem: "", service: service, topic: "slo", expression: "", hold: dice.pick([300, 600, 900]),
            summary: "")
        switch signal {
        case .errors:
            let limit = dice.pick([0.05, 0.06, 0.055])
            draft.stem = dice.pick(["ErrorsHigh", "FailingRequests", "ErrorRatio"])
            let all = "\(scheme.requests){\(matcher)}"
            let bad = "\(scheme.requests){\(matcher),\(scheme.failed)}"
            draft.expression =
                "sum by (\(key)) (rate(\(bad)[\(range)])) / sum by (\(key)) (rate(\(all)[\(range)])) > \(limit)"
            draft.signals = results { golden in
                guard let bad = golden.failures, let all = golden.requests else { return nil }
                return bad.rate(steps: steps).combined(all.rate(steps: steps), /)
            }
            draft.holds = { $0 > limit }
            draft.summary = "{{ $labels.\(key) }} fails {{ $value | humanizePercentage }} of its requests"
        case .latency:
            let limit = dice.pick([1.2, 1, 1.1])
            let quantile = dice.pick(["0.99", "0.99", "0.95"])
            draft.stem = dice.pick(["Slow", "LatencyHigh", "AnswersLate"])
            draft.expression =
                "histogram_quantile(\(quantile), sum by (\(key), le) (rate(\(scheme.duration)_bucket{\(matcher)}[\(range)]))) > \(Wording.number(limit))"
            let share = Double(quantile) ?? 0.99
            draft.signals = results { $0.quantile(share, steps: steps) }
            draft.holds = { $0 > limit }
            draft.summary = "{{ $labels.\(key) }} answers in {{ $value | humanizeDuration }} at the \(quantile) quantile"
        case .saturation:
            let limit = dice.pick([0.85, 0.9, 0.88])
            draft.stem = dice.pick(["NearlyFull", "PoolExhausted", "Saturated"])
            draft.expression = "\(scheme.used){\(matcher)} / \(scheme.limit){\(matcher)} > \(limit)"
            draft.signals = covered.compactMap { one in
                guard let golden = self.golden[one.name], let used = golden.used, let limit = golden.limit else { return nil }
                return used.combined(limit, /)
            }
            draft.holds = { $0 > limit }
            draft.summary = "{{ $labels.\(key) }} uses {{ $value | humanizePercentage }} of what it has"
        case .traffic:
            let limit = dice.pick([0.3, 0.25, 0.35])
            draft.stem = dice.pick(["TrafficGone", "FewRequests", "TrafficDrop"])
            let rate = { (offset: String) in "sum by (\(key)) (rate(\(scheme.requests){\(matcher)}[\(range)]\(offset)))" }
            draft.expression = "\(rate("")) / \(rate(" offset 1d")) < \(limit)"
            draft.signals = results { golden in
                guard let all = golden.requests?.rate(steps: steps) else { return nil }
                return all.combined(all.shifted(steps: 288), /)
            }
            draft.holds = { $0 < limit }
            draft.summary = "{{ $labels.\(key) }} gets {{ $value | humanizePercentage }} of yesterday's requests"
        }
        draft.topic = dice.pick(["slo", "symptoms", "golden"])
        return draft
    }

    /// A signal that only a rule in some unusual form watches.
    private mutating func coverAlone(_ service: EstateService, _ signal: GoldenSignal) {
        let key = teams[service.team].serviceLabel
        let name = service.name
        let space = "namespace=\"\(teams[service.team].name)\""
        // Each selects this service alone, and none says its name outright.
        let matcher = dice.pick([
            "\(key)=~\"\(name)\"", "\(key)=~\"(\(name)|\(name)-canary)\"", "\(space),\(key)=~\"\(name)(-v[0-9]+)?\"",
        ])
        var draft = coverage(signal, service, [service], matcher: matcher, steps: dice.pick([3, 6]))
        draft.stem = Wording.camel(name) + draft.stem
        if signal == .errors || signal == .traffic, dice.chance(0.5) { recordFirst(&draft, service, signal) }
        add(draft)
    }

    /// The rule reads a recorded series in place of the raw one.
    private mutating func recordFirst(_ draft: inout RuleDraft, _ service: EstateService, _ signal: GoldenSignal) {
        guard let operation = draft.expression.range(ofLast: signal == .errors ? " > " : " < "), let value = draft.signals.first
        else { return }
        let name = "\(teams[service.team].serviceLabel):\(Wording.kebab(draft.stem).replacing("-", with: "_")):ratio"
        let group = group(service.team, topic: "recorded")
        recordings.append(
            EstateRecording(name: name, group: group, expression: String(draft.expression[..<operation.lowerBound])))
        _ = record(name, labels: value.labels, values: value.values)
        draft.expression = name + draft.expression[operation.lowerBound...]
    }
}

extension String {
    func range(ofLast text: String) -> Range<String.Index>? { ranges(of: text).last }
}
