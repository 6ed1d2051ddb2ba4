/// Ranges: too short for what is in them, and long enough.
extension EstateBuilder {
    mutating func plantRangeTooShort() {
        for variant in turns(4, of: 4) {
            let (service, kind, signal, limit) = counter(.fires(2, steps: 20...40))
            let chosen = kind.metric + matchers(service)
            let key = teams[service.team].serviceLabel
            let range = dice.pick(["1m", "2m", "3m", "4m", "5m", "7m", "8m"])
            let text = [
                "rate(\(chosen)[\(range)]) > \(limit)", "sum by (\(key)) (rate(\(chosen)[\(range)])) > \(limit)",
                "increase(\(chosen)[\(range)]) > \(Wording.number((limit * 120).rounded()))",
                "irate(\(chosen)[\(range)]) > \(limit)",
            ][variant]
            // At the very times of the samples, a range of five minutes holds two of them, and one of less a single one.
            let rate = signal.rate(steps: 1)
            let shown = variant == 1 ? rate.keeping([key]) : rate
            let isEmpty = ["1m", "2m", "3m", "4m"].contains(range)
            let minutes = Double(range.prefix(1)) ?? 5
            let bound = variant == 2 ? (limit * 120).rounded() / (minutes * 60) : limit
            add(
                counterDraft(service, kind, text, isEmpty ? [] : [shown], { $0 > bound }), .fault("range-too-short"))
        }
        for variant in turns(8, of: 4) {
            switch variant {
            case 0:
                let (service, kind, signal, limit) = counter(.near(3))
                add(
                    counterDraft(
                        service, kind, "rate(\(kind.metric)\(matchers(service))[10m]) > \(limit)", [signal.rate(steps: 2)],
                        { $0 > limit }),
                    .fine("range-too-short"))
            case 1:
                // Of what is there, not of how it grows.
                add(shortWindow(), .fine("range-too-short"))
            case 2: fastCounter()
            default:
                let (service, kind, signal, limit) = counter(.fires(2, steps: 24...40))
                add(
                    counterDraft(
                        service, kind, "rate(\(kind.metric)\(matchers(service))[12m] offset 5m) > \(limit)",
                        [signal.rate(steps: 2).shifted(steps: 1)], { $0 > limit }), .fine("range-too-short"))
            }
        }
    }

    /// A function over a range of a single sample or two, for which that is enough.
    private mutating func shortWindow() -> RuleDraft {
        var draft = gaugeRule(ordinary(), hold: 900, shape: 0)
        guard let open = draft.expression.firstIndex(of: "{"), let close = draft.expression.firstIndex(of: "}") else {
            return draft
        }
        let chosen = draft.expression[..<open].drop { !$0.isLetter } + draft.expression[open...close]
        let function = dice.pick(["max_over_time", "avg_over_time", "last_over_time"])
        draft.expression = draft.expression.replacing(
            chosen, with: "\(function)(\(chosen)[\(dice.pick(["5m", "6m"]))])")
        draft.signals = draft.signals.map { signal in
            switch function {
            case "max_over_time": signal.over(steps: 1) { $0.max() ?? .nan }
            case "avg_over_time": signal.average(steps: 1)
            default: signal
            }
        }
        return draft
    }

    /// A counter that is read every minute, for which five minutes are enough.
    private mutating func fastCounter() {
        let service = plainService()
        let name = unusedMetric(dice.pick(["edge_hits_total", "tunnel_packets_total", "beacon_posts_total"]), service)
        let limit = Double(dice.int(20...40))
        let rates = curve(usual: 5, threshold: limit, isShare: false, .fires(2, steps: 24...40), &dice)
            .values(grid, seed: dice.bits())
        // Each rate holds for the five minutes up to its time.
        let fine = [rates[0]] + rates.dropFirst().flatMap { Array(repeating: $0, count: 5) }
        let signal = counted(name, labels: service.labels, rates: fine, step: 60)
        let coarse = Signal(
            labels: signal.labels, values: stride(from: 0, to: signal.values.count, by: 5).map { signal.values[$0] })
        add(
            RuleDraft(
                stem: Wording.camel(service.name) + Wording.camel(name), service: service, topic: dice.pick(Wording.topics),
                expression: "rate(\(name)\(matchers(service))[5m]) > \(Wording.number(limit))", hold: 600,
                summary: "\(service.name): {{ $value }} a second", signals: [coarse.rate(steps: 1)], holds: { $0 > limit }),
            .fine("range-too-short"))
    }
}
