import Core

/// A statement of someone's document, with what is said of it.
struct AnnotatedRow: Sendable {
    var id: String
    var line: Int
    var role: Statement.Role
    /// Of headings, 3 or 4: they stand below the headings of the document around them.
    var level: Int
    var text: String
    var verdict: Ruling.Verdict
    /// Empty for what is not checked.
    var remarks: [Inline]

    /// What stands for the verdict where there is no colour.
    var sign: String {
        switch verdict {
        case .supported: "✓"
        case .contradicted: "✗"
        case .unsupported: "?"
        case .notChecked: "·"
        }
    }
}
