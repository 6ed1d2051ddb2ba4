import Core

extension Proposal {
    /// Reads a proposal. Anything but the canonical form of what it says is refused: unknown members, other spellings of a
    /// number or time, spaces.
    public init(payload: [UInt8]) throws(ApprovalFormatError) {
        let reader = StrictJSON(place: "proposal")
        let object = try reader.document(payload, atMost: Proposal.maximumBytes)
        try self.init(object, reader)
        guard self.payload == payload else { throw reader.fail("it is not in the canonical form") }
    }

    private init(_ object: JSONObject, _ reader: StrictJSON) throws(ApprovalFormatError) {
        try reader.members(of: object, Proposal.members)
        let policy = try reader.object("policy", of: object)
        try reader.members(of: policy, ["digest", "rule"])
        var evidence: [String] = []
        for value in try reader.array("evidence", of: object) {
            guard let id = value.string else { throw reader.fail("an id of evidence is not a string") }
            evidence.append(id)
        }
        var onBehalfOf: String?
        if object["onBehalfOf"] != .null { onBehalfOf = try reader.string("onBehalfOf", of: object) }
        try self.init(
            id: try reader.string("id", of: object), investigation: try reader.string("investigation", of: object),
            source: try Source(try reader.object("source", of: object), reader),
            tool: try reader.string("tool", of: object),
            request: try Request(try reader.object("request", of: object), reader),
            asker: try Proposal.principal(try reader.string("asker", of: object), reader), onBehalfOf: onBehalfOf,
            reason: try reader.string("reason", of: object), evidence: evidence,
            policy: Rule(
                digest: try reader.string("digest", of: policy), rule: try reader.string("rule", of: policy)),
            approvers: try Approvers(try reader.object("approval", of: object), reader),
            checkpoint: try reader.string("checkpoint", of: object), nonce: try reader.hex("nonce", of: object),
            notBefore: try reader.instant("notBefore", of: object), expires: try reader.instant("expires", of: object))
    }

    private static let members = [
        "approval", "asker", "checkpoint", "evidence", "expires", "id", "investigation", "nonce", "notBefore", "onBehalfOf",
        "policy", "reason", "request", "source", "tool",
    ]

    static func json(
        id: String, investigation: String, source: Source, tool: String, request: Request, asker: Principal,
        onBehalfOf: String?, reason: String, evidence: [String], policy: Rule, approvers: Approvers, checkpoint: String,
        nonce: [UInt8], notBefore: Instant, expires: Instant
    ) -> JSONValue {
        [
            "approval": [
                "count": .number(approvers.count), "group": .string(approvers.group), "namespace": .string(namespace),
            ],
            "asker": .string(asker.description),
            "checkpoint": .string(checkpoint),
            "evidence": .array(evidence.map { .string($0) }),
            "expires": .string(expires.rfc3339Exact),
            "id": .string(id),
            "investigation": .string(investigation),
            "nonce": .string(Hex.encode(nonce)),
            "notBefore": .string(notBefore.rfc3339Exact),
            "onBehalfOf": onBehalfOf.map { .string($0) } ?? .null,
            "policy": ["digest": .string(policy.digest), "rule": .string(policy.rule)],
            "reason": .string(reason),
            "request": [
                "body": .string(Base64.encode(request.body)),
                "credential": .string(request.credential),
                "headers": .array(request.headers.map { .array([.string($0.name), .string($0.value)]) }),
                "method": .string(request.method.rawValue),
                "url": .string(request.url),
            ],
            "source": ["name": .string(source.name.text), "origin": .string(source.origin.description)],
            "tool": .string(tool),
        ]
    }

    /// The inverse of ``Principal/description``.
    static func principal(_ text: String, _ reader: StrictJSON) throws(ApprovalFormatError) -> Principal {
        if text == "playbook" { return .playbook }
        let scalars = text.unicodeScalars
        guard let colon = scalars.firstIndex(of: ":") else { throw reader.fail("the asker is not a principal") }
        let name = String(scalars[scalars.index(after: colon)...])
        guard !name.isEmpty else { throw reader.fail("the asker has no name") }
        switch String(scalars[..<colon]) {
        case "person": return .person(name)
        case "model": return .model(name)
        case "client": return .client(name)
        default: throw reader.fail("the asker is not a principal")
        }
    }
}

extension Proposal.Source {
    fileprivate init(_ object: JSONObject, _ reader: StrictJSON) throws(ApprovalFormatError) {
        try reader.members(of: object, ["name", "origin"])
        guard let origin = Origin(try reader.string("origin", of: object)) else {
            throw reader.fail("the source's origin is not one")
        }
        self.init(name: SourceName(try reader.string("name", of: object)), origin: origin)
    }
}

extension Proposal.Request {
    fileprivate init(_ object: JSONObject, _ reader: StrictJSON) throws(ApprovalFormatError) {
        try reader.members(of: object, ["body", "credential", "headers", "method", "url"])
        guard let method = HTTPCall.Method(rawValue: try reader.string("method", of: object)) else {
            throw reader.fail("the method is not known")
        }
        var headers: [HTTPCall.Field] = []
        for value in try reader.array("headers", of: object) {
            guard let pair = value.array, pair.count == 2, let name = pair[0].string, let text = pair[1].string else {
                throw reader.fail("a header is not a name and a value")
            }
            headers.append(HTTPCall.Field(name, text))
        }
        self.init(
            method: method, url: try reader.string("url", of: object), headers: headers,
            body: try reader.base64("body", of: object), credential: try reader.string("credential", of: object))
    }
}

extension Proposal.Approvers {
    fileprivate init(_ object: JSONObject, _ reader: StrictJSON) throws(ApprovalFormatError) {
        try reader.members(of: object, ["count", "group", "namespace"])
        guard try reader.string("namespace", of: object) == Proposal.namespace else {
            throw reader.fail("the namespace is not \(Proposal.namespace)")
        }
        guard let count = object["count"]?.int, let count = Int(exactly: count) else {
            throw reader.fail("the count of approvers is not a whole number")
        }
        self.init(count: count, group: try reader.string("group", of: object))
    }
}

extension Proposal: Codable {
    /// As a string: the canonical form is bytes, and a container that rewrites them would make another proposal of it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do throws(ApprovalFormatError) {
            try self.init(payload: Array(try Proposal.text(in: container).utf8))
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: payload, as: UTF8.self))
    }

    private static func text(in container: any SingleValueDecodingContainer) throws(ApprovalFormatError) -> String {
        guard let text = try? container.decode(String.self) else {
            throw ApprovalFormatError("proposal", "expected its canonical form as a string")
        }
        return text
    }
}
