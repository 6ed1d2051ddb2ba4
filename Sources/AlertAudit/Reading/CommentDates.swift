import Core

/// Days that a comment names as `2026-11-06`.
enum CommentDates {
    /// The latest of them: the beginning of that day, UTC.
    static func last(in text: String) -> Instant? {
        let bytes = Array(text.utf8.prefix(4000))
        var latest: Instant?
        for start in bytes.indices where start + 10 <= bytes.count {
            let slice = bytes[start..<start + 10]
            if start > 0, isDigit(bytes[start - 1]) { continue }
            if start + 10 < bytes.count, isDigit(bytes[start + 10]) { continue }
            let day = String(decoding: slice, as: UTF8.self)
            guard let instant = Instant(rfc3339: day + "T00:00:00Z") else { continue }
            latest = max(latest ?? instant, instant)
        }
        return latest
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
