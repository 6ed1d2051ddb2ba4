import Core

/// How grave a line says it is: from its labels, or from the line itself when it is JSON or logfmt.
enum LogSeverity {
    /// Labels that hold it, the surest first. A parser that meets a label of the same name adds `level_extracted`.
    static let labelNames = ["level", "detected_level", "severity", "severity_text", "level_extracted", "lvl"]
    private static let fieldNames = ["level", "severity", "lvl", "severity_text", "log.level", "levelname", "loglevel"]

    static func of(text: String, labels: [String: String]) -> String? {
        if let severity = of(labels: labels) { return severity }
        let start = text.prefix(4096)
        if start.first(where: { $0 != " " }) == "{" { return inJSON(text) }
        return inLogfmt(start)
    }

    static func of(labels: [String: String]) -> String? {
        labelNames.lazy.compactMap { labels[$0].flatMap(normal) }.first
    }

    /// One of `error`, `warn`, `info`, `debug`; `nil` for a word that is none of the usual ones.
    static func normal(_ word: String) -> String? {
        switch word.lowercased() {
        case "error", "err", "eror", "e", "fatal", "critical", "crit", "panic", "dpanic", "alert", "emerg", "emergency",
            "severe":
            "error"
        case "warn", "warning", "w": "warn"
        case "info", "information", "informational", "notice", "i": "info"
        case "debug", "trace", "verbose", "fine", "d": "debug"
        default: nil
        }
    }

    private static func inJSON(_ text: String) -> String? {
        guard let object = (try? JSONValue(parsing: text))?.object else { return nil }
        for name in fieldNames {
            if let word = object[name]?.string, let severity = normal(word) { return severity }
            // Bunyan's and pino's numbers: 50 is error, 60 fatal.
            if let number = object[name]?.int {
                switch number {
                case 50...60: return "error"
                case 40..<50: return "warn"
                case 30..<40: return "info"
                case 10..<30: return "debug"
                default: break
                }
            }
        }
        return nil
    }

    /// The first `level=…` outside quotes.
    private static func inLogfmt(_ text: Substring) -> String? {
        var quoted = false
        var escaped = false
        var word = ""
        func severity() -> String? {
            guard let equals = word.firstIndex(of: "="), fieldNames.contains(word[..<equals].lowercased()) else { return nil }
            return normal(word[word.index(after: equals)...].filter { $0 != "\"" })
        }
        for character in text {
            if escaped {
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "\"" {
                quoted.toggle()
            } else if character == " ", !quoted {
                if let found = severity() { return found }
                word = ""
                continue
            }
            if word.utf8.count < 64 { word.append(character) }
        }
        return severity()
    }
}
