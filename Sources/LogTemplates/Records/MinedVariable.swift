/// What a variable was over the records of a template.
public struct MinedVariable: Sendable {
    /// The least and the greatest, where all values were decimal numbers.
    public let range: ClosedRange<Double>?
    /// The distinct values in the order in which they came, at most eight, each cut at 64 bytes.
    public let values: [String]
    /// There were more distinct values than these.
    public let hasMore: Bool

    init(_ range: ValueRange) {
        self.range =
            !range.hasText && range.minimum <= range.maximum ? range.minimum...range.maximum : nil
        values = range.values.map { String(decoding: $0.text, as: UTF8.self) }
        hasMore = range.hasMore
    }
}
