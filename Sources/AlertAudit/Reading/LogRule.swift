import Core

/// An alerting rule that counts log lines, in the part of LogQL (grafana.com/docs/loki/latest/query) that can be held against lines:
/// `sum(rate({app="checkout"} |= "failed" | json | level="error" [5m])) > 0.5` and the like. Anything else is not read.
struct LogRule: Sendable, Equatable {
    var service: String
    /// Texts that a line must hold, and must not.
    var contains: [String] = []
    var excludes: [String] = []
    var severity: String?
    /// Seconds that the rule counts over.
    var range: Double
    /// Lines a second rather than lines.
    var isRate: Bool
    var threshold: Double
    var isInclusive: Bool

    init?(_ rule: AlertRule) {
        let text = rule.expression
        guard text.utf8.count < 10_000, let (body, threshold, isInclusive) = LogRule.comparison(in: text),
            let call = LogRule.call(in: body)
        else { return nil }
        self.threshold = threshold
        self.isInclusive = isInclusive
        isRate = call.isRate
        range = call.range
        service = ""
        guard readSelector(call.selector), !service.isEmpty, readStages(call.stages) else { return nil }
    }

    func matches(_ line: LogLines.Line) -> Bool {
        guard contains.allSatisfy({ line.text.contains($0) }), !excludes.contains(where: { line.text.contains($0) }) else {
            return false
        }
        guard let severity else { return true }
        return (line.severity ?? line.labels["level"]) == severity
    }

    /// Whether it counts what an investigation reads whole: lines that are errors or warnings, or speak of failure. Of others only
    /// some were read, and their number says nothing.
    var isOfFailures: Bool {
        let words = [
            "error", "fail", "warn", "fatal", "panic", "exception", "timeout", "deadline", "refused", "exhausted",
            "unavailable",
        ]
        return ["error", "warn"].contains(severity ?? "")
            || contains.contains { text in words.contains { text.lowercased().contains($0) } }
    }

    func isBreached(by value: Double) -> Bool { isInclusive ? value >= threshold : value > threshold }

    /// Lines in the range that pass the threshold.
    var needed: Int {
        let lines = isRate ? threshold * range : threshold
        guard lines < 1e9 else { return 1_000_000_000 }
        let whole = lines.rounded(.up)
        return max(1, Int(whole) + (whole == lines && !isInclusive ? 1 : 0))
    }

    // MARK: Reading

    /// The number at the end and what stands before it, parentheses round the whole aside.
    private static func comparison(in text: String) -> (Substring, Double, Bool)? {
        var rest = trimmed(Substring(text))
        while rest.first == "(", rest.last == ")", closes(rest) { rest = trimmed(rest.dropFirst().dropLast()) }
        guard let place = rest.lastIndex(of: ">") else { return nil }
        var number = rest[rest.index(after: place)...]
        let isInclusive = number.first == "="
        if isInclusive { number = number.dropFirst() }
        guard let value = Double(trimmed(number)), value.isFinite, value >= 0 else { return nil }
        return (trimmed(rest[..<place]), value, isInclusive)
    }

    /// Does the first parenthesis close at the end?
    private static func closes(_ text: Substring) -> Bool {
        var depth = 0
        for (place, character) in zip(text.indices, text) {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0 { return text.index(after: place) == text.endIndex }
        }
        return false
    }

    /// `sum by (app) (rate({…} stages [5m]))`: one counting function, at most a sum around it.
    private static func call(in text: Substring) -> (selector: Substring, stages: Substring, range: Double, isRate: Bool)? {
        guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}"),
            let bracket = text.lastIndex(of: "["), bracket > close, let end = text[bracket...].firstIndex(of: "]")
        else { return nil }
        let words = text[..<open].split { !($0.isLetter || $0 == "_") }.map(String.init)
        guard let function = words.last, ["rate", "count_over_time"].contains(function) else { return nil }
        if let outer = words.first, words.count > 1, outer != "sum" { return nil }
        // Nothing but closing parentheses and a grouping may follow: no arithmetic on the count.
        guard text[text.index(after: end)...].allSatisfy({ $0 == ")" || $0.isWhitespace }),
            let range = seconds(text[text.index(after: bracket)..<end]), range > 0
        else { return nil }
        return (text[text.index(after: open)..<close], text[text.index(after: close)..<bracket], range, function == "rate")
    }

    private static func seconds(_ text: Substring) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last, let unit = units[last], let number = Double(text.dropLast()), number.isFinite else {
            return nil
        }
        let seconds = number * unit
        return (1...31_536_000).contains(seconds) ? seconds : nil
    }

    private mutating func readSelector(_ text: Substring) -> Bool {
        for part in text.split(separator: ",") {
            guard let (name, value) = LogRule.equality(part) else { return false }
            if ["app", "service", "service_name", "job"].contains(name) { service = value }
            if ["level", "severity", "detected_level"].contains(name) { severity = value }
        }
        return true
    }

    private mutating func readStages(_ text: Substring) -> Bool {
        var rest = LogRule.trimmed(text)
        while !rest.isEmpty {
            let isContained = rest.hasPrefix("|=")
            if isContained || rest.hasPrefix("!=") {
                guard let (value, left) = LogRule.quoted(LogRule.trimmed(rest.dropFirst(2))) else { return false }
                if isContained { contains.append(value) } else { excludes.append(value) }
                rest = LogRule.trimmed(left)
                continue
            }
            guard rest.first == "|" else { return false }
            rest = LogRule.trimmed(rest.dropFirst())
            let word = rest.prefix { $0.isLetter || $0 == "_" || $0.isNumber }
            let after = LogRule.trimmed(rest.dropFirst(word.count))
            if ["json", "logfmt"].contains(word) {
                rest = after
            } else if after.first == "=", !after.hasPrefix("=~"),
                let (value, left) = LogRule.quoted(LogRule.trimmed(after.dropFirst()))
            {
                if ["level", "severity", "detected_level", "level_extracted"].contains(word) {
                    severity = value
                } else if word != "__error__" {
                    return false
                }
                rest = LogRule.trimmed(left)
            } else {
                return false
            }
        }
        return true
    }

    private static func equality(_ text: Substring) -> (String, String)? {
        let text = trimmed(text)
        let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = trimmed(text.dropFirst(name.count))
        guard rest.first == "=", !rest.hasPrefix("=~"), let (value, left) = quoted(trimmed(rest.dropFirst())),
            trimmed(left).isEmpty
        else { return nil }
        return (String(name), value)
    }

    private static func quoted(_ text: Substring) -> (String, Substring)? {
        guard let mark = text.first, mark == "\"" || mark == "`" else { return nil }
        let body = text.dropFirst()
        guard let end = body.firstIndex(of: mark), !body[..<end].contains("\\") else { return nil }
        return (String(body[..<end]), body[body.index(after: end)...])
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var result = text.drop { $0.isWhitespace }
        while let last = result.last, last.isWhitespace { result = result.dropLast() }
        return result
    }
}
