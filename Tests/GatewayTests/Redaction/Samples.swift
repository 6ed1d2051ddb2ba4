import Gateway

/// Texts that the tests of redaction share.
enum Samples {
    static let key = RedactionKey(master: Array(repeating: 7, count: 32), incident: "20261120T150500Z-1f2e3d4c")
    static let names = ["Ada Lovelace", "Jörg", "ACME GmbH"]
    static let redactor = Redactor(RedactionOptions(names: names, ipAddresses: true, key: key))

    /// One canary of each class, and some of forms that are long or encoded. None of these may be seen in an output.
    static let canaries: [(text: String, secret: String)] = [
        example("ghp_‹a36›"), example("AKIA‹u16›"), example("glpat-‹a20›"),
        ("password=\"tr0ub4dor&3\"", "tr0ub4dor&3"), ("postgres://ada:s3cretpw@db:5432/x", "s3cretpw"),
        (jwt, jwt), (block, blockBody),
        ("ada@example.com", "ada@example.com"), ("+49 30 90182012", "90182012"),
        ("DE89370400440532013000", "370400440532013000"),
        ("4111 1111 1111 1111", "1111 1111 1111"), ("536-90-4399", "536-90-4399"), ("192.0.2.77", "192.0.2.77"),
        ("2001:db8::beef", "db8::beef"), ("Ada Lovelace", "Lovelace"), ("Jörg", "Jörg"),
        ("YWRhLmxvdmVsYWNlQGV4YW1wbGUuY29t", "xvdmVsYWNlQGV4YW1wbGUu"),
        ("6164612e6c6f76656c616365406578616d706c652e636f6d", "6c6f76656c616365"),
        ("ada.l%40example.com", "ada.l"), (#"ada.l\u0040example.com"#, "ada.l"),
    ]

    static func example(_ text: String) -> (text: String, secret: String) {
        let expanded = RuleExample.expand(text)
        return (expanded, expanded)
    }

    static let jwt = RuleExample.expand("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.‹a43›")
    static let blockBody = RuleExample.expand("‹b64›\n‹b60›")
    static let block = "-----BEGIN EC PRIVATE KEY-----\n\(blockBody)\n-----END EC PRIVATE KEY-----"

    /// Every canary between words of a log.
    static let everything =
        canaries.map { "2026-11-21T04:29:49Z info served in 12 ms \($0.text) ok" }.joined(separator: "\n") + "\n"

    /// A generator with a seed: SplitMix64.
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }
}
