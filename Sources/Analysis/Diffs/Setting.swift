import Core

/// A named value in code or configuration, and what changing it means.
enum Setting {
    enum Kind {
        case timeLimit, limit, amount, retries, verbosity, caching, interval

        /// `nil` when the change has no effect of its own: less logging, more memory.
        func effect(of name: String, from before: String, to after: String) -> DiffEffect.Kind? {
            let isLower = self == .limit ? Setting.isLess(after, than: before) : Setting.isLower(after, than: before)
            switch self {
            case .timeLimit: return isLower.map { $0 ? .timeLimitLowered : .timeLimitRaised }
            case .limit:
                let isOwn = Set(CodeWord.parts(of: name)).isDisjoint(with: Setting.supplies)
                return isLower.flatMap { $0 ? .limitLowered : isOwn ? .limitRaised : nil }
            case .amount: return isLower.map { $0 ? .limitLowered : .amountRaised }
            case .retries: return isLower == nil && !Setting.isTruth(before) ? nil : .retriesChanged
            case .caching:
                if Setting.isTruth(before) { return Setting.isTrue(after) ? nil : .cachingReduced }
                return isLower.map { $0 ? .cachingReduced : .cachingRaised }
            case .interval: return isLower == true ? .frequencyRaised : nil
            case .verbosity: return isMore(before, after) ? .verbosityRaised : nil
            }
        }

        private func isMore(_ before: String, _ after: String) -> Bool {
            let levels = ["trace", "debug", "verbose", "info", "notice", "warn", "warning", "error", "fatal", "off"]
            if let old = levels.firstIndex(of: before.lowercased()), let new = levels.firstIndex(of: after.lowercased()) {
                return new < old
            }
            if Setting.isTruth(before) { return Setting.isTrue(after) }
            return Setting.isLower(before, than: after) == true
        }
    }

    /// What more of can do no harm to the one that has it.
    static let supplies: Set<String> = [
        "memory", "cpu", "replicas", "desired", "instances", "storage", "disk", "nofile", "shards", "partitions",
    ]

    private static let words: [(kind: Kind, words: Set<String>)] = [
        (.timeLimit, ["timeout", "deadline", "timeouts"]),
        (.retries, ["retry", "retries", "attempts", "attempt", "backoff", "jitter", "redeliveries"]),
        (.caching, ["cache", "ttl", "caching", "expiry", "maxage", "expires", "cacheable"]),
        (
            .verbosity,
            [
                "level", "verbosity", "sample", "sampling", "sampler", "loglevel", "debug", "verbose", "traces", "ratio", "log",
            ]
        ),
        (.interval, ["interval", "period", "delay", "sleep", "poll", "polling", "frequency", "every"]),
        (
            .amount,
            [
                "batch", "buffer", "chunk", "prefetch", "fetch", "page", "bytes", "queue", "backlog", "body", "payload",
                "message",
                "length", "depth", "window",
            ]
        ),
        (
            .limit,
            [
                "max", "min", "limit", "limits", "pool", "quota", "memory", "cpu", "replicas", "workers", "worker",
                "concurrency",
                "capacity", "size", "threads", "connections", "conns", "heap", "burst", "rate", "desired", "instances",
                "maximum",
                "minimum", "inflight", "throughput", "iops", "units", "nofile", "shards", "partitions", "permits", "storage",
                "disk", "slots", "parallelism", "tasks", "processes", "executors", "requests", "share", "concurrent", "xmx",
            ]
        ),
    ]

    /// By the first list that has one of the name's parts.
    static func kind(of name: String) -> Kind? {
        let parts = Set(CodeWord.parts(of: name))
        if !parts.isDisjoint(with: ["pool"]), parts.isDisjoint(with: ["timeout"]) { return .limit }
        return words.first { !$0.words.isDisjoint(with: parts) }?.kind
    }

    /// The names that a value at a place of a line may belong to: those before it, the nearest first, then those of enclosing
    /// lines. `maximum-pool-size` is one name.
    static func names(in words: [CodeWord], before place: Int, scope: [PatchLines.Line]) -> [String] {
        var names: [String] = []
        var isJoined = false
        for (index, word) in words.prefix(place).enumerated() {
            if word.kind == .mark {
                isJoined = word.text == "-" && index > 0 && words[index - 1].kind == .name
                continue
            }
            if word.kind == .name || word.kind == .text {
                if isJoined, let last = names.popLast() {
                    names.append(last + "-" + word.text)
                } else {
                    names.append(word.text)
                }
            }
            isJoined = false
        }
        let outer = scope.compactMap { line in line.words.first { $0.kind == .name || $0.kind == .text }?.text }
        return names.reversed() + outer
    }

    static func isTruth(_ text: String) -> Bool { ["true", "false", "on", "off", "yes", "no"].contains(text.lowercased()) }
    static func isTrue(_ text: String) -> Bool { ["true", "on", "yes"].contains(text.lowercased()) }

