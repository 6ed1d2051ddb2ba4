/// Rules that say what another says, and rules that only seem to.
extension EstateBuilder {
    mutating func plantDuplicated() {
        for variant in turns(4, of: 5) {
            let (service, metric, signal) = twinMetric()
            let key = teams[service.team].serviceLabel
            let limit = Double(dice.int(40...90) * 10)
            let (first, second) = spellings(variant, metric, service, key, limit)
            let shown = variant == 2 ? signal : signal.keeping([key])
            let one = twin(service, first, shown, limit: limit, stem: "Backlog")
            var other = one
            other.expression = second
            other.stem = Wording.camel(service.name) + dice.pick(["TooMuchWaiting", "Congested", "WorkPilesUp"])
            other.topic = dice.pick(Wording.topics)
            let subject = add(one)
            add(other, .fault("duplicated"), or: { _ in [(check: "duplicated", subject: subject)] })
        }
        for variant in turns(8, of: 6) { fineDuplicated(variant) }
    }

    private mutating func twinMetric() -> (EstateService, String, Signal) {
        let service = plainService()
        let metric = unusedMetric(dice.pick(["backlog_items", "pending_tasks", "inflight_batches", "unsent_letters"]), service)
        let limit = 1000.0
        let curve = EstateCurve(
            base: 120, noise: 12, rhythm: 20,
            episodes: Episode.spread(dice.int(2...3), steps: 20...40, level: { limit + $0.real(200...900) }, &dice))
        let values = curve.values(grid, seed: dice.bits())
        return (service, metric, record(metric, labels: service.labels, values: values))
    }

    private mutating func twin(
        _ service: EstateService, _ expression: String, _ signal: Signal, limit: Double, stem: String
    ) -> RuleDraft {
        RuleDraft(
            stem: Wording.camel(service.name) + stem, service: service, topic: dice.pick(Wording.topics),
            expression: expression, hold: 600, summary: "\(service.name) has {{ $value }} waiting", signals: [signal],
            holds: { $0 > limit })
    }

    private func spellings(
        _ variant: Int, _ metric: String, _ service: EstateService, _ key: String, _ limit: Double
    ) -> (String, String) {
        let (space, name) = (teams[service.team].name, service.name)
        let number = Wording.number(limit)
        let plain = "\(metric){\(key)=\"\(name)\",namespace=\"\(space)\"}"
        let turned = "\(metric){namespace=\"\(space)\", \(key)=\"\(name)\"}"
        switch variant {
        case 0: return ("sum by (\(key)) (\(plain)) > \(number)", "sum(\(turned)) by (\(key)) > \(number)")
        case 1: return ("max by (\(key)) (\(plain)) > \(number)", "max by(\(key))(\n  \(turned)\n)\n> \(number).0")
        case 2: return ("\(plain) > \(number)", "(\(turned)) > \(Wording.number(limit / 10))e1")
        case 3: return ("sum by (\(key)) (\(plain)) > \(number)", "\(number) < sum by (\(key)) (\(plain))")
        default: return ("max(\(plain)) by (\(key)) > \(number)", "max by (\(key)) ((\(turned))) > (\(number))")
        }
    }

    private mutating func fineDuplicated(_ variant: Int) {
        let (service, metric, signal) = twinMetric()
        let key = teams[service.team].serviceLabel
        let limit = Double(dice.int(40...90) * 10)
        let selected = "\(metric){\(key)=\"\(service.name)\"}"
        let one = twin(
            service, "max by (\(key)) (\(selected)) > \(Wording.number(limit))", signal.keeping([key]), limit: limit,
            stem: "Waits")
        var other = one
        other.stem += dice.pick(["Trend", "Long", "Rising", "Again"])
        other.topic = dice.pick(Wording.topics)
        switch variant {
        case 0:
            other.expression = "avg_over_time(\(selected)[1h]) > \(Wording.number(limit))"
            other.signals = [signal.average(steps: 12)]
        case 1:
            // The warning below the page.
            other.expression = "max by (\(key)) (\(selected)) > \(Wording.number(limit / 2))"
            other.severity = .warning
            other.holds = { $0 > limit / 2 }
        case 2:
            other.expression = "\(selected) - \(selected) offset 1h > \(Wording.number(limit))"
            other.signals = [signal.combined(signal.shifted(steps: 12), -)]
        case 3:
            other.expression = "min_over_time(\(selected)[30m]) > \(Wording.number(limit))"
            other.signals = [signal.over(steps: 6) { $0.min() ?? .nan }]
        case 4:
            // Another service, of the same kind.
            let next = plainService()
            let nextMetric = unusedMetric(metric, next)
            let values = EstateCurve(
                base: 110, noise: 10, rhythm: 10,
                episodes: Episode.spread(2, steps: 20...40, level: { _ in limit * 1.4 }, &dice)
            ).values(grid, seed: dice.bits())
            let own = record(nextMetric, labels: next.labels, values: values)
            other = twin(next, "\(nextMetric)\(matchers(next)) > \(Wording.number(limit))", own, limit: limit, stem: "Waits")
        default:
            other.expression = "\(selected) < 5"
            other.stem += "Idle"
            other.holds = { $0 < 5 }
            idle(&other, signal)
        }
        add(one)
        add(other, .fine("duplicated"))
    }

