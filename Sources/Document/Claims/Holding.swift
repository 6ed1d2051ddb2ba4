import Core

/// The values that one cited item holds.
struct Holding: Sendable {
    struct Time: Sendable {
        var instant: Instant
        var precision: Precision
        /// What it is the time of, in the words of the fact's name: `onset`, `rollback`.
        var name: String
    }
    struct Number: Sendable {
        var value: Double
        var dimension: Quantity.Dimension
        var name: String
    }

    var times: [Time] = []
    var numbers: [Number] = []
    /// Names, titles, messages, queries, labels: all but bulk.
    var texts: [String] = []
    /// Log lines and inventories: they hold names and quotations, but as proof of a bare number they would hold anything.
    var bulk: [String] = []
    var series: [MetricSeries] = []
    /// The sentences of cited findings: they prove nothing, but a sentence that differs from one in a value alone contradicts it.
    var statements: [String] = []

    mutating func add(_ other: Holding) {
        times += other.times
        numbers += other.numbers
        texts += other.texts
        bulk += other.bulk
        series += other.series
        statements += other.statements
    }

    mutating func add(_ value: Double, _ dimension: Quantity.Dimension, _ name: String) {
        guard value.isFinite else { return }
        numbers.append(Number(value: value, dimension: dimension, name: name))
    }

    private mutating func add(_ value: Double, unit: Unit, _ name: String) {
        switch unit {
        case .seconds: add(value, .duration, name)
        case .ratio:
            add(value * 100, .percent, name)
            add(value, .plain, name)
        case .bytes: add(value, .bytes, name)
        case .perSecond, .count: add(value, .plain, name)
        // A fact without a unit may be a percentage that its author wrote as one.
        case .none:
            add(value, .plain, name)
            add(value, .percent, name)
        }
    }
}

extension Holding {
    /// What a finding says by itself; its evidence is added by the verifier. Its statement is no value: it is what is checked.
    init(_ finding: Finding) {
        statements = [finding.statement]
        let facts = finding.facts.sorted { $0.key < $1.key }
        for (name, fact) in facts {
            switch fact {
            case .time(let instant): times.append(Time(instant: instant, precision: .nanoseconds, name: name))
            case .number(let value, let unit):
                add(value, unit: unit, name)
                // `days: 30` counts a unit of time.
                if unit == .count || unit == .none, let scale = UnitWord.scale(name.lowercased()), scale.dimension == .duration
                {
                    add(value * scale.scale, .duration, name)
                }
            case .duration(let seconds): add(abs(seconds), .duration, name)
            case .text(let text): texts.append(text)
            }
        }
        // How long after another: the difference of two times that the finding names.
        let named = times
        for (place, first) in named.enumerated() {
            for second in named[(place + 1)...] {
                add(abs(first.instant.seconds(since: second.instant)), .duration, first.name + " " + second.name)
            }
        }
        if let time = finding.time { times.append(Time(instant: time, precision: .nanoseconds, name: finding.kind.rawValue)) }
        if let service = finding.service { texts.append(service) }
    }

    init(_ evidence: Evidence) {
        let strings = evidence.strings
        switch evidence.observation {
        case .logs, .logPatterns, .trace, .traces, .inventory: bulk = strings
        default: texts = strings
        }
        texts += [evidence.source.text, evidence.tool] + [evidence.service, evidence.query].compactMap { $0 }
        if let stamp = evidence.stamp { add(stamp, "at") }
        if let window = evidence.window {
            times.append(Time(instant: window.from, precision: .seconds, name: "window"))
            times.append(Time(instant: window.to, precision: .seconds, name: "window"))
        }
        add(evidence.observation)
    }

    mutating func add(_ stamp: Stamp, _ name: String) {
        times.append(Time(instant: stamp.time, precision: stamp.precision, name: name))
        let covered = stamp.covered
        guard covered.seconds > 0 else { return }
        times.append(Time(instant: covered.from, precision: stamp.precision, name: name))
        times.append(Time(instant: covered.to, precision: stamp.precision, name: name))
    }