    /// `v1.2`, `2024.1`; a colour.
    static func isVersion(_ text: String) -> Bool {
        if text.hasPrefix("#"), text.utf8.count <= 9, text.dropFirst().allSatisfy(\.isHexDigit) { return true }
        let rest = text.drop { $0 == "v" }
        return rest.first?.isNumber == true && rest.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" }
    }

    static func isSwitch(_ before: String, _ after: String) -> Bool {
        let values: Set<String> = [
            "true", "false", "on", "off", "yes", "no", "trace", "debug", "info", "warn", "warning", "error", "verbose", "fatal",
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
        if let left = amount(value), let right = amount(other) { return left == right ? nil : left < right }
        // `100r`, `30rps`: any unit that both have.
        func parts(_ text: String) -> (number: Double?, unit: Substring) {
            let digits = text.prefix { $0.isNumber || $0 == "." }
            return (Double(digits), text.dropFirst(digits.count))
        }
        let (left, right) = (parts(value), parts(other))
        guard let before = left.number, let after = right.number, left.unit == right.unit, before != after else { return nil }
        return before < after
    }

    /// The same for quantities, in which `m` is a thousandth and no minute.
    static func isLess(_ value: String, than other: String) -> Bool? {
        if let left = quantity(value), let right = quantity(other) { return left == right ? nil : left < right }
        return isLower(value, than: other)
    }

    /// A number, a duration or a quantity, also where it is quoted.
    static func isAmount(_ word: CodeWord) -> Bool {
        word.kind == .number || (word.kind == .text && word.text.first?.isNumber == true && amount(word.text) != nil)
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
            "": 1, "n": 1e-9, "u": 1e-6, "m": 0.001, "k": 1e3, "K": 1e3, "Ki": 1024, "M": 1e6, "Mi": 1_048_576, "MB": 1e6,
            "G": 1e9,
            "Gi": 1_073_741_824,
            "GB": 1e9, "T": 1e12, "Ti": 1_099_511_627_776,
        ]
        return units[String(text.dropFirst(digits.count))].map { number * $0 }
    }

    private static let units: [(unit: String, words: Set<String>)] = [
        ("ms", ["millis", "milli", "milliseconds", "millisecond", "ms", "msec"]),
        ("us", ["micros", "microseconds", "microsecond"]),
        ("s", ["second", "seconds", "sec", "secs"]), ("m", ["minute", "minutes", "mins"]), ("h", ["hour", "hours"]),
    ]

    /// The number at a place with its unit: that which it is multiplied with, or the one among the names that only its line has.
    static func value(at place: Int, in words: [CodeWord], unit tokens: Set<String>) -> String {
        guard words.indices.contains(place) else { return "" }
        let number = words[place].text
        if place + 2 < words.count, words[place + 1].text == "*", words[place + 2].kind == .name {
            return number + "*" + words[place + 2].text
        }
        guard number.allSatisfy(\.isNumber), let unit = units.first(where: { !$0.words.isDisjoint(with: tokens) }) else {
            return number
        }
        return number + unit.unit
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

    /// A host, a host with a port, a URL, a path, a resource name of a cloud.
    static func isAddress(_ text: String) -> Bool {
        guard (4...300).contains(text.utf8.count), !text.contains(" ") else { return false }
        let steps = text.utf8.count { $0 == 0x2F }
        if text.contains("://") || text.hasPrefix("arn:") || (text.hasPrefix("/") && steps >= 2) { return true }
        let parts = text.split(separator: ":")
        if parts.count == 2, let port = parts.last, UInt16(port) != nil, parts[0].contains(where: \.isLetter) { return true }
        let points = text.utf8.count { $0 == 0x2E }
        return points >= 2
            && [".internal", ".svc", ".local", ".com", ".net", ".io", ".org", ".cloud"].contains(where: text.contains)
    }

    /// Names of a text: `json:"user_id,omitempty"` has json, user_id, omitempty.
    static func nestedNames(_ text: String) -> [String] {
        text.prefix(500).split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" || $0 == ".") }.map(String.init)
            .filter { $0.contains(where: \.isLetter) && $0.utf8.count >= 2 }
    }

    /// A sentence for people.
    static func isProse(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        return words.count >= 3 && !text.contains("_") && !text.contains("=") && !text.contains("{")
            && text.uppercased() != text
    }

    /// How often a short text stands in another, byte by byte.
    static func occurrences(of part: String, in text: String) -> Int {
        let (wanted, bytes) = (Array(part.utf8), Array(text.utf8))
        guard let first = wanted.first, bytes.count >= wanted.count else { return 0 }
        return (0...(bytes.count - wanted.count)).count { start in
            bytes[start] == first && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }

    /// Words of code and of the strings in it, in lower case.
    static func plainWords(in text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
    }

    static func quoted(_ text: String) -> String { "\"" + ValueText.quotation(text, limit: 60) + "\"" }
}
