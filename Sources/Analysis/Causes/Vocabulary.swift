import Core

/// What a change and a log line both speak of: words reduced to concepts, so that `connect_timeout: 5s` and "context deadline
/// exceeded" meet.
enum Vocabulary {
    private static let concepts: [(name: String, words: Set<String>)] = [
        ("timeout", ["timeout", "timeouts", "deadline", "timedout", "timed", "ttl", "expiry", "expired", "expires"]),
        ("connection", ["connection", "connections", "conn", "conns", "connect", "connecting", "dial", "socket"]),
        ("pool", ["pool", "pools", "pooling", "exhausted"]),
        ("memory", ["memory", "heap", "oom", "oomkilled", "mem", "gc"]),
        ("certificate", ["cert", "certs", "certificate", "certificates", "tls", "ssl", "x509", "https"]),
        ("name resolution", ["dns", "resolver", "resolve", "lookup", "nxdomain", "hostname"]),
        ("authorisation", ["auth", "unauthorized", "forbidden", "token", "credentials", "permission", "password", "denied"]),
        ("limit", ["limit", "limits", "quota", "throttle", "throttled", "throttling", "ratelimit"]),
        ("retry", ["retry", "retries", "retrying", "backoff"]),
        ("null", ["null", "nil", "none", "nullpointer", "undefined", "npe"]),
        ("schema", ["schema", "column", "migration", "table", "index"]),
        ("cache", ["cache", "cached", "caching", "redis", "memcached"]),
        ("disk", ["disk", "volume", "filesystem", "enospc"]),
        ("thread", ["thread", "threads", "worker", "workers", "goroutine", "concurrency"]),
        ("parsing", ["parse", "parser", "parsing", "unmarshal", "decode", "json", "deserialize"]),
    ]

    /// Words that say nothing about what a line or a change is about.
    private static let common: Set<String> = [
        "the", "and", "for", "from", "with", "this", "that", "error", "errors", "failed", "failure", "fail", "warn", "warning",
        "info", "debug", "level", "msg", "message", "time", "service", "services", "request", "requests", "response", "server",
        "client", "value", "name", "config", "configuration", "true", "false", "new", "old", "set", "get", "add", "use", "call",
        "log", "file", "line", "text", "duration", "uuid", "hex", "return", "func", "import", "let", "var", "int", "string",
        "not",
        "was", "has", "are", "after", "before", "while", "when", "could", "can", "status", "code", "data", "type", "key",
        "main", "default", "yaml", "json", "context", "exceeded", "env", "prod", "production", "update", "updated", "change",
        "remove", "lower", "raise", "increase", "decrease", "spec", "app", "apps", "api", "src", "http",
    ]

    /// Concepts of the lines that a change adds or removes, of its title, and of its paths.
    static func concepts(of placed: PlacedChange, leavingOut names: Set<String>) -> Set<String> {
        var text = placed.title + " " + placed.change.title
        for file in placed.files.prefix(200) {
            text += " " + file.path
            for line in (file.patch ?? "").split(separator: "\n").prefix(500) where line.first == "+" || line.first == "-" {
                text += " " + line.prefix(300)
            }
            if text.utf8.count > 200_000 { break }
        }
        return concepts(in: text, leavingOut: names)
    }

    static func concepts(in text: String, leavingOut names: Set<String>) -> Set<String> {
        let parts = Set(names.flatMap { Words.plain(in: $0) })
        var result: Set<String> = []
        for word in words(in: text) where !parts.contains(word) {
            if let concept = concepts.first(where: { $0.words.contains(word) }) {
                result.insert(concept.name)
            } else if word.utf8.count >= 4, !common.contains(word), word.allSatisfy(\.isLetter) {
                result.insert(word)
            }
        }
        return result
    }

    /// Words apart by anything but letters and digits, and by case: `connectTimeout` is two.
    private static func words(in text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var lastWasLower = false
        for character in text.prefix(200_000) {
            let isWordCharacter = character.isLetter || character.isNumber
            if !isWordCharacter || (character.isUppercase && lastWasLower) {
                if word.count > 1 { words.append(word.lowercased()) }
                word = ""
            }
            if isWordCharacter { word.append(character) }
            lastWasLower = character.isLowercase
        }
        if word.count > 1 { words.append(word.lowercased()) }
        return words
    }
}
