import Gateway
import Testing

@Suite("The time of redaction", .serialized)
struct LinearTimeTests {
    /// Texts of which every byte or word begins something that rules look for.
    static let units = [
        "@", "a@", "4", "4 ", "4111 ", "+1 ", "a", "QWxhZGRpbjpvcGVu", "bG9yZW0gaXBzdW0gZG9sb3Ig", "0123456789abcdef", "%41",
        "\\u0041", "password=",
        "password: ", "token", "://a:", "-----BEGIN ", "eyJaaaaaaaaaa.", "AKIA", "sk-", "phone 1 ", "a@b.co ", "⟦", "cookie: ",
        "\\", "::", "1.",
        "Ada ", "-----BEGIN PRIVATE KEY-----", "secret token ",
    ]

    @Test("twice the text takes no more than about twice the time, whatever the text", arguments: units)
    func linear(unit: String) {
        let short = Array(repeatElement(Array(unit.utf8), count: 20_000 / unit.utf8.count).joined())
        let long = short + short
        // The best of several runs; other work on the machine must not fail the test.
        var ratio = Double.infinity
        for _ in 0..<6 where ratio > 3 { ratio = min(ratio, time(long) / max(time(short), 1e-6)) }
        #expect(ratio < 3.5, "\(unit): \(ratio)")
    }

    private func time(_ text: [UInt8]) -> Double {
        ContinuousClock().measure { _ = Samples.redactor.redact(text) } / .seconds(1)
    }
}
