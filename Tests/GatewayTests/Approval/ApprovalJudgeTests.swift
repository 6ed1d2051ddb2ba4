import Core
import Foundation
import Testing

@testable import Gateway

@Suite("Judging approvals")
struct ApprovalJudgeTests {
    /// Real keys, and the files that list them.
    struct World {
        let keygen: SSHKeygen
        var lines: [String: String] = [:]

        init(_ names: [String] = ["alice", "bob", "carol"]) throws {
            keygen = try SSHKeygen()
            for name in names { lines[name] = try keygen.makeKey(name) }
        }

        func line(_ name: String) throws -> String { try #require(lines[name]) }

        var signers: String { lines.sorted { $0.key < $1.key }.map { $0.key + " " + $0.value }.joined(separator: "\n") }

        func grounds(_ signers: String? = nil, revoked: String? = nil) throws -> ApprovalJudge.Grounds {
            ApprovalJudge.Grounds(
                signers: try AllowedSigners(text: signers ?? self.signers),
                revoked: try revoked.map { try RevokedKeys(text: $0) }, people: Sample.people)
        }

        func sign(_ proposal: Proposal, by name: String, namespace: String = Proposal.namespace) throws -> SSHSignature {
            try SSHSignature(armored: try keygen.sign(proposal.signedBytes, with: name, namespace: namespace))
        }
    }

