import Core

/// What the record calls things: services under all names that people give them, and every word of its texts.
struct NameBook: Sendable {
    /// By the words of the name, joined by one space.
    private(set) var services: [String: String] = [:]
    private(set) var longestService = 1
    /// Names of alerts, checks, metrics, settings, pods and files, in lower case, with where each occurs first.
    private(set) var names: [String: [Claim.Citation]] = [:]
    private(set) var longestName = 1
    /// First words of services and names of several words.
    private(set) var openers: Set<String> = []
    /// Hashes, whole.
    private(set) var hashes: [String: [Claim.Citation]] = [:]
    /// Words of all texts, in lower case.
    private(set) var words: Set<String> = []

    private static let citationsKept = 8

    mutating func add(service: String) {
        let lower = service.lowercased()
        services[lower] = service
        noteOpener(lower)
        let parts = lower.split { $0 == "-" || $0 == "_" || $0 == " " }.map(String.init)
        add(alias: parts, for: service)
        if let last = parts.last, last == "db" { add(alias: parts.dropLast() + ["database"], for: service) }
        if lower == "frontend" || lower == "backend" { add(alias: [String(lower.dropLast(3)), "end"], for: service) }
    }

    private mutating func add(alias parts: [String], for service: String) {
        guard !parts.isEmpty, parts.count <= 6 else { return }
        for separator in [" ", "-"] where services[parts.joined(separator: separator)] == nil {
            services[parts.joined(separator: separator)] = service
        }
        if parts.count > 1 { openers.insert(parts[0]) }
        longestService = max(longestService, parts.count)
    }

    /// "the gateway", "the database": a part that only one service has.
    mutating func nameCommonParts(of all: [String]) {
        var owners: [String: Set<String>] = [:]
        for service in all {
            for part in service.lowercased().split(whereSeparator: { "-_.".contains($0) }).map(String.init) {
                owners[part == "db" || part == "postgres" || part == "mysql" ? "database" : part, default: []].insert(service)
            }
        }
        let parts: Set<String> = ["gateway", "database", "acquirer", "cache", "queue", "broker", "proxy"]
        for (part, services) in owners where parts.contains(part) && services.count == 1 {
            if self.services[part] == nil, let only = services.first { self.services[part] = only }
        }
    }

    mutating func add(_ name: String, _ citation: Claim.Citation) {
        let key = name.lowercased()
        guard !key.isEmpty, key.utf8.count <= 300 else { return }
        if names[key, default: []].count < NameBook.citationsKept { names[key, default: []].append(citation) }
        noteOpener(key)
        longestName = min(6, max(longestName, key.split(separator: " ").count))
        if MentionReader.isHash(key) { hashes[key, default: []].append(citation) }
    }

    private mutating func noteOpener(_ name: String) {
        if let space = name.firstIndex(of: " ") { openers.insert(String(name[..<space])) }
    }

    /// All words of a text, whole and in parts: `payment-gateway`, `payment`, `gateway`.
    mutating func read(_ text: String) {
        var word: [UInt8] = []
        for byte in text.utf8.prefix(6_000) {
            guard byte <= 0x20 || NameBook.separators.contains(byte) else {
                word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                continue
            }
            close(&word)
        }
        close(&word)
    }

    private static let separators = Set("\"'`(){}[]<>=,;|*".utf8)
    private static let endings = Set(".:!?/".utf8)
    private static let joints = Set("-_./:@".utf8)

    private mutating func close(_ word: inout [UInt8]) {
        while let last = word.last, NameBook.endings.contains(last) { word.removeLast() }
        if (2...120).contains(word.count), words.count < 400_000,
            words.insert(String(decoding: word, as: UTF8.self)).inserted, word.contains(where: NameBook.joints.contains)
        {
            for part in word.split(whereSeparator: NameBook.joints.contains) where part.count > 1 {
                words.insert(String(decoding: part, as: UTF8.self))
            }
        }
        word.removeAll(keepingCapacity: true)
    }

    /// Whole hashes that begin with the text.
    func hashes(beginning text: String) -> [String] {
        if hashes[text] != nil { return [text] }
        return hashes.keys.filter { $0.hasPrefix(text) || ($0.utf8.count >= 7 && text.hasPrefix($0)) }.sorted()
    }
}
