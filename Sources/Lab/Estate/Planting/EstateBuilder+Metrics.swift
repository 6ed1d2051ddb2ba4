/// Metrics and series that are not there, and those that only seem to be gone.
extension EstateBuilder {
    mutating func plantMetricMissing() {
        for variant in turns(4, of: 5) {
            let service = plainService()
            var draft = gaugeRule(.quiet, hold: 600, shape: dice.pick([0, 2]))
            forgetLast(&draft)
            let ghost = dice.pick(ghosts[variant])
            let key = teams[service.team].serviceLabel
            let name = unusedMetric(ghost, service)
            draft.service = service
            draft.stem = Wording.camel(service.name) + Wording.camel(ghost)
            draft.summary = "\(service.name): {{ $value }}"
            draft.expression =
                [
                    "\(name)\(matchers(service)) > \(dice.int(5...500))",
                    "sum by (\(key)) (rate(\(name)\(matchers(service))[15m])) > \(dice.int(1...20))",
                    "avg_over_time(\(name)\(matchers(service))[30m]) > \(dice.int(5...90))",
                ][ghost.hasSuffix("_total") ? 1 : variant % 2 * 2]
            add(draft, .fault("metric-missing"))
        }
        for variant in turns(8, of: 8) { fineMetricMissing(variant) }
    }

    /// Names that metrics had before a renaming, or that somebody thought they had.
    private var ghosts: [[String]] {
        [
            ["http_request_total", "http_requests_count_total", "grpc_server_handeled_total"],
            ["node_cpu", "node_memory_MemFree", "node_filesystem_free"],
            ["kafka_consumer_group_lag", "rabbitmq_queue_messages_total"],
            ["container_cpu_usage_seconds", "kube_pod_restart_total"], ["redis_memory_used", "pg_locks", "mysql_slave_lag"],
        ]
    }

    /// Takes back the series that was recorded last, and what follows from it.
    private mutating func forgetLast(_ draft: inout RuleDraft) {
        series.removeLast()
        draft.signals = []
    }

    private mutating func fineMetricMissing(_ variant: Int) {
        switch variant {
        case 0:
            // Gone for some days, but it was there.
            var draft = gaugeRule(.near(6), hold: 600, shape: 0)
            blank(&draft, (EstateGrid.count - 288 * dice.int(2...6))..<EstateGrid.count)
            add(draft, .fine("metric-missing"))
        case 1:
            // There since the first happening only.
            var draft = gaugeRule(.near(12), hold: 600, shape: 0)
            blank(&draft, 0..<(288 * dice.int(15...20)))
            add(draft, .fine("metric-missing"))
        case 2:
            // Written by a job while it runs: an hour a night.
            var draft = gaugeRule(.near(12), hold: 0, shape: 0)
            for day in 0..<30 { blank(&draft, (day * 288 + 12)..<((day + 1) * 288)) }
            bump(&draft)
            add(draft, .fine("metric-missing"))
        case 3:
            // The old name, or the new one.
            var draft = gaugeRule(ordinary(), shape: 0)
            let text = draft.expression
            guard let open = text.firstIndex(of: "{"), let close = text.firstIndex(of: "}") else { return }
            let head = text[..<open].drop { !$0.isLetter }
            let selector = head + text[open...close]
            draft.expression = text.replacing(selector, with: "(\(selector) or \(head)_v0\(text[open...close]))")
            add(draft, .fine("metric-missing"))
        case 4: recorded(.fine("metric-missing"), groupInterval: 60, recordedEvery: 60, hold: 900)
        case 5:
            // `ALERTS` is Prometheus' own.
            guard let other = rules.first(where: { (1...4).contains($0.stretches.count) && $0.attention == .acknowledged })
            else {
                return
            }
            var firing = Signal(labels: [:], values: Array(repeating: .nan, count: EstateGrid.count))
            for stretch in other.stretches where stretch.firing < stretch.active.upperBound {
                for index in stretch.firing..<stretch.active.upperBound { firing.values[index] = 1 }
            }
            let draft = RuleDraft(
                stem: other.name + "Lasting", service: plainService(team: other.team), topic: "meta",
                expression: "count(ALERTS{alertname=\"\(other.name)\",alertstate=\"firing\"}) > 0", hold: 900,
                summary: "\(other.name) has been firing for a while", signals: [firing], holds: { $0 > 0 })
            add(draft, .fine("metric-missing"))
        case 6:
            let job = infraJob()
            var draft = RuleDraft(
                stem: Wording.camel(job) + "ScrapesSlow", service: plainService(), topic: "meta",
                expression: "avg_over_time(scrape_duration_seconds{job=\"\(job)\"}[1h]) > 0.9", hold: 600, severity: .warning,
                summary: "Scraping {{ $labels.instance }} takes {{ $value | humanizeDuration }}")
            draft.signals = scrapeDurations(job).map { $0.average(steps: 12) }
            draft.holds = { $0 > 0.9 }
            add(draft, .fine("metric-missing"))
        default:
            // The name stands among the matchers.
            var draft = gaugeRule(ordinary(), shape: 0)
            guard let open = draft.expression.firstIndex(of: "{") else { return }
            let head = draft.expression[..<open]
            let name = head[(head.lastIndex(of: " ").map { head.index(after: $0) } ?? head.startIndex)...]
            draft.expression = draft.expression.replacing(name + "{", with: "{__name__=\"\(name)\",")
            add(draft, .fine("metric-missing"))
        }
    }

