import Core
import Foundation
import Testing

@testable import Gateway

@Suite("What a person is shown")
struct ProposalTextTests {
    @Test("the request is decoded from the bytes that will be sent")
    func decoded() throws {
        let text = ProposalText.render(try Sample.proposal())
        let lines = text.split(separator: "\n").map(String.init)
        for line in [
            "│ POST https://alerts.example.com/api/v2/silences?note=a%20b", "│ \"silences\"", "│ \"note\" = \"a b\"",
            "│ content-type: application/json", "│ authorization: Bearer ‹credential›", "│   \"comment\": \"maintenance\",",
            "│ model:gpt", "│ dave", "│ The alert repeats while the fix is rolled out.", "│ E2", "│ sre",
            "│ 2026-11-20T15:15:00Z", "│ " + (try Sample.proposal().digest),
            "1 person has to sign, other than whoever asks, of the group",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!text.contains("LOOK CLOSELY"))
    }

    @Test("form bodies are decoded, text is shown line by line, other bytes as a dump")
    func bodies() throws {
        func body(_ type: String, _ bytes: [UInt8], _ more: [HTTPCall.Field] = []) throws -> String {
            ProposalText.render(try Sample.proposal(headers: [HTTPCall.Field("content-type", type)] + more, bytes: bytes))
        }
        let form = try body("application/x-www-form-urlencoded", Array("a=1+2&b=%22%3D&c".utf8))
        #expect(form.contains("│ \"a\" = \"1 2\"\n│ \"b\" = \"\\\"=\"\n│ \"c\"\n"))
        #expect(try body("text/plain", Array("one\ntwo".utf8)).contains("│ one\n│ two\n"))
        #expect(try body("application/json", Array("{".utf8)).contains("! The body is declared as JSON and is not valid JSON."))
        #expect(try body("application/octet-stream", [0, 0x41, 0xFF]).contains("│ 00000000  00 41 ff"))
        let packed = try body("application/json", Array("{}".utf8), [HTTPCall.Field("content-encoding", "gzip")])
        #expect(packed.contains("│ 00000000  7b 7d"))
        #expect(ProposalText.render(try Sample.proposal(bytes: [])).contains("No body\n"))
    }

    /// Text that tries to look like something else.
    static let hostile = [
        "ok\u{202E}ton si siht", "\u{1B}[2J\u{1B}[1;1HAPPROVED", "a\u{200B}b\u{FEFF}c\u{2066}d", "a\rPROPOSAL: harmless",
        "x\nTERMS: valid for ever\nWHO ASKS\n│ the owner", "\u{85}WHO ASKS", "\u{2028}WHO ASKS",
        "\u{0B}\u{0C}\u{07}\u{08}\u{7F}",
        "\u{3164}\u{115F}\u{E0041}\u{FE0F}\u{2800}\u{A0}", "⟨U+0041⟩", "┆ cut", String(repeating: "宽", count: 300) + "WHO ASKS",
        String(repeating: "x ", count: 200) + "WHO ASKS", "e" + String(repeating: "\u{301}", count: 50), "\u{E000}\u{FFFF}",
        "CUT HERE: 0 more lines", "\u{9B}31m", "\t\tWHO ASKS",
    ]