    private func refusal(
        _ signature: SSHSignature, _ proposal: Proposal, _ grounds: ApprovalJudge.Grounds, previous: [Approver] = [],
        isUsed: Bool = false, at now: Instant = Sample.now
    ) -> ApprovalRefusal? {
        do throws(ApprovalRefusal) {
            _ = try ApprovalJudge.judge(
                signature: signature, over: proposal, on: grounds, previous: previous, isUsed: isUsed, at: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("a signature that ssh-keygen made over the proposal counts, and names the person")
    func accepted() throws {
        let world = try World()
        let proposal = try Sample.proposal()
        let signature = try world.sign(proposal, by: "alice")
        let approver = try ApprovalJudge.judge(
            signature: signature, over: proposal, on: try world.grounds(), isUsed: false, at: Sample.now)
        #expect(
            approver == Approver(principal: "alice", fingerprint: signature.key.fingerprint, keyType: .ed25519))
        #expect(
            try world.keygen.verify(
                proposal.signedBytes, signature: Array(signature.armored.utf8), signers: world.signers, identity: "alice"))
    }

    @Test("a signature over other bytes does not count, whichever byte differs")
    func otherBytes() throws {
        let world = try World(["alice"])
        let proposal = try Sample.proposal()
        let grounds = try world.grounds()
        let signature = try world.sign(proposal, by: "alice")
        for other in [
            try Sample.proposal(id: "p-20261120-2"), try Sample.proposal(body: "{}"), try Sample.proposal(lifetime: 601),
            try Sample.proposal(nonce: Array(repeating: 8, count: 32)), try Sample.proposal(method: .put),
            try Sample.proposal(url: "https://alerts.example.com/api/v2/silences?note=a%20c"),
        ] {
            #expect(refusal(signature, other, grounds) == .otherBytes(fingerprint: signature.key.fingerprint))
        }
        // The payload alone, without the envelope's encoding round it, is not what is to be signed.
        let bare = try SSHSignature(armored: try world.keygen.sign(proposal.payload, with: "alice"))
        #expect(refusal(bare, proposal, grounds) == .otherBytes(fingerprint: signature.key.fingerprint))
    }

    @Test("the namespace must be that of approvals, in the signature and in the file")
    func namespaces() throws {
        let world = try World(["alice"])
        let proposal = try Sample.proposal()
        let git = try world.sign(proposal, by: "alice", namespace: "git")
        #expect(refusal(git, proposal, try world.grounds()) == .wrongNamespace("git"))
        let signature = try world.sign(proposal, by: "alice")
        let grounds = try world.grounds("alice namespaces=\"git\" " + (try world.line("alice")))
        #expect(refusal(signature, proposal, grounds) == .keyNotForApprovals(fingerprint: signature.key.fingerprint))
        let both = try world.grounds("alice namespaces=\"git,inquest-approval\" " + (try world.line("alice")))
        #expect(refusal(signature, proposal, both) == nil)
    }

    @Test("an unknown, an expired, a not yet valid and a revoked key do not count")
    func keys() throws {
        let world = try World(["alice", "bob"])
        let proposal = try Sample.proposal()
        let signature = try world.sign(proposal, by: "alice")
        let key = signature.key.fingerprint
        let (alice, bob) = (try world.line("alice"), try world.line("bob"))
        #expect(refusal(signature, proposal, try world.grounds("bob " + bob)) == .unknownKey(fingerprint: key))
        #expect(refusal(signature, proposal, try world.grounds("")) == .unknownKey(fingerprint: key))
        let past = Instant(rfc3339: "2026-11-20T15:04:59Z") ?? Sample.now
        #expect(
            refusal(signature, proposal, try world.grounds("alice valid-before=\"20261120150459Z\" " + alice))
                == .keyNoLongerValid(fingerprint: key, until: past))
        let soon = Instant(rfc3339: "2026-11-20T15:05:01Z") ?? Sample.now
        #expect(
            refusal(signature, proposal, try world.grounds("alice valid-after=\"20261120150501Z\" " + alice))
                == .keyNotYetValid(fingerprint: key, from: soon))
        #expect(
            refusal(signature, proposal, try world.grounds("alice valid-before=\"20261120150500Z\" " + alice)) == nil)
        #expect(refusal(signature, proposal, try world.grounds(revoked: alice)) == .revoked(fingerprint: key))
        #expect(refusal(signature, proposal, try world.grounds(revoked: bob)) == nil)
    }

    @Test("a proposal that is used, expired or not yet valid is not approved")
    func terms() throws {
        let world = try World(["alice"])
        let proposal = try Sample.proposal()
        let signature = try world.sign(proposal, by: "alice")
        let grounds = try world.grounds()
        #expect(refusal(signature, proposal, grounds, isUsed: true) == .alreadyUsed)
        let before = Sample.now.adding(seconds: -1)
        #expect(refusal(signature, proposal, grounds, at: before) == .notYetValid(from: Sample.now))
        let end = Sample.now.adding(seconds: 600)
        #expect(refusal(signature, proposal, grounds, at: end) == .expired(at: end))
        #expect(refusal(signature, proposal, grounds, at: end.adding(seconds: -1)) == nil)
    }

    @Test("whoever asks, or is asked for, cannot approve, in whatever case the name is written")
    func asker() throws {
        let world = try World(["alice", "bob"])
        let grounds = try world.grounds()
        for proposal in [
            try Sample.proposal(asker: .person("alice"), onBehalfOf: nil), try Sample.proposal(asker: .person("ALICE")),
            try Sample.proposal(asker: .model("gpt"), onBehalfOf: "Alice"),
            try Sample.proposal(asker: .client("desktop"), onBehalfOf: "alice"),
        ] {
            guard case .ownProposal = refusal(try world.sign(proposal, by: "alice"), proposal, grounds) else {
                Issue.record("alice approved \(proposal.asker) for \(proposal.onBehalfOf ?? "nobody")")
                continue
            }
            #expect(refusal(try world.sign(proposal, by: "bob"), proposal, grounds) == nil)
        }
    }

    @Test("a key that the file gives to the asker as well is the asker's")
    func sharedKey() throws {
        let world = try World(["alice"])
        let proposal = try Sample.proposal(asker: .person("dave"), onBehalfOf: nil)
        let signature = try world.sign(proposal, by: "alice")
        let key = try world.line("alice")
        for file in [
            "alice " + key + "\nDave valid-before=\"20200101Z\" " + key, "alice " + key + "\n*v? namespaces=\"git\" " + key,
        ] {
            #expect(refusal(signature, proposal, try world.grounds(file)) == .ownProposal(person: "dave"))
        }
        #expect(refusal(signature, proposal, try world.grounds("alice,bob " + key)) == .severalPeople(["alice", "bob"]))
        #expect(
            refusal(signature, proposal, try world.grounds("alice " + key + "\nbob " + key))
                == .severalPeople(["alice", "bob"]))
    }

    @Test("an asker whom the policy does not know makes every approval uncertain, and refused")
    func unknownAsker() throws {
        let world = try World(["alice"])
        for (asker, person) in [(Principal.person("root"), nil), (.model("gpt"), "root")] as [(Principal, String?)] {
            let proposal = try Sample.proposal(asker: asker, onBehalfOf: person)
            #expect(refusal(try world.sign(proposal, by: "alice"), proposal, try world.grounds()) == .unknownAsker("root"))
        }
        let nobody = try Sample.proposal(asker: .playbook, onBehalfOf: nil)
        #expect(refusal(try world.sign(nobody, by: "alice"), nobody, try world.grounds()) == nil)
    }

    @Test("the signer must be known to the policy and in the group that it names")
    func groups() throws {
        let world = try World(["carol", "mallory"])
        let proposal = try Sample.proposal()
        #expect(
            refusal(try world.sign(proposal, by: "carol"), proposal, try world.grounds())
                == .notInGroup(person: "carol", group: "sre"))
        #expect(
            refusal(try world.sign(proposal, by: "mallory"), proposal, try world.grounds())
                == .unknownPerson(listedAs: "mallory"))
        let finance = try Sample.proposal(group: "finance")
        #expect(refusal(try world.sign(finance, by: "carol"), finance, try world.grounds()) == nil)
    }

    @Test("two of two means two people, not two keys of one")
    func people() throws {
        let world = try World(["alice", "bob", "second"])
        let proposal = try Sample.proposal(approvers: 2)
        let signers =
            "alice \(try world.line("alice"))\nalice \(try world.line("second"))\nbob \(try world.line("bob"))\n"
        let grounds = try world.grounds(signers)
        let (first, second, bob) = (
            try world.sign(proposal, by: "alice"), try world.sign(proposal, by: "second"), try world.sign(proposal, by: "bob")
        )
        let alice = try ApprovalJudge.judge(signature: first, over: proposal, on: grounds, isUsed: false, at: Sample.now)
        #expect(refusal(first, proposal, grounds, previous: [alice]) == .signedAlready(person: "alice"))
        #expect(refusal(second, proposal, grounds, previous: [alice]) == .signedAlready(person: "alice"))
        #expect(refusal(bob, proposal, grounds, previous: [alice]) == nil)

        func verdict(_ signatures: [SSHSignature]) throws -> [String] {
            try ApprovalJudge.judge(
                envelope: ApprovalEnvelope(proposal, signatures: signatures), over: proposal, on: grounds, isUsed: false,
                at: Sample.now
            ).map(\.principal)
        }
        #expect(try verdict([first, bob]) == ["alice", "bob"])
        #expect(throws: ApprovalRefusal.tooFew(have: 1, need: 2)) { try verdict([first]) }
        #expect(throws: ApprovalRefusal.signedAlready(person: "alice")) { try verdict([first, second]) }
        let other = try Sample.proposal(id: "another", approvers: 2)
        #expect(throws: ApprovalRefusal.otherProposal) {
            try ApprovalJudge.judge(
                envelope: ApprovalEnvelope(other, signatures: [first, bob]), over: proposal, on: grounds, isUsed: false,
                at: Sample.now)
        }
    }

    @Test("a security key counts when it was touched, and only then")
    func touch() throws {
        var key = SoftwareSecurityKey()
        let grounds = ApprovalJudge.Grounds(
            signers: try AllowedSigners(text: "alice " + key.line), people: Sample.people)
        let proposal = try Sample.proposal()
        let touched = try SSHSignature(bytes: try key.sign(proposal.signedBytes, namespace: Proposal.namespace))
        #expect(refusal(touched, proposal, grounds) == nil)
        for flags: UInt8 in [0, 4, 0xFE] {
            key.flags = flags
            let untouched = try SSHSignature(bytes: try key.sign(proposal.signedBytes, namespace: Proposal.namespace))
            #expect(refusal(untouched, proposal, grounds) == .nobodyTouched(fingerprint: touched.key.fingerprint))
        }
    }

    @Test("every reason is a sentence, and shows names safely")
    func sentences() {
        let evil = "a\u{202E}\u{1B}[2J\n"
        let refusals: [ApprovalRefusal] = [
            .otherProposal, .notYetValid(from: Sample.now), .expired(at: Sample.now), .alreadyUsed, .wrongNamespace(evil),
            .otherBytes(fingerprint: "F"), .nobodyTouched(fingerprint: "F"), .revoked(fingerprint: "F"),
            .unknownKey(fingerprint: "F"), .keyNotForApprovals(fingerprint: "F"),
            .keyNotYetValid(fingerprint: "F", from: Sample.now), .keyNoLongerValid(fingerprint: "F", until: Sample.now),
            .unknownPerson(listedAs: evil), .severalPeople([evil, evil]), .notInGroup(person: evil, group: evil),
            .unknownAsker(evil), .ownProposal(person: evil), .signedAlready(person: evil), .tooFew(have: 1, need: 2),
        ]
        #expect(Set(refusals.map(\.description)).count == refusals.count)
        for refusal in refusals {
            #expect(refusal.description.last == ".")
            #expect(!refusal.description.unicodeScalars.contains { $0.isUnprintable })
        }
    }
}
