public import Core

/// One sentence, list item, row or field of a document that someone wrote, as plain text.
public struct Statement: Sendable, Hashable {
    /// What part of the document it is.
    public enum Role: String, Sendable, Hashable, Codable {
        case prose
        /// An entry of a timeline: its text begins with the time.
        case timelineEntry
        /// A name with its value, `Detected: 14:31 UTC`; a row of a table is `header: cell` joined by `; `.
        case field
        case heading
        /// A block quotation, or speech set off as such: true as a quotation, whatever it says.
        case quotation
        /// Code, logs and queries in a fence.
        case code
    }

    /// `S1`; the place among the document's statements.
    public var id: String
    /// Markup removed; one line.
    public var text: String
    /// Where it begins in the file, and the last line that it touches, from 1.
    public var line: Int
    public var endLine: Int
    /// The headings that it stands under, outermost first.
    public var section: [String]
    public var role: Role
    /// Evidence and findings that the author cites: `[E12]`, `F3`.
    public var citations: [Claim.Citation]

    public init(
        id: String, text: String, line: Int, endLine: Int, section: [String] = [], role: Role = .prose,
        citations: [Claim.Citation] = []
    ) {
        self.id = id
        self.text = text
        self.line = line
        self.endLine = endLine
        self.section = section
        self.role = role
        self.citations = citations
    }
}
