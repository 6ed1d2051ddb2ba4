import Core

/// The conversation of ``JaegerServiceTraces``: searches for failures in each part of the window and for any traces in it and
/// before, then, since the newest come first, backwards to the earliest failure.
struct JaegerServiceConversation: Conversation {
    /// Matches of each search, and parts that the window is searched in.
    static let limit = 20
    static let parts = 6
    /// How often the earliest part with failures is searched again for earlier ones.
    static let mostSteps = 3

    private let service: String
    private let most: Int
    private var choice: TraceChoice
    private var searches: [JaegerSearchReader]
    /// How many of the searches are for failures. They come first.
    private let failureCount: Int
    private var isAnswered = false
    private var stepsBack = 0
    private var found: [String: (trace: Trace, key: CallKey, completeness: Completeness)] = [:]
    /// Which traces stand in which list of ``choice``.
    private var kept: Set<String> = []

    init(service: String, window: TimeWindow, baseline: TimeWindow, most: Int, version: JaegerAPI.Version) {
        self.service = service
        self.most = most
        choice = TraceChoice(window: window)
        func search(_ what: String, _ window: TimeWindow, failing: Bool = false) -> JaegerSearchReader {
            JaegerSearchReader(
                what: "\(what) of \(service)", service: service, tags: failing ? ["error": "true"] : [:], window: window,
                limit: Self.limit, version: version)
        }
        let failures = window.parts(Self.parts).map { search("failed traces", $0, failing: true) }
        failureCount = failures.count
        searches = failures + [search("traces", window)]
        let end = min(baseline.to, window.from)
        let start = max(baseline.from, end.adding(seconds: -3600))
        if start < end { searches.append(search("earlier traces", TimeWindow(from: start, to: end))) }
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard !outcomes.isEmpty else { return .calls(searches.map { .http($0.call) }) }
        if isAnswered { return earlier(outcomes) }
        // A server that knows the old names alone says so to each search.
        if zip(searches, outcomes).contains(where: { $0.wantsOldNames($1) }) {
            for index in searches.indices { searches[index].usesOldNames = true }
            return .calls(searches.map { .http($0.call) })
        }
        isAnswered = true
        return take(outcomes)
    }

    private mutating func take(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == searches.count else { return .done() }
        var step = Step(then: .done)
        let others = zip(searches, outcomes).dropFirst(failureCount).map { $0.read($1, about: service) }
        // That none failed is worth something only where there were any.
        let proof = others.first?.traces.isEmpty == false
        var earliest: JaegerSearchReader?
        for (search, outcome) in zip(searches, outcomes).prefix(failureCount) {
            let reading = search.read(outcome, about: service, proof: proof)
            keep(reading, outcome, \.failing)
            step.evidence += reading.evidence
            step.diagnostics += reading.diagnostics
            if earliest == nil, !reading.traces.isEmpty {
                earliest = search
                if !reading.isCut { stepsBack = Self.mostSteps }
            }
        }
        for (index, reading) in others.enumerated() {
            let outcome = outcomes[failureCount + index]
            if index == 0 { keep(reading, outcome, \.healthy) } else { keep(reading, outcome, \.before) }
            step.evidence += reading.evidence
            step.diagnostics += reading.diagnostics
        }
        guard var earliest, stepsBack < Self.mostSteps, goBack(&earliest) else { return finish(step) }
        searches = [earliest]
        step.then = .calls([.http(earliest.call)])
        return step
    }

    /// Takes the answer of the search before the earliest failure that is known.
    private mutating func earlier(_ outcomes: [Outcome]) -> Step {
        var step = Step(then: .done)
        guard var search = searches.first, let outcome = outcomes.first else { return finish(step) }
        let reading = search.read(outcome, about: service, proof: true)
        let known = choice.failing.count
        keep(reading, outcome, \.failing)
        step.evidence += reading.evidence
        step.diagnostics += reading.diagnostics
        stepsBack += 1
        guard reading.isCut, choice.failing.count > known, stepsBack < Self.mostSteps, goBack(&search) else {
            return finish(step)
        }
        searches = [search]
        step.then = .calls([.http(search.call)])
        return step
    }

    /// Moves the search's end to the start of the earliest failure that is known; `false` when nothing lies before it.
    private func goBack(_ search: inout JaegerSearchReader) -> Bool {
        guard let first = choice.failing.map(\.start).min(), first > search.window.from, first < search.window.to else {
            return false
        }
        search.window = TimeWindow(from: search.window.from, to: first)
        return true
    }

    private mutating func keep(
        _ reading: JaegerSearchReader.Reading, _ outcome: Outcome, _ list: WritableKeyPath<TraceChoice, [TraceSummary]>
    ) {
        for trace in reading.traces {
            guard let summary = trace.summary else { continue }
            if found[trace.id] == nil { found[trace.id] = (trace, outcome.key, reading.traceCompleteness) }
            let mark = list == \.failing ? "failing " : list == \.healthy ? "healthy " : "before "
            if kept.insert(mark + trace.id).inserted { choice[keyPath: list].append(summary) }
        }
    }

    private func finish(_ step: Step) -> Step {
        var step = step
        step.then = .done
        for id in choice.ids(most: most) {
            guard let (trace, key, completeness) = found[id] else { continue }
            step.evidence.append(
                JaegerSearchReader.evidence(
                    trace, from: key, service: service, window: choice.window,
                    version: searches.first?.version ?? .older, completeness))
        }
        return step
    }
}
