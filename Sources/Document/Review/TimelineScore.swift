import Analysis
public import Core

/// How well a document's timeline agrees with the evidence.
public struct TimelineScore: Sendable, Hashable {
    /// An entry whose event happened at another time.
    public struct Shift: Sendable, Hashable {
        /// The statement's id.
        public var statement: String
        public var said: String
        public var holds: String
        /// How much later the document has it than the evidence; negative when earlier.
        public var seconds: Double
    }

    /// Something that belongs to the story and is told nowhere in the document.
    public struct Missing: Sendable, Hashable {
        public var time: Instant
        public var text: String
        public var citations: [Claim.Citation]
    }

    /// Entries of the document's timeline.
    public var entries = 0
    public var right = 0
    public var shifts: [Shift] = []
    /// Entries that the evidence contradicts in something other than the time.
    public var wrong = 0
    /// Entries of events that no evidence holds.
    public var invented = 0
    /// Entries that state nothing that evidence could decide.
    public var notChecked = 0
    public var missing: [Missing]

    init(of entries: [Review.Entry], _ telling: Telling) {
        missing = telling.untoldEvents.map { Missing(time: $0.time, text: $0.text, citations: [.finding($0.finding)]) }
        for entry in entries where TimelineScore.isEntry(entry.statement) {
            self.entries += 1
            switch entry.ruling.verdict {
            case .supported: right += 1
            case .unsupported: invented += 1
            case .notChecked: notChecked += 1
            case .contradicted:
                if let shift = TimelineScore.shift(entry) { shifts.append(shift) } else { wrong += 1 }
            }
        }
    }

    /// An entry, or a sentence with a clock time under the heading of a timeline.
    private static func isEntry(_ statement: Statement) -> Bool {
        switch statement.role {
        case .timelineEntry: true
        case .prose, .field:
            statement.section.contains { TextSearch.contains(timeline, in: TextSearch.flatLower($0[...])) }
                && clock(statement.text) != nil
        case .heading, .quotation, .code: false
        }
    }

    private static let timeline = Array("timeline".utf8)

    /// The greatest distance of an entry from its event, in seconds.
    public var greatestShift: Double { shifts.map { abs($0.seconds) }.max() ?? 0 }

    /// The mean distance, in seconds, of the entries that are off.
    public var meanShift: Double {
        shifts.isEmpty ? 0 : shifts.reduce(0) { $0 + abs($1.seconds) } / Double(shifts.count)
    }

    /// In words, as one paragraph.
    public var sentence: String {
        guard entries > 0 else { return "The document has no timeline." }
        var parts = ["\(right) right"]
        if !shifts.isEmpty {
            let mean = ValueText.duration(meanShift)
            parts.append(
                "\(shifts.count) at another time, by \(mean)"
                    + (shifts.count > 1 ? " on average and \(ValueText.duration(greatestShift)) at most" : ""))
        }
        if wrong > 0 { parts.append("\(wrong) wrong in something else") }
        if invented > 0 { parts.append("\(invented) that no evidence holds") }
        if notChecked > 0 { parts.append("\(notChecked) that evidence cannot decide") }
        let noun = entries == 1 ? "entry" : "entries"
        return "Of \(entries) \(noun): \(Phrase.list(parts)). \(missing.count) events of the evidence are missing."
    }

    private static func shift(_ entry: Review.Entry) -> Shift? {
        for correction in entry.ruling.corrections {
            guard let said = clock(correction.said), let holds = clock(correction.holds) else { continue }
            var seconds = said - holds
            // Midnight may lie between them.
            if seconds > 43_200 { seconds -= 86_400 } else if seconds < -43_200 { seconds += 86_400 }
            return Shift(
                statement: entry.statement.id, said: correction.said, holds: correction.holds, seconds: seconds)
        }
        return nil
    }

    /// Seconds since midnight of the first clock time in a text.
    private static func clock(_ text: String) -> Double? { MentionReader.clocks(in: text).first }
}
