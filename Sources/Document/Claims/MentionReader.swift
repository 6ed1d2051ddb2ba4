import Core

/// Finds what a sentence states that can be checked.
///
/// Read as values: RFC 3339 times, dates, clock times, numbers with and without unit (also compound durations, `2 min 30 s`,
/// and a number word before a unit of time), percentages, commit hashes, text in backticks and in quotation marks, services
/// the record knows, words of a technical make (`a_b`, `a.b`, `aB`, `…-api`), and capitalised words inside the sentence that
/// are no product or month. Not read: ordinals, `5xx`, `p99`, number words otherwise, citations.
struct MentionReader {
    private let services: Set<String>
    private let vocabulary: Set<String>
    private var scalars: [Unicode.Scalar] = []
    private var position = 0
    private var found: [Mention] = []
    private var startsSentence = true

    /// - Parameters:
    ///   - services: names of services.
    ///   - vocabulary: further words that may stand capitalised, such as the names and kinds of the sources.
    init(services: Set<String>, vocabulary: Set<String> = []) {
        self.services = services
        self.vocabulary = vocabulary
    }

    func mentions(in sentence: String) -> [Mention] {
        var reader = self
        reader.scalars = Array(sentence.unicodeScalars)
        reader.read()
        return reader.found
    }

    private mutating func read() {
        while position < scalars.count {
            let scalar = scalars[position]
            switch scalar {
            case "`": enclosed(by: "`") { .name($0) }
            case "“": enclosed(by: "”") { .quote($0) }
            case "\"": enclosed(by: "\"") { .quote($0) }
            case ".", ":", "?", "!":
                startsSentence = true
                position += 1
            default:
                if scalar.isDigit { number() } else if NameWords.isWordScalar(scalar) { word() } else { position += 1 }
            }
        }
    }

    private mutating func enclosed(by end: Unicode.Scalar, _ value: (String) -> Mention.Value) {
        startsSentence = false
        guard let close = scalars[(position + 1)...].firstIndex(of: end) else {
            position += 1
            return
        }
        let content = text(position + 1..<close)
        position = close + 1
        if content.contains(where: { $0 != " " }) { found.append(Mention(text: content, value: value(content))) }
    }

    func text(_ range: Range<Int>) -> String { String(scalars: scalars[range]) }
}

extension MentionReader {
    /// The clock times of a text, in seconds since midnight.
    static func clocks(in text: String) -> [Double] {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return [] }
        return MentionReader(services: []).mentions(in: text).compactMap { mention in
            switch mention.value {
            case .clock(let nanoseconds, _): Double(nanoseconds) / 1e9
            case .instant(let instant, _): Double(instant.secondOfDay)
            default: nil
            }
        }
    }
}

// Words.
extension MentionReader {
    private mutating func word() {
        let start = position
        let isFirst = startsSentence
        startsSentence = false
        position = endOfToken(from: start)
        let token = text(start..<position)
        if Claim.Citation(parsing: token) != nil { return }
        if let value = UnitWord.numbers[token.lowercased()], let (unit, end) = unit(at: position), unit.dimension == .duration {
            position = end
            let quantity = Quantity(
                dimension: .duration, value: value * unit.scale, below: unit.scale / 2, above: unit.scale)
            found.append(Mention(text: text(start..<end), value: .quantity(quantity)))
            return
        }
        for part in services.contains(token) ? [token] : token.split(separator: "/").map(String.init) {
            if let value = value(ofWord: part, isFirst: isFirst) { found.append(Mention(text: part, value: value)) }
        }
    }

    private func value(ofWord word: String, isFirst: Bool) -> Mention.Value? {
        if services.contains(word) { return .service(word) }
        // Most words are small letters and no more.
        if Stem.isPlain(word) { return nil }
        if MentionReader.isHash(word) { return .hash(word) }
        if word.contains("_") || word.dropFirst().contains(".") && !["e.g", "i.e"].contains(word) { return .name(word) }
        if word.contains("-"), let last = word.split(separator: "-").last,
            MentionReader.serviceWords.contains(last.lowercased())
        {
            return .service(word)
        }
        if vocabulary.contains(word) || CommonNames.all.contains(word) { return nil }
        let hasInnerCapital = word.dropFirst().contains(where: \.isUppercase)
        if hasInnerCapital, word.contains(where: \.isLowercase) { return .name(word) }
        guard !isFirst, word.count > 1, let first = word.first, first.isUppercase else { return nil }
        return hasInnerCapital && word.count <= 5 ? nil : .name(word)
    }

