import Core
import Foundation
import Testing

@testable import Gateway

@Suite("SSH signatures")
struct SSHSignatureTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var type: String
        var bits: Int?
        var kind: SSHPublicKey.Kind
        var testDescription: String { kind.rawValue }
    }
    static let kinds = [
        Kind(type: "ed25519", bits: nil, kind: .ed25519), Kind(type: "ecdsa", bits: 256, kind: .ecdsaP256),
        Kind(type: "ecdsa", bits: 384, kind: .ecdsaP384), Kind(type: "ecdsa", bits: 521, kind: .ecdsaP521),
    ]

    @Test("a signature that ssh-keygen made is valid over its message, and over no other", arguments: kinds)
    func realSignatures(_ kind: Kind) throws {
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key", type: kind.type, bits: kind.bits)
        let key = try SSHPublicKey(line: line)
        #expect(key.kind == kind.kind)
        let listing = try keygen.run(["-l", "-f", keygen.path("key.pub")]).output
        #expect(listing.split(separator: " ").dropFirst().first == Substring(key.fingerprint))
        for (message, options) in [([], []), ([0, 1, 2, 255], ["-O", "hashalg=sha256"]), (Array("text\n".utf8), [])] {
            let message: [UInt8] = message
            let armored = try keygen.sign(message, with: "key", options: options)
            let signature = try SSHSignature(armored: armored)
            #expect(signature.isValid(over: message))
            #expect(!signature.isValid(over: message + [0]))
            #expect(signature.key == key)
            #expect(signature.namespace == Proposal.namespace)
            #expect(signature.hash == (options.isEmpty ? .sha512 : .sha256))
            #expect(signature.armored == armored)
            #expect(try SSHSignature(bytes: signature.blob) == signature)
        }
    }

    @Test("every flipped bit of a signature's bytes is refused", arguments: kinds)
    func flips(_ kind: Kind) throws {
        let keygen = try SSHKeygen()
        let key = try SSHPublicKey(line: try keygen.makeKey("key", type: kind.type, bits: kind.bits))
        let message = Array("message".utf8)
        let blob = try SSHSignature(armored: try keygen.sign(message, with: "key")).blob
        #expect(accepts(blob, key, message))
        for position in blob.indices {
            for bit in 0..<8 {
                var mutated = blob
                mutated[position] ^= 1 << bit
                #expect(!accepts(mutated, key, message), "bit \(bit) of byte \(position)")
            }
        }
    }

    @Test("every shortened and every lengthened signature is refused")
    func truncations() throws {
        let keygen = try SSHKeygen()
        let key = try SSHPublicKey(line: try keygen.makeKey("key"))
        let message = Array("message".utf8)
        let blob = try SSHSignature(armored: try keygen.sign(message, with: "key")).blob
        for count in blob.indices { #expect(!accepts(Array(blob.prefix(count)), key, message)) }
        #expect(!accepts(blob + [0], key, message))
        #expect(!accepts(blob + blob, key, message))
        #expect(!accepts([0] + blob, key, message))
    }

    private func accepts(_ blob: [UInt8], _ key: SSHPublicKey, _ message: [UInt8]) -> Bool {
        guard let signature = try? SSHSignature(bytes: blob) else { return false }
        return signature.key == key && signature.namespace == Proposal.namespace && signature.isValid(over: message)
    }

    @Test("what ssh-keygen refuses of a damaged signature, we refuse too")
    func damageAgreement() throws {
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key")
        let key = try SSHPublicKey(line: line)
        let message = Array("message".utf8)
        let blob = try SSHSignature(armored: try keygen.sign(message, with: "key")).blob
        func theirs(_ bytes: [UInt8]) throws -> Bool {
            let armored = "-----BEGIN SSH SIGNATURE-----\n" + Base64.encode(bytes) + "\n-----END SSH SIGNATURE-----\n"
            return try keygen.verify(message, signature: Array(armored.utf8), signers: "alice " + line, identity: "alice")
        }
        #expect(try theirs(blob))
        for position in stride(from: 0, to: blob.count, by: 4) {
            var mutated = blob
            mutated[position] ^= 1
            #expect(try !theirs(mutated), "byte \(position)")
            #expect(!accepts(mutated, key, message), "byte \(position)")
        }
        #expect(try !theirs(blob + [0]))
        // ssh-keygen passes over the reserved field, as the protocol says; we have no use for what we cannot read.
        guard let place = blob.firstRange(of: wire("") + wire("sha512")) else { throw ApprovalFormatError("blob", "no field") }
        let reserved = Array(blob[..<place.lowerBound]) + wire("tag") + Array(blob[(place.lowerBound + 4)...])
        #expect(try theirs(reserved))
        #expect(!accepts(reserved, key, message))
    }

    @Test("a security key's signature, made as the protocol says, is valid for us and for ssh-keygen")
    func securityKey() throws {
        let keygen = try SSHKeygen()
        let key = SoftwareSecurityKey()
        let message = Array("touched".utf8)
        let signature = try SSHSignature(bytes: try key.sign(message, namespace: Proposal.namespace))
        #expect(signature.isValid(over: message))
        #expect(signature.userWasPresent)
        #expect(signature.presence == .init(flags: 1, counter: 42))
        #expect(signature.key.application == "ssh:")
        #expect(!signature.isValid(over: message + [0]))
        #expect(
            try keygen.verify(
                message, signature: Array(signature.armored.utf8), signers: "alice " + key.line, identity: "alice"))
        for position in signature.blob.indices {
            var mutated = signature.blob
            mutated[position] ^= 1
            #expect(!accepts(mutated, signature.key, message), "byte \(position)")
        }
    }

    @Test("an ECDSA security key's signature is valid for us and for ssh-keygen")
    func securityKeyECDSA() throws {
        let keygen = try SSHKeygen()
        let key = SoftwareSecurityKeyECDSA()
        let message = Array("touched".utf8)
        let signature = try SSHSignature(bytes: try key.sign(message, namespace: Proposal.namespace))
        #expect(signature.isValid(over: message))
        #expect(!signature.isValid(over: message + [0]))
        #expect(signature.key.kind == .securityKeyECDSA)
        #expect(
            try keygen.verify(
                message, signature: Array(signature.armored.utf8), signers: "alice " + key.line, identity: "alice"))
    }

    @Test("a security key that was not touched says so")
    func untouched() throws {
        var key = SoftwareSecurityKey()
        key.flags = 0
        let signature = try SSHSignature(bytes: try key.sign([1], namespace: Proposal.namespace))
        #expect(signature.isValid(over: [1]))
        #expect(!signature.userWasPresent)
    }

    @Test("RSA keys and certificates are refused with a reason that says what to do")
    func otherKinds() throws {
        let keygen = try SSHKeygen()
        let rsa = try keygen.makeKey("rsa", type: "rsa", bits: 2048)
        #expect(reason { () throws(ApprovalFormatError) in _ = try SSHPublicKey(line: rsa) }.contains("use an Ed25519 key"))
        let armored = try keygen.sign([1], with: "rsa")
        #expect(
            reason { () throws(ApprovalFormatError) in _ = try SSHSignature(armored: armored) }.contains(
                "RSA keys are not taken"))
        _ = try keygen.makeKey("ca")
        _ = try keygen.makeKey("user")
        #expect(
            try keygen.run(["-q", "-s", keygen.path("ca"), "-I", "id", "-n", "alice", keygen.path("user.pub")]).status == 0)
        let certificate = try keygen.read("user-cert.pub")
        #expect(
            reason { () throws(ApprovalFormatError) in _ = try SSHPublicKey(line: certificate) }
                .contains("certificates are not taken"))
        let byCertificate = try keygen.sign([1], with: "user-cert.pub")
        #expect(
            reason { () throws(ApprovalFormatError) in _ = try SSHSignature(armored: byCertificate) }
                .contains("certificates are not taken"))
    }

    @Test("the armor is read strictly")
    func armor() throws {
        let keygen = try SSHKeygen()
        _ = try keygen.makeKey("key")
        let armored = try keygen.sign([1], with: "key")
        #expect(throws: Never.self) { try SSHSignature(armored: armored) }
        #expect(throws: Never.self) { try SSHSignature(armored: armored + "\n") }
        let body = armored.split(separator: "\n").dropFirst().dropLast().joined(separator: "\n")
        let mutations = [
            "", "\n", " " + armored, "\n" + armored, armored + "x", armored + armored, body,
            armored.replacingOccurrences(of: "\n", with: "\r\n"), armored.replacingOccurrences(of: "BEGIN", with: "begin"),
            armored.replacingOccurrences(of: "U1NI", with: "U1 NI"),
            "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", "-----BEGIN SSH SIGNATURE-----",
            "-----BEGIN SSH SIGNATURE-----\n" + String(repeating: "A", count: 20_000) + "\n-----END SSH SIGNATURE-----\n",
        ]
        for mutation in mutations {
            #expect(throws: ApprovalFormatError.self, "\(mutation.prefix(80))") { try SSHSignature(armored: mutation) }
        }
    }

    @Test("fields that the protocol lets be anything are refused unless they are what ssh-keygen writes")
    func fields() throws {
        let key = SoftwareSecurityKey()
        let blob = try key.sign([1], namespace: "x")
        func replacing(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
            guard let range = blob.firstRange(of: old) else { return [] }
            return Array(blob[..<range.lowerBound]) + new + Array(blob[range.upperBound...])
        }
        let rest = wire("x") + wire("") + wire("sha512")
        let cases: [([UInt8], String)] = [
            (replacing(rest, wire("") + wire("") + wire("sha512")), "the namespace is empty"),
            (replacing(rest, wire("x") + wire("y") + wire("sha512")), "the reserved field is not empty"),
            (replacing(rest, wire("x") + wire("") + wire("sha1")), "neither sha256 nor sha512"),
            (replacing(rest, wire("x\u{0}") + wire("") + wire("sha512")), "not printable ASCII"),
            (replacing(Array("SSHSIG".utf8) + big(1), Array("SSHSIG".utf8) + big(2)), "version 2"),
        ]
        for (bytes, expected) in cases {
            let found = reason { () throws(ApprovalFormatError) in _ = try SSHSignature(bytes: bytes) }
            #expect(found.contains(expected), "\(found)")
        }
    }

    @Test("a key with anything after its end, another curve or a point off the curve is refused")
    func keyBlobs() throws {
        let keygen = try SSHKeygen()
        let p256 = try SSHPublicKey(line: try keygen.makeKey("key", type: "ecdsa", bits: 256))
        #expect(try SSHPublicKey(blob: p256.blob) == p256)
        #expect(try SSHPublicKey(line: p256.description) == p256)
        let name = wire("ecdsa-sha2-nistp256")
        let cases: [([UInt8], String)] = [
            (p256.blob + [0], "1 bytes follow its end"),
            (name + wire("nistp384") + wire(p256.point), "is not that of ecdsa-sha2-nistp256"),
            (
                name + wire("nistp256") + wire(p256.point.dropLast() + [p256.point.last.map { $0 ^ 1 } ?? 0]),
                "not an uncompressed"
            ),
            (name + wire("nistp256") + wire([2] + p256.point[1..<33]), "not an uncompressed"),
            (name + wire("nistp256") + wire([0]), "not an uncompressed"),
            (wire("ssh-ed25519") + wire([1, 2, 3]), "an Ed25519 key has 32 bytes"),
            (wire("ssh-dss") + wire([1]), "keys of the type 'ssh-dss' are not taken"),
            (Array(repeating: 0, count: 2000), "it has 2000 bytes"),
        ]
        for (blob, expected) in cases {
            let found = reason { () throws(ApprovalFormatError) in _ = try SSHPublicKey(blob: blob) }
            #expect(found.contains(expected), "\(found)")
        }
    }

    @Test("arbitrary bytes and lengths are refused without a trap")
    func noise() {
        var dice = Dice(seed: 3)
        for _ in 0..<20_000 {
            let bytes = (0..<dice.next(200)).map { _ in UInt8(dice.next(256)) }
            #expect((try? SSHSignature(bytes: bytes)) == nil)
            #expect((try? SSHSignature(bytes: Array("SSHSIG".utf8) + big(1) + bytes)) == nil)
            #expect((try? SSHPublicKey(blob: wire("ssh-ed25519") + bytes)) == nil)
        }
    }
}

/// The reason that a reader gives; empty where it reads.
func reason(_ body: () throws(ApprovalFormatError) -> Void) -> String {
    do throws(ApprovalFormatError) {
        try body()
        return ""
    } catch {
        return error.description
    }
}
