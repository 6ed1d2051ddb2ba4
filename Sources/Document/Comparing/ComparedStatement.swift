import Core

/// A statement with what it states, prepared for being matched with others.
struct ComparedStatement {
    let statement: Statement
    let mentions: [Mention]
    let facts: Set<StatedFact>
    /// Its words in small letters, without values and without the commonest words.
    let words: Set<String>
    /// Words and values in order, without marks: the same for two statements that differ in nothing but punctuation.
    let key: String
    /// What it tells of: `rollback`, `deploy`, `page`.
    let events: Set<String>

    init(_ statement: Statement, _ reader: MentionReader) {
        self.statement = statement
        let mentions = reader.mentions(in: statement.text)
        self.mentions = mentions
        facts = Set(mentions.map(StatedFact.init))
        let all = statement.text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ":" || $0 == "." || $0 == "%") }
            .map { String($0.trimming { $0 == "." || $0 == ":" }) }.filter { !$0.isEmpty }
        key = all.joined(separator: " ")
        let values = Set(mentions.flatMap { $0.text.lowercased().split(separator: " ").map(String.init) })
        words = Set(all).subtracting(values).subtracting(ComparedStatement.common)
        let text = statement.text.lowercased()
        events = Set(ComparedStatement.eventWords.filter { $0.words.contains { text.contains($0) } }.map(\.event))
    }

    /// Does it state anything that could be changed or kept?
    static func isCompared(_ statement: Statement) -> Bool {
        switch statement.role {
        case .prose, .timelineEntry, .field: true
        case .heading, .quotation, .code: false
        }
    }

    /// Twice the words that both have, by the words of each: 1 for the same words, 0 for none in common.
    func likeness(to other: ComparedStatement) -> Double {
        let left = words.union(facts.map(\.value))
        let right = other.words.union(other.facts.map(\.value))
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        return 2 * Double(left.intersection(right).count) / Double(left.count + right.count)
    }

    private static let common: Set<String> = [
        "a", "an", "the", "of", "to", "in", "on", "at", "and", "or", "was", "were", "is", "are", "it", "its", "by", "for",
        "from", "with",
        "that", "this", "which", "as", "be", "been", "we", "had", "has", "after", "before", "utc",
    ]

    private static let eventWords: [(event: String, words: [String])] = [
        ("rollback", ["rollback", "rolled back", "roll back", "rolling back", "revert"]),
        ("deploy", ["deploy", "released", "rollout", "shipped"]),
        ("alert", ["alert fired", "alert on", "alerted", "fired"]),
        ("page", ["paged", "notified", "page "]),
        ("acknowledgement", ["acknowledg", "acked"]),
        ("end", ["resolved", "recovered", "back to normal", "mitigated", "back within"]),
        ("beginning", ["began", "started", "onset", "left its baseline"]),
        ("restart", ["restart"]), ("failover", ["failover", "failed over"]), ("scaling", ["scaled", "scale-up"]),
        ("silence", ["silence", "muted"]),
    ]
}
