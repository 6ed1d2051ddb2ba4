/// Counters and ranges: what must not be done with them, and what may.
extension EstateBuilder {
    /// A counter of one service whose rate behaves as said, and a limit for that rate.
    mutating func counter(_ behaviour: Behaviour) -> (EstateService, CounterKind, Signal, Double) {
        let (service, kind) = freeCounter()
        let limit = (kind.threshold * dice.real(0.8...1.2) * 10).rounded() / 10
        let rates = curve(usual: kind.usual, threshold: limit, isShare: false, behaviour, &dice).values(grid, seed: dice.bits())
        return (service, kind, counted(kind.metric, labels: service.labels, rates: rates), limit)
    }

    mutating func counterDraft(
        _ service: EstateService, _ kind: CounterKind, _ expression: String, _ signals: [Signal] = [],
        _ holds: @escaping (Double) -> Bool = { _ in false }
    ) -> RuleDraft {
        RuleDraft(
            stem: Wording.camel(service.name) + kind.stem, service: service, topic: dice.pick(Wording.topics),
            expression: expression, hold: dice.pick([300, 600, 900]), summary: "\(service.name): {{ $value }} \(kind.phrase)",
            signals: signals, holds: holds)
    }

    mutating func plantCounterReset() {
        for variant in turns(4, of: 6) {
            if variant == 5 {
                let (service, kind) = freeGauge { !$0.isShare && !$0.isBelow }
                add(gaugeAsCounter(service, kind), .fault("counter-reset"))
                continue
            }
            let (service, kind, signal, limit) = counter(.near(2))
            let chosen = kind.metric + matchers(service)
            let key = teams[service.team].serviceLabel
            let all = (signal.values.last ?? 0) * 0.93
            switch variant {
            case 0:
                let bound = (all / 100).rounded() * 100
                add(
                    counterDraft(service, kind, "\(chosen) > \(Wording.number(bound))", [signal], { $0 > bound }),
                    .fault("counter-reset"))
            case 1:
                let hourly = (limit * 3600).rounded()
                add(
                    counterDraft(
                        service, kind, "delta(\(chosen)[1h]) > \(Wording.number(hourly))",
                        [signal.rate(steps: 12).map { $0 * 3600 }], { $0 > hourly }), .fault("counter-reset"))
            case 2:
                add(counterDraft(service, kind, "deriv(\(chosen)[30m]) > \(limit)"), .fault("counter-reset"))
            case 3:
                add(
                    counterDraft(
                        service, kind, "rate(sum by (\(key)) (\(chosen))[30m:5m]) > \(limit)",
                        [signal.keeping([key]).rate(steps: 6)], { $0 > limit }), .fault("counter-reset"))
            default:
                let name = "\(key):\(kind.metric):sum_\(Wording.kebab(service.name).replacing("-", with: "_"))"
                let group = group(service.team, topic: "recorded")
                recordings.append(EstateRecording(name: name, group: group, expression: "sum by (\(key)) (\(chosen))"))
                _ = record(name, type: "counter", labels: signal.keeping([key]).labels, values: signal.values)
                add(
                    counterDraft(
                        service, kind, "rate(\(name)[20m]) > \(limit)", [signal.keeping([key]).rate(steps: 4)], { $0 > limit }),
                    .fault("counter-reset"), or: { _ in [(check: "counter-reset", subject: "recording/" + name)] })
            }
        }
        for variant in turns(10, of: 8) { fineCounter(variant) }
    }

    private mutating func gaugeAsCounter(_ service: EstateService, _ kind: GaugeKind) -> RuleDraft {
        let limit = threshold(kind)
        let curve = curve(usual: kind.usual, threshold: limit, isShare: false, .near(3), &dice)
        let (selector, signal) = gauge(service, metric: kind.metric, curve: curve)
        let function = dice.pick(["increase", "rate"])
        let bound = function == "rate" ? limit / 600 : limit
        return RuleDraft(
            stem: Wording.camel(service.name) + kind.stem + "Growing", service: service, topic: dice.pick(Wording.topics),
            expression: "\(function)(\(selector)[1h]) > \(Wording.number(max(0.001, bound)))", hold: 600,
            summary: "\(service.name): {{ $value }} more \(kind.phrase)",
            signals: [signal.increase(steps: 12).map { function == "rate" ? $0 / 3600 : $0 }],
            holds: { $0 > (function == "rate" ? max(0.001, (bound * 1000).rounded() / 1000) : bound) })
    }

    private mutating func fineCounter(_ variant: Int) {
        let behaviour: Behaviour = dice.chance(0.5) ? .near(3) : .fires(2, steps: 24...50)
        switch variant {
        case 0:
            let (service, kind, signal, limit) = counter(behaviour)
            let key = teams[service.team].serviceLabel
            add(
                counterDraft(
                    service, kind, "sum by (\(key)) (rate(\(kind.metric)\(matchers(service))[15m])) > \(limit)",
                    [signal.keeping([key]).rate(steps: 3)], { $0 > limit }), .fine("counter-reset"))
        case 1:
            let (service, kind, signal, limit) = counter(behaviour)
            let hourly = (limit * 3600).rounded()
            add(
                counterDraft(
                    service, kind, "increase(\(kind.metric)\(matchers(service))[1h]) > \(Wording.number(hourly))",
                    [signal.rate(steps: 12).map { $0 * 3600 }], { $0 > hourly }), .fine("counter-reset"))
        case 2:
            let (service, kind, signal, limit) = counter(behaviour)
            add(
                counterDraft(
                    service, kind, "max_over_time(rate(\(kind.metric)\(matchers(service))[15m])[1h:5m]) > \(limit)",
                    [signal.rate(steps: 3).over(steps: 12) { $0.max() ?? .nan }], { $0 > limit }), .fine("counter-reset"))
        case 3: differences("delta", steps: 12)
        case 4: falling()
        case 5: uptime()
        case 6: counting()
        default: totalThatIsNone()
        }
    }

