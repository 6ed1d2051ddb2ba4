/// What a variable was over the records of a template.
public struct MinedVariable: Sendable {
    /// The word that stands before it, as in `offset=12` and `offset 12`, or the member's name; `nil` where there is none.
    public let name: String?
    /// The least and the greatest, where all values were decimal numbers.
    public let range: ClosedRange<Double>?
    /// The distinct values in the order in which they came, at most eight, each cut at 64 bytes.
    public let values: [String]
    /// There were more distinct values than these.
    public let hasMore: Bool

    init(_ range: ValueRange, name: String?) {
        self.name = name
        self.range =
            !range.hasText && range.minimum <= range.maximum ? range.minimum...range.maximum : nil
        values = range.values.map { String(decoding: $0.text, as: UTF8.self) }
        hasMore = range.hasMore
    }
}
