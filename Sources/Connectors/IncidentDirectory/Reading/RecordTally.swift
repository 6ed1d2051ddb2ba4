import Core

/// What was read of one file, and what could not be: for its diagnostic.
struct RecordTally: Sendable {
    /// Problems that are told one by one.
    private static let told = 5

    let file: DirectoryFile
    private(set) var read = 0
    private(set) var skipped = 0
    private(set) var exchanges: [CallKey] = []
    private(set) var bytes = 0
    private var problems: [String] = []
    /// Why not all of it was read.
    var trouble: String?

    init(_ file: DirectoryFile) { self.file = file }

    mutating func took(_ count: Int, from exchange: CallKey) {
        bytes += count
        exchanges.append(exchange)
    }

    mutating func accept() { read += 1 }

    /// - Parameter reason: a clause such as `has no time`.
    mutating func skip(line: Int, _ reason: String) {
        skipped += 1
        if problems.count < RecordTally.told { problems.append("\(file.name):\(line): \(reason)") }
    }

    var name: String { file.name }

    /// A file in which nothing decodes is an error; a few bad records make a partial answer.
    var diagnostic: Diagnostic? {
        guard skipped > 0 else { return nil }
        var told = problems.joined(separator: "; ")
        if skipped > problems.count { told += "; and \(skipped - problems.count) more" }
        guard read > 0 else {
            return Diagnostic(.failed, "nothing in \(name) could be read: \(told)", exchange: exchanges.last)
        }
        return Diagnostic(
            .partial, "\(skipped) of \(read + skipped) records of \(name) were skipped: \(told)", exchange: exchanges.last)
    }

    /// Whether all of it was read. Records that were skipped are known by their number and told by ``diagnostic``; the rest of the
    /// file is no less complete for them.
    var completeness: Completeness { trouble.map { .cutOff(reason: $0) } ?? .complete }

    /// What the absence of records of a kind is worth, when none of those that were read was asked for: one that was skipped may
    /// have been one of them.
    var absence: Completeness {
        if let trouble { return .failed(reason: trouble) }
        guard skipped > 0 else { return .noneThere }
        return read == 0 ? .failed(reason: unread) : .cutOff(reason: unread)
    }

    /// What it is worth that all records that were read are of another time.
    ///
    /// - Parameter reason: of what time they are.
    func elsewhere(_ reason: String) -> Completeness { trouble == nil ? .notKept(reason: reason) : absence }

    private var unread: String { "\(skipped) \(skipped == 1 ? "record" : "records") of \(name) could not be read" }
}

/// Why one record cannot be read: a clause such as `has no time`.
struct RecordFault: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}