    /// Letters, digits and `_ . - /` inside a word.
    private func endOfToken(from start: Int) -> Int {
        var end = start
        while end < scalars.count, NameWords.isWordScalar(scalars[end]) || "_.-/".unicodeScalars.contains(scalars[end]) {
            end += 1
        }
        while end > start, "_.-/".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
        return max(end, start + 1)
    }

    static func isHash(_ word: String) -> Bool {
        (7...64).contains(word.count) && word.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
            && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
    }

    /// Last parts that make a hyphenated word the name of a system.
    private static let serviceWords: Set<String> = [
        "api", "app", "auth", "backend", "broker", "bus", "cache", "cluster", "database", "db", "frontend", "gateway", "job",
        "node", "pool", "proxy", "queue", "server", "service", "store", "svc", "web", "worker", "redis", "postgres", "kafka",
    ]
}

// Numbers and times.
extension MentionReader {
    private mutating func number() {
        startsSentence = false
        let start = position
        if let (value, end) = dateOrTime(at: start) {
            position = end
            found.append(Mention(text: text(start..<end), value: value))
            return
        }
        let token = endOfToken(from: start)
        let word = text(start..<token)
        if MentionReader.isHash(word) {
            position = token
            found.append(Mention(text: word, value: .hash(word)))
            return
        }
        guard let first = quantity(at: start) else {
            position = token
            let isOrdinal = ["st", "nd", "rd", "th", "xx"].contains { word.hasSuffix($0) }
            if !isOrdinal { found.append(Mention(text: word, value: .name(word))) }
            return
        }
        var (quantity, end) = first
        while quantity.dimension == .duration, let (next, nextEnd) = continuation(of: quantity, at: end) {
            quantity = Quantity(
                dimension: .duration, value: quantity.value + next.value, below: next.below, above: next.above)
            end = nextEnd
        }
        position = end
        found.append(Mention(text: text(start..<end), value: .quantity(quantity)))
    }

    /// The `30 s` of `2 min 30 s` or `2 minutes and 30 seconds`.
    private func continuation(of quantity: Quantity, at end: Int) -> (Quantity, Int)? {
        var start = end
        for separator in [", ", " and ", " "] where matches(separator, at: start) {
            start += separator.unicodeScalars.count
            break
        }
        guard start > end, start < scalars.count, scalars[start].isDigit, dateOrTime(at: start) == nil,
            let (next, nextEnd) = self.quantity(at: start), next.dimension == .duration, next.value < quantity.value,
            next.above <= quantity.above
        else { return nil }
        return (next, nextEnd)
    }

    private func quantity(at start: Int) -> (Quantity, Int)? {
        var digits = ""
        var decimals = 0
        var end = start
        while end < scalars.count {
            let scalar = scalars[end]
            if scalar.isDigit {
                digits.unicodeScalars.append(scalar)
            } else if scalar == ",", isGroup(at: end + 1), decimals == 0 {
                // A comma between groups of three digits.
            } else if scalar == ".", decimals == 0, end + 1 < scalars.count, scalars[end + 1].isDigit, !digits.contains(".") {
                digits += "."
            } else {
                break
            }
            end += 1
            if let point = digits.firstIndex(of: ".") { decimals = digits[point...].count - 1 }
        }
        // `1.2.3` and `4a` are names, not numbers.
        if end + 1 < scalars.count, scalars[end] == ".", scalars[end + 1].isDigit { return nil }
        guard let value = Double(digits), value.isFinite else { return nil }
        var unitInPlace = 1.0
        for _ in 0..<decimals { unitInPlace /= 10 }
        if let (unit, unitEnd) = unit(at: end) {
            let half = unitInPlace / 2 * unit.scale
            let isCut = unit.dimension == .duration && unit.scale >= 60 && decimals == 0
            return (
                Quantity(
                    dimension: unit.dimension, value: value * unit.scale, below: half, above: isCut ? unit.scale : half),
                unitEnd
            )
        }
        if end < scalars.count, scalars[end] == "×" || (scalars[end] == "x" && endOfToken(from: end) == end + 1) { end += 1 }
        if end < scalars.count, NameWords.isWordScalar(scalars[end]) || scalars[end] == "_" { return nil }
        return (Quantity(dimension: .plain, value: value, below: unitInPlace / 2, above: unitInPlace / 2), end)
    }

