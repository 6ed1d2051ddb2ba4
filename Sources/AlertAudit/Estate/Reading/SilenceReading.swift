import Analysis
import Core

/// What findings about silences have in common.
enum SilenceReading {
    /// Silences that mute now.
    static func active(_ estate: Estate) -> [Estate.Held<Silence>] {
        estate.silences.filter {
            $0.value.state != "expired" && $0.value.startsAt <= estate.now && estate.now < $0.value.endsAt
        }
    }

    /// Silences that mute now or will.
    static func standing(_ estate: Estate) -> [Estate.Held<Silence>] {
        estate.silences.filter { $0.value.state != "expired" && estate.now < $0.value.endsAt }
    }

    static func draft(
        _ held: Estate.Held<Silence>, _ statement: String, facts more: [String: Fact] = [:], evidence: [EvidenceID] = []
    ) -> EstateCheckResult.Draft {
        let silence = held.value
        var facts: [String: Fact] = [
            "matchers": .text(text(silence)), "comment": .text(silence.comment), "startsAt": .time(silence.startsAt),
            "endsAt": .time(silence.endsAt),
        ]
        facts.merge(more) { $1 }
        return EstateCheckResult.Draft(
            subject: "silence/\(silence.id)", source: held.source, service: service(silence), statement: statement,
            facts: facts, evidence: [held.id] + evidence)
    }

    /// `{service="checkout", severity=~"warn.*"}`
    static func text(_ silence: Silence) -> String { "{" + silence.matchers.map(\.text).joined(separator: ", ") + "}" }

    /// `silence on {service="checkout"}`, fit to stand in a sentence.
    static func phrase(_ silence: Silence) -> String { "silence on `\(RuleFacts.inert(text(silence)))`" }

    private static func service(_ silence: Silence) -> String? {
        silence.matchers.first { $0.isEqual && !$0.isRegex && ServiceIdentity.labelNames.contains($0.name) }?.value
    }

    /// Lower-case words joined by `-`, with one at each end: `-payment-gateway-is-slow-`. Names of tickets are left out.
    static func plain(_ text: String) -> String {
        var result = "-"
        let words = text.prefix(2000).split {
            !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." || $0 == ":")
        }
        for word in words where !isTicket(word) {
            for part in word.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber) }) { result += part + "-" }
        }
        return result
    }

    /// `OPS-123`
    private static func isTicket(_ word: Substring) -> Bool {
        let parts = word.split(separator: "-")
        guard parts.count == 2, let key = parts.first, let number = parts.last else { return false }
        return key.count >= 2 && key.allSatisfy { $0.isUppercase || $0.isNumber }
            && number.allSatisfy { $0.isNumber || $0 == ":" || $0 == "." }
    }
}
