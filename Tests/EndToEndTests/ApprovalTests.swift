import Core
import Foundation
import Testing

/// A write, from the proposal to the silence in a real Alertmanager, signed by the real `ssh-keygen`; and what the ledger proves
/// afterwards.
@Suite("A write that people sign", .serialized)
final class ApprovalTests {
    struct Staged: Sendable {
        let lab: StagedLab
        let alertmanager: String
    }

    static let staged: Result<Staged, any Error> = Result {
        let lab = try StagedLab()
        let folder = lab.directory
        for name in ["bob", "carol", "asker"] { try keygen(["-t", "ed25519", "-q", "-N", "", "-C", name, "-f", name], folder) }
        var signers = ""
        for (name, person) in [("bob", "bob@example.org"), ("carol", "carol@example.org"), ("asker", "asker@example.org")] {
            let key = try String(contentsOf: lab.file("\(name).pub"), encoding: .utf8).split(separator: " ").prefix(2)
            signers += "\(person) namespaces=\"inquest-approval\" \(key.joined(separator: " "))\n"
        }
        try signers.write(to: lab.file("allowed_signers"), atomically: true, encoding: .utf8)
        try """
        people:
          - { person: asker@example.org, users: [\(NSUserName())], groups: [oncall] }
          - { person: bob@example.org, groups: [sre] }
          - { person: carol@example.org, groups: [oncall] }
        approvals: { allowedSigners: allowed_signers, expiryMinutes: 10 }
        rules:
          - name: silences-need-sre
            tools: ["alertmanager_*"]
            effects: [write]
            verdict: approval
            approvers: { group: sre, count: 1 }

        """.write(to: lab.file("policy.yaml"), atomically: true, encoding: .utf8)
        let configuration = try String(contentsOf: lab.file("inquest.yaml"), encoding: .utf8)
        try (configuration + "\npolicy: policy.yaml\n").write(
            to: lab.file("inquest.yaml"), atomically: true, encoding: .utf8)
        let run = try lab.inquest(["investigate", lab.incident, "--out", "report"])
        guard run.status == 0 else { throw Trouble(run.errors) }
        let line = configuration.split(separator: "\n").first { $0.contains("kind: alertmanager") } ?? ""
        let url = line.firstMatch(of: /http:\/\/[0-9.:]+/).map { String($0.output) } ?? ""
        return Staged(lab: lab, alertmanager: url)
    }

    let lab: StagedLab
    let alertmanager: String

    init() throws {
        let staged = try ApprovalTests.staged.get()
        lab = staged.lab
        alertmanager = staged.alertmanager
    }

    static func keygen(_ arguments: [String], _ folder: URL) throws {
        let run = try Programs.run("/usr/bin/env", ["ssh-keygen"] + arguments, in: folder)
        guard run.status == 0 else { throw Trouble("ssh-keygen: \(run.errors)") }
    }

    private func propose(_ comment: String) throws -> String {
        let now = Date()
        let format = ISO8601DateFormatter()
        let input: JSONValue = [
            "matchers": ["service=\"checkout\""], "startsAt": .string(format.string(from: now)),
            "endsAt": .string(format.string(from: now.addingTimeInterval(3600))), "createdBy": "asker@example.org",
            "comment": .string(comment),
        ]
        let run = try lab.inquest([
            "propose", "alertmanager_create_silence", "--source", source(), "--input", input.compact, "--reason", comment,
            "--format", "json",
        ])
        guard run.status == 0 else { throw Trouble(run.errors + run.output) }
        return try #require(try JSONValue(parsing: run.output)["id"]?.string)
    }

