/// A stretch of a line.
struct Token: Sendable {
    enum Kind: UInt8, Sendable {
        /// Said by the program.
        case word
        /// A delimiter, or what joins the parts of a word.
        case mark
        /// A value by its form: a number, an address, a path.
        case variable
        /// In the place of a value (after `=`, in quotes) or with a digit in a name: constant unless lines differ in it.
        case value
    }

    var start: Int32
    var end: Int32
    var kind: Kind
    /// White space stands before it.
    var isSpaced: Bool
    /// Of its bytes.
    var hash: UInt64
}