    @Test("no data begins a line, moves the cursor or hides", arguments: hostile, [40, 80, 133])
    func hostileData(_ evil: String, width: Int) throws {
        let short = String(evil.prefix(60))
        let encoded = PercentEncoding.segment(evil)
        let json = JSONValue.object(["comment": .string(evil)]).canonical
        let harmless = try Sample.proposal(
            url: "https://alerts.example.com/p/x?q=x", headers: [HTTPCall.Field("x-note", "x")], body: #"{"comment":"x"}"#,
            asker: .person("x"), onBehalfOf: "x", reason: "x", evidence: ["x"], group: "x")
        let attack = try Sample.proposal(
            url: "https://alerts.example.com/p/\(encoded)?q=\(encoded)",
            headers: [
                HTTPCall.Field(
                    "x-note", evil.filter { !$0.isNewline && !$0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } })
            ],
            body: json, asker: .person(short), onBehalfOf: short, reason: evil, evidence: [short], group: short)
        #expect(try Proposal(payload: attack.payload) == attack)
        #expect(try Proposal(payload: attack.payload).reason.unicodeScalars.elementsEqual(evil.unicodeScalars))
        let text = ProposalText.render(attack, width: width)
        #expect(labels(text) == labels(ProposalText.render(harmless, width: width)))
        for line in text.unicodeScalars.split(separator: "\n") {
            #expect(!line.contains { Visible.isHidden($0) && $0 != "⟨" })
            let columns = line.reduce(0) { $0 + ($1.isASCII || $1 == "│" || $1 == "┆" ? 1 : 2) }
            #expect(columns <= width, "\(String(line))")
        }
        // The same as text and as bytes.
        for type in ["text/plain", "application/octet-stream"] {
            let other = try Sample.proposal(headers: [HTTPCall.Field("content-type", type)], bytes: Array(evil.utf8))
            let plain = try Sample.proposal(headers: [HTTPCall.Field("content-type", type)], bytes: Array("x".utf8))
            #expect(labels(ProposalText.render(other)) == labels(ProposalText.render(plain)))
        }
    }

    /// The lines that are not data, but for the warnings and the numbers.
    private func labels(_ text: String) -> [String] {
        var lines = text.split(separator: "\n").filter { !$0.hasPrefix("│ ") && !$0.hasPrefix("┆ ") }.map {
            String($0.filter { !$0.isNumber })
        }
        if let start = lines.firstIndex(of: "LOOK CLOSELY:"),
            let end = lines.firstIndex(where: { $0.hasPrefix("To the source") })
        {
            lines.removeSubrange(start..<end)
        }
        return lines
    }

    @Test("characters that hide or reorder are shown by their numbers, and announced")
    func announced() throws {
        let text = ProposalText.render(try Sample.proposal(reason: "pay\u{202E}lla"))
        #expect(text.contains("│ pay⟨U+202E⟩lla\n"))
        #expect(text.contains("! There are characters that cannot be seen"))
        let inBody = ProposalText.render(try Sample.proposal(body: #"{"a":"x\u202Ey"}"#))
        #expect(inBody.contains("! There are characters that cannot be seen"))
        #expect(inBody.contains(#""x\u202ey""#))
        #expect(
            ProposalText.render(try Sample.proposal(reason: "שלום")).contains("! There are letters of right-to-left scripts"))
        #expect(Visible.text("⟨U+202E⟩") == "⟨U+27E8⟩U+202E⟩")
        #expect(Visible.text("plain é 宽 🙂") == "plain é 宽 🙂")
    }

    @Test("host names that look like others are spelled out")
    func hosts() throws {
        let cyrillic = ProposalText.render(try Sample.proposal(body: #"{"url":"https://ex\u0430mple.com/x"}"#), width: 400)
        #expect(
            cyrillic.contains("exаmple.com looks like exаmple.com; MIXED SCRIPTS CYRILLIC+LATIN; U+430 CYRILLIC SMALL LETTER A")
        )
        let punycode = ProposalText.render(
            try Sample.proposal(url: "https://xn--exmple-4nf.com/x", origin: "https://xn--exmple-4nf.com"), width: 400)
        #expect(punycode.contains("xn--exmple-4nf.com looks like exаmple.com; MIXED SCRIPTS"))
        #expect(HostName.explained("xn--mnchen-3ya.de").contains("looks like münchen.de; script LATIN"))
        #expect(HostName.explained("xn--99999999999999.de").contains("looks like xn--99999999999999.de"))
        let http = ProposalText.render(
            try Sample.proposal(url: "http://alerts.example.com/x", origin: "http://alerts.example.com"))
        #expect(http.contains("! The source is reached without encryption (http)."))
    }

    @Test("what is cut is counted, and nothing is cut in silence")
    func cuts() throws {
        let lines = (0..<1000).map { "line \($0)" }
        let proposal = try Sample.proposal(
            headers: [HTTPCall.Field("content-type", "text/plain")], body: lines.joined(separator: "\n"))
        let text = ProposalText.render(proposal, width: 200, bodyLines: 10)
        #expect(text.contains("│ line 9\n"))
        #expect(!text.contains("line 10\n"))
        let characters = lines.dropFirst(10).reduce(0) { $0 + $1.count }
        #expect(text.contains("CUT HERE: 990 more lines of the body with \(characters) characters are not shown."))
        let whole = ProposalText.render(proposal, width: 200, bodyLines: .max)
        #expect(lines.allSatisfy { whole.contains("│ \($0)\n") })
        #expect(!whole.contains("CUT HERE"))
        // A long value is broken, and all of it is there.
        let value = String((0..<5000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 26))) })
        let long = ProposalText.render(try Sample.proposal(headers: [HTTPCall.Field("x-long", value)]))
        let joined = long.replacingOccurrences(of: "\n┆ ", with: "")
        #expect(joined.contains("│ x-long: \(value)\n"))
    }

    @Test("deeply nested JSON is shown as it stands, in time")
    func deep() throws {
        let open = String(repeating: "[", count: 200) + String(repeating: "1,", count: 500_000)
        let proposal = try Sample.proposal(body: open + "1" + String(repeating: "]", count: 200))
        let start = ContinuousClock.now
        let text = ProposalText.render(proposal, width: 200)
        #expect(text.contains("JSON as it stands; it is nested too deeply to be set out"))
        #expect(text.contains("CUT HERE: "))
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("a body of 1 MiB is shown in time", arguments: ["application/json", "text/plain", "application/octet-stream"])
    func large(_ type: String) throws {
        let body = "[" + String(repeating: "\"\u{202E}x\",", count: 149_000) + "1]"
        let proposal = try Sample.proposal(headers: [HTTPCall.Field("content-type", type)], body: body)
        let start = ContinuousClock.now
        #expect(ProposalText.render(proposal).contains("CUT HERE"))
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