    /// Lets the series recorded last have no samples there.
    mutating func blank(_ draft: inout RuleDraft, _ range: Range<Int>) {
        guard let last = series.indices.last else { return }
        for index in range where series[last].values.indices.contains(index) {
            series[last].values[index] = .nan
            for signal in draft.signals.indices { draft.signals[signal].values[index] = .nan }
        }
    }

    /// Lets one of the samples that are left cross the threshold.
    private mutating func bump(_ draft: inout RuleDraft) {
        guard let last = series.indices.last else { return }
        let usual = series[last].values.first { !$0.isNaN } ?? 1
        let beyond = [1.5, 2.5, 5, 10, 20, 50, 100, 0.6, 0.3, 0.1].map { usual * $0 }.first(where: draft.holds) ?? usual
        for index in [288 * 12 + 4, 288 * 12 + 5, 288 * 12 + 6] {
            let value = (beyond * 1000).rounded() / 1000
            series[last].values[index] = value
            for signal in draft.signals.indices { draft.signals[signal].values[index] = value }
        }
    }

    // MARK: Series

    mutating func plantSeriesMissing() {
        for variant in turns(4, of: 6) {
            let (draft, old) = matched()
            let new = [
                "env=\"production\"", "env=\"Prod\"", "tier=~\"front|web\"", "zone!~\".+\"", "env=\"prod\",zone=\"eu-west-1d\"",
                "tier=\"\"",
            ][variant]
            var broken = draft
            broken.expression = draft.expression.replacing(old, with: new)
            broken.signals = []
            add(broken, .fault("series-missing"))
        }
        for variant in turns(8, of: 8) {
            var (draft, old) = matched()
            let new = [
                "env=~\"prod|staging\"", "canary=\"\"", "env!=\"production\"", "env=~\"(?i)PROD\"", "tier=~\"back.*\"",
                "zone=~\"eu-west-1[abc]\"", "env=~\".+\",shadow!=\"true\"", "tier!~\"front|web\"",
            ][variant]
            draft.expression = draft.expression.replacing(old, with: new)
            if variant == 0 { blank(&draft, 0..<(288 * 20)) }
            if variant == 0 { crossNear(&draft) }
            add(draft, .fine("series-missing"))
        }
    }

    /// A rule whose selector has matchers beside the service's, and the text of them.
    private mutating func matched() -> (RuleDraft, String) {
        let (service, kind) = freeGauge { !$0.isShare && !$0.isBelow }
        let limit = threshold(kind)
        let curve = curve(usual: kind.usual, threshold: limit, isShare: false, .near(3), &dice)
        let values = curve.values(grid, seed: dice.bits())
        let labels = service.labels.merging(["env": "prod", "tier": "backend", "zone": "eu-west-1b"]) { $1 }
        let signal = record(kind.metric, labels: labels, values: values)
        let draft = RuleDraft(
            stem: Wording.camel(service.name) + kind.stem, service: service, topic: dice.pick(Wording.topics),
            expression: "\(kind.metric){\(service.selector),env=\"prod\"} > \(Wording.number(limit))", hold: 600,
            summary: "\(service.name): {{ $value }} \(kind.phrase)", signals: [signal], holds: { $0 > limit })
        return (draft, "env=\"prod\"")
    }

    private mutating func crossNear(_ draft: inout RuleDraft) {
        guard let last = series.indices.last else { return }
        let beyond = series[last].values.filter { !$0.isNaN }.first.map { usual in
            [2.0, 4, 8, 16, 32, 64, 128].map { usual * $0 }.first(where: draft.holds) ?? usual
        }
        for index in (288 * 24)..<(288 * 24 + 30) {
            series[last].values[index] = ((beyond ?? 0) * 1000).rounded() / 1000
            draft.signals[0].values[index] = series[last].values[index]
        }
    }
}
