import Alerting

/// How urgent the words are by which alerts say so, as an order: critical before warning, a page before a ticket, `p1` before `p2`.
///
/// Schemes differ in what they call the same, so that words of two schemes are alike where no usage sets one above the other.
enum Urgency {
    /// `nil` for a word of one's own.
    static func rank(_ word: String, _ settings: AuditSettings) -> Double? {
        let word = word.lowercased()
        return words[word] ?? numbered(word)
            ?? (settings.pagingSeverities.contains(word) ? 4 : settings.quietSeverities.contains(word) ? 0 : nil)
    }

    private static let words: [String: Double] = [
        "emergency": 4.5, "emerg": 4.5, "disaster": 4.5, "critical": 4, "crit": 4, "page": 4, "pager": 4, "paging": 4,
        "fatal": 4, "urgent": 4, "blocker": 4, "high": 3.5, "major": 3.5, "error": 3.5, "warning": 3, "warn": 3,
        "ticket": 3, "medium": 3, "moderate": 3, "average": 3, "minor": 3, "low": 2, "notice": 1.5, "info": 1,
        "information": 1, "informational": 1, "log": 1, "debug": 0.5, "none": 0, "silent": 0,
    ]

    private static let stems = ["p", "s", "sev", "severity", "prio", "priority"]
    private static let known: Set<String> = Set(words.keys).union(
        stems.flatMap { stem in ["", "-", "_"].flatMap { dash in (0...5).map { "\(stem)\(dash)\($0)" } } })

    /// `p1`, `sev2`, `severity-3`: the lower the number, the more urgent.
    private static func numbered(_ word: String) -> Double? {
        guard let digit = word.last?.wholeNumberValue, digit <= 5, word.last?.isASCII == true else { return nil }
        let stem = word.dropLast().filter { $0 != "-" && $0 != "_" && $0 != " " }
        guard stems.contains(stem) else { return nil }
        return [4.5, 4, 3, 2, 1, 0.5][digit]
    }

    /// The least and the most urgent of the words in use that a side of an inhibition lets pass; `nil` where it does not ask for
    /// any, or one of them is a word of one's own.
    static func range(
        _ matchers: [CompiledMatcher], of label: String, inUse: Set<String>, _ settings: AuditSettings
    ) -> ClosedRange<Double>? {
        let own = matchers.filter { $0.name == label }
        guard own.contains(where: \.isPositive) else { return nil }
        let passes = { (word: String) in own.allSatisfy { $0.matches(word) == true } }
        let used = inUse.filter(passes)
        // Where no rule uses what a side asks for, the words that it may mean are taken.
        let passing = used.isEmpty ? known.union(own.map(\.value)).filter(passes) : used
        let ranks = passing.map { rank($0, settings) }
        let read = ranks.compactMap { $0 }
        guard read.count == ranks.count, let least = read.min(), let most = read.max() else { return nil }
        return least...most
    }
}
