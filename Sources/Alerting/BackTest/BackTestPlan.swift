public import Core
import PromQL

/// What has to be asked of a source's own engine so that it can be said what its alerting rules would have done over a window:
/// each distinct expression once, over chunks of time that keep to the source's limit on points.
///
/// For each rule that is its whole expression, which says when it holds and for which labels, and for each comparison with a
/// constant that decides how near what is compared came to it: the highest (or lowest) value over all series.
public struct BackTestPlan: Sendable {
    /// One range question.
    public struct Question: Sendable, Hashable {
        public var expression: String
        /// The first and the last moment; both are asked about.
        public var window: TimeWindow
        /// Seconds between two moments.
        public var step: Double
    }

    let rules: [PlannedRule]
    let grid: MomentGrid
    public let window: TimeWindow
    /// The most moments that one question asks about.
    public let pointsPerQuery: Int
    /// Distinct, in the order of the rules.
    public let expressions: [String]

    /// Seconds between two moments, at least one, and more than asked for where the window would have more than
    /// ``MomentGrid/limit`` moments.
    public var step: Double { grid.step }

    /// - Parameters:
    ///   - rules: each with the evidence that holds it. An expression that is no PromQL is asked as it stands, and nothing is
    ///     known of its thresholds.
    ///   - step: seconds between two moments. Moments are multiples of it since the epoch, so that two plans ask about the same.
    ///   - pointsPerQuery: what the source computes at most for one series; Prometheus refuses more than 11,000.
    public init(rules: [(EvidenceID, AlertRule)], window: TimeWindow, step: Double, pointsPerQuery: Int) {
        self.window = window
        self.pointsPerQuery = max(1, pointsPerQuery)
        grid = MomentGrid(window, step: step)
        self.rules = rules.map { PlannedRule(id: $0.0, rule: $0.1) }
        var seen: Set<String> = []
        expressions = self.rules.flatMap { rule in
            (rule.expression.map { [$0] } ?? []) + rule.reaches.map(\.expression)
        }.filter { seen.insert($0).inserted }
    }

    /// Chunks of time, the same for every expression.
    public var chunks: [TimeWindow] {
        stride(from: 0, to: grid.count, by: pointsPerQuery).map { start in
            TimeWindow(from: grid.time(start), to: grid.time(min(start + pointsPerQuery, grid.count) - 1))
        }
    }

    /// Every question: the chunks of the first expression, then those of the next. Each is there once.
    public var questions: [Question] {
        let chunks = chunks
        return expressions.flatMap { expression in
            chunks.map { Question(expression: expression, window: $0, step: step) }
        }
    }

    /// What each rule would have done.
    ///
    /// - Parameter values: by expression, as ``expressions`` writes it. One that is not there makes a gap.
    /// - Returns: one history a rule, in the order of the rules. What holds at the window's first moment is taken to have begun
    ///   there. Time and memory are linear in the samples, but for sorting what is found.
    public func histories(values: [String: BackTestValues]) -> [RuleHistory] {
        rules.map { $0.history(window: window, grid: grid, values: values) }
    }
}