    /// Lets the last series stand still for a while, so that a rule for that fires, too.
    private mutating func idle(_ draft: inout RuleDraft, _ signal: Signal) {
        guard let last = series.indices.last else { return }
        var changed = signal
        for index in 330..<350 {
            changed.values[index] = 1
            series[last].values[index] = 1
        }
        draft.signals = [changed]
    }

    // MARK: Shadowed

    mutating func plantShadowed() {
        for variant in turns(4, of: 3) {
            let (lower, signal, limit) = shadower()
            var higher = lower
            let more = limit * dice.real(1.2...1.4)
            higher.stem += dice.pick(["High", "Max", "Upper", "More"])
            higher.expression = replacingNumber(lower.expression, limit, more.rounded())
            higher.holds = { $0 > more.rounded() }
            higher.topic = dice.pick(Wording.topics)
            // It waits as long, or longer.
            higher.hold = variant == 0 ? lower.hold : lower.hold * 2
            if variant == 2 { higher.summary = "{{ $value }} is far too much for \(lower.service.name)" }
            higher.signals = [signal]
            let subject = add(lower)
            add(higher, .fault("shadowed"), or: { _ in [(check: "shadowed", subject: subject)] })
        }
        for variant in turns(8, of: 5) { fineShadowed(variant) }
    }

    private mutating func shadower() -> (RuleDraft, Signal, Double) {
        let service = plainService()
        let key = teams[service.team].serviceLabel
        let metric = unusedMetric(dice.pick(["spool_entries", "held_connections", "stalled_streams", "cursor_gap"]), service)
        let limit = Double(dice.int(20...80) * 10)
        let curve = EstateCurve(
            base: limit * 0.2, noise: limit * 0.02, rhythm: limit * 0.02,
            episodes: Episode.spread(dice.int(2...3), steps: 30...50, level: { limit * $0.real(1.6...2) }, &dice))
        let signal = record(metric, labels: service.labels, values: curve.values(grid, seed: dice.bits())).keeping([key])
        let draft = RuleDraft(
            stem: Wording.camel(service.name) + Wording.camel(metric), service: service, topic: dice.pick(Wording.topics),
            expression: "max by (\(key)) (\(metric)\(matchers(service))) > \(Wording.number(limit))",
            hold: dice.pick([600, 900]),
            summary: "\(service.name): {{ $value }} of \(metric.replacing("_", with: " "))", signals: [signal],
            holds: { $0 > limit })
        return (draft, signal, limit)
    }

    private func replacingNumber(_ text: String, _ old: Double, _ new: Double) -> String {
        guard let range = text.range(ofLast: Wording.number(old)) else { return text }
        return text[..<range.lowerBound] + Wording.number(new) + text[range.upperBound...]
    }

    private mutating func fineShadowed(_ variant: Int) {
        let (lower, _, limit) = shadower()
        var (one, other) = (lower, lower)
        let more = (limit * dice.real(1.2...1.4)).rounded()
        other.expression = replacingNumber(lower.expression, limit, more)
        other.holds = { $0 > more }
        switch variant {
        case 0, 1:
            one.severity = .warning
            other.stem += "Critical"
        case 2:
            // Sooner, where it is worse.
            one.hold = 3600
            other.hold = 0
            other.stem += "Fast"
        case 3:
            // It goes to the other team, too.
            let next = (lower.service.team + 1) % teams.count
            other.hasOwner = false
            other.labels[teams[next].ownerLabel] = teams[next].name
            other.stem += "ForNeighbours"
        default:
            // The lower one is for working hours only.
            one.expression = "(\(lower.expression)) and on () (hour() >= 8 < 18)"
            let first = grid.first
            one.signals = lower.signals.map { signal in
                var result = signal
                for index in result.values.indices {
                    let hour = (first + Int64(index) * EstateGrid.step) / 3600 % 24
                    if !(8..<18).contains(hour) { result.values[index] = .nan }
                }
                return result
            }
            other.stem += "AnyTime"
        }
        add(one)
        add(other, .fine("shadowed"))
    }
}
