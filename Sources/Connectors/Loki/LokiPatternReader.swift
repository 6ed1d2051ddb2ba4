import Core

/// A question to `patterns`, and what its answer becomes. A sample's time is the *start* of its bucket.
struct LokiPatternReader: Sendable {
    var selector: String
    /// Templates that are known: a pattern with the very text of one is left out.
    var exclude: [LogPhrase] = []
    var limit = LokiPatterns.mostPatterns
    var window: TimeWindow
    var service: String?
    var subject: String
    var isBaseline = false
    /// Seconds in a bucket; `nil` leaves it to the server.
    var step: Int64?

    init(selector: String, window: TimeWindow) {
        self.selector = selector
        self.window = window
        subject = selector
    }

    init(selector: String, question: LogQuestion, window: TimeWindow, isBaseline: Bool = false) {
        self.selector = selector
        self.window = window
        self.isBaseline = isBaseline
        exclude = question.exclude
        limit = min(question.limit, LokiPatterns.mostPatterns)
        service = question.service
        subject = question.subject
        step = isBaseline ? max(3600, window.countingStep) : window.countingStep
    }

    var call: HTTPCall {
        var call = LokiAPI.get(LokiAPI.path("patterns"), [.init("query", selector)], window: window)
        if let step { call.query.append(.init("step", shortDuration(step))) }
        return call
    }

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var texts: [String] = []
        /// The server has no patterns to give, though it may have lines.
        var isUnavailable = false
    }

    static let completeness = Completeness.sampled(
        reason: "Loki keeps patterns for some hours and leaves out short lines and most of JSON lines")

    func read(_ outcome: Outcome) -> Reading {
        let what = "patterns of \(subject)" + (isBaseline ? " before" : "")
        func unavailable(_ severity: Diagnostic.Severity, _ text: String) -> Reading {
            Reading(diagnostics: [Diagnostic(severity, "\(what): \(text)", exchange: outcome.key)], isUnavailable: true)
        }
        let document: JSONValue
        do throws(ReadingError) { document = try LokiAnswer.document(outcome) } catch {
            if error.status == 404 { return unavailable(.failed, "this Loki finds no patterns (its pattern ingester is off)") }
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        guard let data = document["data"]?.array, !data.isEmpty else {
            return unavailable(.partial, "none, which does not mean that there were no lines")
        }
        var reading = Reading()
        var malformed = 0
        let known = Set(exclude.map(\.text))
        var patterns: [String: LogPatterns.Pattern] = [:]
        for element in data.prefix(LokiPatterns.mostPatterns) {
            guard let text = element["pattern"]?.string.map({ String($0.prefix(2000)) }) else {
                malformed += 1
                continue
            }
            guard !known.contains(text) else { continue }
            var pattern =
                patterns[text]
                ?? LogPatterns.Pattern(
                    text: text, count: 0, severity: LogSeverity.of(text: text, labels: LogEntry.labels(element)))
            for sample in element["samples"]?.array ?? [] {
                guard let time = LogSamples.instant(sample[0]), let count = sample[1]?.int, (0...(1 << 40)).contains(count)
                else {
                    malformed += 1
                    continue
                }
                pattern.count = pattern.count.addingReportingOverflow(Int(count)).partialValue
                pattern.samples.append(.init(time, Double(count)))
            }
            pattern.samples.sort { $0.time < $1.time }
            patterns[text] = pattern
        }
        reading.diagnostics +=
            malformed == 0
            ? [] : [Diagnostic(.partial, "\(what): \(malformed) entries could not be read", exchange: outcome.key)]
        var found = LogPatterns(
            patterns: Array(patterns.values), step: width(of: patterns.values),
            mark: .bucketStart(width: width(of: patterns.values)),
            isBaseline: isBaseline)
        found.patterns = Array(found.patterns.prefix(limit))
        reading.texts = found.patterns.map(\.text)
        reading.evidence = [
            Evidence(
                .logPatterns(found), from: [outcome.key], service: service, window: window, query: "patterns of \(selector)",
                link: call.target, completeness: LokiPatternReader.completeness)
        ]
        return reading
    }

    /// The step asked for, else the smallest distance of two samples, else the server's own step.
    private func width(of patterns: some Collection<LogPatterns.Pattern>) -> Double {
        if let step { return Double(step) }
        let gaps = patterns.flatMap { pattern in
            zip(pattern.samples.dropFirst(), pattern.samples).map { $0.time.seconds(since: $1.time) }
        }
        return gaps.filter { $0 > 0 }.min() ?? 10
    }
}
