import Core
import Testing

@Suite("Times")
struct TimeTests {
    @Test(
        "RFC 3339 in its forms is read to the nanosecond",
        arguments: [
            ("2026-11-20T14:23:00Z", "2026-11-20T14:23:00Z"), ("2026-11-20T16:23:00+02:00", "2026-11-20T14:23:00Z"),
            ("2023-05-01T00:24:14.022+0300", "2023-04-30T21:24:14.022Z"),
            ("2026-11-20 14:23:00.5Z", "2026-11-20T14:23:00.500Z"),
            ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
            ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
            ("2026-11-20T14:23:00.1234567891Z", "2026-11-20T14:23:00.123456789Z"),
        ])
    func read(text: String, expected: String) {
        #expect(Instant(rfc3339: text)?.rfc3339Exact == expected)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2026-11-20", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T14:23:00",
            "2026-11-20T14:23:00.Z", "2026-11-20T14:23:00Zx", "２０26-11-20T14:23:00Z", "9999-01-01T00:00:00Z",
        ])
    func refused(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("every day from 1900 to 2200 survives the calendar")
    func calendar() throws {
        var day = try #require(Instant(rfc3339: "1900-01-01T00:00:00Z"))
        let end = try #require(Instant(rfc3339: "2200-01-01T00:00:00Z"))
        var count = 0
        while day < end {
            guard Instant(rfc3339: day.rfc3339()) == day else {
                Issue.record("\(day.nanoseconds) became \(day.rfc3339())")
                return
            }
            day = day.adding(seconds: 86_400)
            count += 1
        }
        #expect(count == 109_573)
    }

    @Test("a stamp says what stretch its value speaks of")
    func stamps() throws {
        let time = try #require(Instant(rfc3339: "2026-11-20T14:25:00Z"))
        let end = Stamp(time, mark: .bucketEnd(width: 300))
        let start = Stamp(time.adding(seconds: -300), mark: .bucketStart(width: 300))
        #expect(end.covered == start.covered)
        #expect(Stamp(rfc3339: "2026-11-20T14:25:00.250Z")?.precision == .milliseconds)
        #expect(Stamp(rfc3339: "2026-11-20T14:25:00.250Z")?.text == "2026-11-20T14:25:00.250Z")
    }

    @Test("a call's key survives being written and read")
    func keys() {
        let key = CallKey(investigation: "i-1", round: 3, path: "3-service/checkout/metrics/0-x", step: 2, index: 14)
        #expect(CallKey(parsing: key.description) == key)
        #expect(CallKey(parsing: "a b c") == nil)
    }
}
