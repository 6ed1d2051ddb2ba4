public import Core

/// Thresholds and durations that were tried for a rule that missed an incident, as a finding's facts carry them, so that a
/// document can show them as a table and every number in it is one of the finding's facts.
public struct ThresholdTable: Sendable, Hashable {
    /// One row in words: threshold, duration, when it fires, other firings, the same a day.
    public struct Row: Sendable, Hashable {
        public var threshold: String
        public var holdFor: String
        /// `60 s`; ``never`` where it does not fire from the onset on.
        public var firesAfter: String
        public var otherFirings: String
        public var perDay: String

        public init(threshold: String, holdFor: String, firesAfter: String, otherFirings: String, perDay: String) {
            self.threshold = threshold
            self.holdFor = holdFor
            self.firesAfter = firesAfter
            self.otherFirings = otherFirings
            self.perDay = perDay
        }

        fileprivate var text: String { [threshold, holdFor, firesAfter, otherFirings, perDay].joined(separator: separator) }

        fileprivate init?(_ text: String) {
            let cells = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5 else { return nil }
            self.init(threshold: cells[0], holdFor: cells[1], firesAfter: cells[2], otherFirings: cells[3], perDay: cells[4])
        }
    }

    /// For one duration: what the rest of the history came to, and what the incident came to soon enough, in the threshold's
    /// unit. A threshold between the two fires in time and never otherwise.
    public struct Span: Sendable, Hashable {
        /// Seconds.
        public var holdFor: Double
        public var quiet: Double
        public var caught: Double

        public init(holdFor: Double, quiet: Double, caught: Double) {
            self.holdFor = holdFor
            self.quiet = quiet
            self.caught = caught
        }
    }

    public static let never = "never"

    public var present: Row
    public var rows: [Row]
    /// One of ``rows``, and its threshold in the finding's unit.
    public var best: Row?
    public var bestValue: Double?
    public var spans: [Span]
    /// Seconds of history that other firings were counted over, seconds between its samples, and seconds after the onset that
    /// count as in time.
    public var history: Double
    public var historyStep: Double
    public var within: Double
    /// A rule with the best threshold and duration, as a file that a person may take.
    public var readyRule: String?

    public init(
        present: Row, rows: [Row], best: Row?, bestValue: Double?, spans: [Span], history: Double, historyStep: Double,
        within: Double,
        readyRule: String? = nil
    ) {
        self.present = present
        self.rows = rows
        self.best = best
        self.bestValue = bestValue
        self.spans = spans
        self.history = history
        self.historyStep = historyStep
        self.within = within
        self.readyRule = readyRule
    }

    /// As facts: `option00` is what the rule has, `option01` and on what was tried, `optionBest` the choice; `span1For`,
    /// `span1Quiet` and `span1Caught` a span.
    public func facts(unit: Unit) -> [String: Fact] {
        var facts: [String: Fact] = [
            "option00": .text(present.text), "optionHistory": .duration(history), "optionStep": .duration(historyStep),
            "optionWithin": .duration(within),
        ]
        for (place, row) in rows.prefix(ThresholdTable.most).enumerated() {
            facts["option" + ThresholdTable.number(place + 1)] = .text(row.text)
        }
        if let best { facts["optionBest"] = .text(best.text) }
        if let bestValue { facts["optionBestThreshold"] = .number(bestValue, unit) }
        for (place, span) in spans.prefix(9).enumerated() {
            facts["span\(place + 1)For"] = .duration(span.holdFor)
            facts["span\(place + 1)Quiet"] = .number(span.quiet, unit)
            facts["span\(place + 1)Caught"] = .number(span.caught, unit)
        }
        if let readyRule { facts["readyRule"] = .text(readyRule) }
        return facts
    }

    /// `nil` where a finding carries none.
    public init?(facts: [String: Fact]) {
        func row(_ name: String) -> Row? { facts["option" + name]?.text.flatMap { Row($0) } }
        func seconds(_ name: String) -> Double? { facts["option" + name]?.number }
        guard let present = row("00"), let history = seconds("History"), let step = seconds("Step"),
            let within = seconds("Within")
        else { return nil }
        var spans: [Span] = []
        for place in 1...9 {
            guard let holdFor = facts["span\(place)For"]?.number, let quiet = facts["span\(place)Quiet"]?.number,
                let caught = facts["span\(place)Caught"]?.number
            else { break }
            spans.append(Span(holdFor: holdFor, quiet: quiet, caught: caught))
        }
        self.init(
            present: present, rows: (1...ThresholdTable.most).compactMap { row(ThresholdTable.number($0)) }, best: row("Best"),
            bestValue: facts["optionBestThreshold"]?.number,
            spans: spans, history: history, historyStep: step, within: within, readyRule: facts["readyRule"]?.text)
    }

    private static let most = 20
    private static func number(_ place: Int) -> String { (place < 10 ? "0" : "") + String(place) }
}

private let separator = " | "
