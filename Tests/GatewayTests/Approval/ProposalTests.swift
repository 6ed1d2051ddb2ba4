import Core
import Foundation
import Testing

@testable import Gateway

@Suite("Proposals and their envelope")
struct ProposalTests {
    @Test("the pre-authentication encoding is that of the DSSE specification")
    func encoding() {
        // The example of the specification's protocol.md.
        let encoded = DSSE.preAuthenticationEncoding(type: "http://example.com/HelloWorld", body: Array("hello world".utf8))
        #expect(String(decoding: encoded, as: UTF8.self) == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
        #expect(DSSE.preAuthenticationEncoding(type: "é", body: []) == Array("DSSEv1 2 é 0 ".utf8))
    }

    @Test("a proposal is read back from its payload, and its bytes are these")
    func roundTrip() throws {
        let proposal = try Sample.proposal()
        #expect(try Proposal(payload: proposal.payload) == proposal)
        #expect(try Proposal(payload: proposal.payload).request == proposal.request)
        let text = String(decoding: proposal.payload, as: UTF8.self)
        #expect(
            text.hasPrefix(#"{"approval":{"count":1,"group":"sre","namespace":"inquest-approval"},"asker":"model:gpt","#))
        #expect(text.contains(#""expires":"2026-11-20T15:15:00Z","id":"p-20261120-1""#))
        #expect(text.contains(#""nonce":"0707070707"#))
        let data = try JSONEncoder().encode([proposal])
        #expect(try JSONDecoder().decode([Proposal].self, from: data) == [proposal])
        for asker in [Principal.playbook, .person("a:b"), .client("c"), .model("m")] {
            let other = try Sample.proposal(asker: asker, onBehalfOf: nil)
            #expect(try Proposal(payload: other.payload).asker == asker)
        }
    }

    @Test("any other spelling of the same proposal is refused")
    func strict() throws {
        let text = String(decoding: try Sample.proposal().payload, as: UTF8.self)
        let mutations = [
            text + "\n", " " + text, text.replacingOccurrences(of: ":1,", with: ": 1,"),
            text.replacingOccurrences(of: "\"count\":1", with: "\"count\":1e0"),
            text.replacingOccurrences(of: "\"count\":1", with: "\"count\":01"),
            text.replacingOccurrences(of: "\"count\":1", with: "\"count\":1,\"count\":1"),
            text.replacingOccurrences(of: "15:15:00Z", with: "15:15:00.0Z"),
            text.replacingOccurrences(of: "15:15:00Z", with: "16:15:00+01:00"),
            text.replacingOccurrences(of: "\"id\":", with: "\"extra\":1,\"id\":"),
            text.replacingOccurrences(of: "\"group\":", with: "\"also\":1,\"group\":"),
            text.replacingOccurrences(of: "0707", with: "070G"),
            text.replacingOccurrences(of: "inquest-approval", with: "git"),
            text.replacingOccurrences(of: "p-20261120-1", with: "p-\\u0032\\u00301120-1"),
            text.replacingOccurrences(of: "\"tool\":\"alertmanager_create_silence\"", with: "\"tool\":null"),
            text.replacingOccurrences(of: ",\"tool\":\"alertmanager_create_silence\"", with: ""),
            text.replacingOccurrences(of: "model:gpt", with: "robot:gpt"), "{}", "[]", "", "null", "{\"id\":",
        ]
        for mutation in mutations {
            #expect(mutation != text)
            #expect(throws: ApprovalFormatError.self, "\(mutation.prefix(120))") {
                try Proposal(payload: Array(mutation.utf8))
            }
        }
        #expect(throws: ApprovalFormatError.self) { try Proposal(payload: Array(text.utf8.dropLast()) + [0xFF, 0x7D]) }
    }

