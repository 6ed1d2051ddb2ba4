public import Core

extension Policy {
    /// The name of the form, for which a document may ask with `schema:`.
    public static let schema = "inquest.policy/1"

    /// Reads a policy from YAML. An empty document is `Policy()`.
    ///
    /// - Parameter file: the file's name, for errors.
    public static func read(yaml: String, file: String) throws(PolicyError) -> Policy {
        guard let root = try PolicyNode.read(yaml: yaml, file: file) else { return Policy() }
        return try Policy(PolicyReader(file: file, node: root, key: ""))
    }

    /// Reads a policy from a file's bytes.
    public static func read(bytes: [UInt8], file: String) throws(PolicyError) -> Policy {
        guard bytes.count <= PolicyNode.maximumBytes else {
            throw PolicyError(file: file, line: nil, key: "", expected: "expected at most \(PolicyNode.maximumBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PolicyError(file: file, line: nil, key: "", expected: "expected text in UTF-8")
        }
        return try read(yaml: text, file: file)
    }

    /// Reads the form that ``json`` gives, with the same checks as for YAML.
    public init(json: JSONValue) throws(PolicyError) {
        try self.init(PolicyReader(file: "the recorded policy", node: PolicyNode(json), key: ""))
    }

    init(_ reader: PolicyReader) throws(PolicyError) {
        self.init()
        var rules: PolicyReader?
        for (name, value) in try reader.members(allowed: ["schema", "people", "rules", "limits", "approvals", "delegate"]) {
            switch name {
            case "schema":
                guard try value.string() == Policy.schema else { throw value.problem("expected \(Policy.schema)") }
            case "people": people = try Policy.people(value)
            case "rules": rules = value
            case "limits": limits = try Policy.limits(value)
            case "approvals": approvals = try Policy.approvals(value)
            default: delegate = try PolicyServer(value)
            }
        }
        // A rule's approvers are held against the people, wherever in the document those stand.
        if let rules { self.rules = try Policy.rules(rules, people) }
    }

    private static func people(_ reader: PolicyReader) throws(PolicyError) -> [PolicyPerson] {
        var people: [PolicyPerson] = []
        var names: Set<String> = []
        var users: Set<String> = []
        for element in try reader.elements() {
            var person = PolicyPerson(name: "")
            for (name, value) in try element.members(allowed: ["person", "users", "groups"]) {
                switch name {
                case "person": person.name = try value.words()
                case "users":
                    person.users = try value.list()
                    for user in person.users where !users.insert(user).inserted {
                        throw value.problem("expected each user once; '\(user)' is listed twice")
                    }
                default: person.groups = try value.list()
                }
            }
            guard !person.name.isEmpty else { throw element.problem("expected a 'person'") }
            guard names.insert(person.name).inserted else {
                throw element.problem("expected each person once; '\(person.name)' is listed twice")
            }
            people.append(person)
        }
        return people
    }

    private static func rules(_ reader: PolicyReader, _ people: [PolicyPerson]) throws(PolicyError) -> [PolicyRule] {
        var rules: [PolicyRule] = []
        var names: Set<String> = []
        for element in try reader.elements() {
            let rule = try PolicyRule(element)
            if let name = rule.name, !names.insert(name).inserted {
                throw element.problem("expected another name; '\(name)' is taken by an earlier rule")
            }
            if rule.verdict == .approval, let group = rule.approvers.group {
                let members = people.count { $0.groups.contains(group) }
                guard members >= rule.approvers.count else {
                    throw element.problem(
                        "expected at least \(rule.approvers.count) people in the group '\(group)'; the policy's people has \(members)"
                    )
                }
            }
            rules.append(rule)
        }
        return rules
    }

    private static func limits(_ reader: PolicyReader) throws(PolicyError) -> [PrincipalLimit] {
        var limits: [PrincipalLimit] = []
        for element in try reader.elements() {
            var principal: PrincipalPattern?
            var limit = PrincipalLimit(principal: .any)
            for (name, value) in try element.members(allowed: ["principal", "calls", "bytes", "perMinute"]) {
                switch name {
                case "principal": principal = try PrincipalPattern(value)
                case "calls": limit.calls = try value.integer(0...1_000_000_000)
                case "bytes": limit.bytes = try value.integer(0...(1 << 50))
                default: limit.perMinute = try value.integer(1...1_000_000)
                }
            }
            guard let principal else { throw element.problem("expected a 'principal'") }
            guard limit.calls != nil || limit.bytes != nil || limit.perMinute != nil else {
                throw element.problem("expected 'calls', 'bytes' or 'perMinute'")
            }
            limit.principal = principal
            limits.append(limit)
        }
        return limits
    }

    private static func approvals(_ reader: PolicyReader) throws(PolicyError) -> ApprovalSettings {
        var settings = ApprovalSettings()
        for (name, value) in try reader.members(allowed: ["allowedSigners", "revokedKeys", "expiryMinutes"]) {
            switch name {
            case "allowedSigners": settings.allowedSigners = try value.words()
            case "revokedKeys": settings.revokedKeys = try value.words()
            default: settings.expiryMinutes = try value.integer(ApprovalSettings.expiryRange)
            }
        }
        return settings
    }
}

extension PrincipalPattern {
    init(_ reader: PolicyReader) throws(PolicyError) {
        guard let pattern = PrincipalPattern(try reader.words()) else {
            throw reader.problem("expected \(PrincipalPattern.forms)")
        }
        self = pattern
    }
}

extension PolicyServer {
    init(_ reader: PolicyReader) throws(PolicyError) {
        var origin: Origin?
        var path: [String] = []
        var timeout = 2.0
        var token: SecretReference?
        for (name, value) in try reader.members(allowed: ["opa", "path", "timeout", "token"]) {
            switch name {
            case "opa":
                origin = Origin(try value.words())
                guard origin != nil else {
                    throw value.problem("expected an http or https address without user, query or fragment")
                }
            case "path":
                path = try value.words().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
                guard !path.contains(where: { ["", ".", ".."].contains($0) }) else {
                    throw value.problem("expected the path of a document below /v1/data, such as inquest/verdict")
                }
            case "timeout": timeout = try value.number(0.1...30)
            default:
                token = SecretReference(try value.words())
                guard token != nil else {
                    throw value.problem("expected a reference, env:NAME or file:PATH, and never a value")
                }
            }
        }
        guard let origin else { throw reader.problem("expected 'opa', the server's address") }
        guard !path.isEmpty else { throw reader.problem("expected 'path', such as inquest/verdict") }
        self.init(origin: origin, path: path, timeout: timeout, token: token)
    }
}
