/// What many records have in common.
public struct MinedTemplate: Sendable {
    /// A number that is its own in this report; in the order in which templates were first met, from 1 on.
    public let id: Int
    /// The text, with `<*>` for what varies.
    public let text: String
    /// Records.
    public let count: Int
    /// Of these, those with a time before the one that was given as the baseline's end.
    public let before: Int
    /// The numbers of the first and the last line, from 1 on.
    public let firstLine: Int
    public let lastLine: Int
    /// Earliest and latest time in seconds since 1970; `nil` where lines do not tell.
    public let first: Double?
    public let last: Double?
    /// The first record's message, as it was written, at most 1,024 bytes.
    public let example: String
    /// What each `<*>` was.
    public let variables: [MinedVariable]
    /// The other members of records in JSON or logfmt, by name.
    public let fields: [(name: String, values: MinedVariable)]
    /// The services that records name, at most eight.
    public let services: [String]
    /// What its records have in common.
    let pattern: Pattern
}