    mutating func add(from: Instant, to: Instant, _ name: String) {
        times.append(Time(instant: from, precision: .nanoseconds, name: name + " start"))
        times.append(Time(instant: to, precision: .nanoseconds, name: name + " end"))
        add(to.seconds(since: from), .duration, name)
    }

    private mutating func add(_ observation: Observation) {
        switch observation {
        case .metric(let series): add(series)
        case .logs(let logs):
            add(Double(logs.lines.count), .plain, "lines")
            for line in [logs.lines.first, logs.lines.last].compactMap({ $0 }) {
                times.append(Time(instant: line.time, precision: .nanoseconds, name: "line"))
            }
        case .rule(let rule): add(rule.holdFor, .duration, "for hold")
        case .alert(let episode):
            texts.append(episode.state.rawValue)
            add(episode.from, episode.state == .pending ? "pending" : "fired alert")
            if let end = episode.to {
                add(end, "resolved")
                add(end.time.seconds(since: episode.from.time), .duration, "alert")
            }
        case .silence(let silence):
            texts += silence.matchers.map(\.text)
            add(from: silence.startsAt, to: silence.endsAt, "silence")
        case .maintenance(let window): add(from: window.from, to: window.to, "maintenance")
        case .incident(let incident):
            add(incident.createdAt, "incident opened")
            if let end = incident.resolvedAt { add(end, "resolved") }
        case .incidentEvent(let event): texts.append(event.kind.rawValue)
        case .change(let change):
            texts.append(change.kind.rawValue)
            if let start = change.startedAt { add(start, "started") }
            add(Double(change.files.count), .plain, "files")
            add(change.files.reduce(0) { $0 + Double($1.added) }, .plain, "added")
            add(change.files.reduce(0) { $0 + Double($1.removed) }, .plain, "removed")
        case .inventory(let inventory):
            add(Double(inventory.entries.count), .plain, "entries")
            for entry in inventory.entries { add(Double(entry.count), .plain, entry.name) }
        case .dependency(let dependency): if let rate = dependency.rate { add(rate, .plain, "rate") }
        case .record(let record): add(.object(record.fields), "")
        case .logPatterns, .trace, .traces, .clusterEvent, .workload, .pod, .check, .checkFlip, .checkRuns, .annotation:
            addSystems(observation)
        case .recording, .routing, .message, .person, .panel, .nothing: break
        }
    }

    /// A series proves its extremes, quartiles, and ends; what it was at a time that the sentence names is asked separately.
    private mutating func add(_ series: MetricSeries) {
        self.series.append(series)
        add(series.step, .duration, "step")
        add(Double(series.samples.count), .plain, "samples")
        let values = series.samples.map(\.value).filter(\.isFinite)
        guard let first = values.first, let last = values.last else { return }
        let sorted = values.sorted()
        for (name, value) in [
            ("lowest", sorted[0]), ("highest", sorted[sorted.count - 1]), ("median", sorted.quantile(0.5)),
            ("quartile", sorted.quantile(0.25)), ("quartile", sorted.quantile(0.75)), ("first", first), ("last", last),
        ] {
            add(value, unit: series.unit == .none ? .count : series.unit, name)
        }
    }

    private mutating func add(_ value: JSONValue, _ name: String) {
        switch value {
        case .number(let number):
            add(number.double, .plain, name)
            add(number.double, .duration, name)
        case .array(let elements): for element in elements { add(element, name) }
        case .object(let object): for member in object.members { add(member.value, member.name) }
        default: break
        }
    }
}

extension [Double] {
    /// The quantile `share` (0 to 1) of values already sorted, by linear interpolation (Hyndman and Fan's type 7).
    func quantile(_ share: Double) -> Double {
        guard let last = indices.last else { return .nan }
        let place = share * Double(last)
        let below = Int(place)
        guard below < last else { return self[last] }
        return self[below] + (self[below + 1] - self[below]) * (place - Double(below))
    }
}
