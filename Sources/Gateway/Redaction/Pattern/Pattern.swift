/// A pattern as a tree. Matching is *possessive*: every part takes as much as it can, once, and never gives back; of several
/// choices the first that matches stays. So a failed match costs no more than one walk over the pattern.
struct Pattern: Hashable, Sendable {
    indirect enum Node: Hashable, Sendable {
        /// `maximum` is `nil` for a repetition without end, which only stands last.
        case set(ByteSet, minimum: Int, maximum: Int?)
        case literal([UInt8])
        /// Lower-case letters that stand for both cases.
        case word([UInt8])
        case choice([[Node]])
        case valueStart, valueEnd
        /// No ASCII letter or digit on the other side.
        case boundary
    }

    var nodes: [Node]
    var isCaseless: Bool
}
