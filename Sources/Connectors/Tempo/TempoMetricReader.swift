import Core
import OTLP

/// A TraceQL metrics query and what its answer becomes.
struct TempoMetricReader: Sendable {
    /// What the query's last function makes of spans.
    enum Function: Sendable {
        case rate, count, quantile, other

        init?(_ query: String) {
            func has(_ name: String) -> Bool { query.range(ofText: name) != nil }
            if has("quantile_over_time") {
                self = .quantile
            } else if has("count_over_time") {
                self = .count
            } else if has("rate()") || has("rate ()") {
                self = .rate
            } else if has("_over_time") || has("compare(") {
                self = .other
            } else {
                return nil
            }
        }

        /// The member `query` of a tool's input, and its function.
        static func reading(_ input: Input) throws(InputError) -> (query: String, function: Function) {
            let query = try TempoAPI.traceQL(try input.string("query"))
            guard let function = Function(query) else {
                throw InputError("query", "is no metrics query; end it in a function such as | rate(), or use tempo_search")
            }
            return (query, function)
        }

        /// A bucket without spans has no `value`. For a count that is 0; for a quantile or a mean there is none.
        var emptyValue: Double? { self == .rate || self == .count ? 0 : nil }
    }

    /// For people, such as "latency of checkout".
    var what = "trace metrics"
    var query: String
    var function: Function
    var window: TimeWindow
    /// Seconds between samples; `nil`: one value for the whole window.
    var step: Int64?
    var exemplars: Int?

    /// More series than this are left out.
    static let mostSeries = 100
    /// More samples than this are refused before anything is asked.
    static let mostSamples: Int64 = 11_000

    struct Series: Sendable {
        var labels: [String: String]
        var samples: [MetricSeries.Sample]
    }

    struct Reading: Sendable {
        /// By labels; `nil` when the call failed.
        var series: [Series]?
        var completeness = Completeness.complete
        var diagnostics: [Diagnostic] = []
        /// Trace ids that the answer gives as examples, sorted.
        var exemplars: [String] = []
    }

    var call: HTTPCall {
        var fields = [HTTPCall.Field("q", query)]
        guard let step else { return TempoAPI.get(["api", "metrics", "query"], fields + TempoAPI.bounds(window)) }
        fields += TempoAPI.bounds(window.outward(toStep: step))
        fields.append(.init("step", "\(step)s"))
        if let exemplars { fields.append(.init("exemplars", String(exemplars))) }
        return TempoAPI.get(["api", "metrics", "query_range"], fields)
    }

    /// Seconds that one sample speaks of. Its time stamps their end.
    var width: Double { step.map(Double.init) ?? window.outward(toStep: 1).seconds }

    func read(_ outcome: Outcome) -> Reading {
        let document: JSONValue
        do throws(ReadingError) {
            document = try outcome.json()
            guard document["series"]?.array != nil || document["metrics"]?.object != nil else {
                throw ReadingError(.failed, "answered with what is no answer to a metrics query")
            }
        } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var reading = Reading()
        func partial(_ text: String) {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        var found: [(key: String, series: Series)] = []
        var unreadable = 0
        var exemplars: Set<String> = []
        for element in document["series"]?.array ?? [] {
            let labels = OTLPValue.attributes(element["labels"])
            let samples = samples(element, &unreadable)
            found.append((LogEntry.text(of: labels), Series(labels: labels, samples: samples)))
            for exemplar in element["exemplars"]?.array ?? [] {
                if let id = OTLPValue.attributes(exemplar["labels"])["trace:id"].flatMap(OTLPIdentifier.trace) {
                    exemplars.insert(id)
                }
            }
        }
        reading.exemplars = exemplars.sorted()
        let effort = TempoAPI.Effort(document)
        if document["status"]?.string == "PARTIAL" || effort.isPartial {
            let reason = "Tempo answered in part: \(document["message"]?.string.map { String($0.prefix(300)) } ?? effort.says)"
            reading.completeness = .cutOff(reason: reason)
            partial(reason)
        }
        if unreadable > 0 {
            reading.completeness = .failed(reason: "\(unreadable) samples could not be read")
            partial("\(unreadable) samples could not be read")
        }
        if found.count > Self.mostSeries {
            reading.completeness = .cutOff(reason: "\(Self.mostSeries) of \(found.count) series were kept")
            partial("\(Self.mostSeries) of \(found.count) series were kept")
        }
        if found.isEmpty, reading.completeness == .complete {
            let hasLooked = effort.bytes > 0 && document["series"]?.array != nil
            reading.completeness = hasLooked ? .noneThere : .sampled(reason: TempoAPI.nothingLookedAt)
        }
        found.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        reading.series = found.prefix(Self.mostSeries).map(\.series)
        return reading
    }

    private func samples(_ element: JSONValue, _ unreadable: inout Int) -> [MetricSeries.Sample] {
        guard step != nil else {
            guard let value = value(element, &unreadable) else { return [] }
            return [.init(window.outward(toStep: 1).to, value)]
        }
        var samples: [MetricSeries.Sample] = []
        for sample in element["samples"]?.array ?? [] {
            guard let time = OTLPValue.integer(sample["timestampMs"]), time.magnitude < 9_200_000_000_000 else {
                unreadable += 1
                continue
            }
            if let value = value(sample, &unreadable) { samples.append(.init(Instant(milliseconds: time), value)) }
        }
        return samples.sorted { $0.time < $1.time }
    }

    private func value(_ holder: JSONValue, _ unreadable: inout Int) -> Double? {
        guard let value = holder["value"], !value.isNull else { return function.emptyValue }
        if let number = OTLPValue.number(value) { return number }
        // What is no number is written as a word.
        if value.string == nil { unreadable += 1 }
        return nil
    }

    func evidence(_ observation: Observation, _ reading: Reading, _ outcome: Outcome, service: String? = nil) -> Evidence {
        Evidence(
            observation, from: [outcome.key], service: service, window: window, query: query, link: call.target,
            completeness: reading.completeness)
    }

    private var isOfDuration: Bool { query.range(ofText: "_over_time(duration") != nil }

    /// A series as it is, named by its labels.
    func metric(_ series: Series) -> MetricSeries {
        let (name, signal, unit): (String, Signal, Unit) =
            switch function {
            case .rate: ("rate", .other, .perSecond)
            case .count: ("count_over_time", .other, .count)
            // Durations are in seconds; of another attribute the unit is not known.
            case .quantile: ("quantile_over_time", isOfDuration ? .latency : .other, isOfDuration ? .seconds : .none)
            case .other: ("traceql", isOfDuration ? .latency : .other, isOfDuration ? .seconds : .none)
            }
        let labels = LogEntry.text(of: series.labels)
        return MetricSeries(
            title: series.labels.isEmpty ? name : "\(name) \(labels)", signal: signal, unit: unit, metric: name,
            labels: series.labels, step: width, mark: .bucketEnd(width: width), samples: series.samples)
    }
}
