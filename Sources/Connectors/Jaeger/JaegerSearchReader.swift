import Core

/// One search for traces and what its answer becomes. Jaeger answers with whole traces.
struct JaegerSearchReader: Sendable {
    /// For people, such as "failed traces of checkout".
    var what = "traces"
    var service: String
    var operation: String?
    var tags: [String: String] = [:]
    /// As Go writes durations: `500ms`.
    var minDuration: String?
    var maxDuration: String?
    var window: TimeWindow
    /// `nil`: whatever the server has as its default.
    var limit: Int?
    var version: JaegerAPI.Version
    /// Names of the third version's parameters as its first servers had them, which know no tags.
    var usesOldNames = false

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var traces: [Trace] = []
        var isCut = false
        /// What each trace is worth: a span that could not be read may be any trace's.
        var traceCompleteness = Completeness.complete
    }

    /// Traces that a search gives when no limit is asked for.
    private var defaultLimit: Int { version == .third ? 100 : 20 }

    var call: HTTPCall { version == .third ? thirdCall : olderCall }

    private var tagText: String? {
        guard !tags.isEmpty else { return nil }
        return JSONValue.object(JSONObject(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })).compact
    }

    /// Times are in microseconds: the start rounded down, the end up.
    private var olderCall: HTTPCall {
        let to = window.to.nanoseconds
        var fields = [HTTPCall.Field("service", service)]
        if let operation { fields.append(.init("operation", operation)) }
        if let tagText { fields.append(.init("tags", tagText)) }
        if let minDuration { fields.append(.init("minDuration", minDuration)) }
        if let maxDuration { fields.append(.init("maxDuration", maxDuration)) }
        if let limit { fields.append(.init("limit", String(limit))) }
        fields.append(.init("start", String(window.from.nanoseconds / 1000)))
        fields.append(.init("end", String(to / 1000 + (to % 1000 > 0 ? 1 : 0))))
        return JaegerAPI.get(["api", "traces"], fields)
    }

    private var thirdCall: HTTPCall {
        func name(_ new: String, _ old: String) -> String { "query." + (usesOldNames ? old : new) }
        var fields = [HTTPCall.Field(name("serviceName", "service_name"), service)]
        if let operation { fields.append(.init(name("operationName", "operation_name"), operation)) }
        if let tagText, !usesOldNames { fields.append(.init("query.attributes", tagText)) }
        fields.append(.init(name("startTimeMin", "start_time_min"), window.from.rfc3339Exact))
        fields.append(.init(name("startTimeMax", "start_time_max"), window.exclusiveEnd.rfc3339Exact))
        if let minDuration { fields.append(.init(name("durationMin", "duration_min"), minDuration)) }
        if let maxDuration { fields.append(.init(name("durationMax", "duration_max"), maxDuration)) }
        if let limit { fields.append(.init(name("searchDepth", "num_traces"), String(limit))) }
        return JaegerAPI.get(["api", "v3", "traces"], fields)
    }

    var query: String {
        var words = ["service=\(service)"]
        if let operation { words.append("operation=\(operation)") }
        if let tagText { words.append("tags=\(tagText)") }
        if let minDuration { words.append("minDuration=\(minDuration)") }
        if let maxDuration { words.append("maxDuration=\(maxDuration)") }
        return words.joined(separator: " ")
    }

    /// Does the server know the parameters by their old names only? It then misses the time, which must be given.
    func wantsOldNames(_ outcome: Outcome) -> Bool {
        guard version == .third, !usesOldNames, case .reply(let reply) = outcome.result, reply.status == 400 else {
            return false
        }
        return Outcome.quote(reply).contains("start_time_m")
    }

    /// `proof`: another answer shows that the server keeps traces of the service from this time, so that none is none.
    func read(_ outcome: Outcome, about service: String? = nil, proof: Bool = false) -> Reading {
        let answer: JaegerAnswer.Traces
        do throws(ReadingError) { answer = try JaegerAnswer.traces(version, outcome) } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var reading = Reading(traces: answer.traces)
        var completeness = Completeness.complete
        func partial(_ text: String) {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        for warning in answer.warnings.prefix(5) { partial("Jaeger says: \(warning)") }
        if !answer.warnings.isEmpty { completeness = .failed(reason: "Jaeger says: \(answer.warnings.first ?? "")") }
        if answer.traces.count >= limit ?? defaultLimit {
            reading.isCut = true
            let order =
                version == .older
                ? "the newest \(answer.traces.count) traces were given" : "\(answer.traces.count) traces were given"
            completeness = .cutOff(reason: "\(order), as many as were asked for; there may be more")
            partial("\(order), as many as were asked for; there may be more")
        }
        if usesOldNames, !tags.isEmpty {
            let before = reading.traces.count
            reading.traces = reading.traces.filter(matches)
            let text =
                "this server cannot search by tags; \(reading.traces.count) of \(before) traces were kept by looking at each"
            if before > 0 { reading.diagnostics.append(Diagnostic(.note, "\(what): \(text)", exchange: outcome.key)) }
        }
        if answer.skipped > 0 {
            let first = answer.problem.map { " (\($0))" } ?? ""
            completeness = .failed(reason: "\(answer.skipped) spans could not be read")
            reading.traceCompleteness = completeness
            partial("\(answer.skipped) spans could not be read\(first)")
        }
        reading.evidence = [evidence(reading, completeness, outcome, about: service, proof: proof)]
        return reading
    }

    private func evidence(
        _ reading: Reading, _ given: Completeness, _ outcome: Outcome, about service: String?, proof: Bool
    ) -> Evidence {
        var completeness = given
        var observation = Observation.traces(TraceSearch(traces: reading.traces.compactMap(\.summary)))
        if reading.traces.isEmpty, completeness == .complete || reading.isCut {
            observation = .nothing("no trace with \(query)")
            if completeness == .complete { completeness = proof ? .noneThere : .sampled(reason: Self.unproven) }
        }
        return Evidence(
            observation, from: [outcome.key], service: service, window: window, query: query, link: call.target,
            completeness: completeness)
    }

    static let unproven =
        "Jaeger does not say what it looked at: a service that sends no traces, expired traces and none look the same"

    /// Has one span of the service every tag? What the server would have looked at.
    private func matches(_ trace: Trace) -> Bool {
        trace.spans.contains { span in
            span.service == service
                && tags.allSatisfy { name, value in
                    if name == "error" { return (span.status == .error) == (value == "true") }
                    return span.attributes[name] == value || span.resource[name] == value
                }
        }
    }

    /// Evidence of one trace of the answer.
    static func evidence(
        _ trace: Trace, from key: CallKey, service: String?, window: TimeWindow?, version: JaegerAPI.Version,
        _ completeness: Completeness
    ) -> Evidence {
        Evidence(
            .trace(trace), from: [key], service: service,
            stamp: trace.spans.first.map { Stamp($0.start, precision: version == .older ? .microseconds : .nanoseconds) },
            window: window, query: "trace \(trace.id)", link: JaegerAPI.trace(version, trace.id).target,
            completeness: completeness)
    }
}
