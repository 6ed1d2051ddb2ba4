import Core

/// A named value in code or configuration, and what changing it means.
enum Setting {
    enum Kind {
        case timeLimit, limit, retries, verbosity, caching

        /// `nil` when the change has no effect of its own: less logging.
        func effect(from before: String, to after: String) -> DiffEffect.Kind? {
            let isLower = Setting.isLower(after, than: before)
            switch self {
            case .timeLimit: return isLower.map { $0 ? .timeLimitLowered : .timeLimitRaised }
            case .limit: return isLower.map { $0 ? .limitLowered : .limitRaised }
            case .retries: return .retriesChanged
            case .caching: return isLower.map { $0 ? .cachingReduced : .limitRaised }
            case .verbosity: return isMore(before, after) ? .verbosityRaised : nil
            }
        }

        private func isMore(_ before: String, _ after: String) -> Bool {
            let levels = ["trace", "debug", "verbose", "info", "notice", "warn", "warning", "error", "fatal", "off"]
            if let old = levels.firstIndex(of: before.lowercased()), let new = levels.firstIndex(of: after.lowercased()) {
                return new < old
            }
            if before == "false" || after == "true" { return true }
            return Setting.isLower(before, than: after) == true
        }
    }

    private static let words: [(kind: Kind, words: Set<String>)] = [
        (.timeLimit, ["timeout", "deadline", "timeouts"]),
        (.retries, ["retry", "retries", "attempts", "backoff"]),
        (.caching, ["cache", "ttl", "caching", "expiry"]),
        (.verbosity, ["level", "verbosity", "sample", "sampling", "loglevel", "debug", "verbose"]),
        (
            .limit,
            [
                "max", "min", "limit", "limits", "pool", "quota", "memory", "cpu", "replicas", "workers", "concurrency",
                "capacity",
                "size", "buffer", "threads", "connections", "conns", "heap", "burst", "rate", "batch",
            ]
        ),
    ]

    /// By the first list that has one of the name's parts.
    static func kind(of name: String) -> Kind? {
        let parts = Set(CodeWord.parts(of: name))
        return words.first { !$0.words.isDisjoint(with: parts) }?.kind
    }

    /// The name that a value at a place of a line belongs to: the nearest before it.
    static func name(in words: [CodeWord], before place: Int) -> String? {
        words.prefix(place).last { $0.kind == .name || $0.kind == .text }?.text
    }

    static func isSwitch(_ before: String, _ after: String) -> Bool {
        let values: Set<String> = [
            "true", "false", "on", "off", "trace", "debug", "info", "warn", "warning", "error", "verbose",
        ]
        return values.contains(before.lowercased()) && values.contains(after.lowercased())
    }

    /// A name that others may use: no sentence, and no version.
    static func isIdentifier(_ text: String) -> Bool {
        guard text.utf8.count(where: { (0x30...0x39).contains($0) }) <= 3 else { return false }
        return (2...80).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte == 0x2E
                    || byte == 0x2D
            } && text.utf8.contains { (0x41...0x5A).contains($0 & 0xDF) }
    }

    /// `nil` when they cannot be compared: `5s` and `100`, `full` and `none`.
    static func isLower(_ value: String, than other: String) -> Bool? {
        if let left = amount(value), let right = amount(other), left != right { return left < right }
        return nil
    }

    /// A number, or a duration in seconds. `5*time.Second` is five.
    private static func amount(_ text: String) -> Double? {
        if let number = Double(text.replacing("_", with: "")) { return number }
        let words = CodeWord.all(in: text)
        if let seconds = DurationText.seconds(text, named: "timeout") { return seconds }
        guard let number = words.first(where: { $0.kind == .number }).flatMap({ Double($0.text) }) else {
            return quantity(text)
        }
        let units: [(String, Double)] = [
            ("millisecond", 0.001), ("microsecond", 1e-6), ("nanosecond", 1e-9), ("second", 1), ("minute", 60), ("hour", 3600),
        ]
        let lower = text.lowercased()
        let unit = units.first { lower.contains($0.0) }
        return number * (unit?.1 ?? 1)
    }

    /// `512Mi`, `2G`, `500m`.
    private static func quantity(_ text: String) -> Double? {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits) else { return nil }
        let units: [String: Double] = [
            "": 1, "m": 0.001, "k": 1e3, "K": 1e3, "Ki": 1024, "M": 1e6, "Mi": 1_048_576, "MB": 1e6, "G": 1e9,
            "Gi": 1_073_741_824,
            "GB": 1e9, "T": 1e12, "Ti": 1_099_511_627_776,
        ]
        return units[String(text.dropFirst(digits.count))].map { number * $0 }
    }

    /// What stands between a call's parentheses after its last comma, without spaces.
    static func arguments(of call: CodeWord, in words: [CodeWord]) -> String {
        guard let start = words.firstIndex(of: call) else { return "" }
        var depth = 0
        var last: [String] = []
        for word in words[(start + 1)...] {
            if word.text == "(" {
                depth += 1
                if depth == 1 { continue }
            }
            if word.text == ")" {
                depth -= 1
                if depth == 0 { break }
            }
            if word.text == ",", depth == 1 { last = [] } else { last.append(word.text) }
        }
        return last.contains { $0.first?.isNumber == true } ? last.joined() : ""
    }

    static func verb(from before: String, to after: String) -> String {
        switch isLower(after, than: before) {
        case true?: "lowers"
        case false?: "raises"
        case nil: "changes"
        }
    }

    /// Words of code and of the strings in it, in lower case.
    static func plainWords(in text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    static func quoted(_ text: String) -> String { "\"" + ValueText.quotation(text, limit: 60) + "\"" }
}
