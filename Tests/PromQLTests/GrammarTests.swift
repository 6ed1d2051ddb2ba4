import PromQL
import Testing

@Suite struct GrammarTests {
    /// What binds first, written with all parentheses.
    @Test(
        "operators bind as Prometheus' table says",
        arguments: [
            ("a or b and c", "a or (b and c)"), ("a and b unless c", "(a and b) unless c"),
            ("a unless b == c", "a unless (b == c)"),
            ("a == b + c", "a == (b + c)"), ("a < b <= c", "(a < b) <= c"), ("a + b * c", "a + (b * c)"),
            ("a - b + c", "(a - b) + c"),
            ("a / b * c", "(a / b) * c"), ("a % b atan2 c", "(a % b) atan2 c"), ("a * b ^ c", "a * (b ^ c)"),
            ("a ^ b ^ c", "a ^ (b ^ c)"),
            ("-a ^ b", "-(a ^ b)"), ("-a * b", "(-a) * b"), ("a ^ -b * c", "(a ^ (-b)) * c"), ("-a + b", "(-a) + b"),
            ("a or b or c", "(a or b) or c"), ("a > bool b and c", "(a > bool b) and c"), ("a - -b ^ c", "a - (-(b ^ c))"),
            ("a * b + c * d > e or f", "(((a * b) + (c * d)) > e) or f"),
        ])
    func precedence(_ text: String, _ explicit: String) throws {
        #expect(try PromQLParser.parse(text) == PromQLParser.parse(explicit))
    }

    @Test(
        "a different grouping is a different tree",
        arguments: [("(a + b) * c", "a + b * c"), ("a - (b - c)", "a - b - c"), ("(-a) ^ b", "-a ^ b")])
    func grouping(_ one: String, _ other: String) throws {
        #expect(try PromQLParser.parse(one) != PromQLParser.parse(other))
    }

    @Test("a selector's parts are all read")
    func selectorParts() throws {
        let tree = try PromQLParser.parse(
            #"rate(http_requests_total{service="a",code=~"5..",x!="y",z!~"w"}[1h30m] @ 12.5 offset -2m)"#)
        let selector = try #require(tree.selectors.first)
        #expect(selector.metric == "http_requests_total")
        #expect(
            selector.matchers == [
                LabelMatcher("service", .equal, "a"), LabelMatcher("code", .regex, "5.."), LabelMatcher("x", .notEqual, "y"),
                LabelMatcher("z", .notRegex, "w"),
            ])
        #expect(selector.range == 5400)
        #expect(selector.offset == -120)
        #expect(selector.at == .seconds(12.5))
    }

    @Test("a metric's name is found in all three places", arguments: ["x{a=\"b\"}", #"{__name__="x",a="b"}"#, #"{a="b","x"}"#])
    func metricNames(_ text: String) throws {
        #expect(
            try PromQLParser.parse(text).selectors == [VectorSelector(metric: "x", matchers: [LabelMatcher("a", .equal, "b")])])
    }

    @Test("selectors come in the order in which they are written")
    func selectorOrder() throws {
        let tree = try PromQLParser.parse("topk(scalar(a), b) / on (x) sum(c[5m:1m]) > -d or f(e, \"s\", g)")
        #expect(tree.selectors.map(\.metric) == ["a", "b", "c", "d", "e", "g"])
    }

    @Test(
        "selectors that read everything are called unbounded",
        arguments: [
            ("{}", true), (#"{job=""}"#, true), (#"{job!="x"}"#, true), (#"{__name__=~".+"}"#, true), (#"{job=~".*"}"#, true),
            (#"{job=~"(.|x)+"}"#, true), (#"{job!~"x"}"#, true), (#"{job=~"(("}"#, true), ("up", false), (#"{job="a"}"#, false),
            (#"{__name__=~"http_.*"}"#, false),
            (#"{job=~".+",x="y"}"#, false), (#"{job=~"a|b"}"#, false),
        ])
    func unbounded(_ text: String, _ expected: Bool) throws {
        #expect(try PromQLParser.parse(text).selectors.first?.isUnbounded == expected)
    }

    @Test("a selector selects by name and labels, absent labels being empty")
    func selects() throws {
        let selector = try #require(try PromQLParser.parse(#"x{service=~"pay.*",env!="dev",gone=""}"#).selectors.first)
        #expect(selector.selects(metric: "x", labels: ["service": "payment"]) == true)
        #expect(selector.selects(metric: "y", labels: ["service": "payment"]) == false)
        #expect(selector.selects(metric: "x", labels: ["service": "payment", "env": "dev"]) == false)
        #expect(selector.selects(metric: "x", labels: ["service": "prepay"]) == false)
        #expect(selector.selects(metric: "x", labels: ["service": "payment", "gone": "no"]) == false)
        let unreadable = VectorSelector(metric: "x", matchers: [LabelMatcher("a", .regex, "(")])
        #expect(unreadable.selects(metric: "x", labels: [:]) == nil)
        #expect(unreadable.selects(metric: "y", labels: [:]) == false)
    }
}
