import PromQL
import Testing

/// Each with its canonical writing; `nil` where it is written canonically already.
private let expressions: [(String, canonical: String?)] = [
    ("up", nil), ("up{}", "up"), ("{}", nil), (" up # all of them", "up"), ("a:b:rate5m", nil), (":x", nil), ("_", nil),
    (#"up{job="api"}"#, nil), (#"up{job="api",}"#, #"up{job="api"}"#),
    (#"up{ job = 'api' , x!=`y` }"#, #"up{job="api", x!="y"}"#),
    (#"up{a=~"b.*", c!~"d|e", f!=""}"#, nil), (#"{__name__="x"}"#, "x"), (#"{__name__="x.y", a="b"}"#, nil),
    (#"{"x.y"}"#, #"{__name__="x.y"}"#), (#"{a="b", "x.y"}"#, #"{__name__="x.y", a="b"}"#), (#"{"http.route"="/a"}"#, nil),
    (#"{"plain"="x"}"#, #"{plain="x"}"#),
    (#"{__name__=~"a|b"}"#, nil), (#"{__name__="a", __name__!="b"}"#, nil), (#"{"on"}"#, #"{__name__="on"}"#),
    (#"{"sum"}"#, "sum"),
    ("up[5m]", nil), ("up [ 5m ]", "up[5m]"), ("up[300]", "up[5m]"), ("up[1h30m]", nil), ("up[90m]", "up[1h30m]"),
    ("up[7d]", "up[1w]"), ("up[8d]", nil), ("up[1y]", nil), ("up[1500ms]", "up[1s500ms]"), ("up[0.5]", "up[500ms]"),
    ("up offset 5m", nil), ("up offset -1d", nil), ("up offset 1w", nil), ("up[5m] offset 1h", nil), ("up offset 0s", nil),
    ("up @ 1609746000", nil), ("up @ 1.5 offset 5m", nil), ("up offset 5m @ start()", "up @ start() offset 5m"),
    ("up @ end()", nil),
    ("up @ -10", nil), ("up @ +10", "up @ 10"), ("rate(up[5m])[1h:5m]", nil), ("rate(up[5m])[1h:]", nil), ("up[1h:5m]", nil),
    ("max_over_time(rate(x[5m])[1h:1m] @ end() offset 1d)", nil), ("(a + b)[1h:1m]", nil), ("a + b[1h:1m]", nil),
    ("up offset 5m[1h:1m]", nil), ("(-a)[1h:1m]", nil), ("-a[1h:1m]", nil),
    ("1", nil), ("1.0", "1"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1E-3", "0.001"), ("0x1F", "31"), ("0X1f", "31"),
    ("017", "15"), ("09", "9"), ("1_000", "1000"), ("Inf", nil), ("+inf", "Inf"), ("-INF", "-Inf"), ("nan", "NaN"),
    ("5m", "300"),
    ("1h30m", "5400"), ("-1", nil), ("--1", "1"), ("-(1)", nil), ("1e300", "1e+300"), ("4.9e-324", "5e-324"), ("-0", "-0"),
    (#""a\"b""#, nil), (#"'a"b\''"#, #""a\"b'""#), (#"`a\n"`"#, #""a\\n\"""#), (#""\x41\101\u00e9\U0001F600""#, #""AAé😀""#),
    (#""\a\b\f\n\r\t\v\\""#, #""\u0007\u0008\u000c\n\r\t\u000b\\""#), (#""‮""#, #""\u202e""#),
    ("rate(x[5m])", nil), ("time()", nil), ("time( )", "time()"),
    ("histogram_quantile(0.99, sum by (le) (rate(x_bucket[5m])))", nil),
    (#"label_replace(up, "a", "$1", "b", "(.*)")"#, nil), ("clamp_max ( x , 1 )", "clamp_max(x, 1)"),
    ("unknown_function(x)", nil),
    ("absent(up{job=\"x\"})", nil), ("sum(x)", nil), ("SUM(x)", "sum(x)"), ("sum by (a, b) (x)", nil),
    ("sum(x) by (a,b)", "sum by (a, b) (x)"),
    ("sum(x) without (a,)", "sum without (a) (x)"), ("sum by () (x)", nil), ("sum by (by, on, sum) (x)", nil),
    (#"sum by ("a.b") (x)"#, nil), ("topk(5, x)", nil), ("quantile by (job) (0.9, x)", nil), (#"count_values("v", x)"#, nil),
    ("limitk(2, x)", nil), ("limit_ratio(-0.5, x)", nil), ("group(x)", nil), ("stdvar without (a) (x)", nil),
    ("a + b", nil), ("a+b", "a + b"), ("a - -b", nil), ("a*b/c%d", "a * b / c % d"), ("a ^ b ^ c", nil), ("(a ^ b) ^ c", nil),
    ("a ^ (b ^ c)", "a ^ b ^ c"), ("(a + b) * c", nil), ("(a * b) + c", "a * b + c"), ("a - (b - c)", nil),
    ("(a - b) - c", "a - b - c"),
    ("-a ^ b", nil), ("(-a) ^ b", nil), ("(-1) ^ 2", nil), ("-1 ^ 2", "-1 ^ 2"), ("-(a + b)", nil), ("-a * b", nil),
    ("-(a * b)", nil),
    ("a ^ -b * c", nil), ("2 ^ -1 ^ 2", nil), ("a atan2 b", nil), ("a ATAN2 b", "a atan2 b"), ("+a", "a"), ("--a", nil),
    ("a == b", nil), ("a == bool b", nil), ("a > BOOL 1", "a > bool 1"), ("a > on (x) b", nil), ("a / on() b", "a / on () b"),
    ("a * ignoring(x) group_left(y, z) b", "a * ignoring (x) group_left (y, z) b"),
    ("a * on(x) group_right b", "a * on (x) group_right () b"),
    ("a >= bool on(x) group_left b", "a >= bool on (x) group_left () b"), ("a and b or c unless d", nil),
    ("a or (b or c)", nil),
    ("a or b and c", nil), ("(a or b) and c", nil), ("a AND on(x) b", "a and on (x) b"), ("a > 1 and b < 2", nil),
    ("1 < a < 5", nil),
    ("and and and", nil), ("sum + avg", nil), ("offset offset 5m", nil), ("by{by=\"by\"}", nil), ("start + end", nil),
    ("or or or", nil),
    ("unless unless without", nil), ("bottomk{a=\"b\"}", nil), ("a\n+\t# comment\n  b", "a + b"), ("topk", nil),
    ("infinity", nil),
    ("sum(rate(http_requests_total{service=\"checkout\",code=~\"5..\"}[5m]))/sum(rate(http_requests_total[5m]))>0.05*1", nil),
]

@Suite struct RoundTripTests {
    @Test("an expression reads, and its writing reads as the same tree", arguments: expressions)
    func roundTrip(_ text: String, canonical: String?) throws {
        let tree = try PromQLParser.parse(text)
        if let canonical { #expect(tree.text == canonical) }
        #expect(try PromQLParser.parse(tree.text) == tree)
        #expect(try PromQLParser.parse(tree.text).text == tree.text)
    }

    @Test(
        "what is written canonically is written back unchanged",
        arguments: expressions.dropLast().filter { $0.canonical == nil }.map(\.0))
    func unchanged(_ text: String) throws {
        #expect(try Expression(parsing: text).text == text)
    }

    @Test("trees of every shape read back as themselves")
    func generatedTrees() throws {
        var random = Generator(state: 7)
        for _ in 0..<3000 {
            let tree = random.tree(depth: 5)
            let text = tree.text
            #expect(try PromQLParser.parse(text) == tree, "\(text)")
        }
    }
}

/// A seeded source of trees.
private struct Generator {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    mutating func tree(depth: Int) -> Expression {
        switch depth == 0 ? below(3) : below(10) {
        case 0: return .number(NumberLiteral([0.5, 1, -3, .infinity, -.infinity, .nan, 1e-9][below(7)]))
        case 1, 2: return .selector(selector())
        case 3: return .negation(tree(depth: depth - 1))
        case 4: return .call(FunctionCall("f", (0..<below(3)).map { _ in tree(depth: depth - 1) }))
        case 5: return aggregation(depth: depth)
        default:
            let operation = BinaryOperator.allCases[below(BinaryOperator.allCases.count)]
            let left = tree(depth: depth - 1)
            let right = tree(depth: depth - 1)
            let matching: [BinaryOperation.Matching?] = [
                nil, .init(isOn: true, labels: ["a", "b.c"]),
                .init(isOn: false, labels: [], grouping: operation.isSetOperator ? nil : .left(["x"])),
            ]
            return .binary(
                BinaryOperation(
                    operation, left, right, isBool: operation.isComparison && below(2) == 0, matching: matching[below(3)]))
        }
    }

    mutating func aggregation(depth: Int) -> Expression {
        let operation = Aggregation.Operation.allCases[below(Aggregation.Operation.allCases.count)]
        let groupings: [Aggregation.Grouping?] = [nil, .by(["le", "a b"]), .without([])]
        let parameter = operation.takesParameter ? tree(depth: depth - 1) : nil
        return .aggregation(Aggregation(operation, parameter: parameter, tree(depth: depth - 1), grouping: groupings[below(3)]))
    }

    mutating func selector() -> VectorSelector {
        VectorSelector(
            metric: ["up", "and", "x.y", "bool", "NaN", nil][below(6)],
            matchers: [[], [LabelMatcher("a", .regex, "\u{202e}\"\\\n")], [LabelMatcher("é", .notEqual, "")]][below(3)],
            range: [nil, 0.001, 93_784.005][below(3)], offset: [nil, -60, 0][below(3)],
            at: [nil, .start, .seconds(-1.5)][below(3)])
    }
}
