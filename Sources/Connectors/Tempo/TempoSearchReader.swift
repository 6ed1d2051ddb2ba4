import Core

/// One search for traces and what its answer becomes.
struct TempoSearchReader: Sendable {
    enum Filter: Sendable {
        case traceQL(String)
        /// The older parameters, which TraceQL replaced: `service.name=checkout`, and durations such as `5s`.
        case tags(String, minDuration: String?, maxDuration: String?)
    }

    /// For people, such as "failed traces of checkout".
    var what = "traces"
    var filter: Filter
    var window: TimeWindow
    /// `nil`: whatever the server has as its default.
    var limit: Int?
    var spansPerSet: Int?

    var query: String {
        switch filter {
        case .traceQL(let text): return text
        case .tags(let tags, let least, let most):
            return [tags, least.map { "minDuration=\($0)" }, most.map { "maxDuration=\($0)" }].compactMap { $0 }
                .joined(separator: " ")
        }
    }

    var call: HTTPCall {
        var fields: [HTTPCall.Field] = []
        switch filter {
        case .traceQL(let text): fields.append(.init("q", text))
        case .tags(let tags, let least, let most):
            fields.append(.init("tags", tags))
            if let least { fields.append(.init("minDuration", least)) }
            if let most { fields.append(.init("maxDuration", most)) }
        }
        fields += TempoAPI.bounds(window)
        if let limit { fields.append(.init("limit", String(limit))) }
        if let spansPerSet { fields.append(.init("spss", String(spansPerSet))) }
        return TempoAPI.get(["api", "search"], fields)
    }

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var traces: [TraceSummary] = []
        var isCut = false
    }

    /// `doubt`: a reason why none here would prove nothing, that another answer gave.
    func read(_ outcome: Outcome, service: String? = nil, doubt: String? = nil) -> Reading {
        let answer: TempoSearchAnswer
        do throws(ReadingError) { answer = try TempoSearchAnswer(try outcome.json()) } catch {
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        var reading = Reading(traces: answer.traces)
        func partial(_ text: String) {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        var completeness = Completeness.complete
        let limit = limit ?? TempoAPI.defaultLimit
        if answer.effort.isPartial || answer.count >= limit {
            reading.isCut = true
            let jobs = answer.effort.isPartial ? " (\(answer.effort.says))" : ""
            let reason =
                "Tempo stopped after \(answer.count) matches\(jobs), found in the order of trace ids; there may be more"
            completeness = .cutOff(reason: reason)
            partial(reason)
        }
        if answer.malformed > 0 {
            completeness = .failed(reason: "\(answer.malformed) of the traces could not be read")
            partial("\(answer.malformed) of the traces could not be read")
        }
        var observation = Observation.traces(TraceSearch(traces: answer.traces))
        if answer.traces.isEmpty, answer.malformed == 0 {
            observation = .nothing("no trace matches \(query)")
            if completeness == .complete {
                completeness =
                    answer.effort.bytes > 0 && answer.hasList
                    ? doubt.map { .sampled(reason: $0) } ?? .noneThere : .sampled(reason: TempoAPI.nothingLookedAt)
            }
        }
        reading.evidence = [
            Evidence(
                observation, from: [outcome.key], service: service, window: window, query: query, link: call.target,
                completeness: completeness)
        ]
        return reading
    }
}
