import Core

/// What later statements take over from earlier ones.
struct CheckContext: Sendable {
    /// A day that a heading names.
    var day: Instant?
    var service: String?
    /// The last event, for "it", "this", "four minutes later".
    var lastEvent: Occurrence?
    var lastTime: Instant?
    /// A question that asks why, until it is answered.
    var question: String?
    /// Seconds that the document's own zone is ahead of UTC.
    var zone: Int64 = 0

    mutating func note(heading: Sentence) {
        for token in heading.tokens {
            if let time = token.time, time.isDate, let day = time.day { self.day = day }
            if let service = token.service { self.service = service }
        }
    }

    /// "Why did it fail? Because …": the answer is read with its question.
    mutating func joined(_ text: String) -> String {
        defer { question = text.hasSuffix("?") && Stem.words(of: text).contains("why") ? text : nil }
        guard let question, text.utf8.count < 600 else { return text }
        let first = text.prefix { $0.isLetter }.lowercased()
        return ["because", "the", "it", "due", "owing", "since"].contains(first) ? question + " " + text : text
    }

    /// "All times in CET".
    mutating func noteZone(_ text: String, role: Statement.Role) {
        guard text.utf8.count < 240 else { return }
        let words = Stem.words(of: text)
        guard words.contains("times") || words.contains("timezone") || words.contains("zone") else { return }
        for word in words { if let offset = TimeReader.offset(of: word), word.count > 1 { zone = offset } }
    }

    static func isPlan(section: String) -> Bool {
        let words = section.lowercased()
        return [
            "action item", "follow-up", "follow up", "next step", "recommendation", "lessons", "glossary", "remediation item",
            "action plan", "to do", "todo", "corrective", "preventive", "definitions",
        ].contains { words.contains($0) }
    }
}
