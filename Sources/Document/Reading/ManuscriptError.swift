/// Why a file could not be read as a document.
public enum ManuscriptError: Error, Sendable, Hashable, CustomStringConvertible {
    case empty
    /// The bytes, and how many there may be.
    case tooLarge(Int, limit: Int)
    /// What it is instead: `a PDF`.
    case notText(String)
    /// Quotations, lists or elements inside one another, and how many there may be.
    case tooDeep(line: Int, limit: Int)
    /// Statements that there may be.
    case tooLong(limit: Int)
    /// The parser gave up.
    case unreadable(String)

    public var description: String {
        switch self {
        case .empty: "it is empty: there is nothing to check"
        case .tooLarge(let bytes, let limit):
            "it has \(bytes) bytes, and a document may have \(limit): give the post-mortem without its attachments"
        case .notText(let what): "it is \(what) and not text: export it as Markdown, HTML or plain text"
        case .tooDeep(let line, let limit):
            "line \(line) stands inside more than \(limit) quotations, lists or elements: that is no document that people write"
        case .tooLong(let limit): "it makes more than \(limit) statements: give the post-mortem without logs and appendices"
        case .unreadable(let why): "it could not be read: \(why)"
        }
    }
}
