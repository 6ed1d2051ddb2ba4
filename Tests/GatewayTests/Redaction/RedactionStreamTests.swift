import Foundation
import Gateway
import Testing

@Suite("Redaction in pieces")
struct RedactionStreamTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    private func inPieces(_ bytes: [UInt8], _ size: Int, first: Int? = nil, _ redactor: Redactor = Samples.redactor) -> [UInt8]
    {
        var stream = redactor.stream()
        var output: [UInt8] = []
        var start = 0
        var next = first ?? size
        while start < bytes.count {
            let end = min(bytes.count, start + next)
            output += stream.write(bytes[start..<end])
            start = end
            next = size
        }
        return output + stream.finish()
    }

    @Test("no canary passes, for every size of piece from 1 to 4096")
    func canariesAtEverySize() {
        let bytes = Array(Samples.everything.utf8)
        let whole = Samples.redactor.redact(bytes).text
        for canary in Samples.canaries { #expect(!whole.contains(canary.secret), "\(canary.text) passes") }
        var differing: [Int] = []
        for size in 1...4096 where String(decoding: inPieces(bytes, size), as: UTF8.self) != whole { differing.append(size) }
        #expect(differing.isEmpty)
    }

    @Test("no canary passes at any offset across the border of two pieces and of two windows")
    func canariesAtEveryOffset() {
        let size = RedactionStream.maximumHeldBack
        for canary in Samples.canaries {
            let secret = Array(canary.text.utf8)
            for offset in stride(from: 0, through: secret.count, by: secret.count > 80 && !Self.isFull ? 7 : 1) {
                let text = Array(repeating: UInt8(ascii: "."), count: size - offset - 1) + [0x20] + secret + Array(" end".utf8)
                let output = String(decoding: inPieces(text, size), as: UTF8.self)
                #expect(!output.contains(canary.secret), "\(canary.text) passes at \(offset)")
                #expect(output.hasSuffix(" end"))
            }
        }
    }

    @Test(
        "no canary passes in a reply of 10 MB, across the borders of pieces of several sizes",
        arguments: isFull ? [61, 1021, 4096, 65536, 1 << 20] : [4096, 65537])
    func canariesInLargeReply(size: Int) {
        var random = Samples.Random(state: UInt64(size))
        var bytes: [UInt8] = []
        let filler = Array("2026-11-21T04:29:49.123Z level=info service=checkout msg=\"request served\" duration=12ms\n".utf8)
        while bytes.count < 10_000_000 {
            let border = (bytes.count / size + 1) * size
            while bytes.count + filler.count + 512 < border { bytes += filler }
            if let canary = Samples.canaries.randomElement(using: &random) {
                let room = max(0, border - bytes.count - 1 - Int.random(in: 0...canary.text.utf8.count, using: &random))
                bytes += Array(repeating: UInt8(ascii: "~"), count: min(room, 700)) + [0x20] + Array(canary.text.utf8) + [0x0A]
            }
        }
        let output = inPieces(bytes, size)
        #expect(output == inPieces(bytes, bytes.count))
        let text = String(decoding: output, as: UTF8.self)
        for canary in Samples.canaries { #expect(!text.utf8.contains(Array(canary.secret.utf8)), "\(canary.text) passes") }
    }

    @Test("pieces give what the whole gives, for hostile texts", arguments: 0..<(isFull ? 400 : 60))
    func piecesAreTheWhole(seed: Int) {
        var random = Samples.Random(state: UInt64(seed))
        let bytes = Hostile.text(count: Int.random(in: 0...(seed % 4 == 0 ? 120_000 : 6000), using: &random), &random)
        let whole = Samples.redactor.redact(bytes).text
        let size = Int.random(in: 1...5000, using: &random)
        let first = Int.random(in: 1...9000, using: &random)
        #expect(String(decoding: inPieces(bytes, size, first: first), as: UTF8.self) == whole)
    }

    @Test("a key block that begins as the value of a member is taken out to its end")
    func blockAsValue() {
        for text in ["password='\(Samples.block)'", "password=\"\(Samples.block)\" x", "token: \(Samples.block)"] {
            #expect(!Samples.redactor.redact(text).text.contains(RuleExample.expand("‹b60›").prefix(20)), "\(text)")
            #expect(!Samples.redactor.redact(text).text.contains("END"), "\(text)")
        }
    }

    @Test("a stream holds back no more than it says, and swallows what is longer")
    func heldBack() {
        var stream = Samples.redactor.stream()
        var given = 0
        var taken = 0
        for _ in 0..<200 {
            given += 1000
            taken += stream.write(Array(repeating: UInt8(ascii: "."), count: 1000)).count
            #expect(given - taken <= RedactionStream.maximumHeldBack)
        }
        var long = Samples.redactor.stream()
        var output: [UInt8] = []
        output += long.write(Array("x ghp_".utf8))
        for _ in 0..<1000 { output += long.write(Array(repeating: UInt8(ascii: "a"), count: 1000)) }
        output += long.write(Array(" y".utf8))
        output += long.finish()
        #expect(output.count < 64)
        #expect(long.counts == [.secret: 1])
    }
}

extension String.UTF8View {
    /// Whether the bytes stand anywhere.
    func contains(_ needle: [UInt8]) -> Bool { Data(self).range(of: Data(needle)) != nil }
}
