/// Why a model gave no answer, and whether another try would help.
public struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// The request has more tokens than the model takes.
        case contextExceeded
        /// Too many requests or tokens, or the provider has too much to do: later, perhaps.
        case busy
        /// The credential is not good, or the policy says no.
        case denied
        /// The server does not take the request.
        case invalid
        /// A budget was spent.
        case overBudget
        /// No answer in time.
        case timedOut
        /// No whole answer, or one that is not of the protocol.
        case failed
    }

    public var kind: Kind
    /// A sentence without a full stop. It may quote the server.
    public var detail: String
    /// What the provider's support would ask for.
    public var requestID: String?

    public init(_ kind: Kind, _ detail: String, requestID: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.requestID = requestID
    }

    public var description: String { requestID.map { "\(detail) (request \($0))" } ?? detail }
}
