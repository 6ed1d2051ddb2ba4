import PromQL
import Testing

@Suite struct HostileTests {
    @Test(
        "what is no expression is refused at its place",
        arguments: [
            ("", 0), ("   ", 3), ("# only a comment", 16), ("a b", 2), ("a +", 3), ("+", 1), ("(a", 2), ("a)", 1), ("a[", 2),
            ("a[5m", 4),
            ("a[5]x", 4), ("a[0s]", 2), ("a[5m:0s]", 5), ("a[m]", 2), ("a[5q]", 3), ("a[5m5m]", 5), ("a[1m1h]", 5),
            ("a[999999999y]", 2), ("(a)[5m]", 3), ("a offset 5m[5m]", 11),
            ("a[5m][5m]", 5), ("a[5m][1h:1m]", 5), ("f(x) offset 5m", 5), ("(a) offset 5m", 4), ("a offset 5m offset 5m", 12),
            ("a @ 1 @ 2", 6), ("a offset", 8), ("a @ x", 4), ("a @ start", 9), ("a{", 2), ("a{b", 3), ("a{b}", 3), ("a{b=}", 4),
            ("a{b=c}", 4),
            ("a{b=\"c\"", 7), ("a{b=\"c\" d=\"e\"}", 8), ("a{,}", 2), ("a{\"x\"}", 2), ("a{__name__=\"b\"}", 1),
            ("{\"a\",\"b\"}", 5), ("{\"\"}", 1), ("a{b==\"c\"}", 4), ("a{b!\"c\"}", 3),
            ("\"abc", 4), ("'a\nb'", 2), ("\"\\q\"", 1), ("\"\\x1\"", 1), ("\"\\ud800\"", 1), ("\"\\400\"", 1), ("'\\\"'", 1),
            ("\"\\", 2), ("`a", 2),
            ("sum(a, b)", 0), ("topk(a)", 0), ("sum()", 0), ("sum by (a) b", 11), ("sum by a (b)", 7),
            ("sum(a) by (b) by (c)", 14), ("f(a,)", 4), ("f(,a)", 2),
            ("a = b", 2), ("a =~ b", 2), ("a ! b", 2), ("a + bool b", 4), ("a and bool b", 6), ("a and on(x) group_left b", 12),
            ("a + on b", 7),
            ("a + group_left b", 4), ("on", 0), ("bool", 0), ("1x", 1), ("0x", 0), ("1e", 2), ("1e999", 0), ("5mm", 1),
            ("é", 0), ("a $ b", 2), ("1..2", 2),
            ("a:b(c)", 0), ("or(a)", 0), ("\u{0}", 0), ("a;", 1), ("$__range", 0), ("[5m]", 0), ("}", 0), ("a[5m:1m", 7),
            ("\"a\"[5m:1m]", 3), ("1 offset 5m", 2),
        ])
    func refused(_ text: String, _ offset: Int) {
        do throws(PromQLError) {
            let tree = try PromQLParser.parse(text)
            Issue.record("\(text) was read as \(tree.text)")
        } catch {
            #expect(error.offset == offset, "\(error)")
            #expect(!error.expected.isEmpty)
        }
    }

    @Test("an error says where, what was expected, and what was there")
    func wording() {
        #expect(throws: PromQLError(offset: 4, expected: "')' to end the parentheses", found: "b")) {
            try PromQLParser.parse("( a b")
        }
        #expect(
            PromQLError(offset: 3, expected: "an expression", found: "").description
                == "at byte 3: expected an expression, found the end")
    }

    @Test("an error's excerpt has no control characters")
    func excerpts() throws {
        #expect(throws: PromQLError(offset: 0, expected: "an expression", found: "\u{fffd} 31m x")) {
            try PromQLParser.parse("\u{fffd}\u{1b}31m\u{202e}x")
        }
    }

    @Test(
        "nesting beyond the limit is an error and no crash",
        arguments: [
            "(", "-", "f(", "sum(", "a + (", "a ^ ", "a{b=\"c\"} or ", "a + ", "f(a, ", "topk(1, ", "a and -(", "+", "((a) + ",
        ])
    func nesting(_ piece: String) {
        let text = String(repeating: piece, count: 200_000)
        #expect(throws: PromQLError.self) { try PromQLParser.parse(text) }
    }

    @Test("subqueries cannot pile up")
    func subqueries() {
        #expect(throws: PromQLError.self) { try PromQLParser.parse("a" + String(repeating: "[1h:1m]", count: 100_000)) }
    }

    @Test("trees as deep as the limit allows are read, written and compared")
    func deepest() throws {
        let parentheses = String(repeating: "f(", count: 95) + "x" + String(repeating: ")", count: 95)
        let chain = "x" + String(repeating: " or x", count: PromQLParser.depthLimit - 1)
        for text in [parentheses, chain] {
            let tree = try PromQLParser.parse(text)
            #expect(tree.text == text)
            #expect(try PromQLParser.parse(tree.text) == tree)
            #expect(!tree.selectors.isEmpty && tree.thresholds.isEmpty)
        }
        #expect(throws: PromQLError.self) { try PromQLParser.parse(chain + " or x") }
    }

    @Test("a megabyte is read in linear time")
    func megabyte() throws {
        let long = String(repeating: "a", count: 1_000_000)
        let spaces = String(repeating: " ", count: 1_000_000)
        let arguments = "f(" + String(repeating: "a{b=\"c\"},", count: 100_000) + "a)"
        let matchers = "a{" + String(repeating: "b=\"c\",", count: 160_000) + "}"
        let comments = String(repeating: "#x\n", count: 300_000) + "a"
        let clock = ContinuousClock()
        let time = try clock.measure {
            for text in [
                long, "a\(spaces)+\(spaces)b", arguments, matchers, comments, "\"\(long)\"", "a{b=\"\(long)\"}",
                "sum by (\(long)) (x)",
            ] {
                let tree = try PromQLParser.parse(text)
                #expect(tree.text.utf8.count > 0)
            }
            for text in [
                "\"\(long)", String(repeating: "9", count: 1_000_000), "a \(long)", "a{\(long)", "`\(long)", "(\(spaces)",
                "0x\(long)g",
            ] {
                #expect(throws: PromQLError.self) { try PromQLParser.parse(text) }
            }
        }
        #expect(time < .seconds(30))
    }

    @Test("no mutilation of an expression traps")
    func mutilated() {
        let whole = Array(
            #"sum by (a) (rate(x{b=~"c\x41",d!='e'}[1h30m] offset -5m @ 1e3)) / on (f) group_left (g) -0x1F ^ topk(2, y[1h:5m]) > bool 5m # z"#
                .utf8)
        var outcomes = 0
        for index in whole.indices {
            for text in [
                whole.prefix(index) + [], whole.suffix(from: index) + [], whole.prefix(index) + whole.suffix(from: index + 1),
            ] {
                outcomes += read(String(decoding: text, as: UTF8.self))
            }
            for byte: UInt8 in [0, 34, 40, 41, 91, 92, 93, 123, 125, 255] {
                var changed = whole
                changed[index] = byte
                outcomes += read(String(decoding: changed, as: UTF8.self))
            }
        }
        #expect(outcomes == whole.count * 13)
    }

    /// 1, if the text is refused or its tree survives being written.
    private func read(_ text: String) -> Int {
        guard let tree = try? PromQLParser.parse(text) else { return 1 }
        return (try? PromQLParser.parse(tree.text)) == tree ? 1 : 0
    }
}