    @Test("every flipped bit of a payload gives no proposal, or another one")
    func flips() throws {
        let proposal = try Sample.proposal()
        for position in proposal.payload.indices {
            for bit in 0..<8 {
                var mutated = proposal.payload
                mutated[position] ^= 1 << bit
                if let other = try? Proposal(payload: mutated) {
                    #expect(other.payload == mutated && other != proposal && other.digest != proposal.digest)
                }
            }
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        var expected: String
        var make: @Sendable () throws -> Proposal
        var testDescription: String { expected }
    }

    static let bad: [Bad] = [
        Bad(expected: "more than 60 minutes") { try Sample.proposal(lifetime: 3601) },
        Bad(expected: "expires before it becomes valid") { try Sample.proposal(lifetime: 0) },
        Bad(expected: "expires before it becomes valid") { try Sample.proposal(lifetime: -1) },
        Bad(expected: "the nonce has 31 bytes") { try Sample.proposal(nonce: Array(repeating: 1, count: 31)) },
        Bad(expected: "0 approvers") { try Sample.proposal(approvers: 0) },
        Bad(expected: "the id must be") { try Sample.proposal(id: "../x") },
        Bad(expected: "the id must be") { try Sample.proposal(id: ".x") },
        Bad(expected: "a GET is not a write") { try Sample.proposal(method: .get) },
        Bad(expected: "the reason has 0 bytes") { try Sample.proposal(reason: "") },
        Bad(expected: "the reason has 5000 bytes") { try Sample.proposal(reason: String(repeating: "x", count: 5000)) },
        Bad(expected: "201 pieces of evidence") { try Sample.proposal(evidence: Array(repeating: "E1", count: 201)) },
        Bad(expected: "the body has 1048577 bytes") {
            try Sample.proposal(bytes: Array(repeating: 0, count: 1_048_577))
        },
        Bad(expected: "not below the source's origin") { try Sample.proposal(url: "https://evil.example.com/") },
        Bad(expected: "not below the source's origin") { try Sample.proposal(url: "https://alerts.example.com.evil.com/") },
        Bad(expected: "not below the source's origin") { try Sample.proposal(url: "https://alerts.example.com@evil.com/") },
        Bad(expected: "not below the source's origin") {
            try Sample.proposal(url: "https://alerts.example.com/other", origin: "https://alerts.example.com/am")
        },
        Bad(expected: "has the segment '..'") {
            try Sample.proposal(url: "https://alerts.example.com/am/../x", origin: "https://alerts.example.com/am")
        },
        Bad(expected: "has the segment '%2e%2E'") { try Sample.proposal(url: "https://alerts.example.com/%2e%2E/x") },
        Bad(expected: "has the segment 'a%2F..'") { try Sample.proposal(url: "https://alerts.example.com/a%2F../x") },
        Bad(expected: "the asker has no name") { try Sample.proposal(asker: .person("")) },
        Bad(expected: "or a fragment") { try Sample.proposal(url: "https://alerts.example.com/x#y") },
        Bad(expected: "or a fragment") { try Sample.proposal(url: "https://alerts.example.com/x y") },
        Bad(expected: "or a fragment") { try Sample.proposal(url: "https://alerts.example.com/\u{202E}") },
        Bad(expected: "carries a credential") {
            try Sample.proposal(headers: [HTTPCall.Field("authorization", "Bearer x")])
        },
        Bad(expected: "not a name in lower case") { try Sample.proposal(headers: [HTTPCall.Field("Content-Type", "x")]) },
        Bad(expected: "occurs twice") {
            try Sample.proposal(headers: [HTTPCall.Field("a", "1"), HTTPCall.Field("a", "2")])
        },
        Bad(expected: "has control characters") { try Sample.proposal(headers: [HTTPCall.Field("a", "1\r\nb: 2")]) },
    ]

    @Test("what no proposal may be cannot be made", arguments: bad)
    func refused(_ bad: Bad) {
        #expect {
            try bad.make()
        } throws: { error in
            "\(error)".contains(bad.expected)
        }
    }

    @Test("an envelope is read back from its bytes, and from no others")
    func envelope() throws {
        let keygen = try SSHKeygen()
        _ = try keygen.makeKey("key")
        let proposal = try Sample.proposal()
        let signature = try SSHSignature(armored: try keygen.sign(proposal.signedBytes, with: "key"))
        let envelope = ApprovalEnvelope(proposal, signatures: [signature])
        let bytes = envelope.bytes
        #expect(try ApprovalEnvelope(bytes: bytes) == envelope)
        #expect(try Proposal(payload: try ApprovalEnvelope(bytes: bytes).payload) == proposal)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(json["payloadType"] as? String == "application/vnd.inquest.proposal.v1+json")
        #expect(Data(base64Encoded: try #require(json["payload"] as? String)) == Data(proposal.payload))

        let text = String(decoding: bytes, as: UTF8.self)
        for mutation in [
            text + "\n", text.replacingOccurrences(of: "SHA256:", with: "SHA256:x"),
            text.replacingOccurrences(of: "v1+", with: "v2+"),
            text.replacingOccurrences(of: "\"keyid\"", with: "\"cert\":\"\",\"keyid\""),
            text.replacingOccurrences(of: "\"signatures\"", with: "\"other\":1,\"signatures\""),
            #"{"payload":"","payloadType":"application/vnd.inquest.proposal.v1+json","signatures":[]}"#, "", "[]",
        ] {
            #expect(throws: ApprovalFormatError.self) { try ApprovalEnvelope(bytes: Array(mutation.utf8)) }
        }
        var accepted = 0
        for position in bytes.indices {
            var mutated = bytes
            mutated[position] ^= 1
            guard let other = try? ApprovalEnvelope(bytes: mutated) else { continue }
            // What still reads as an envelope holds other bytes, or a signature that is not valid over these.
            accepted += 1
            #expect(
                other.payload != proposal.payload
                    || !other.signatures.allSatisfy {
                        $0.isValid(over: proposal.signedBytes) && $0.namespace == signature.namespace
                    })
        }
        #expect(accepted > 0)
    }

    @Test("readers end on any input: what they take, they give back byte for byte")
    func mutations() throws {
        let proposal = try Sample.proposal()
        let key = SoftwareSecurityKey()
        let signature = try SSHSignature(bytes: try key.sign(proposal.signedBytes, namespace: Proposal.namespace))
        let seeds = [proposal.payload, ApprovalEnvelope(proposal, signatures: [signature]).bytes, signature.blob]
        var dice = Dice(seed: 7)
        var read = 0
        for round in 0..<6_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...dice.next(3) where !bytes.isEmpty {
                let place = dice.next(bytes.count)
                switch dice.next(4) {
                case 0: bytes[place] = UInt8(dice.next(256))
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + dice.next(8)))
                case 2:
                    bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + dice.next(16))], at: dice.next(bytes.count))
                default: bytes.swapAt(place, dice.next(bytes.count))
                }
            }
            if let other = try? Proposal(payload: bytes) {
                read += 1
                #expect(other.payload == bytes)
                #expect(ProposalText.render(other).contains(other.digest))
            }
            if let other = try? ApprovalEnvelope(bytes: bytes) { #expect(other.bytes == bytes) }
            if let other = try? SSHSignature(bytes: bytes) {
                #expect(other.blob == bytes)
                #expect(!other.isValid(over: proposal.signedBytes) || bytes == signature.blob)
            }
        }
        #expect(read > 0)
    }
}
