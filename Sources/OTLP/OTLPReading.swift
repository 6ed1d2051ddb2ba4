/// What was read of a document, and what could not be.
public struct OTLPReading<Item: Sendable>: Sendable {
    public var items: [Item] = []
    /// Does the document hold lists of the kind at all? `{}` and `{"trace":{}}` do not; `{"resourceSpans":[]}` does.
    public var hasLists = false
    /// Records that could not be read.
    public var skipped = 0
    /// The first of them, at most ``mostProblems``.
    public var problems: [OTLPProblem] = []

    public static var mostProblems: Int { 20 }

    public init() {}

    mutating func skip(_ reason: String, at path: @autoclosure () -> String) {
        skipped += 1
        if problems.count < Self.mostProblems { problems.append(OTLPProblem(path: path(), reason: reason)) }
    }
}

/// Why one record could not be read.
public struct OTLPProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where it is in the document: `resourceSpans[3].scopeSpans[0].spans[7]`.
    public var path: String
    /// A clause such as `has no start`.
    public var reason: String

    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    public var description: String { "\(path) \(reason)" }
}

/// The reason why a record cannot be read.
struct OTLPFault: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
}