    /// `delta` of a gauge is what `delta` is for.
    private mutating func differences(_ function: String, steps: Int) {
        let (service, kind) = freeGauge { !$0.isShare && !$0.isBelow }
        let limit = threshold(kind)
        let curve = curve(usual: kind.usual, threshold: limit, isShare: false, .fires(2, steps: 20...40), &dice)
        let (selector, signal) = gauge(service, metric: kind.metric, curve: curve)
        let bound = ((limit - kind.usual) * 500).rounded() / 1000
        let draft = RuleDraft(
            stem: Wording.camel(service.name) + kind.stem + "Jump", service: service, topic: dice.pick(Wording.topics),
            expression: "\(function)(\(selector)[\(Wording.duration(steps * 300))]) > \(Wording.number(bound))", hold: 600,
            summary: "\(service.name): {{ $value }} more \(kind.phrase)",
            signals: [signal.combined(signal.shifted(steps: steps), -)], holds: { $0 > bound })
        add(draft, .fine("counter-reset"))
    }

    private mutating func falling() {
        let service = plainService()
        let name = unusedMetric(dice.pick(["spare_gigabytes", "free_inodes_thousands", "unused_addresses"]), service)
        let values = EstateCurve(
            base: 120, noise: 0.3, rhythm: 2, episodes: Episode.spread(2, steps: 30...50, level: { $0.real(9...13) }, &dice)
        ).values(grid, seed: dice.bits())
        let signal = record(name, labels: service.labels, values: values)
        let limit = Double(dice.int(18...25))
        add(
            RuleDraft(
                stem: Wording.camel(service.name) + Wording.camel(name) + "Falling", service: service, topic: "capacity",
                expression: "min_over_time(\(name)\(matchers(service))[15m]) < \(Wording.number(limit))", hold: 1800,
                summary: "\(service.name) has {{ $value }} left", signals: [signal.over(steps: 3) { $0.min() ?? .nan }],
                holds: { $0 < limit }), .fine("counter-reset"))
    }

    private mutating func uptime() {
        let service = plainService()
        let name = unusedMetric(dice.pick(["last_success_timestamp_seconds", "last_backup_timestamp_seconds"]), service)
        let first = grid.first
        // Every two hours, but for two late ones.
        let late = [dice.int(1500...4000), dice.int(5000...7500)]
        var at = first - 1200
        let values = (0..<EstateGrid.count).map { index -> Double in
            let now = grid.seconds(index)
            if now - at >= 7200, !late.contains(where: { ($0..<($0 + 60)).contains(index) }) { at = now - 60 }
            return Double(at)
        }
        let signal = record(name, labels: service.labels, values: values)
        var age = signal
        for index in age.values.indices { age.values[index] = Double(grid.seconds(index)) - signal.values[index] }
        let limit = Double(dice.pick([9000, 10_800, 12_600]))
        add(
            RuleDraft(
                stem: Wording.camel(service.name) + "Late", service: service, topic: "batch",
                expression: "time() - \(name)\(matchers(service)) > \(Wording.number(limit))", hold: 600,
                summary: "\(service.name) succeeded {{ $value | humanizeDuration }} ago", signals: [age], holds: { $0 > limit }),
            .fine("counter-reset"))
    }

    /// How many counters there are is no matter of their values.
    private mutating func counting() {
        let (service, kind) = freeCounter()
        let gone = dice.int(2000...6000)
        var results = Array(repeating: 0.0, count: EstateGrid.count)
        for number in 0..<3 {
            let labels = service.labels.merging(["instance": "\(service.name)-\(number):9100"]) { $1 }
            var values = counted(kind.metric, labels: labels, rates: results.map { _ in kind.usual }).values
            if number > 0 { for index in gone..<(gone + 40) { values[index] = .nan } }
            if let last = series.indices.last { series[last].values = values }
            for index in values.indices where !values[index].isNaN { results[index] += 1 }
        }
        add(
            counterDraft(
                service, kind, "count(\(kind.metric)\(matchers(service))) < 2", [Signal(labels: [:], values: results)],
                { $0 < 2 }),
            .fine("counter-reset"))
    }

    /// Named like a counter, and none: it goes up and down.
    private mutating func totalThatIsNone() {
        let service = plainService()
        let name = unusedMetric(dice.pick(["members_total", "replicas_total", "connections_total"]), service)
        let curve = EstateCurve(
            base: 12, noise: 1, rhythm: 1.5, episodes: Episode.spread(2, steps: 20...40, level: { $0.real(44...60) }, &dice))
        let values = curve.values(grid, seed: dice.bits()).map { $0.rounded() }
        let signal = record(name, labels: service.labels, values: values)
        add(
            RuleDraft(
                stem: Wording.camel(service.name) + Wording.camel(name), service: service, topic: "limits",
                expression: "\(name)\(matchers(service)) > 40", hold: 600, summary: "\(service.name) has {{ $value }}",
                signals: [signal], holds: { $0 > 40 }), .fine("counter-reset"))
    }
}
