import Core

/// A proposal's bytes with the signatures that people made over them: a DSSE envelope whose signatures are SSH signatures.
///
///     {"payload":"<base64>","payloadType":"application/vnd.inquest.proposal.v1+json",
///      "signatures":[{"keyid":"SHA256:…","sig":"<base64 of the SSH signature's bytes>"}]}
///
/// on one line without spaces. An envelope that is well formed proves nothing: ``ApprovalJudge`` decides.
public struct ApprovalEnvelope: Sendable, Hashable {
    /// Larger envelopes are refused.
    public static let maximumBytes = 4 << 20
    public static let maximumSignatures = 32

    /// The bytes that were signed, without the pre-authentication encoding round them.
    public let payload: [UInt8]
    public let signatures: [SSHSignature]

    /// Puts signatures to a proposal, without asking what they are worth.
    public init(_ proposal: Proposal, signatures: [SSHSignature]) {
        payload = proposal.payload
        self.signatures = signatures
    }

    /// Reads an envelope. Anything but the bytes that ``bytes`` would give is refused, so that there is one form of each.
    public init(bytes: [UInt8]) throws(ApprovalFormatError) {
        let reader = StrictJSON(place: "approval envelope")
        let object = try reader.document(bytes, atMost: ApprovalEnvelope.maximumBytes)
        try reader.members(of: object, ["payload", "payloadType", "signatures"])
        guard try reader.string("payloadType", of: object) == Proposal.payloadType else {
            throw reader.fail("payloadType is not \(Proposal.payloadType)")
        }
        payload = try reader.base64("payload", of: object)
        let listed = try reader.array("signatures", of: object)
        guard (1...ApprovalEnvelope.maximumSignatures).contains(listed.count) else {
            throw reader.fail("it has \(listed.count) signatures and may have 1 to \(ApprovalEnvelope.maximumSignatures)")
        }
        var signatures: [SSHSignature] = []
        for value in listed {
            guard let entry = value.object else { throw reader.fail("a signature is not an object") }
            try reader.members(of: entry, ["keyid", "sig"])
            let signature = try SSHSignature(bytes: try reader.base64("sig", of: entry))
            guard try reader.string("keyid", of: entry) == signature.key.fingerprint else {
                throw reader.fail("a keyid is not the fingerprint of the key in its signature")
            }
            signatures.append(signature)
        }
        self.signatures = signatures
        guard self.bytes == bytes else { throw reader.fail("it is not in the canonical form") }
    }

    /// The canonical form.
    public var bytes: [UInt8] {
        let listed = signatures.map { signature -> JSONValue in
            ["keyid": .string(signature.key.fingerprint), "sig": .string(Base64.encode(signature.blob))]
        }
        let envelope: JSONValue = [
            "payload": .string(Base64.encode(payload)), "payloadType": .string(Proposal.payloadType),
            "signatures": .array(listed),
        ]
        return Array(envelope.canonical.utf8)
    }
}
