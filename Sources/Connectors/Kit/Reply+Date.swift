public import Core

extension Reply {
    /// The server's own time when it answered, from the header `Date` in the form `Fri, 20 Nov 2026 15:05:21 GMT` (RFC 9110,
    /// section 5.6.7); `nil` when there is none. To the second.
    public var date: Instant? { header("date").flatMap(Instant.init(httpDate:)) }
}

extension Instant {
    /// Reads `Fri, 20 Nov 2026 15:05:21 GMT`. The obsolete forms of RFC 9110 are not read.
    public init?(httpDate text: String) {
        let words = text.utf8.prefix(64).split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 6, words[5] == "GMT", words[1].utf8.count == 2, let month = months.firstIndex(of: words[2]) else {
            return nil
        }
        let number = (month < 9 ? "0" : "") + String(month + 1)
        self.init(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
