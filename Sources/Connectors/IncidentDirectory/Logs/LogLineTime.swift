import Core

/// The time at the start of a line of free text, in the common forms. A time without a zone is taken as UTC.
///
/// - RFC 3339 and ISO 8601, with `T` or a space, `,` or `.` before the fraction, also in brackets
/// - `2026/06/18 15:06:00` (Go, nginx)
/// - `18/Jun/2026:15:06:00 +0000`, also after the three words that the common log format begins with
/// - `Jun 18 15:06:00` (RFC 3164), whose year is the one that brings it nearest to the time asked about
/// - `I0618 15:06:00.123456` (klog), of the same year
/// - seconds since 1970, with or without a fraction
struct LogLineTime: Sendable {
    /// Times without a year are those nearest to this.
    let near: Instant

    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
        "dec": 12,
    ]

    /// The time, and the text after it.
    func read(_ line: String) -> (stamp: Stamp, rest: String)? {
        let head = line.prefix(160)
        guard let first = head.first(where: { $0 != " " && $0 != "\t" }), !line.isEmpty else { return nil }
        // A continuation is commonly indented.
        guard head.first == first else { return nil }
        if first == "[" {
            guard let close = head.firstIndex(of: "]") else { return nil }
            let inner = String(head[head.index(after: head.startIndex)..<close])
            guard let stamp = whole(inner) else { return nil }
            return (stamp, after(line, close))
        }
        if let found = dated(line) ?? commonLog(line) ?? syslog(line) ?? klog(line) { return found }
        guard first.isNumber, let space = head.firstIndex(of: " "), head[..<space].utf8.count >= 10,
            let stamp = RecordTime.stamp(number: String(head[..<space]))
        else { return nil }
        return (stamp, after(line, space))
    }

    private func whole(_ text: String) -> Stamp? {
        RecordTime.stamp(normal(text)) ?? apache(text)
    }

    /// `2026/06/18` as `2026-06-18`, and a space before the zone left out.
    private func normal(_ text: String) -> String {
        var bytes = Array(text.utf8)
        if bytes.count > 10, bytes[4] == 0x2F, bytes[7] == 0x2F { (bytes[4], bytes[7]) = (0x2D, 0x2D) }
        var result = String(decoding: bytes, as: UTF8.self)
        if result.hasSuffix(" UTC") || result.hasSuffix(" GMT") { result = result.dropLast(4) + "Z" }
        if let sign = result.lastIndex(where: { $0 == "+" || $0 == "-" }), sign > result.startIndex {
            let before = result.index(before: sign)
            if result[before] == " " { result.remove(at: before) }
        }
        return result
    }

    /// `2026-06-18T15:06:00.123Z`, `2026-06-18 15:06:00,123 +02:00`: the longest start of the line that is a time.
    private func dated(_ line: String) -> (stamp: Stamp, rest: String)? {
        guard line.utf8.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let words = line.prefix(60).split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        for count in [3, 2, 1] where words.count >= count {
            guard let last = words[..<count].last else { continue }
            var end = last.endIndex
            // A colon or a comma may follow the time.
            if let sign = last.last, ":,;".contains(sign) { end = last.index(before: end) }
            guard end > line.startIndex else { continue }
            let text = String(line[..<end])
            guard text.utf8.count >= 19, let stamp = RecordTime.stamp(normal(text)) else { continue }
            return (stamp, String(line[last.endIndex...].drop { $0 == " " }))
        }
        return nil
    }

    /// `18/Jun/2026:15:06:00 +0000`
    private func apache(_ text: String) -> Stamp? {
        let parts = text.split { $0 == "/" || $0 == ":" || $0 == " " }
        guard parts.count == 6 || parts.count == 7, let month = LogLineTime.months[parts[1].lowercased()] else { return nil }
        let clock = text.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        let time = clock.split(separator: " ").map(String.init)
        guard let hours = time.first else { return nil }
        return RecordTime.stamp("\(parts[2])-\(pad(month))-\(two(parts[0]))T\(hours)\(time.count > 1 ? time[1] : "Z")")
    }

    /// `host - user [18/Jun/2026:15:06:00 +0000] "GET …`; the line is kept whole but for the time.
    private func commonLog(_ line: String) -> (stamp: Stamp, rest: String)? {
        let head = line.prefix(160)
        guard let open = head.firstIndex(of: "["), let close = head[open...].firstIndex(of: "]"),
            head[..<open].split(separator: " ").count == 3,
            let stamp = apache(String(head[head.index(after: open)..<close]))
        else { return nil }
        return (stamp, String(line[..<open]) + after(line, close))
    }

    /// `Jun 18 15:06:00 host …`
    private func syslog(_ line: String) -> (stamp: Stamp, rest: String)? {
        let words = line.prefix(40).split(separator: " ", maxSplits: 3)
        guard words.count >= 3, let month = LogLineTime.months[words[0].lowercased()], words[1].utf8.count <= 2,
            let stamp = nearest("\(pad(month))-\(two(words[1]))T\(words[2])Z")
        else { return nil }
        return (stamp, String(line[words[2].endIndex...].drop { $0 == " " }))
    }

    /// `E0618 15:06:00.123456   1 main.go:12] text`; the letter, which is the severity, stays.
    private func klog(_ line: String) -> (stamp: Stamp, rest: String)? {
        let words = line.prefix(40).split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let letter = words[0].first, "IWEF".contains(letter), words[0].utf8.count == 5,
            let stamp = nearest("\(words[0].dropFirst().prefix(2))-\(words[0].suffix(2))T\(words[1])Z")
        else { return nil }
        return (stamp, String(letter) + " " + line[words[1].endIndex...].drop { $0 == " " })
    }

    /// Of the years around ``near``, the one that brings the time nearest to it.
    private func nearest(_ text: String) -> Stamp? {
        let year = near.components.year
        let candidates = [year - 1, year, year + 1].compactMap { RecordTime.stamp("\($0)-\(text)") }
        return candidates.min { abs($0.time.seconds(since: near)) < abs($1.time.seconds(since: near)) }
    }

    private func after(_ line: String, _ index: String.Index) -> String {
        String(line[line.index(after: index)...].drop { $0 == " " || $0 == ":" })
    }

    private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func two(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
}
