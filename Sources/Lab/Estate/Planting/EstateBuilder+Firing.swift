/// Rules that fire too much, too little, or to no one.
extension EstateBuilder {
    /// Numbers of variants, each as often as the others, in an order of the dice's choice.
    mutating func turns(_ count: Int, of variants: Int) -> [Int] {
        let order = dice.shuffled(Array(0..<variants))
        return (0..<count).map { order[$0 % variants] }
    }

    mutating func plantAlwaysFiring() {
        for variant in turns(4, of: 4) {
            switch variant {
            case 0, 1:
                // The threshold was set for another machine, or nobody came back to it.
                var draft = gaugeRule(.always, shape: variant == 0 ? 0 : 2)
                draft.stem += dice.pick(["", "Early", "Soft"])
                add(draft, .fault("always-firing"))
            case 2:
                // `bool` makes a value of every comparison, and any value fires.
                var draft = gaugeRule(.near(2), shape: 0) { !$0.isBelow }
                draft.expression = draft.expression.replacing(" > ", with: " > bool ").replacing(" < ", with: " < bool ")
                draft.holds = { !$0.isNaN }
                add(draft, .fault("always-firing"))
            default:
                var draft = gaugeRule(.near(2), shape: 0)
                draft.expression = "(\(draft.expression)) or (\(selector(of: draft)) * 0)"
                draft.holds = { !$0.isNaN }
                add(draft, .fault("always-firing"))
            }
        }
        fineAlwaysFiring()
    }

