/// Something that a message says is being done or was done.
struct StatedAction: Equatable {
    enum Kind: String { case rollback, deploy, restart, scale, fix }
    enum Tense { case progressive, past }
    var kind: Kind
    var tense: Tense

    private static let phrases: [(phrase: String, kind: Kind, tense: Tense)] = [
        ("rolling back", .rollback, .progressive), ("reverting", .rollback, .progressive),
        ("rollback in progress", .rollback, .progressive), ("rollback started", .rollback, .progressive),
        ("rolled back", .rollback, .past), ("rolled it back", .rollback, .past), ("reverted", .rollback, .past),
        ("rollback done", .rollback, .past), ("rollback complete", .rollback, .past), ("rollback is done", .rollback, .past),
        ("deploying", .deploy, .progressive), ("deployed", .deploy, .past), ("shipped", .deploy, .past),
        ("restarting", .restart, .progressive), ("restarted", .restart, .past),
        ("scaling up", .scale, .progressive), ("scaling out", .scale, .progressive), ("scaled up", .scale, .past),
        ("scaled out", .scale, .past), ("fixed", .fix, .past), ("mitigated", .fix, .past), ("resolved", .fix, .past),
        ("recovered", .fix, .past),
    ]

    /// Words before the phrase that make it a plan, a question or a denial.
    private static let unreal: Set<String> = [
        "should", "could", "can", "may", "might", "if", "before", "without", "not", "isnt", "havent", "hasnt", "never", "until",
        "unless", "will", "gonna", "consider", "considering", "suggest", "instead", "after", "when", "once", "try", "no",
        "need",
        "needs", "want", "be", "yet", "think", "about",
    ]

    /// The first action that `text` states; `nil` for questions, plans and denials.
    init?(in text: String) {
        guard !text.contains("?") else { return nil }
        let words = Words.plain(in: text)
        var found: (place: Int, kind: Kind, tense: Tense)?
        for entry in StatedAction.phrases {
            guard let place = Words.position(of: entry.phrase, in: words), place < found?.place ?? .max else { continue }
            let before = words[max(0, place - 4)..<place]
            let after = words[place..<min(words.count, place + 4)]
            if before.contains(where: { StatedAction.unreal.contains($0) }) || after.contains("yet") { continue }
            found = (place, entry.kind, entry.tense)
        }
        guard let found else { return nil }
        kind = found.kind
        tense = found.tense
    }
}
