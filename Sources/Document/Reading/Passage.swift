import Core

/// A block of a document before it is split into statements.
struct Passage {
    enum Kind {
        /// 1 to 6.
        case heading(Int)
        case paragraph
        /// An entry of a list.
        case item
        /// A row of a table: its cells are ``cells``, under these headers; empty where the table has none.
        case row([String])
        case code
    }

    var kind: Kind
    /// Of all but rows.
    var flow = Flow()
    /// Of rows.
    var cells: [Flow] = []
    var line: Int
    var endLine: Int
    /// Inside a block quotation.
    var isQuoted = false

    var isItem: Bool { if case .item = kind { true } else { false } }
}
