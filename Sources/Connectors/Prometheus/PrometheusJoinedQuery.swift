import Core

/// Questions about one window at one step, asked as one expression: `label_replace(a, "inquest_signal", "0", "", "") or …`. The
/// label tells the answers apart and is dropped again. A single question is asked as it is.
struct PrometheusJoinedQuery {
    static let label = "inquest_signal"

    /// What came of it.
    enum Reading {
        /// A step for each question, and what is to be said of the whole.
        case answers([Step], [Diagnostic])
        /// The server does not take the joined expression, for reasons that may not hold for its parts.
        case refused(Diagnostic)
        case failed(Diagnostic)
    }

    var questions: [PrometheusQuestion]
    /// What a gap would call the whole.
    var what: String

    var expression: String {
        guard questions.count > 1 else { return questions.first?.expression ?? "" }
        return questions.enumerated().map { number, question in
            "label_replace(\(question.expression), \"\(Self.label)\", \"\(number)\", \"\", \"\")"
        }.joined(separator: " or ")
    }

    func call(_ source: PrometheusSource) -> Call? {
        questions.first.map { source.range(expression, $0.window, step: $0.step, mayPost: true) }
    }

    func read(_ outcome: Outcome, _ source: PrometheusSource, after keys: [CallKey]) -> Reading {
        if questions.count == 1, let question = questions.first {
            return .answers([source.evidence(outcome, question, after: keys)], [])
        }
        let answer: PrometheusAnswer
        do throws(ReadingError) { answer = try PrometheusAnswer(outcome) } catch {
            let diagnostic = error.diagnostic(what, outcome)
            return Self.isRefusal(error) ? .refused(diagnostic) : .failed(diagnostic)
        }
        var whole = PrometheusResult(answer.data)
        let shares = questions.indices.map { whole.remove(label: Self.label, value: String($0)) }
        // What carries none of the numbers belongs to no question.
        whole.malformed += whole.series.count
        whole.series = []
        let diagnostics = answer.diagnostics(what) + whole.diagnostics(what, answer.key)
        let steps = zip(questions, shares).map { question, share in
            source.evidence(share, of: answer, question, after: keys, isWhole: whole.isRead)
        }
        return .answers(steps, diagnostics)
    }

    /// An expression that is too long, too large to evaluate, or not understood. Not one that took too long: VictoriaMetrics
    /// says that with the same status.
    private static func isRefusal(_ error: ReadingError) -> Bool {
        guard let status = error.status, [400, 405, 413, 414, 422].contains(status) else { return false }
        return !["timeout exceeded", "deadline exceeded", "context canceled"].contains { error.reason.contains($0) }
    }
}
