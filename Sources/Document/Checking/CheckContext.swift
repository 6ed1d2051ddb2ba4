import Core

/// What later statements take over from earlier ones.
struct CheckContext: Sendable {
    /// A day that a heading names.
    var day: Instant?
    var service: String?
    /// The last event, for "it", "this", "four minutes later".
    var lastEvent: Occurrence?
    var lastTime: Instant?
    /// Seconds that the document's own zone is ahead of UTC.
    var zone: Int64 = 0

    mutating func note(heading: Sentence) {
        for token in heading.tokens {
            if let time = token.time, time.isDate, let day = time.day { self.day = day }
            if let service = token.service { self.service = service }
        }
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