    /// A unit right here, after one space, or after a hyphen (`5-minute`).
    private func unit(at start: Int) -> (unit: (dimension: Quantity.Dimension, scale: Double), end: Int)? {
        var from = start
        if from < scalars.count, [" ", "-", "\u{A0}", "\u{202F}", "\u{2009}"].contains(scalars[from]) { from += 1 }
        guard from < scalars.count else { return nil }
        if scalars[from] == "%" { return ((.percent, 1), from + 1) }
        var end = from
        while end < scalars.count, NameWords.isWordScalar(scalars[end]) { end += 1 }
        guard end > from, let unit = UnitWord.scale(text(from..<end)) else { return nil }
        return (unit, end)
    }

    private func isGroup(at start: Int) -> Bool {
        guard start + 3 <= scalars.count, scalars[start..<start + 3].allSatisfy(\.isDigit) else { return false }
        return start + 3 == scalars.count || !scalars[start + 3].isDigit
    }

    private func matches(_ text: String, at start: Int) -> Bool {
        let wanted = Array(text.unicodeScalars)
        return start + wanted.count <= scalars.count && Array(scalars[start..<start + wanted.count]) == wanted
    }

    private func dateOrTime(at start: Int) -> (Mention.Value, Int)? {
        guard let day = digits(4, "-", 2, "-", 2, at: start), let date = Instant(rfc3339: day + "T00:00:00Z") else {
            return clock(at: start).map { (.clock($0.nanoseconds, width: $0.width), $0.end) }
        }
        let end = start + 10
        if end < scalars.count, scalars[end] == "T" || scalars[end] == " ", let clock = clock(at: end + 1) {
            let isZulu = clock.end < scalars.count && scalars[clock.end] == "Z"
            return (
                .instant(Instant(nanoseconds: date.nanoseconds + clock.nanoseconds), width: clock.width),
                clock.end + (isZulu ? 1 : 0)
            )
        }
        return (.date(date), end)
    }

    private func clock(at start: Int) -> (nanoseconds: Int64, width: Int64, end: Int)? {
        guard let minutes = digits(2, ":", 2, at: start), let hour = Int64(minutes.prefix(2)), hour < 24,
            let minute = Int64(minutes.suffix(2)), minute < 60
        else { return nil }
        var result = (hour * 3600 + minute * 60) * 1_000_000_000
        var width: Int64 = 60_000_000_000
        var end = start + 5
        if end < scalars.count, scalars[end] == ":", let text = digits(2, at: end + 1), let second = Int64(text), second <= 60 {
            result += second * 1_000_000_000
            width = 1_000_000_000
            end += 3
            if end + 1 < scalars.count, scalars[end] == ".", scalars[end + 1].isDigit {
                end += 1
                while end < scalars.count, width > 1, let digit = Int64(String(scalars[end])) {
                    width /= 10
                    result += digit * width
                    end += 1
                }
            }
        }
        if end < scalars.count, scalars[end].isDigit { return nil }
        return (result, width, end)
    }

    /// Text of the shape given by counts of digits and the characters between them.
    private func digits(_ shape: any DigitShape..., at start: Int) -> String? {
        var end = start
        for part in shape {
            guard let next = part.end(in: scalars, from: end) else { return nil }
            end = next
        }
        return text(start..<end)
    }
}

private protocol DigitShape { func end(in scalars: [Unicode.Scalar], from start: Int) -> Int? }

extension Int: DigitShape {
    fileprivate func end(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
        start + self <= scalars.count && scalars[start..<start + self].allSatisfy(\.isDigit) ? start + self : nil
    }
}

extension String: DigitShape {
    fileprivate func end(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
        let wanted = Array(unicodeScalars)
        return start + wanted.count <= scalars.count && Array(scalars[start..<start + wanted.count]) == wanted
            ? start + wanted.count : nil
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { (0x30...0x39).contains(value) }
}

/// Capitalised words that name products, protocols and months, not what happened.
enum CommonNames {
    static let all: Set<String> = [
        "UTC", "HTTP", "HTTPS", "TLS", "DNS", "SLO", "PromQL", "LogQL", "Prometheus", "Alertmanager", "Loki", "Slack",
        "PagerDuty",
        "Argo", "ArgoCD", "CD", "Git", "GitHub", "Grafana", "Kubernetes", "OpenTelemetry", "VictoriaMetrics", "PostgreSQL",
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "I",
    ]
}
