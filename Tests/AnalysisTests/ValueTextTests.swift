import Analysis
import Core
import Testing

@Suite struct ValueTextTests {
    @Test(
        "values are written with their unit",
        arguments: [
            (4.2, Unit.seconds, "4.2 s"), (0.12, .seconds, "120 ms"), (0.0004, .seconds, "0.4 ms"), (0, .seconds, "0 s"),
            (0.031, .ratio, "3.1 %"), (1, .ratio, "100 %"), (80, .perSecond, "80/s"), (41, .count, "41"),
            (98213, .count, "98213"), (1_572_864, .bytes, "1.5 MiB"), (0.1204, .none, "0.12"), (-3.456, .none, "-3.46"),
            (.nan, .count, "unknown"), (.infinity, .seconds, "unknown"), (0.00012, .none, "0.00012"),
        ])
    func values(value: Double, unit: Unit, expected: String) {
        #expect(ValueText.value(value, unit) == expected)
    }

    @Test(
        "durations are one number and one unit",
        arguments: [
            (120.0, "2 min"), (90, "90 s"), (60, "1 min"), (-210, "3.5 min"), (0.3, "300 ms"), (0, "0 s"), (3600, "1 h"),
            (18_000, "5 h"), (1_296_000, "15 days"), (1500, "25 min"), (.nan, "unknown"),
        ])
    func durations(seconds: Double, expected: String) {
        #expect(ValueText.duration(seconds) == expected)
    }

    @Test("quotations are one short inert line")
    func quotations() {
        #expect(ValueText.quotation("a\n\tb  \"c\"") == "a b 'c'")
        #expect(ValueText.quotation("x\u{202E}y\u{0000}z") == "xy z")
        #expect(ValueText.quotation(String(repeating: "é", count: 500)).count == 120)
        #expect(ValueText.revision("c0ffee1234567890") == "c0ffee1")
        #expect(ValueText.revision("v1.2.3") == "v1.2.3")
    }
}
