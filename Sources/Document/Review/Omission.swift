public import Core

/// Something that the evidence shows and a document does not say.
public struct Omission: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The service with which it began.
        case firstFailingService = "first-failing-service"
        /// The change that the leading hypothesis names.
        case change
        /// A rule that watched and could not fire, or a signal that none watches.
        case alertThatDidNotFire = "alert-that-did-not-fire"
        case silence
        /// How long it took until anyone was told.
        case detectionDelay = "detection-delay"
        /// Services that were out of their baselines.
        case reach
        /// Two sources that disagree.
        case conflict
    }

    public var kind: Kind
    public var text: String
    public var citations: [Claim.Citation]

    static func all(in record: InvestigationRecord, _ telling: Telling) -> [Omission] {
        var found = first(record, telling) + changes(record, telling)
        for finding in record.findings {
            guard let kind = kind(of: finding), !telling.cites(finding), !isTold(finding, telling) else { continue }
            // A signal that no rule watches: of what failed first, and of what users met.
            if finding.kind == .missingAlert, finding.service != record.firstFailingService { continue }
            found.append(Omission(kind: kind, text: finding.statement, citations: [.finding(finding.id)]))
        }
        return found + reach(record, telling)
    }

    private static func first(_ record: InvestigationRecord, _ telling: Telling) -> [Omission] {
        guard let service = record.firstFailingService, !telling.says([service]),
            let onset = record.findings.first(where: { $0.id == record.onset })
        else { return [] }
        return [
            Omission(
                kind: .firstFailingService,
                text: "The document does not name \(service), which failed first. \(onset.statement)",
                citations: [.finding(onset.id)])
        ]
    }

    private static func changes(_ record: InvestigationRecord, _ telling: Telling) -> [Omission] {
        guard let leading = record.hypotheses.first(where: { !$0.isRefuted }) else { return [] }
        let placed = record.findings.filter { $0.kind == .changePlaced && leading.supports.contains($0.id) }
        return placed.filter { finding in
            let ids = ["id", "revision", "commit", "shortID"].compactMap { finding.facts[$0]?.text }
            return !telling.tells(finding, ["deploy", "releas", "ship", "commit", "change", "roll", "live", "config", "merge"])
                && !telling.says(ids.map { $0.count > 7 && MentionReader.isHash($0) ? String($0.prefix(7)) : $0 })
        }.map { Omission(kind: .change, text: $0.statement, citations: [.finding($0.id)]) }
    }

    private static func kind(of finding: Finding) -> Kind? {
        switch finding.kind {
        case .thresholdTooHigh, .holdTooLong, .missingAlert, .deadEnd: .alertThatDidNotFire
        case .silenced, .forgottenSilence: .silence
        case .detectionDelay: .detectionDelay
        case .conflict: .conflict
        default: nil
        }
    }

    private static func isTold(_ finding: Finding, _ telling: Telling) -> Bool {
        let names = MentionReader(services: []).mentions(in: finding.statement).compactMap { mention -> String? in
            if case .name(let name) = mention.value, name.count > 3 { name } else { nil }
        }
        switch finding.kind {
        case .thresholdTooHigh:
            return telling.says(names, ["threshold", "fire", "fired", "trigger", "alert"])
        case .holdTooLong: return telling.says(names, ["for", "hold", "pending", "fire"])
        case .missingAlert:
            return telling.says(
                [finding.service ?? ""] + names,
                ["no alert", "no rule", "no monitor", "not monitored", "unmonitored", "not alerted", "missing alert"])
        case .deadEnd: return telling.says(names, ["receiver", "routed", "routing", "rout", "broken", "nobody", "no one"])
        case .silenced, .forgottenSilence:
            return telling.says(["silence", "silenced", "muted", "mute", "paused", "suppressed"])
        case .detectionDelay:
            return telling.says(
                ["detect", "detected", "detection", "noticed", "paged", "alerted", "ttd", "mttd"],
                ["min", "minute", "minutes", "s", "seconds", "h", "hours"])
        default: return false
        }
    }

    private static func reach(_ record: InvestigationRecord, _ telling: Telling) -> [Omission] {
        let unnamed = record.blastRadius.filter { !$0.isEmpty && $0 != record.firstFailingService && !telling.says([$0]) }
        let onsets = unnamed.compactMap { service in record.findings.first { $0.kind == .onset && $0.service == service } }
        guard !onsets.isEmpty else { return [] }
        let names = onsets.compactMap(\.service).map { "`\($0.replacing("`", with: "'"))`" }
        return [
            Omission(
                kind: .reach,
                text:
                    "The document does not name \(Phrase.list(names)), which left \(names.count == 1 ? "its baseline" : "their baselines") too.",
                citations: onsets.map { .finding($0.id) })
        ]
    }
}
