import Core
import Crypto
import Gateway
import Testing

/// A proposal to sign, and the people round it.
enum Sample {
    static let now = Instant(rfc3339: "2026-11-20T15:05:00Z") ?? Instant(seconds: 0)
    static let people: [String: Set<String>] = [
        "alice": ["sre", "oncall"], "bob": ["sre"], "carol": ["finance"], "dave": ["sre"],
    ]

    static func proposal(
        id: String = "p-20261120-1", url: String = "https://alerts.example.com/api/v2/silences?note=a%20b",
        origin: String = "https://alerts.example.com", method: HTTPCall.Method = .post,
        headers: [HTTPCall.Field] = [HTTPCall.Field("content-type", "application/json")],
        body: String = #"{"comment":"maintenance","matchers":[{"name":"service","value":"checkout"}]}"#,
        bytes: [UInt8]? = nil, asker: Principal = .model("gpt"), onBehalfOf: String? = "dave",
        reason: String = "The alert repeats while the fix is rolled out.", evidence: [String] = ["E1", "E2"],
        approvers: Int = 1, group: String = "sre", nonce: [UInt8] = Array(repeating: 7, count: 32),
        notBefore: Instant = now, lifetime: Double = 600
    ) throws -> Proposal {
        try Proposal(
            id: id, investigation: "20261120T150000Z-1f2e3d4c",
            source: Proposal.Source(name: "alerts", origin: try #require(Origin(origin))),
            tool: "alertmanager_create_silence",
            request: Proposal.Request(
                method: method, url: url, headers: headers, body: bytes ?? Array(body.utf8),
                credential: "authorization: Bearer ‹credential›"),
            asker: asker, onBehalfOf: onBehalfOf, reason: reason, evidence: evidence,
            policy: Proposal.Rule(digest: "sha256:12ab", rule: "writes to alerts"),
            approvers: Proposal.Approvers(count: approvers, group: group),
            checkpoint: "inquest.example/log\n12\nq1JHQ3v3sIhqOFMRvA6Y1w==\n", nonce: nonce, notBefore: notBefore,
            expires: notBefore.adding(seconds: lifetime))
    }
}

/// A security key in software: signs as OpenSSH's PROTOCOL.u2f has the hardware do it.
struct SoftwareSecurityKey {
    var application = "ssh:"
    var flags: UInt8 = 1
    var counter: UInt32 = 42
    private let ed25519 = Curve25519.Signing.PrivateKey()

    private var blob: [UInt8] {
        wire("sk-ssh-ed25519@openssh.com") + wire(Array(ed25519.publicKey.rawRepresentation)) + wire(application)
    }

    var line: String { "sk-ssh-ed25519@openssh.com " + Base64.encode(blob) }

    /// The bytes of an SSH signature over the message.
    func sign(_ message: [UInt8], namespace: String) throws -> [UInt8] {
        let data =
            Array("SSHSIG".utf8) + wire(namespace) + wire("") + wire("sha512") + wire(Array(SHA512.hash(data: message)))
        let tail = [flags] + big(counter)
        let signed = Array(SHA256.hash(data: Array(application.utf8))) + tail + Array(SHA256.hash(data: data))
        let signature = wire("sk-ssh-ed25519@openssh.com") + wire(Array(try ed25519.signature(for: signed))) + tail
        return Array("SSHSIG".utf8) + big(1) + wire(blob) + wire(namespace) + wire("") + wire("sha512") + wire(signature)
    }
}

/// The same with ECDSA over P-256.
struct SoftwareSecurityKeyECDSA {
    private let p256 = P256.Signing.PrivateKey()
    private let type = "sk-ecdsa-sha2-nistp256@openssh.com"

    private var blob: [UInt8] { wire(type) + wire("nistp256") + wire(Array(p256.publicKey.x963Representation)) + wire("ssh:") }
    var line: String { type + " " + Base64.encode(blob) }

    func sign(_ message: [UInt8], namespace: String) throws -> [UInt8] {
        let data =
            Array("SSHSIG".utf8) + wire(namespace) + wire("") + wire("sha512") + wire(Array(SHA512.hash(data: message)))
        let tail: [UInt8] = [5] + big(7)
        let signed = Array(SHA256.hash(data: Array("ssh:".utf8))) + tail + Array(SHA256.hash(data: data))
        let raw = Array(try p256.signature(for: signed).rawRepresentation)
        let numbers = wire(integer(Array(raw.prefix(32)))) + wire(integer(Array(raw.suffix(32))))
        let signature = wire(type) + wire(numbers) + tail
        return Array("SSHSIG".utf8) + big(1) + wire(blob) + wire(namespace) + wire("") + wire("sha512") + wire(signature)
    }

    private func integer(_ bytes: [UInt8]) -> [UInt8] {
        let significant = Array(bytes.drop { $0 == 0 })
        return (significant.first ?? 0) >= 0x80 ? [0] + significant : significant
    }
}

func wire(_ bytes: [UInt8]) -> [UInt8] { big(UInt32(bytes.count)) + bytes }
func wire(_ text: String) -> [UInt8] { wire(Array(text.utf8)) }
func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
