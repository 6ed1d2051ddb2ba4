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
