/// Expressions over two sides: joins that cannot match, that fail, and that are right.
extension EstateBuilder {
    /// Two gauges of one service that a rule may compare.
    private mutating func pair(
        _ behaviour: Behaviour, extra: [String: String] = [:], otherExtra: [String: String] = [:], drop: [String] = []
    ) -> Pair {
        let service = plainService()
        let (part, whole) = dice.pick([
            ("leases_held", "leases_granted"), ("slots_taken", "slots_present"), ("buffers_dirty", "buffers_allocated"),
            ("shards_moving", "shards_known"), ("pages_pinned", "pages_mapped"), ("workers_stuck", "workers_started"),
        ])
        let prefix = unusedMetric(dice.pick(["cache", "grid", "store", "relay"]) + "_" + part, service)
        let limit = dice.pick([0.6, 0.7, 0.8])
        let shares = curve(usual: 0.2, threshold: limit, isShare: true, behaviour, &dice).values(grid, seed: dice.bits())
        let number = Double(dice.int(4...20) * 250)
        let some = record(prefix, labels: service.labels.merging(extra) { $1 }, values: shares.map { min(1, $0) * number })
        let other = service.labels.filter { !drop.contains($0.key) }.merging(otherExtra) { $1 }
        let all = record(prefix.replacing(part, with: whole), labels: other, values: shares.map { _ in number })
        return Pair(
            service: service, some: prefix, all: prefix.replacing(part, with: whole), limit: limit,
            ratio: some.combined(all, /))
    }

    private struct Pair {
        var service: EstateService
        var some: String
        var all: String
        var limit: Double
        var ratio: Signal
    }

    private mutating func joined(_ pair: Pair, _ expression: String, keeping: [String]?) -> RuleDraft {
        let limit = pair.limit
        return RuleDraft(
            stem: Wording.camel(pair.service.name) + Wording.camel(pair.some), service: pair.service,
            topic: dice.pick(Wording.topics), expression: expression, hold: 600,
            summary: "\(pair.service.name): {{ $value | humanizePercentage }} of \(pair.all.replacing("_", with: " "))",
            signals: keeping.map { [pair.ratio.keeping($0)] } ?? [], holds: { $0 > limit })
    }

    mutating func plantMissingLabels() {
        for variant in turns(4, of: 5) {
            let owner = ["owner_app": dice.pick(["core", "base", "main"])]
            let pair = pair(.near(2), extra: ["shard": "s\(dice.int(1...9))"], otherExtra: owner)
            let key = teams[pair.service.team].serviceLabel
            let (one, two) = (pair.some + matchers(pair.service), pair.all + matchers(pair.service))
            let text =
                switch variant {
                // Each side has a label that the other lacks.
                case 0: "\(one) / \(two) > \(pair.limit)"
                case 1: "sum by (shard) (\(one)) / sum by (\(key)) (\(two)) > \(pair.limit)"
                case 2: "max by (\(key)) (\(one)) / \(two) > \(pair.limit)"
                case 3: "\(one) > on (shard, \(key)) \(two)"
                default: "(\(one) > 10) and ignoring (shard) (sum by (owner_app) (\(two)) > 0)"
                }
            add(joined(pair, text, keeping: nil), .fault("missing-labels"))
        }
        for variant in turns(10, of: 5) { fineMissingLabels(variant) }
    }

    private mutating func fineMissingLabels(_ variant: Int) {
        let shard = ["shard": "s\(dice.int(1...9))"]
        let pair = pair(
            dice.chance(0.5) ? .near(3) : .fires(2, steps: 20...50), extra: variant == 3 ? [:] : shard,
            drop: variant == 4 ? ["instance"] : [])
        let key = teams[pair.service.team].serviceLabel
        let (one, two) = (pair.some + matchers(pair.service), pair.all + matchers(pair.service))
        let all = Array(Set(pair.service.labels.keys))
        switch variant {
        case 0: add(joined(pair, "\(one) / ignoring (shard) \(two) > \(pair.limit)", keeping: all), .fine("missing-labels"))
        case 1: add(joined(pair, "\(one) / on (\(key)) \(two) > \(pair.limit)", keeping: [key]), .fine("missing-labels"))
        case 2:
            add(
                joined(pair, "sum by (\(key)) (\(one)) / sum by (\(key)) (\(two)) > \(pair.limit)", keeping: [key]),
                .fine("missing-labels"))
        case 3: add(joined(pair, "\(one) / \(two) > \(pair.limit)", keeping: all), .fine("missing-labels"))
        default:
            add(
                joined(pair, "\(one) / on (\(key)) group_left () \(two) > \(pair.limit)", keeping: all + ["shard"]),
                .fine("missing-labels"))
        }
    }

    // MARK: Evaluation errors

    mutating func plantRuleFails() {
        for variant in turns(3, of: 5) {
            let job = infraJob()
            let text = [
                "scrape_duration_seconds{job=\"\(job)\"} / on (job) scrape_samples_scraped{job=\"\(job)\"} > 2",
                "label_replace(up{job=\"\(job)\"}, \"host\", \"$1\", \"instance\", \"([^:]+:.*\") == 0",
                "label_replace(up{job=\"\(job)\"}, \"instance\", \"any\", \"\", \"\") == 0",
                "up{job=\"\(job)\"} * on (job) group_left (instance) up{job=\"\(job)\"} == 0",
                "label_replace(up{job=\"\(job)\"}, \"host-name\", \"$1\", \"instance\", \"(.*)\") == 0",
            ][variant]
            let draft = RuleDraft(
                stem: Wording.camel(job) + dice.pick(["Broken", "HostGone", "Unwell", "Trouble"]), service: plainService(),
                topic: "infra", expression: text, hold: 300, summary: "Something is the matter with \(job)", interval: 15)
            var fast = draft
            fast.topic = "failing"
            add(fast, .fault("rule-fails"))
        }
        for variant in turns(6, of: 3) {
            let pair = pair(.near(3), extra: ["shard": "s\(dice.int(1...9))"])
            let key = teams[pair.service.team].serviceLabel
            let (one, two) = (pair.some + matchers(pair.service), pair.all + matchers(pair.service))
            switch variant {
            case 0:
                let all = Array(pair.service.labels.keys) + ["shard"]
                add(
                    joined(pair, "\(one) / on (\(key), instance) group_left \(two) > \(pair.limit)", keeping: all),
                    .fine("rule-fails"))
            case 1:
                add(
                    joined(
                        pair,
                        "label_replace(max by (\(key)) (\(one)) / on (\(key)) max by (\(key)) (\(two)), \"short\", \"$1\", \"\(key)\", \"([^-]+).*\") > \(pair.limit)",
                        keeping: [key]), .fine("rule-fails"))
                tagShort(key)
            default:
                add(
                    joined(
                        pair, "sum by (\(key)) (\(one)) / on (\(key)) max by (\(key)) (\(two)) > \(pair.limit)", keeping: [key]),
                    .fine("rule-fails"))
            }
        }
    }

    /// The label that `label_replace` adds, in the history of the rule added last.
    private mutating func tagShort(_ key: String) {
        guard let last = rules.indices.last else { return }
        for index in rules[last].stretches.indices {
            let name = rules[last].stretches[index].labels[key] ?? ""
            rules[last].stretches[index].labels["short"] = String(name.prefix { $0 != "-" })
        }
    }
}
