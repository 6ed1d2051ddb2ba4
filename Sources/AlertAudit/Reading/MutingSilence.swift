import Alerting
import Analysis
import Core

/// A silence that was active in the trouble, and what it keeps quiet.
struct MutingSilence: Sendable {
    var silence: Silence
    var id: EvidenceID
    /// The affected service that it is about, the first failing one before others; `nil` when it is about alerts by name.
    var service: String?
    /// Rules of affected services all of whose alerts it mutes.
    var rules: [ReadRule]
    /// Alerts that were there and that it muted.
    var episodes: [AuditContext.Held<AlertEpisode>]

    var matchers: String { silence.matchers.map(\.text).joined(separator: ", ") }

    /// Common facts; `createdBy` is for the evidence's reader: statements do not name people.
    func facts(onset: Instant) -> [String: Fact] {
        var facts: [String: Fact] = [
            "silence": .text(silence.id), "matchers": .text(matchers), "startsAt": .time(silence.startsAt),
            "endsAt": .time(silence.endsAt), "comment": .text(silence.comment),
            "createdBy": .text(silence.createdBy.name ?? silence.createdBy.id), "onset": .time(onset),
            "age": .duration(onset.seconds(since: silence.startsAt)),
        ]
        if let role = silence.createdBy.role { facts["createdByRole"] = .text(role) }
        if let service { facts["service"] = .text(service) }
        let names = Set(rules.map(\.rule.name) + episodes.map(\.value.name)).sorted()
        if !names.isEmpty { facts["rules"] = .text(names.joined(separator: ", ")) }
        return facts
    }

    /// The silence in words: ``the silence on `service="a"` ``.
    var phrase: String { matchers.isEmpty ? "silence without matchers" : "silence on `\(RuleFacts.inert(matchers))`" }

    /// Silences that were active at some moment of the trouble and concern an affected service.
    static func all(in context: AuditContext) -> [MutingSilence] {
        let active = context.silences.filter { $0.value.startsAt <= context.trouble.to && $0.value.endsAt > context.onset }
        var seen: Set<String> = []
        return active.filter { seen.insert($0.value.id).inserted }.compactMap { held in
            let silence = held.value
            let matchers = silence.matchers.map { CompiledMatcher($0) }
            let episodes = context.episodes.filter { episode in
                context.overlapsTrouble(episode.value)
                    && (episode.value.silencedBy.contains(silence.id)
                        || (episode.value.state != .pending && AlertLabels(of: episode.value).match(matchers) == true))
                    && context.affected.contains { context.identity(of: $0).owns(episode.value.labels) != .no }
            }
            var rules: [ReadRule] = []
            var covered: [String] = []
            for service in context.affected {
                let about = context.rules(about: service)
                let muted = about.filter { $0.alertLabels.match(matchers) == true }
                for rule in muted where !rules.contains(where: { $0.id == rule.id }) { rules.append(rule) }
                if covers(matchers, context.identity(of: service), rules: about) || !muted.isEmpty { covered.append(service) }
            }
            guard !covered.isEmpty || !episodes.isEmpty else { return nil }
            let service = covered.first { named(matchers, context.identity(of: $0)) }
            return MutingSilence(silence: silence, id: held.id, service: service, rules: rules, episodes: episodes)
        }
    }

    /// Whether a matcher asks for this service and no matcher rules out all that is known of its alerts.
    private static func covers(_ matchers: [CompiledMatcher], _ identity: ServiceIdentity, rules: [ReadRule]) -> Bool {
        guard named(matchers, identity) else { return false }
        let narrowing = matchers.filter { $0.name == "alertname" }
        return narrowing.isEmpty || rules.contains { rule in narrowing.allSatisfy { $0.matches(rule.rule.name) == true } }
    }

    private static func named(_ matchers: [CompiledMatcher], _ identity: ServiceIdentity) -> Bool {
        let about = matchers.filter { ServiceIdentity.labelNames.contains($0.name) && $0.isPositive }
        guard !about.isEmpty else { return false }
        return about.allSatisfy { matcher in
            matcher.matches(identity.labels[matcher.name] ?? identity.name) == true && matcher.matches("") == false
        }
    }
}