    /// The innermost selector of a draft's expression, as far as its first brace goes.
    private func selector(of draft: RuleDraft) -> String {
        guard let open = draft.expression.firstIndex(of: "{"), let close = draft.expression.firstIndex(of: "}") else {
            return ""
        }
        let head = draft.expression[..<open]
        let name = head.lastIndex { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
        return String(draft.expression[(name.map { head.index(after: $0) } ?? head.startIndex)...close])
    }

    private mutating func fineAlwaysFiring() {
        for (name, text) in [
            ("Watchdog", "Always fires, to show that alerting works from end to end."),
            ("DeadMansSwitch", "Meant to fire at all times; the receiver pages when it stops."),
        ] {
            let service = plainService()
            let draft = RuleDraft(
                stem: name, service: service, topic: "meta", expression: dice.pick(["vector(1)", "vector(1) > 0"]), hold: 0,
                severity: .none, labels: ["severity": "none"], summary: text,
                signals: [Signal(labels: [:], values: Array(repeating: 1, count: EstateGrid.count))], holds: { $0 > 0 },
                attention: .none)
            add(draft, .fine("always-firing"))
            routing.deadMen.append(name)
        }
        for turn in 0..<5 {
            // Half the time, or for the last days, and somebody is at it.
            var draft = gaugeRule(.quiet, hold: 600, shape: turn % 2 == 0 ? 0 : 3)
            let kind = draft.signals[0]
            let long = turn < 3 ? EstateGrid.count * dice.int(40...70) / 100 : 288 * dice.int(4...9)
            let from = turn < 3 ? dice.int(400...900) : EstateGrid.count - long
            replaceValues(&draft, kind, [(from, long)])
            add(draft, .fine("always-firing"))
        }
    }

    /// Lets a quiet draft's last recorded series cross its threshold in these stretches.
    private mutating func replaceValues(_ draft: inout RuleDraft, _ signal: Signal, _ stretches: [(from: Int, count: Int)]) {
        guard let last = series.indices.last else { return }
        // What is beyond is found by trial: the threshold is known to the draft alone.
        let usual = signal.values[100]
        let beyond =
            [1.3, 1.6, 2, 3, 6, 12, 25, 60, 0.8, 0.6, 0.4, 0.2, 0.1].map { usual * $0 }.first(where: draft.holds) ?? usual
        let capped = (beyond * 1000).rounded() / 1000
        for stretch in stretches {
            for index in stretch.from..<min(EstateGrid.count, stretch.from + stretch.count) {
                series[last].values[index] = capped
                draft.signals[0].values[index] = capped
            }
        }
    }

    // MARK: Never

    mutating func plantNeverFired() {
        for variant in turns(4, of: 4) {
            let service = plainService()
            let share = dice.pick(["heap", "volume", "inode", "swap", "buffer"])
            switch variant {
            case 0:
                let (service, kind) = freeGauge { !$0.isBelow && !$0.isShare }
                let far = kind.threshold * Double(dice.pick([50, 100, 400]))
                var draft = gaugeRule(.near(0), service, kind, limit: far)
                quieten(&draft, kind.usual)
                add(draft, .fault("never-fired"))
            case 1:
                // A percentage, where the metric is a share of one.
                add(
                    shareRule(service, "\(share)_used_ratio", usual: 0.5, compare: "> \(dice.pick([80, 90, 95]))"),
                    .fault("never-fired"))
            case 2:
                add(
                    shareRule(service, "\(share)_fill_ratio", usual: 0.4, compare: "> \(dice.pick(["1.1", "1.05", "1.2"]))"),
                    .fault("never-fired"))
            default:
                // Milliseconds, where the metric has seconds.
                add(
                    shareRule(service, "\(share)_flush_seconds", usual: 0.08, compare: "> \(dice.pick([500, 250, 800]))"),
                    .fault("never-fired"))
            }
        }
        for variant in turns(7, of: 5) { fineNeverFired(variant) }
    }

    private mutating func quieten(_ draft: inout RuleDraft, _ usual: Double) {
        guard let last = series.indices.last else { return }
        let values = EstateCurve(base: usual, noise: usual * 0.05, rhythm: usual * 0.1, episodes: []).values(
            grid, seed: dice.bits())
        let rounded = values.map { ($0 * 1000).rounded() / 1000 }
        series[last].values = rounded
        draft.signals = []
    }

    private mutating func shareRule(_ service: EstateService, _ metric: String, usual: Double, compare: String) -> RuleDraft {
        let name = unusedMetric(metric, service)
        let curve = EstateCurve(base: usual, noise: usual * 0.04, rhythm: usual * 0.1, episodes: [])
        let (selector, signal) = gauge(service, metric: name, curve: curve)
        let shaped = shaped(selector, signal, service)
        return RuleDraft(
            stem: Wording.camel(service.name) + Wording.camel(name) + "High", service: service,
            topic: dice.pick(Wording.topics),
            expression: "\(shaped.text) \(compare)", hold: dice.pick([300, 600]),
            summary: "\(service.name): {{ $value }} of \(metric.replacing("_", with: " "))")
    }

    mutating func unusedMetric(_ metric: String, _ service: EstateService) -> String {
        var name = metric
        while !usedMetrics.insert(name + "/" + service.name).inserted {
            name = dice.pick(["app_", "rt_", "\(teams[service.team].name)_", "svc_", "core_"]) + metric
            if !usedMetrics.contains(name + "/" + service.name) { continue }
            name = "\(metric)_\(dice.int(2...999))"
        }
        return name
    }

    private mutating func fineNeverFired(_ variant: Int) {
        switch variant {
        case 0: add(gaugeRule(.near(dice.int(1...3)), hold: 600), .fine("never-fired"))
        case 1:
            // Beyond the threshold, but never for as long as it must be.
            add(gaugeRule(.fires(2, steps: 3...4), hold: 3600, shape: 0), .fine("never-fired"))
        case 2:
            // Once, almost a month ago.
            var draft = gaugeRule(.quiet, hold: 600, shape: 0)
            replaceValues(&draft, draft.signals[0], [(dice.int(400...900), dice.int(8...20))])
            add(draft, .fine("never-fired"))
        case 3:
            // Nothing to come near to: it waits for a series to go.
            let service = plainService()
            let name = unusedMetric(dice.pick(["last_heartbeat_timestamp_seconds", "build_info", "leader_epoch"]), service)
            let curve = EstateCurve(base: 17, noise: 0, rhythm: 0, episodes: [])
            let (selector, _) = gauge(service, metric: name, curve: curve)
            let draft = RuleDraft(
                stem: Wording.camel(service.name) + dice.pick(["Absent", "Silent", "NoHeartbeat"]), service: service,
                topic: dice.pick(Wording.topics), expression: "absent(\(selector))", hold: 900,
                summary: "\(service.name) says nothing any more")
            add(draft, .fine("never-fired"))
        default:
            // Declines towards its end: more than half way.
            let service = plainService()
            let name = unusedMetric(dice.pick(["certificate_days_left", "domain_days_left", "key_days_left"]), service)
            let values = (0..<EstateGrid.count).map { 48 - Double($0 / 288) }
            let labels = service.labels
            _ = record(name, labels: labels, values: values)
            let draft = RuleDraft(
                stem: Wording.camel(service.name) + Wording.camel(name) + "Few", service: service, topic: "limits",
                expression: "\(name)\(matchers(service)) < \(dice.pick([14, 10, 15]))", hold: 3600, severity: .warning,
                summary: "{{ $value }} days left for \(service.name)")
            add(draft, .fine("never-fired"))
        }
    }

    // MARK: Flapping, and nobody there

    mutating func plantFlapping() {
        for turn in 0..<4 {
            var draft = gaugeRule(.fires(dice.int(150...260), steps: 2...3), hold: turn % 2 == 0 ? 0 : 300, shape: 0)
            draft.attention = .daily
            add(draft, .fault("flapping"))
        }
        for turn in 0..<7 {
            switch turn {
            case 0, 1, 2:
                // Often, but for hours each time.
                add(gaugeRule(.fires(dice.int(12...22), steps: 30...50), hold: 600, shape: 0), .fine("flapping"))
            case 3, 4:
                // Crosses often and shortly; it must last much longer to fire.
                let crossing = gaugeRule(.fires(dice.int(60...120), steps: 2...3), hold: 3600, shape: 0)
                add(crossing, .fine("flapping"))
            case 5:
                // One bad evening.
                var draft = gaugeRule(.quiet, hold: 0, shape: 0)
                let from = dice.int(2000...6000)
                replaceValues(&draft, draft.signals[0], (0..<4).map { (from + $0 * 9, 3) })
                add(draft, .fine("flapping"))
            default: add(gaugeRule(.fires(2, steps: 2...3), hold: 300, shape: 0), .fine("flapping"))
            }
        }
    }

    mutating func plantUnattended() {
        for _ in 0..<4 {
            var draft = gaugeRule(.fires(dice.int(9...20), steps: 14...30), hold: dice.pick([300, 600]))
            draft.attention = .never
            draft.severity = .critical
            add(draft, .fault("unattended"))
        }
        for turn in 0..<7 {
            var draft = gaugeRule(.fires(turn < 5 ? dice.int(7...14) : 1, steps: 14...30), hold: 600)
            draft.attention = turn < 3 ? .acknowledged : turn < 5 ? .sometimes : .never
            draft.severity = .critical
            add(draft, .fine("unattended"))
        }
    }
}
