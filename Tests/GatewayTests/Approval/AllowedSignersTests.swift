import Core
import Foundation
import Testing

@testable import Gateway

@Suite("Allowed signers and revoked keys")
struct AllowedSignersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// `KEY` stands for the signer's key, `OTHER` for another's.
        var file: String
        var identity = "alice@example.com"
        var time = "20260615120000Z"
        /// Whether the signature counts.
        var counts: Bool
        /// Where we refuse a file that ssh-keygen takes: a part of what we say.
        var stricter: String?
        var testDescription: String { file.prefix(90) + " for " + identity }

        init(_ file: String, _ counts: Bool, for identity: String = "alice@example.com", at time: String = "20260615120000Z") {
            (self.file, self.counts, self.identity, self.time) = (file, counts, identity, time)
        }
        init(_ file: String, stricter: String) {
            (self.file, counts, self.stricter) = (file, true, stricter)
        }
    }

    static let cases = [
        Case("alice@example.com KEY", true),
        Case("alice@example.com KEY a comment of \"words\"", true),
        Case("\t  alice@example.com \t KEY", true),
        Case("# comment\n\n   # another\nalice@example.com KEY\n", true),
        Case("alice@example.com KEY\r\n", true),
        Case("", false),
        Case("# alice@example.com KEY", false),
        Case("alice@example.com OTHER", false),
        Case("bob@example.com KEY", false),
        Case("Alice@example.com KEY", false),
        Case("bob@example.com OTHER\nalice@example.com KEY", true),
        Case("bob@example.com,alice@example.com KEY", true),
        Case("*@example.com KEY", true),
        Case("* KEY", true),
        Case("a*c*@*.com KEY", true),
        Case("alice@example.??? KEY", true),
        Case("alice@example.? KEY", false),
        Case("*,!alice@example.com KEY", false),
        Case("!alice@example.com,* KEY", false),
        Case("*,!bob@example.com KEY", true),
        Case("!bob@example.com KEY", false),
        Case("\"alice@example.com\" KEY", true),
        Case("\"alice smith\" KEY", true, for: "alice smith"),
        Case("alice@example.com namespaces=\"inquest-approval\" KEY", true),
        Case("alice@example.com namespaces=\"git,inquest-*\" KEY", true),
        Case("alice@example.com namespaces=\"git\" KEY", false),
        Case("alice@example.com namespaces=\"*,!inquest-approval\" KEY", false),
        Case("alice@example.com NameSpaces=\"inquest-approval\" KEY", true),
        Case("alice@example.com namespaces=inquest-approval KEY", false),
        Case("alice@example.com valid-after=\"20260615Z\" KEY", true),
        Case("alice@example.com valid-after=\"20260615120000Z\" KEY", true),
        Case("alice@example.com valid-after=\"20260615120001Z\" KEY", false),
        Case("alice@example.com valid-after=\"202606151201Z\" KEY", false),
        Case("alice@example.com valid-before=\"20260615120000Z\" KEY", true),
        Case("alice@example.com valid-before=\"20260615115959Z\" KEY", false),
        Case("alice@example.com valid-before=\"202606151200Z\" KEY", true),
        Case("alice@example.com valid-after=\"20260101Z\",valid-before=\"20270101Z\" KEY", true),
        Case("alice@example.com valid-after=\"20260101Z\",valid-before=\"20270101Z\" KEY", false, at: "20280101Z"),
        Case(
            "alice@example.com valid-before=\"20270101Z\",valid-after=\"20260101Z\",namespaces=\"inquest-approval\" KEY", true),
        Case("alice@example.com valid-after=\"20270101Z\",valid-before=\"20260101Z\" KEY", false),
        Case("alice@example.com valid-after=\"20260101Z\",valid-after=\"20260102Z\" KEY", false),
        Case("alice@example.com valid-after=\"2026Z\" KEY", false),
        Case("alice@example.com valid-after=\"20261301Z\" KEY", false),
        Case("alice@example.com valid-after=\"20260101Z KEY", false),
        Case("alice@example.com valid-after KEY", false),
        Case("alice@example.com namespaces=\"inquest-approval\", KEY", false),
        Case("alice@example.com namespaces=\"inquest-approval\"x KEY", false),
        Case("alice@example.com unknown KEY", false),
        Case("alice@example.com cert-authority KEY", false),
        Case("alice@example.com", false),
        Case("alice@example.com ssh-ed25519", false),
        Case("alice@example.com ssh-ed25519 !!!!", false),
        Case("KEY", false),
        Case("alice@example.com\u{00A0}KEY", false),
        Case(
            "alice@example.com valid-after=\"20260101\" KEY", stricter: "in no particular time zone: write '20260101Z' for UTC"),
        Case(
            "alice@example.com KEY\nbob@example.com cert-authority OTHER",
            stricter: "signers:2: certificate authorities are not"),
        Case("alice@example.com KEY\nnonsense", stricter: "signers:2: expected principals"),
        Case("alice@example.com,,bob KEY", stricter: "empty or overlong name"),
        Case("alice@example.com KEY \u{202E}", stricter: "⟨U+202E⟩, which cannot be seen"),
    ]

    @Test("our reading agrees with ssh-keygen's", arguments: cases)
    func agreement(_ example: Case) throws {
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key").split(separator: " ").prefix(2).joined(separator: " ")
        let other = try keygen.makeKey("other").split(separator: " ").prefix(2).joined(separator: " ")
        let file = example.file.replacingOccurrences(of: "KEY", with: line).replacingOccurrences(of: "OTHER", with: other)
        let armored = try keygen.sign([1], with: "key")
        let theirs = try keygen.verify(
            [1], signature: Array(armored.utf8), signers: file, identity: example.identity, at: example.time)
        #expect(theirs == example.counts, "ssh-keygen")
        let key = try SSHPublicKey(line: line)
        if let stricter = example.stricter {
            let found = reason { () throws(ApprovalFormatError) in _ = try AllowedSigners(text: file, file: "signers") }
            #expect(found.contains(stricter), "\(found)")
        } else {
            #expect(counts(file, key, example) == example.counts, "ours")
        }
    }

    private func counts(_ file: String, _ key: SSHPublicKey, _ example: Case) -> Bool {
        guard let signers = try? AllowedSigners(text: file), let time = Self.time(example.time) else { return false }
        return signers.entries(for: key).contains { entry in
            entry.principals.matches(example.identity) && entry.namespaces?.matches(Proposal.namespace) ?? true
                && entry.validAfter.map { $0 <= time } ?? true && entry.validBefore.map { time <= $0 } ?? true
        }
    }

    private static func time(_ text: String) -> Instant? {
        let d = Array(text.dropLast() + String(repeating: "0", count: 15 - text.count))
        guard d.count == 14 else { return nil }
        return Instant(
            rfc3339:
                "\(String(d[0..<4]))-\(String(d[4..<6]))-\(String(d[6..<8]))T\(String(d[8..<10])):\(String(d[10..<12])):00Z")
    }

    @Test("an error names the file and the line")
    func errorsNameTheLine() {
        let found = reason { () throws(ApprovalFormatError) in
            _ = try AllowedSigners(text: "# one\n\nalice ssh-rsa AAAAB3NzaC1yc2E=\n", file: "config/allowed_signers")
        }
        #expect(found.hasPrefix("config/allowed_signers:3: RSA keys are not taken for approvals"))
    }

    @Test("patterns take time in proportion to the product of the lengths at most")
    func patternsAreBounded() throws {
        let pattern = try #require(PatternList(String(repeating: "*a", count: 500)))
        let text = String(repeating: "a", count: 100_000) + "b"
        let start = ContinuousClock.now
        #expect(!pattern.matches(text))
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(PatternList(String(repeating: "a", count: 1023)) == nil)
        #expect(PatternList("") == nil)
        #expect(PatternList("a,!") == nil)
    }

    @Test("a revoked key is refused by us and by ssh-keygen")
    func revoked() throws {
        let keygen = try SSHKeygen()
        let line = try keygen.makeKey("key")
        let other = try keygen.makeKey("other")
        let rsa = try keygen.makeKey("rsa", type: "rsa", bits: 2048)
        let key = try SSHPublicKey(line: line)
        let armored = Array(try keygen.sign([1], with: "key").utf8)
        for (list, isRevoked) in [
            ("", false), ("# none\n", false), (other, false), (line, true), ("\n  " + line + "\n", true),
            (rsa + "\n" + other + "\n" + line + "\n", true), (rsa, false),
        ] {
            #expect(try RevokedKeys(text: list).contains(key) == isRevoked)
            let theirs = try keygen.verify([1], signature: armored, signers: "alice " + line, identity: "alice", revoked: list)
            #expect(theirs == !isRevoked, "\(list.prefix(60))")
        }
        for broken in [
            "alice " + line, "ssh-ed25519", "ssh-ed25519 AAAA", "SSHKRL\n\0", "nonsense x",
            "ssh-rsa " + Base64.encode(key.blob),
        ] {
            #expect(throws: ApprovalFormatError.self, "\(broken.prefix(60))") { try RevokedKeys(text: broken) }
        }
        #expect(try keygen.run(["-q", "-k", "-f", keygen.path("krl"), keygen.path("key.pub")]).status == 0)
        let krl = String(decoding: try Data(contentsOf: keygen.folder.appendingPathComponent("krl")), as: UTF8.self)
        let found = reason { () throws(ApprovalFormatError) in _ = try RevokedKeys(text: krl) }
        #expect(found.contains("binary key revocation list (KRL)"))
    }

    @Test("arbitrary text is read or refused without a trap")
    func noise() throws {
        let key = SoftwareSecurityKey().line
        let pieces = [
            "alice", " ", "\t", "\"", "\\", "\\\"", ",", "=", "!", "*", "namespaces=\"", "valid-before=\"", "20260101Z", "\n",
            "\r", "#", key, "cert-authority", "\u{301}", "\u{202E}", "é", "\0", "ssh-ed25519 ",
        ]
        var dice = Dice(seed: 1)
        var read = 0
        for _ in 0..<5_000 {
            let text = (0..<dice.next(12)).map { _ in pieces[dice.next(pieces.count)] }.joined()
            if let signers = try? AllowedSigners(text: text) {
                read += 1
                #expect(signers.entries.allSatisfy { $0.line >= 1 })
            }
            _ = try? RevokedKeys(text: text)
        }
        #expect(read > 0)
    }
}

/// Random numbers that are the same in every run.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: (state >> 11) % UInt64(max(1, limit)))
    }
}
