/// What a log consists of.
public struct LogTemplateReport: Sendable {
    /// The most frequent first.
    public let templates: [MinedTemplate]
    /// Lines that were read, and records that they make.
    public let lines: Int
    public let records: Int
    /// Records of new kinds that came when no further template could be kept; they are under the nearest template, or under `<*>`.
    public let unsorted: Int
    /// The template's id for each line; empty unless it was asked for.
    public let assignment: [Int]
}
