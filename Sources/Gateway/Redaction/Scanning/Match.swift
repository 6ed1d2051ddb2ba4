/// Something to take out. Positions count bytes from the start of the window.
struct Match: Sendable {
    enum Source: Equatable, Sendable {
        case rule(Int32)
        case name
        /// A character that only our own tokens may have, and what to write for it.
        case forged(closing: Bool)
    }

    var source: Source
    var kind: RedactionClass
    var start: Int
    var end: Int
    /// What was found goes on for as long as bytes are in this table; -1: it ends at `end`.
    var openTable: Int32 = -1
    /// What was found goes on to its rule's closing line.
    var isBlock = false
    /// What the token is made from, when it is not the text itself: what an encoded run says.
    var meaning: [UInt8]?
}

/// What a rule or a name took, as the scanner says it: nothing in it is counted by reference.
struct Hit: BitwiseCopyable, Sendable {
    /// The rule's variant; ``name`` for a name.
    var variant: Int32
    var start: Int
    /// -1: nothing.
    var end: Int
    var openTable: Int32

    static let name: Int32 = -1
}
