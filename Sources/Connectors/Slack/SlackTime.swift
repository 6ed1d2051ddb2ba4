import Core

/// `ts`: seconds with six decimals as text, which is also the message's id. Never read as a double, which would lose the last
/// digits and so the identity.
enum SlackTime {
    static func instant(_ ts: String) -> Instant? {
        let parts = ts.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let head = parts.first, (1...10).contains(head.utf8.count), isDigits(head), let seconds = Int64(head) else {
            return nil
        }
        guard seconds < 9_200_000_000 else { return nil }
        guard parts.count == 2 else { return Instant(seconds: seconds) }
        guard (1...9).contains(parts[1].utf8.count), isDigits(parts[1]), var fraction = Int64(parts[1]) else { return nil }
        for _ in parts[1].utf8.count..<9 { fraction *= 10 }
        return Instant(nanoseconds: seconds * 1_000_000_000 + fraction)
    }

    static func stamp(_ ts: String) -> Stamp? { instant(ts).map { Stamp($0, precision: .microseconds) } }

    /// An instant as Slack wants it in `oldest` and `latest`.
    static func text(_ instant: Instant) -> String {
        let seconds = instant.wholeSeconds
        let micro = String((instant.nanoseconds - seconds * 1_000_000_000) / 1000)
        return "\(seconds)." + String(repeating: "0", count: max(0, 6 - micro.count)) + micro
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
