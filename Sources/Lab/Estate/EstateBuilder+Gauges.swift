/// How a watched value behaves over the thirty days.
enum Behaviour {
    /// Crosses the threshold so many times, for so many steps.
    case fires(Int, steps: ClosedRange<Int>)
    /// Comes near so many times.
    case near(Int)
    case quiet
    case always
    /// Crosses in single samples so many times.
    case spikes(Int)
}

extension EstateBuilder {
    func curve(
        usual: Double, threshold: Double, isShare: Bool, _ behaviour: Behaviour, _ dice: inout Dice
    ) -> EstateCurve {
        let gap = threshold - usual
        let beyond = { (dice: inout Dice) -> Double in
            let share = dice.real(0.25...0.6)
            if gap < 0 { return max(threshold * 0.2, threshold + gap * share * 0.5) }
            return isShare ? threshold + (1 - threshold) * (0.3 + share * 0.7) : threshold + gap * share
        }
        var curve = EstateCurve(
            base: usual, noise: abs(gap) * 0.03, rhythm: abs(gap) * 0.08, episodes: [], unrest: abs(gap) * 0.004)
        switch behaviour {
        case .quiet: break
        case .fires(let times, let steps): curve.episodes = Episode.spread(times, steps: steps, level: beyond, &dice)
        case .near(let times):
            curve.episodes = Episode.spread(
                times, steps: 12...60, level: { usual + gap * $0.real(0.72...0.88) }, &dice)
        case .spikes(let times): curve.episodes = Episode.spread(times, steps: 1...1, level: beyond, &dice)
        case .always:
            curve.base = beyond(&dice)
            curve.rhythm = 0
            curve.noise = curve.unrest
            curve.episodes = Episode.spread(dice.int(0...3), steps: 4...30, level: { _ in usual }, &dice)
        }
        return curve
    }

    /// A behaviour of a rule about which there is nothing to say.
    mutating func ordinary() -> Behaviour {
        dice.chance(0.5) ? .near(dice.int(1...5)) : .fires(dice.int(1...3), steps: 24...72)
    }

    mutating func threshold(_ kind: GaugeKind) -> Double {
        guard !kind.isShare else { return ((kind.threshold + dice.real(-0.04...0.04)) * 100).rounded() / 100 }
        let value = kind.threshold * dice.real(0.8...1.25)
        return kind.threshold >= 10
            ? value.rounded() : kind.threshold >= 1 ? (value * 10).rounded() / 10 : (value * 100).rounded() / 100
    }

    /// The matchers that select one service, in an order and with company of the dice's choice.
    mutating func matchers(_ service: EstateService, _ extra: [String] = []) -> String {
        var all = [service.selector] + extra
        if dice.chance(0.3), let space = service.labels["namespace"] { all.append("namespace=\"\(space)\"") }
        return "{" + dice.shuffled(all).joined(separator: dice.chance(0.5) ? "," : ", ") + "}"
    }

    /// A gauge of one service as series, selector and values.
    mutating func gauge(
        _ service: EstateService, metric: String, curve: EstateCurve, extra: [String: String] = [:], ceiling: Double? = nil
    ) -> (selector: String, signal: Signal) {
        var values = curve.values(grid, seed: seed ^ Noise.hash(metric + service.name))
        if let ceiling { values = values.map { min($0, ceiling) } }
        let labels = service.labels.merging(extra) { $1 }
        let signal = record(metric, labels: labels, values: values)
        let matched = extra.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
        return (metric + matchers(service, matched), signal)
    }

    /// A rule on a gauge of one service, with nothing wrong about it.
    mutating func gaugeRule(
        _ behaviour: Behaviour, hold: Int? = nil, shape: Int? = nil, wanted: (GaugeKind) -> Bool = { _ in true }
    ) -> RuleDraft {
        let (service, kind) = freeGauge(wanted)
        return gaugeRule(behaviour, service, kind, hold: hold, shape: shape)
    }

    mutating func gaugeRule(
        _ behaviour: Behaviour, _ service: EstateService, _ kind: GaugeKind, hold: Int? = nil, shape: Int? = nil,
        limit given: Double? = nil
    ) -> RuleDraft {
        let limit = given ?? threshold(kind)
        let usual = kind.usual * (kind.isShare ? 1 : dice.real(0.8...1.2))
        let curve = curve(usual: usual, threshold: limit, isShare: kind.isShare, behaviour, &dice)
        let extra = dice.chance(0.3) ? ["pool": dice.pick(["main", "bulk", "eu", "blue"])] : [:]
        let (selector, signal) = gauge(
            service, metric: kind.metric, curve: curve, extra: extra, ceiling: kind.isShare ? 1 : nil)
        let shaped = shaped(selector, signal, service, shape: shape)
        let isBelow = kind.isBelow
        let compared =
            dice.chance(0.08)
            ? "\(Wording.number(limit)) \(isBelow ? ">" : "<") \(shaped.text)"
            : "\(shaped.text) \(isBelow ? "<" : ">") \(Wording.number(limit))"
        return RuleDraft(
            stem: Wording.camel(service.name) + kind.stem, service: service, topic: dice.pick(Wording.topics),
            expression: compared, hold: hold ?? dice.pick([300, 600, 900, 1800]),
            severity: dice.chance(0.6) ? .critical : .warning,
            summary: summary(service, kind.phrase, key: shaped.signal.labels.keys), signals: [shaped.signal],
            holds: { isBelow ? $0 < limit : $0 > limit })
    }

    mutating func summary(
        _ service: EstateService, _ phrase: String, key: Dictionary<String, String>.Keys
    ) -> String {
        let name = teams[service.team].serviceLabel
        let who = key.contains(name) && dice.chance(0.7) ? "{{ $labels.\(name) }}" : service.name
        switch dice.below(5) {
        case 0: return "\(who): {{ $value }} \(phrase)"
        case 1: return "\(who) has {{ $value | humanize }} \(phrase)"
        case 2: return dice.pick(Wording.openings) + "{{ printf \"%.2f\" $value }} \(phrase) on \(who)"
        case 3: return "\(who) needs a look, \(phrase) at {{ humanize $value }}"
        default: return dice.pick(Wording.openings) + "\(phrase) on \(who) beyond what it can bear"
        }
    }

    /// An expression over one series in one of the usual shapes, with its values.
    mutating func shaped(
        _ selector: String, _ signal: Signal, _ service: EstateService, shape: Int? = nil
    ) -> (text: String, signal: Signal) {
        let key = teams[service.team].serviceLabel
        switch shape ?? dice.below(8) {
        case 0, 1: return (selector, signal)
        case 2: return ("max by (\(key)) (\(selector))", signal.keeping([key]))
        case 3: return ("max by (\(key), namespace) (\(selector))", signal.keeping([key, "namespace"]))
        case 4: return ("avg_over_time(\(selector)[30m])", signal.average(steps: 6))
        case 5: return ("max without (instance) (\(selector))", signal.dropping(["instance"]))
        case 6: return ("sum(\(selector)) by (\(key), job)", signal.keeping([key, "job"]))
        default: return ("min_over_time(\(selector)[15m])", signal.over(steps: 3) { $0.min() ?? .nan })
        }
    }
}