    private func source() throws -> String {
        let text = try String(contentsOf: lab.file("inquest.yaml"), encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.contains("kind: alertmanager") })
        return try #require(line.firstMatch(of: /name: ([A-Za-z0-9_.-]+)/).map { String($0.1) })
    }

    private func sign(_ id: String, by key: String, namespace: String = "inquest-approval") throws -> Programs.Finished {
        let shown = try lab.inquest(["approve", id])
        guard shown.status == 0 else { return shown }
        try? FileManager.default.removeItem(at: lab.file("\(id).dsse.sig"))
        try ApprovalTests.keygen(["-Y", "sign", "-q", "-n", namespace, "-f", key, "\(id).dsse"], lab.directory)
        return try lab.inquest(["approve", id, "--signature", "\(id).dsse.sig"])
    }

    private func silences() throws -> String {
        try Programs.run("/usr/bin/env", ["curl", "-s", "\(alertmanager)/api/v2/silences"]).output
    }

    @Test("an approver of the right group has it sent, once; the silence is there, word for word")
    func approved() throws {
        let id = try propose("quiet while the pool is resized, word 4711")
        let before = try silences()
        #expect(!before.contains("word 4711"))
        let shown = try lab.inquest(["approve", id])
        #expect(shown.output.contains("word 4711") && shown.output.contains("/api/v2/silences"))
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        let done = try sign(id, by: "bob")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("bob@example.org"))
        #expect(try silences().contains("word 4711"))
        let again = try lab.inquest(["approve", id, "--signature", "\(id).dsse.sig"])
        #expect(again.status == 1)
        #expect(again.errors.contains("used already"))
        let list = try lab.inquest(["approvals", "--all"])
        #expect(list.output.contains("sent, answered 200"))
    }

    @Test("the asker, someone outside the group, and a signature for another purpose do not count")
    func refused() throws {
        let id = try propose("word 4712")
        #expect(try sign(id, by: "asker").errors.contains("somebody else has to approve it"))
        #expect(try sign(id, by: "carol").errors.contains("not in the group"))
        #expect(try sign(id, by: "bob", namespace: "git").errors.contains("inquest-approval"))
        #expect(try !silences().contains("word 4712"))
        let denied = try lab.inquest(["deny", id, "--reason", "not needed"])
        #expect(denied.status == 0)
        #expect(try sign(id, by: "bob").errors.contains("denied"))
        #expect(try !silences().contains("word 4712"))
    }

    @Test("a write that no rule mentions is refused, and a policy that allows one is an error")
    func noRule() throws {
        let run = try lab.inquest([
            "propose", "slack_post_message", "--source", "chat", "--input", #"{"channel":"C1","text":"x"}"#, "--reason", "r",
        ])
        #expect(run.status != 0)
        try "rules: [{ name: bad, effects: [write], verdict: allow }]\n".write(
            to: lab.file("bad.yaml"), atomically: true, encoding: .utf8)
        try "{ policy: bad.yaml }\n".write(to: lab.file("bad-config.yaml"), atomically: true, encoding: .utf8)
        let bad = try Programs.run(
            Programs.path("inquest"), ["approvals", "--config", lab.file("bad-config.yaml").path], in: lab.directory)
        #expect(bad.status == 2)
        #expect(bad.errors.contains("bad.yaml"))
    }

    @Test("the ledger verifies; its bundle verifies alone with nothing but the program, and one flipped byte is found")
    func proven() throws {
        let verified = try lab.inquest(["verify"])
        #expect(verified.status == 0, "\(verified.errors)\(verified.output)")
        let exported = try lab.inquest(["export", "--out", "bundle.inq"])
        #expect(exported.status == 0, "\(exported.errors)")
        let elsewhere = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-alone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: elsewhere) }
        var bytes = try Data(contentsOf: lab.file("bundle.inq"))
        try bytes.write(to: elsewhere.appendingPathComponent("b.inq"))
        let alone = try Programs.run(Programs.path("inquest"), ["verify", "b.inq"], in: elsewhere)
        #expect(alone.status == 0, "\(alone.errors)\(alone.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path) == ["b.inq"])
        // And by a verifier in another language, written from the format's pages alone.
        let other = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("IndependentVerifier/verify_bundle.py").path
        let independent = try Programs.run("/usr/bin/env", ["python3", other, "b.inq"], in: elsewhere)
        #expect(independent.status == 0, "\(independent.errors)\(independent.output.prefix(2000))")
        for place in stride(from: 7, to: bytes.count, by: max(1, bytes.count / 12)) {
            bytes[place] ^= 0x10
            try bytes.write(to: elsewhere.appendingPathComponent("b.inq"))
            let flipped = try Programs.run(Programs.path("inquest"), ["verify", "b.inq"], in: elsewhere)
            #expect(flipped.status == 1, "the flip at \(place) was not found: \(flipped.output)")
            let there = try Programs.run("/usr/bin/env", ["python3", other, "b.inq"], in: elsewhere)
            #expect(there.status == 1, "the flip at \(place) was not found by the other verifier")
            bytes[place] ^= 0x10
        }
    }

    @Test("a ledger that went back in time is found against a checkpoint kept outside")
    func rolledBack() throws {
        let copy = lab.file("earlier.db")
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: copy.path + suffix)
            try? FileManager.default.copyItem(atPath: lab.file("ledger.db").path + suffix, toPath: copy.path + suffix)
        }
        #expect(try lab.inquest(["doctor"]).status == 0)
        let kept = try lab.inquest(["checkpoint", "--out", "kept.checkpoint"])
        #expect(kept.status == 0, "\(kept.errors)")
        #expect(try lab.inquest(["verify", "--checkpoint", "kept.checkpoint"]).status == 0)
        let back = try lab.inquest(["verify", "--checkpoint", "kept.checkpoint"], ledger: "earlier.db")
        #expect(back.status == 1)
    }

    @Test("asked again, the same questions get the same answers, and writes are not asked again")
    func asksAgain() throws {
        let run = try lab.inquest(["replay", "--live", "E1", "--format", "json"])
        let results = try JSONValue(parsing: run.output).array ?? []
        #expect(!results.isEmpty)
        #expect(results.allSatisfy { $0["verdict"]?.string == "same" }, "\(run.output)")
    }

    @Test("what is erased is gone and proven to have been there; the documents' proof still verifies")
    func erased() throws {
        let erased = try lab.inquest(["erase", "E1", "--reason", "a customer asked for it"])
        #expect(erased.status == 0, "\(erased.errors)")
        #expect(erased.output.contains("backups"))
        let verified = try lab.inquest(["verify"])
        #expect(verified.status == 0, "\(verified.errors)\(verified.output)")
        #expect(verified.output.contains("erased"))
        lab.remove()
    }
}
