import Gateway
import Testing

@Suite("Text without what hides in it")
struct CleanTextTests {
    @Test(
        "what hides, reorders or overwrites text is removed and counted",
        arguments: [
            ("plain text,\n\twith a tab", "plain text,\n\twith a tab", 0),
            ("ig\u{200B}no\u{200D}re\u{FEFF}", "ignore", 3),
            ("a\u{202E}b\u{2066}c\u{2069}", "abc", 3),
            ("x\u{E0069}\u{E0067}\u{E006E}y", "xy", 3),
            ("soft\u{AD}hyphen", "softhyphen", 1),
            ("bell\u{07}back\u{08}delete\u{7F}", "bellbackdelete", 3),
            ("red \u{1B}[31;1mtext\u{1B}[0m", "red text", 11),
            ("title \u{1B}]0;evil title\u{07}gone", "title gone", 15),
            ("one-byte \u{9B}2Jclear", "one-byte clear", 3),
            ("over\rwritten", "over\nwritten", 1),
            ("line\u{2028}break\u{2029}", "line\nbreak\n", 2),
            ("private \u{E000}use", "private use", 1),
            ("blank\u{3164}letter\u{2800}s", "blank letter s", 2),
            ("a\u{FE00}\u{FE01}\u{FE02}b", "ab", 3),
            ("\u{2764}\u{FE0F}\u{FE0F}\u{E0110}", "\u{2764}\u{FE0F}", 2),
            ("", "", 0),
        ])
    func cleans(source: String, expected: String, removed: Int) {
        let clean = CleanText(source)
        #expect(clean.text == expected)
        #expect(clean.removed == removed)
    }

    @Test(
        "text of any script stays as it is",
        arguments: ["größer, naïve", "预算已用完", "予算を使い切った", "예산", "الميزانية", "बजट ख़त्म", "việt ngữ", "שָׁלוֹם"])
    func scripts(text: String) {
        #expect(CleanText(text).text == text)
        #expect(CleanText(text).removed == 0)
    }

    @Test("a stack of combining marks is cut down")
    func marks() {
        let clean = CleanText("a" + String(repeating: "\u{0301}", count: 100) + "b")
        #expect(clean.text.unicodeScalars.count == 2 + CleanText.marksInARow)
        #expect(clean.removed == 100 - CleanText.marksInARow)
    }

    @Test("clean text is left alone, whatever was cleaned")
    func idempotent() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let scalars = (0..<60).compactMap { _ in
                Unicode.Scalar(
                    [
                        UInt32.random(in: 0...0x3FF, using: &random), .random(in: 0x1F00...0x2FFF),
                        .random(in: 0xE0000...0xE01FF),
                    ].randomElement() ?? 0)
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            let once = CleanText(String(view)).text
            #expect(CleanText(once).text == once)
        }
    }

    @Test("an escape sequence that never ends hides at most one line")
    func openSequence() {
        #expect(CleanText("a\u{1B}]0;no end\nnext line").text == "a\nnext line")
        #expect(CleanText("a\u{1B}[12").text == "a")
    }
}
