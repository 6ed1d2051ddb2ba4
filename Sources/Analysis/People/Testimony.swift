import Core

/// A message in which someone names a cause.
struct Testimony {
    var message: ChatMessage
    var time: Instant?
    var evidence: EvidenceID
    /// Families of causes that it suggests, and those that it speaks against.
    var suggests: [CauseFamily]
    var denies: [CauseFamily]
    var services: [String]
    var finding: FindingID?

    var words: [String] { Words.plain(in: message.text) }
}

extension Testimony {
    /// Words with which people name a cause. Every entry is one or more plain words.
    private static let phrases: [(family: CauseFamily, phrases: [String])] = [
        (
            .change,
            [
                "deploy", "deploys", "deployed", "deployment", "release", "released", "rollout", "config change",
                "configuration change", "commit", "merged", "feature flag", "flag flip", "migration",
            ]
        ),
        (
            .trafficSurge,
            [
                "traffic", "surge", "campaign", "load spike", "spike in load", "high load", "under load", "ddos", "flash sale",
                "promotion", "newsletter", "too many requests", "more users", "request volume",
            ]
        ),
        (
            .capacity,
            [
                "exhausted", "exhaustion", "exhausting", "saturated", "saturation", "out of memory", "oom", "oomkilled",
                "maxed out", "pool is full", "pool full", "out of connections", "connection pool", "connection limit",
                "thread pool", "disk full", "disk is full", "out of disk", "capacity", "starved",
            ]
        ),
        (
            .upstreamProvider,
            [
                "upstream", "provider", "third party", "vendor", "their side", "their end", "status page", "external api",
                "dependency is down",
            ]
        ),
    ]

    private static let denials: Set<String> = [
        "not", "isnt", "arent", "wasnt", "flat", "normal", "ruled", "fine", "unrelated", "never", "unlikely", "dont", "doesnt",
        "cannot", "steady", "unchanged",
    ]
    private static let uncertain: Set<String> = ["know", "sure", "idea"]

    static func all(in file: CaseFile, naming: ServiceNaming) -> [Testimony] {
        file.evidence.compactMap { evidence in
            guard case .message(let message) = evidence.observation, !message.isBot else { return nil }
            let words = Words.plain(in: message.text)
            var suggests: [CauseFamily] = []
            var denies: [CauseFamily] = []
            for entry in phrases {
                let places = entry.phrases.compactMap { Words.position(of: $0, in: words) }
                guard !places.isEmpty else { continue }
                if places.contains(where: { !isDenied(at: $0, in: words) }) {
                    suggests.append(entry.family)
                } else {
                    denies.append(entry.family)
                }
            }
            // Saying that one rolls back is an action, not a cause; Conflicts reads those.
            if suggests == [.change], StatedAction(in: message.text) != nil { suggests = [] }
            guard !suggests.isEmpty || !denies.isEmpty else { return nil }
            return Testimony(
                message: message, time: evidence.stamp?.corrected, evidence: evidence.id, suggests: suggests, denies: denies,
                services: naming.services(namedIn: message.text))
        }
    }

    /// A negation within four words of the phrase, unless it says only that the writer does not know.
    private static func isDenied(at place: Int, in words: [String]) -> Bool {
        for index in max(0, place - 4)..<min(words.count, place + 5) where denials.contains(words[index]) {
            if index + 1 < words.count, uncertain.contains(words[index + 1]) { continue }
            return true
        }
        return false
    }

    static func name(of family: CauseFamily) -> String {
        switch family {
        case .change: "a change"
        case .trafficSurge: "a traffic surge"
        case .capacity: "exhausted capacity"
        case .upstreamProvider: "a dependency"
        default: family.rawValue
        }
    }

    static func addFindings(for testimony: inout [Testimony], to book: inout FindingBook, parameters: Parameters) {
        for index in testimony.indices {
            let said = testimony[index]
            let quotation = ValueText.quotation(said.message.text, limit: parameters.quotationLength)
            var facts: [String: Fact] = [
                "quotation": .text(quotation), "channel": .text(said.message.channel),
                "suggests": .text(said.suggests.map(\.rawValue).joined(separator: " ")),
                "denies": .text(said.denies.map(\.rawValue).joined(separator: " ")),
            ]
            if let time = said.time { facts["time"] = .time(time) }
            var readings: [String] = []
            if !said.suggests.isEmpty { readings.append("suggests " + list(said.suggests)) }
            if !said.denies.isEmpty { readings.append("speaks against " + list(said.denies)) }
            testimony[index].finding = book.add(
                Finding(
                    .testimony, service: said.services.first, time: said.time,
                    statement:
                        "A chat message\(said.time.map { " at \($0.clock)" } ?? "") \(readings.joined(separator: " and "))"
                        + ": \"\(quotation)\".",
                    facts: facts, evidence: [said.evidence]))
        }
    }

    private static func list(_ families: [CauseFamily]) -> String {
        families.map { name(of: $0) }.joined(separator: " and ")
    }
}
