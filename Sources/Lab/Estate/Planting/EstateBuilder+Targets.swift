/// What Prometheus scrapes: the services, and exporters some of which are down.
extension EstateBuilder {
    private static let exporters = [
        "node", "kafka-exporter", "redis-exporter", "blackbox", "postgres-exporter", "haproxy", "coredns", "vault", "etcd",
        "minio", "rabbitmq", "memcached-exporter", "nats", "pushgateway",
    ]

    /// Jobs of which all targets are up, and jobs of which one or all are down.
    mutating func makeTargets() {
        for service in services {
            targets.append(
                EstateTarget(
                    job: service.labels["job"] ?? "pods", instance: service.labels["instance"] ?? service.name, isUp: true,
                    interval: 300, labels: service.labels))
        }
        let jobs = dice.shuffled(Self.exporters)
        for (index, job) in jobs.enumerated() {
            // Four nobody watches, six that are watched, and four that are well.
            let count = dice.int(2...4)
            let down = index < 10 ? dice.below(count) : -1
            for number in 0..<count {
                let host = dice.pick(["db", "edge", "core", "zone"]) + "\(number + 1)-\(dice.int(10...99))"
                let target = EstateTarget(
                    job: job, instance: "\(host).shop.example:\(9100 + index * 7)", isUp: number != down, interval: 5)
                targets.append(target)
                let gone = number == down ? dice.int(60...700) : 0
                let subject = "target/\(job)/\(target.instance)"
                if number == down, index < 4 { plant("target-down", subject) }
                if number == down, index >= 4 { resemble("target-down", subject) }
                // Each was away for a while once, so that a rule on it has something to show.
                let away = dice.int(800...6000)
                let values = (0..<EstateGrid.count).map { step -> Double in
                    step >= EstateGrid.count - gone || (away..<(away + 8)).contains(step) ? 0 : 1
                }
                _ = record("up", labels: ["job": job, "instance": target.instance], values: values)
            }
            if (4..<10).contains(index) { watch(job, variant: index - 4) }
        }
        goodJobs = Array(jobs.dropFirst(10))
    }

    /// A job whose targets are well.
    mutating func infraJob() -> String { goodJobs.isEmpty ? "node" : dice.pick(goodJobs) }

    private mutating func watch(_ job: String, variant: Int) {
        let ups = series.filter { $0.name == "up" && $0.labels["job"] == job }.map {
            Signal(labels: $0.labels, values: $0.values)
        }
        guard let first = ups.first else { return }
        let total = ups.dropFirst().reduce(first) { $0.combined($1, +) }
        var draft = RuleDraft(
            stem: Wording.camel(job) + dice.pick(["Down", "TargetDown", "Unreachable"]), service: plainService(),
            topic: "infra",
            expression: "", hold: dice.pick([300, 600, 900]), summary: "A target of \(job) can't be reached")
        let bound = Double(ups.count)
        switch variant {
        case 0, 3:
            draft.expression = "up{job=\"\(job)\"} == 0"
            draft.signals = ups
            draft.holds = { $0 == 0 }
            draft.summary = "{{ $labels.instance }} of \(job) can't be reached"
        case 1:
            draft.expression = "sum by (job) (up{job=\"\(job)\"}) < \(ups.count)"
            draft.signals = [total.keeping(["job"])]
            draft.holds = { $0 < bound }
        case 2:
            draft.expression = "avg by (job) (up{job=~\"\(job)\"}) < 1"
            draft.signals = [total.keeping(["job"]).map { $0 / bound }]
            draft.holds = { $0 < 1 }
        case 4:
            draft.expression = "count by (job) (up{job=~\"\(job)|\(job)-old\"} == 0) > 0"
            draft.signals = [total.keeping(["job"]).map { bound - $0 }]
            draft.holds = { $0 > 0 }
        default:
            draft.expression = "min by (job, instance) (up{job=\"\(job)\",instance=~\".*[.]shop[.]example:.*\"}) < 1"
            draft.signals = ups
            draft.holds = { $0 < 1 }
        }
        add(draft)
    }

    /// How long the scrapes of a job took.
    mutating func scrapeDurations(_ job: String) -> [Signal] {
        targets.filter { $0.job == job }.map { target in
            let curve = EstateCurve(
                base: 0.12, noise: 0.01, rhythm: 0,
                episodes: Episode.spread(2, steps: 30...50, level: { $0.real(0.74...0.82) }, &dice))
            return record(
                "scrape_duration_seconds", labels: ["job": job, "instance": target.instance],
                values: curve.values(grid, seed: dice.bits()))
        }
    }
}
