import PromQL
import Testing

@Suite struct LabelPatternTests {
    @Test(
        "a pattern matches the whole value",
        arguments: [
            ("abc", "abc"), ("a.c", "abc"), (".*", ""), (".+", "x\ny"), ("a|b", "b"), ("a|b|", ""), ("(a|b)c", "bc"),
            ("(?:a|bc)*d", "abcad"), ("a?b", "b"),
            ("5..", "503"), ("[a-c]+", "abcba"), ("[^a-c]+", "xyz"), ("[]a]+", "]a"), ("[a-]", "-"), ("\\d{3}", "123"),
            ("a{2,}", "aaaa"), ("a{0,2}b", "aab"),
            ("(ab){2}c", "ababc"), ("^a$", "a"), ("a\\.b", "a.b"), ("\\w+-\\d+", "pay_1-22"), ("(?i)Pay.*", "PAYMENT"),
            ("(?i)[A-Z]+", "aZ"), ("[[:alpha:]_]+", "a_B"),
            ("[^\\d]+", "ab"), ("[\\D]+", "ab"), ("é.", "é中"), ("\\x41\\x{42}", "AB"), ("a{b", "a{b"), ("(?P<n>a)b", "ab"),
            ("(?s:.)", "\n"), (".*pay.*|x", "prepayment"),
            ("(a*)*", "aaa"), ("(a|b)*c|d", "abac"), ("a*?b", "aab"), ("(|a)+", "aa"), ("x*(b|c)d", "xxcd"), ("", ""),
            ("a b|c-d", "c-d"), ("a*|b", "b"),
            ("a(b(c|d)|e)*f", "abcebdf"),
        ])
    func matches(_ pattern: String, _ value: String) throws {
        #expect(try #require(LabelPattern(pattern)).matches(value))
    }

    @Test(
        "a pattern does not match part of a value, or another",
        arguments: [
            ("abc", "abcd"), ("abc", "xabc"), ("a|b", "ab"), (".+", ""), ("5..", "50"), ("[^a]", "a"), ("a{2}", "a"),
            ("a{2}", "aaa"), ("\\d", "x"), ("a.b", "ab"),
            ("(?i)a", "b"), ("[a-c]", "d"), ("(a|b)c|d", "a"), ("a$b", "a"), ("[^\\d]", "5"), ("a{0,2}b", "aaab"),
            ("Pay", "pay"),
        ])
    func differs(_ pattern: String, _ value: String) throws {
        #expect(try !#require(LabelPattern(pattern)).matches(value))
    }

    @Test(
        "what is malformed or not supported gives no pattern",
        arguments: [
            "(", ")", "a)", "(a", "[", "[a", "*", "+a", "a**", "\\", "[b-a]", "\\pL", "\\bx", "a{1001}", "((a{100}){100}){100}",
            "(?x)a", "[[:nope:]]", "\\x4", "\\1", "(?<n", "a{3,2}",
        ])
    func refused(_ pattern: String) {
        #expect(LabelPattern(pattern) == nil)
    }

    @Test("patterns that ruin backtracking matchers are quick")
    func noBlowUp() {
        let value = String(repeating: "a", count: 5000)
        let clock = ContinuousClock()
        let time = clock.measure {
            for pattern in ["(a+)+b", "(a|a)*b", "(.*)*x", "(a?){500}b", "(.*a){20}b", "((a*)*)*b"] {
                #expect(LabelPattern(pattern)?.matches(value) == false)
            }
        }
        #expect(time < .seconds(30))
    }

    @Test("nesting and length beyond the limits are refused")
    func limits() {
        #expect(LabelPattern(String(repeating: "(", count: 100_000)) == nil)
        #expect(LabelPattern(String(repeating: "a.", count: 100_000)) == nil)
        #expect(LabelPattern(String(repeating: "a.|", count: 4000)) == nil)
        #expect(LabelPattern(String(repeating: "(a", count: 40) + String(repeating: ")", count: 40)) != nil)
    }
}
