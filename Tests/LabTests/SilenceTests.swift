import Core
import Foundation
import Testing

@testable import Lab

@Suite("The planted silence")
struct SilenceTests {
    @Test("numbers are written as base-128 varints")
    func varints() {
        #expect(ProtobufWriter.varint(0) == [0])
        #expect(ProtobufWriter.varint(127) == [127])
        #expect(ProtobufWriter.varint(300) == [0xac, 0x02])
    }

    @Test("a silence is one length-delimited message with the snapshot's fields")
    func bytes() throws {
        let silence = Scenario.Silence(
            id: "ab", matchers: [Scenario.Matcher(name: "s", op: "=~", value: "p")], startsAt: try #require(When("-14d")),
            endsAt: try #require(When("+21d")), updatedAt: try #require(When("-14d")), createdBy: "m", comment: "c")
        let bytes = try SilenceSnapshot.bytes([silence], day: november)
        // 2026-11-06, 2026-12-11 and, five days later, 2026-12-16, as seconds.
        let (start, end, expiry) = (stamp(1_793_923_200), stamp(1_796_947_200), stamp(1_797_379_200))
        let inner =
            [0x0a, 2, 0x61, 0x62] + [0x12, 8, 0x08, 1, 0x12, 1, 0x73, 0x1a, 1, 0x70] + [0x1a, 6] + start + [0x22, 6] + end
            + [0x2a, 6] + start + [0x42, 1, 0x6d] + [0x4a, 1, 0x63]
        let mesh = [0x0a, UInt8(inner.count)] + inner + [0x12, 6] + expiry
        #expect(bytes == [UInt8(mesh.count)] + mesh)
    }

    @Test("an operator that is none is refused")
    func operators() {
        let silence = Scenario.Silence(
            id: "a", matchers: [Scenario.Matcher(name: "s", op: "<", value: "p")], startsAt: When(offset: 0),
            endsAt: When(offset: 0), updatedAt: When(offset: 0), createdBy: "", comment: "")
        #expect(throws: ScenarioError.self) { try SilenceSnapshot.bytes([silence], day: november) }
    }

    private func stamp(_ seconds: UInt64) -> [UInt8] { [0x08] + ProtobufWriter.varint(seconds) }
}
