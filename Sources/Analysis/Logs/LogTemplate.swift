public import Core

/// What many log lines have in common.
public struct LogTemplate: Sendable, Hashable {
    /// Masked words; `<*>` where lines differ.
    public var words: [String]
    public var count: Int
    public var first: Instant
    public var last: Instant
    /// How many of its lines said `error`, `fatal`, `critical` or worse.
    public var errors: Int
    /// A line as it was written.
    public var example: String

    public var text: String { words.joined(separator: " ") }
}
