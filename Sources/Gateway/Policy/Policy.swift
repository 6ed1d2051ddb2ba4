/// Who may do what: ordered rules, of which the first that matches decides. Where none matches, reads are allowed and all else
/// is denied; `Policy()` has no rules.
///
/// An `allow` for a write does not exist: reading a policy that has one fails, and ``judge(_:)`` never gives one. A write needs
/// people's signatures over its bytes.
public struct Policy: Sendable, Hashable {
    public var people: [PolicyPerson]
    public var rules: [PolicyRule]
    public var limits: [PrincipalLimit]
    public var approvals: ApprovalSettings
    /// A server that is asked too, and can only make a verdict stricter.
    public var delegate: PolicyServer?

    public init(
        people: [PolicyPerson] = [], rules: [PolicyRule] = [], limits: [PrincipalLimit] = [],
        approvals: ApprovalSettings = ApprovalSettings(), delegate: PolicyServer? = nil
    ) {
        self.people = people
        self.rules = rules
        self.limits = limits
        self.approvals = approvals
        self.delegate = delegate
    }

    /// Whom the operating system's user is mapped to.
    public func person(ofUser user: String) -> PolicyPerson? { people.first { $0.users.contains(user) } }

    /// The person of this name, such as the principal under which an approval was signed.
    public func person(named name: String) -> PolicyPerson? { people.first { $0.name == name } }

    /// The groups of the person of this name; none when the policy does not know the person.
    public func groups(ofPerson name: String) -> [String] { person(named: name)?.groups ?? [] }
}

/// A person, as the policy names them.
public struct PolicyPerson: Sendable, Hashable {
    /// The same text as the person's principal in the allowed-signers file: an e-mail address, or a name.
    public var name: String
    /// The operating system's users who are this person.
    public var users: [String]
    public var groups: [String]

    public init(name: String, users: [String] = [], groups: [String] = []) {
        self.name = name
        self.users = users
        self.groups = groups
    }
}

/// How proposals are approved.
public struct ApprovalSettings: Sendable, Hashable {
    /// OpenSSH's allowed-signers file; a relative path is relative to the policy's file.
    public var allowedSigners: String?
    /// A file of revoked public keys, in the form that `ssh-keygen` has for them.
    public var revokedKeys: String?
    /// Minutes for which a proposal can be approved, 1 to 60.
    public var expiryMinutes: Int

    public static let expiryRange = 1...60

    public init(allowedSigners: String? = nil, revokedKeys: String? = nil, expiryMinutes: Int = 10) {
        self.allowedSigners = allowedSigners
        self.revokedKeys = revokedKeys
        self.expiryMinutes = expiryMinutes
    }
}

/// What a principal may spend. What is `nil` is not limited.
public struct PrincipalLimit: Sendable, Hashable {
    public var principal: PrincipalPattern
    /// Calls in one investigation.
    public var calls: Int?
    /// Bytes of replies in one investigation.
    public var bytes: Int?
    /// Calls a minute over the whole process, for each principal that the pattern matches; as many at once.
    public var perMinute: Int?

    public init(principal: PrincipalPattern, calls: Int? = nil, bytes: Int? = nil, perMinute: Int? = nil) {
        self.principal = principal
        self.calls = calls
        self.bytes = bytes
        self.perMinute = perMinute
    }
}

/// A server of Open Policy Agent.
public struct PolicyServer: Sendable, Hashable {
    public var origin: Origin
    /// Segments of the document's path below `/v1/data`.
    public var path: [String]
    /// Seconds, 0.1 to 30.
    public var timeout: Double
    /// Sent as a bearer token.
    public var token: SecretReference?

    public init(origin: Origin, path: [String], timeout: Double = 2, token: SecretReference? = nil) {
        self.origin = origin
        self.path = path
        self.timeout = timeout
        self.token = token
    }
}
