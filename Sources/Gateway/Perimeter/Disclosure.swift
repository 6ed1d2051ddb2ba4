public import Core

/// Who receives what leaves.
public enum Recipient: Sendable, Hashable, CustomStringConvertible {
    case model(String)
    case client(String)
    case chat(String)
    case page(String)
    case policyServer(String)

    /// The word that a policy's rules know the disclosure by: `disclose_to_model`.
    public var tool: String {
        switch self {
        case .model: "disclose_to_model"
        case .client: "disclose_to_client"
        case .chat: "disclose_to_chat"
        case .page: "disclose_to_page"
        case .policyServer: "disclose_to_policy_server"
        }
    }

    public var name: String {
        switch self {
        case .model(let name), .client(let name), .chat(let name), .page(let name), .policyServer(let name): name
        }
    }

    /// `model:NAME`
    public var description: String { "\(tool.dropFirst("disclose_to_".count)):\(name)" }
}

/// Text that someone wants to leave.
public struct Disclosure: Sendable {
    public var key: CallKey
    public var recipient: Recipient
    public var principal: Principal
    /// What sorts of data the text was made from.
    public var data: Set<DataClass>
    public var text: String

    public init(key: CallKey, to recipient: Recipient, principal: Principal, data: Set<DataClass>, text: String) {
        self.key = key
        self.recipient = recipient
        self.principal = principal
        self.data = data
        self.text = text
    }
}

/// Text that may leave: allowed by the policy, redacted, framed where a machine will read it, and in the ledger. Only the
/// gateway makes one.
public struct Released: Sendable {
    public let text: String
    /// How many values were replaced, by class.
    public let counts: [String: Int]

    init(text: String, counts: [String: Int]) {
        self.text = text
        self.counts = counts
    }
}

/// Why the gateway did not do what it was asked to.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        /// A rule says no.
        case denied
        /// A person has to approve it first.
        case needsApproval
        /// A limit or budget was spent.
        case overBudget
        /// The request itself is not one that can be made.
        case invalid
        /// The ledger could not be written.
        case ledger
    }
    public var kind: Kind
    public var reason: String

    public init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }

    public var description: String { reason }
}
