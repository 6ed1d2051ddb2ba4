/// Ratios that jump for a single sample, and those that do not.
extension EstateBuilder {
    mutating func plantNoHold() {
        for _ in 0..<4 {
            var draft = ratioRule(.spikes(dice.int(14...26)), hold: 0)
            draft.attention = .sometimes
            add(draft, .fault("no-hold-on-noisy-ratio"))
        }
        for variant in turns(8, of: 4) {
            switch variant {
            case 0: add(ratioRule(.spikes(dice.int(14...26)), hold: dice.pick([600, 900])), .fine("no-hold-on-noisy-ratio"))
            case 1:
                add(
                    counterRatioRule(.fires(dice.int(2...3), steps: 18...40), hold: 0, steps: dice.pick([3, 4])),
                    .fine("no-hold-on-noisy-ratio"))
            case 2: add(counterRatioRule(.spikes(dice.int(10...20)), hold: 0, steps: 48), .fine("no-hold-on-noisy-ratio"))
            default:
                // A count, not a ratio, and steady.
                add(gaugeRule(.fires(2, steps: 20...40), hold: 0, shape: 0) { !$0.isShare }, .fine("no-hold-on-noisy-ratio"))
            }
        }
    }

    /// What is divided: gauges of the last run, or counters over a range.
    private struct Parts {
        var service: EstateService
        var some: String
        var all: String
        var limit: Double
        var shares: [Double]
    }

    private mutating func parts(_ behaviour: Behaviour, isSmooth: Bool) -> Parts {
        let service = plainService()
        let (part, whole) = dice.pick([
            ("rejected_orders", "placed_orders"), ("timed_out_calls", "outgoing_calls"), ("stale_reads", "all_reads"),
            ("failed_probes", "sent_probes"), ("unpaid_carts", "closed_carts"), ("dropped_frames", "rendered_frames"),
        ])
        let some = unusedMetric(dice.pick(["sync", "edge", "client", "batch", "peer"]) + "_" + part, service)
        let limit = dice.pick([0.05, 0.1, 0.2, 0.08])
        var curve = curve(usual: limit * 0.15, threshold: limit, isShare: true, behaviour, &dice)
        for index in curve.episodes.indices { curve.episodes[index].level = min(0.9, limit * dice.real(1.5...3)) }
        if isSmooth {
            curve.episodes += [400, 5000].map { Episode(from: $0 + dice.below(300), count: 70, level: limit * 0.36) }
        }
        return Parts(
            service: service, some: some, all: some.replacing(part, with: whole), limit: limit,
            shares: curve.values(grid, seed: dice.bits()))
    }

    /// Both sides are gauges, so that a bad sample is seen once.
    private mutating func ratioRule(_ behaviour: Behaviour, hold: Int) -> RuleDraft {
        let parts = parts(behaviour, isSmooth: false)
        let number = Double(dice.int(4...20) * 500)
        let all = record(parts.all, labels: parts.service.labels, values: parts.shares.map { _ in number })
        let some = record(parts.some, labels: parts.service.labels, values: parts.shares.map { ($0 * number).rounded() })
        let chosen = matchers(parts.service)
        let key = teams[parts.service.team].serviceLabel
        let sums = dice.chance(0.5)
        let side = { (name: String) in sums ? "sum by (\(key)) (\(name)\(chosen))" : name + chosen }
        let ratio = some.combined(all, /)
        return ratioDraft(
            parts, "\(side(parts.some)) / \(side(parts.all))", limit: parts.limit, hold: hold,
            sums ? ratio.keeping([key]) : ratio)
    }

    private mutating func counterRatioRule(_ behaviour: Behaviour, hold: Int, steps: Int) -> RuleDraft {
        let isSmooth = steps > 12
        let parts = parts(behaviour, isSmooth: isSmooth)
        let rate = dice.real(2...9)
        let all = counted(parts.all + "_total", labels: parts.service.labels, rates: parts.shares.map { _ in rate })
        let some = counted(parts.some + "_total", labels: parts.service.labels, rates: parts.shares.map { $0 * rate })
        let chosen = matchers(parts.service)
        let range = Wording.duration(steps * 300)
        let key = teams[parts.service.team].serviceLabel
        let function = dice.pick(["rate", "increase"])
        let side = { (name: String) in "sum by (\(key)) (\(function)(\(name)_total\(chosen)[\(range)]))" }
        let ratio = some.rate(steps: steps).combined(all.rate(steps: steps), /).keeping([key])
        // Over hours no single sample weighs enough, so the limit is lower; some stretches come near.
        let limit = isSmooth ? (parts.limit * 400).rounded() / 1000 : parts.limit
        return ratioDraft(parts, "\(side(parts.some)) / \(side(parts.all))", limit: limit, hold: hold, ratio)
    }

    private mutating func ratioDraft(_ parts: Parts, _ text: String, limit: Double, hold: Int, _ signal: Signal) -> RuleDraft {
        RuleDraft(
            stem: Wording.camel(parts.service.name) + Wording.camel(parts.some), service: parts.service,
            topic: dice.pick(Wording.topics), expression: "\(text) > \(Wording.number(limit))", hold: hold,
            summary: "\(parts.service.name): {{ $value | humanizePercentage }} of \(parts.all.replacing("_", with: " "))",
            signals: [signal], holds: { $0 > limit })
    }
}
