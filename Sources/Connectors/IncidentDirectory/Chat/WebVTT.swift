import Core

/// The cues of a WebVTT transcript (w3.org/TR/webvtt1): who said what, and how long after the beginning.
struct WebVTT: Sendable {
    struct Cue: Sendable {
        /// The line of the file on which its times are.
        var line: Int
        /// Seconds from the beginning of the recording.
        var offset: Double
        /// The name in `<v Name>`, or before a colon.
        var speaker: String?
        var text: String
    }

    /// A time in the head, in a note or in the file's name, which is that of the recording's beginning.
    private(set) var begin: Stamp?
    private(set) var cues: [Cue] = []
    private(set) var problems: [(line: Int, reason: String)] = []

    /// More cues than this are not read.
    static let mostCues = 50_000
    private(set) var isCut = false

    init(_ text: String, fileName: String) {
        var lines = Lines(text)
        let isVTT = lines.coming.map { $0.filter { $0 != "\u{FEFF}" }.hasPrefix("WEBVTT") } ?? false
        if !isVTT { problems.append((1, "does not begin with WEBVTT")) }
        begin = WebVTT.time(in: fileName)
        while let line = lines.next() {
            guard line.contains("-->") else {
                if cues.isEmpty, begin == nil { begin = WebVTT.time(in: String(line)) }
                continue
            }
            let number = lines.number
            var said: [Substring] = []
            while let next = lines.coming, !next.isEmpty, !next.contains("-->") {
                said.append(next)
                _ = lines.next()
            }
            guard let offset = WebVTT.seconds(line) else {
                problems.append((number, "its time cannot be read"))
                continue
            }
            let (speaker, text) = WebVTT.voice(said.joined(separator: " "))
            guard !text.isEmpty else {
                problems.append((number, "says nothing"))
                continue
            }
            guard cues.count < WebVTT.mostCues else {
                isCut = true
                break
            }
            cues.append(Cue(line: number, offset: offset, speaker: speaker, text: text))
        }
    }

    /// The lines of a text, one after the other.
    private struct Lines: IteratorProtocol {
        private var rest: Substring?
        /// Of the last line that was given, from 1.
        private(set) var number = 0

        init(_ text: String) { rest = text[...] }

        /// The next line, which is still to be given.
        var coming: Substring? {
            rest.map { rest in rest[..<(rest.utf8.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex)] }
        }

        mutating func next() -> Substring? {
            guard let rest, let line = coming else { return nil }
            let end = rest.utf8[line.endIndex...].starts(with: [0x0D, 0x0A]) ? 2 : 1
            self.rest = line.endIndex < rest.endIndex ? rest[rest.utf8.index(line.endIndex, offsetBy: end)...] : nil
            number += 1
            return line
        }
    }

    /// `01:02:03.456 --> …` or `02:03.456 --> …`
    private static func seconds(_ line: Substring) -> Double? {
        guard let first = line.split(separator: " ").first else { return nil }
        let parts = first.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard (2...3).contains(parts.count) else { return nil }
        var total = 0.0
        for part in parts {
            guard let part, (0..<1e6).contains(part) else { return nil }
            total = total * 60 + part
        }
        return total
    }

    /// The speaker, and the text without tags and with its entities read.
    private static func voice(_ text: String) -> (speaker: String?, text: String) {
        var speaker: String?
        var plain = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            plain += rest[..<open]
            let tag = rest[rest.index(after: open)..<close]
            if speaker == nil, tag.hasPrefix("v"), let space = tag.firstIndex(of: " ") {
                speaker = String(tag[tag.index(after: space)...].prefix(200))
            }
            rest = rest[rest.index(after: close)...]
        }
        plain += rest
        if speaker == nil, let colon = plain.prefix(60).firstIndex(of: ":") {
            let name = plain[..<colon]
            let words = name.split(separator: " ")
            if (1...3).contains(words.count), words.allSatisfy({ $0.first?.isUppercase ?? false }) {
                speaker = String(name)
                plain = String(plain[plain.index(after: colon)...])
            }
        }
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")] {
            plain = plain.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return (speaker, plain.split(separator: " ").joined(separator: " "))
    }

    /// A date with a time in a text: `2026-06-18T15:10:00Z`, or `2026-06-18T15-10` in a file's name. UTC without a zone.
    static func time(in text: String) -> Stamp? {
        let bytes = Array(text.utf8.prefix(500))
        func isDigit(_ place: Int) -> Bool { place < bytes.count && (0x30...0x39).contains(bytes[place]) }
        for start in bytes.indices where isDigit(start) && (start == 0 || !isDigit(start - 1)) {
            let end =
                bytes[start...].firstIndex {
                    !((0x30...0x3A).contains($0) || [0x2D, 0x2B, 0x2E, 0x54, 0x5A, 0x5F].contains($0))
                } ?? bytes.count
            let word = Array(bytes[start..<end])
            if let stamp = Stamp(rfc3339: String(decoding: word, as: UTF8.self)) { return stamp }
            let digits = word.filter { (0x30...0x39).contains($0) }
            guard digits.count == 12 || digits.count == 14, word.count > 10, word[4] == 0x2D else { continue }
            let text = String(decoding: digits, as: UTF8.self)
            func part(_ from: Int, _ count: Int) -> Substring { text.dropFirst(from).prefix(count) }
            let seconds = digits.count == 14 ? part(12, 2) : "00"
            let time = "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(seconds)Z"
            if let stamp = Stamp(rfc3339: time) { return stamp }
        }
        return nil
    }
}
