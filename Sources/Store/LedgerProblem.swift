/// Something that is not as it was when it was written.
public struct LedgerProblem: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Subject: Sendable, Hashable {
        /// An entry by its position, with its call's key when that is known.
        case entry(position: Int64, key: String?)
        /// The signed checkpoint of a size.
        case checkpoint(size: Int64)
        /// The log as a whole.
        case log
        /// The database.
        case file
    }

    public var subject: Subject
    public var reason: String

    public init(_ subject: Subject, _ reason: String) {
        self.subject = subject
        self.reason = reason
    }

    /// The position of the entry that it is about.
    public var position: Int64? { if case .entry(let position, _) = subject { position } else { nil } }

    public var description: String {
        switch subject {
        case .entry(let position, let key?): "entry \(position) (\(key)): \(reason)"
        case .entry(let position, nil): "entry \(position): \(reason)"
        case .checkpoint(let size): "the checkpoint of size \(size): \(reason)"
        case .log: "the log: \(reason)"
        case .file: "the file: \(reason)"
        }
    }
}
