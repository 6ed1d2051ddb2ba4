import PromQL
import Testing

@Suite struct ThresholdTests {
    private func found(_ text: String) throws -> [String] {
        try PromQLParser.parse(text).thresholds.map {
            "\($0.expression.text) \($0.comparison.rawValue) \(NumberLiteral($0.value).text)\($0.isException ? " except" : "")"
        }
    }

    @Test(
        "the comparisons that decide are found",
        arguments: [
            ("x > 10", ["x > 10"]), ("10 < x", ["x > 10"]), ("10 >= x", ["x <= 10"]), ("(x) > 0.05 * 100", ["x > 5"]),
            ("x > 10 * 60", ["x > 600"]), ("x > 2 ^ 10", ["x > 1024"]), ("x > -(3 - 1)", ["x > -2"]), ("x > 5m", ["x > 300"]),
            ("x > 4 ^ 0.5", ["x > 2"]), ("x > 2 ^ -1", ["x > 0.5"]), ("x > 7 % 4", ["x > 3"]),
            ("x > 1 and y < 2", ["x > 1", "y < 2"]), ("(x > 1 or y > 2) and on () z == 3", ["x > 1", "y > 2", "z == 3"]),
            ("x > 1 unless y > 2", ["x > 1", "y > 2 except"]), ("x unless (y > 1 unless z > 2)", ["y > 1 except", "z > 2"]),
            ("1 < x < 5", ["x > 1", "x < 5"]), ("(x > bool 10) == 1", ["x > 10"]), ("(x > bool 10) > 0", ["x > 10"]),
            ("(x > bool 10) == 0", ["x > bool 10 == 0"]), ("sum(x > 10) > 3", ["sum(x > 10) > 3"]), ("x == x", []),
            ("x > y", []),
            ("absent(x)", []), ("x", []), ("1 > 2", []), ("x > time()", []), ("x != 0", ["x != 0"]), ("x > 2 ^ 0.3", []),
            (
                #"histogram_quantile(0.99, sum by (le) (rate(d_bucket{service="p"}[5m]))) > 10"#,
                [#"histogram_quantile(0.99, sum by (le) (rate(d_bucket{service="p"}[5m]))) > 10"#]
            ),
        ])
    func thresholds(_ text: String, _ expected: [String]) throws {
        #expect(try found(text) == expected)
    }

    @Test("a value breaches a threshold when the comparison holds")
    func breaches() {
        let latency = Threshold(.selector(VectorSelector(metric: "x")), .greater, 10)
        #expect(!latency.isBreached(by: 4.2))
        #expect(!latency.isBreached(by: 10))
        #expect(latency.isBreached(by: 10.1))
        #expect(!latency.isBreached(by: .nan))
    }
}
