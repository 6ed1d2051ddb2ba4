import Core
import Testing

@testable import Lab

@Suite("What makes the stand-in for Loki fast")
struct StreamLinesTests {
    private func lines(_ entries: [(time: Int64, text: String)]) -> StreamLines {
        var lines = StreamLines()
        let kind = lines.add(metadata: [])
        for entry in entries { lines.append(time: entry.time, kind: kind) { $0 += entry.text.utf8 } }
        return lines
    }

    private func texts(_ lines: StreamLines, _ range: Range<Int>) -> [String] {
        range.map { lines.withText($0) { String(decoding: $0, as: UTF8.self) } }
    }

    @Test("pieces are merged by time, and lines of one time keep the order of the pieces")
    func merging() {
        let merged = StreamLines.merged([lines([(5, "a"), (9, "b")]), lines([(9, "c"), (2, "d")])])
        #expect(texts(merged, 0..<4) == ["d", "a", "b", "c"])
        #expect(texts(merged, merged.range(from: 5, to: 9)) == ["a"])
        #expect(merged.size(of: merged.range(from: 2, to: 10)) == 4)
        #expect(merged.range(from: 10, to: 3).isEmpty)
    }

    @Test("verdicts are found once, whatever the order in which ranges are asked for")
    func verdicts() {
        let verdicts = LogVerdicts()
        var judged: [Int] = []
        let even = { (range: Range<Int>) -> [UInt32] in
            judged += range
            return range.filter { $0.isMultiple(of: 2) }.map(UInt32.init)
        }
        #expect(verdicts.kept(in: 10..<13, judge: even) == [10, 12])
        #expect(verdicts.kept(in: 11..<12, judge: even) == [])
        #expect(verdicts.kept(in: 3..<5, judge: even) == [4])
        #expect(verdicts.kept(in: 3..<17, judge: even) == [4, 6, 8, 10, 12, 14, 16])
        #expect(verdicts.kept(in: 5..<5, judge: even) == [])
        #expect(judged.sorted() == Array(3..<17))
    }

    @Test(
        "words are found as the engine of regular expressions finds them",
        arguments: ["error|warn|fatal", "timeout|e|refused", "ab", "aab|abb", "a1|", "panic"])
    func words(_ words: String) throws {
        let fast = try TextPattern("(?i)(\(words))", isRegex: true)
        let slow = try TextPattern("(?i)(?:\(words))", isRegex: true)
        let texts = [
            "", "e", "an ErRoR", "xtimeou timeout", "aaab", "AABB", "warnin", "war", "pani\u{212A} A1", "REFUSED",
            "\u{130}x\u{e9} fatal",
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            let found = bytes.withUnsafeBufferPointer {
                (fast.isFound(in: $0, isASCII: false), slow.isFound(in: $0, isASCII: false))
            }
            #expect(found.0 == found.1, "\(words) in \(text)")
        }
    }

    @Test(
        "JSON is written as by the shared writer",
        arguments: [
            "", "plain", "a\"b\\c\n\r\t\u{0}\u{1b}\u{7f}", "<script>&amp;</script>", "\u{e9}\u{202e}\u{1f600}\u{2028} <",
            "end\u{e9}",
        ])
    func json(_ text: String) {
        let value: JSONValue = [
            "name \(text)": .string(text), "list": [1, 2.5, true, nil, .string(text), []], "empty": [:],
        ]
        var writer = JSONBytes()
        writer.write(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == value.compact)
    }
}
