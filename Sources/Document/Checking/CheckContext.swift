import Core

/// What later statements take over from earlier ones in being decided.
struct CheckContext: Sendable {
    /// A day that a heading names.
    var day: Instant?
    var service: String?
    /// The last event, for "it", "this", "four minutes later".
    var lastEvent: Occurrence?
    var lastTime: Instant?

    mutating func note(heading: Sentence) {
        for token in heading.tokens {
            if let time = token.time, time.isDate, let day = time.day { self.day = day }
            if let service = token.service { self.service = service }
        }
    }

    /// - Parameter section: the titles that a statement stands below.
    static func isPlan(section: [String]) -> Bool {
        section.contains { title in
            let words = title.lowercased()
            return [
                "action item", "follow-up", "follow up", "next step", "recommendation", "lessons", "glossary",
                "remediation item", "action plan", "to do", "todo", "corrective", "preventive", "definitions",
            ].contains { words.contains($0) }
        }
    }
}

/// How a statement is to be read after those before it, which needs their texts alone.
struct Reading: Sendable {
    /// The statement's text, behind the question that it answers.
    let text: String
    /// Seconds that the document's own zone is ahead of UTC.
    let zone: Int64

    /// Of each statement of a document, in order.
    static func all(of statements: [Statement]) -> [Reading] {
        var zone: Int64 = 0
        var question: String?
        return statements.map { statement in
            if let named = Reading.zone(namedIn: statement.text) { zone = named }
            guard statement.role == .prose else { return Reading(text: statement.text, zone: zone) }
            let text = Reading.join(statement.text, to: question)
            question =
                statement.text.hasSuffix("?") && Stem.words(of: statement.text).contains("why") ? statement.text : nil
            return Reading(text: text, zone: zone)
        }
    }

    /// "Why did it fail? Because …": the answer is read with its question.
    private static func join(_ text: String, to question: String?) -> String {
        guard let question, text.utf8.count < 600 else { return text }
        let first = text.prefix { $0.isLetter }.lowercased()
        return ["because", "the", "it", "due", "owing", "since"].contains(first) ? question + " " + text : text
    }

    /// "All times in CET".
    private static func zone(namedIn text: String) -> Int64? {
        guard text.utf8.count < 240 else { return nil }
        let letters = TextSearch.flatLower(text[...])
        guard signs.contains(where: { TextSearch.contains($0, in: letters) }) else { return nil }
        let words = Stem.words(of: text)
        guard words.contains("times") || words.contains("timezone") || words.contains("zone") else { return nil }
        return words.last { $0.count > 1 && TimeReader.offset(of: $0) != nil }.flatMap(TimeReader.offset)
    }

    private static let signs = ["times", "zone"].map { Array($0.utf8) }
}
