import Alerting
import Analysis
import Core
import PromQL

/// A silence's comment speaks of one service, host or alert, and its matchers cover several.
struct SilenceBroaderThanComment: EstateCheck {
    let id = AuditCheckID.silenceBroaderThanComment
    let remedy = "Narrow the silence's matchers to what its comment speaks of."

    private static let hostLabels = ["instance", "host", "hostname", "node", "nodename", "pod", "server"]

    /// What the estate knows by name.
    private struct Names {
        var services: [String]
        var alerts: [String]
        var hosts: [String]
    }

    func run(_ estate: Estate) -> EstateCheckResult {
        var hosts: Set<String> = []
        for label in Self.hostLabels {
            for value in (estate.facts.seen[label] ?? []).union(estate.facts.listed[label] ?? []) {
                hosts.insert(Self.host(value))
            }
        }
        let names = Names(
            services: estate.services, alerts: Set(estate.detectors.map(\.name)).sorted(), hosts: hosts.sorted())
        return EstateCheckResult(SilenceReading.standing(estate).compactMap { draft($0, names, estate) })
    }

    private func draft(_ held: Estate.Held<Silence>, _ names: Names, _ estate: Estate) -> EstateCheckResult.Draft? {
        let silence = held.value
        var comment = SilenceReading.plain(silence.comment)
        let alerts = Self.named(names.alerts, in: &comment)
        let hosts = Self.named(names.hosts, in: &comment)
        let services = Self.named(names.services, in: &comment)
        let matchers = silence.matchers.map { CompiledMatcher($0) }
        if hosts.count == 1, let host = hosts.first, let others = otherHosts(than: host, silence, names) {
            return finding(held, "the host", host, "hosts", others)
        }
        if services.count == 1, let service = services.first {
            let covered = coveredServices(matchers, names, estate)
            // What covers others but not the one that is named is meant for something else.
            guard covered.count > 1, covered.contains(service) else { return nil }
            return finding(held, "the service", service, "services", covered)
        }
        if alerts.count == 1, hosts.isEmpty, services.isEmpty, let alert = alerts.first {
            let covered = Set(estate.activeRules.filter { estate.couldMatch(matchers, $0) == true }.map(\.name)).sorted()
            guard covered.count > 1, covered.contains(alert) else { return nil }
            return finding(held, "the alert", alert, "alerts", covered)
        }
        return nil
    }

    private func finding(
        _ held: Estate.Held<Silence>, _ kind: String, _ name: String, _ plural: String, _ covered: [String]
    ) -> EstateCheckResult.Draft {
        let number = covered.isEmpty ? "several" : "\(covered.count)"
        let list = covered.isEmpty ? "" : ": " + RuleFacts.list(covered)
        return SilenceReading.draft(
            held,
            "The comment of the \(SilenceReading.phrase(held.value)) names \(kind) `\(RuleFacts.inert(name))` alone, and its matchers"
                + " cover \(number) \(plural)\(list).",
            facts: ["named": .text(name), "covered": .text(covered.joined(separator: ", "))])
    }

    /// The names that a comment holds as whole words, longest first; each is taken out, so that `payment` is not found in
    /// `payment-gateway`.
    private static func named(_ names: [String], in comment: inout String) -> [String] {
        var found: [String] = []
        for name in names.sorted(by: { ($1.utf8.count, $0) < ($0.utf8.count, $1) }) {
            let plain = SilenceReading.plain(name)
            guard plain.utf8.count >= 4, let place = comment.firstRange(of: plain) else { continue }
            comment.replaceSubrange(place, with: "-")
            found.append(name)
        }
        return found
    }

    /// The services whose alerts a silence covers.
    private func coveredServices(_ matchers: [CompiledMatcher], _ names: Names, _ estate: Estate) -> [String] {
        let own = matchers.filter { estate.settings.serviceLabels.contains($0.name) && $0.name != "job" }
        if !own.isEmpty { return names.services.filter { name in own.allSatisfy { $0.matches(name) != false } } }
        var covered: Set<String> = []
        for detector in estate.activeRules where estate.surelyMatches(matchers, detector) {
            let ofSelectors = detector.selectors.map { estate.facts.servicesOfSelector[Presence.bare($0).text] }
            if !ofSelectors.isEmpty, !ofSelectors.contains(nil) {
                covered.formUnion(ofSelectors.compactMap { $0 }.reduce(into: Set<String>()) { $0.formUnion($1) })
                continue
            }
            if let service = detector.service {
                covered.insert(service)
                continue
            }
            for label in estate.settings.serviceLabels where label != "job" && detector.alertLabels[label] == nil {
                covered.formUnion(estate.possibleValues(of: label, in: detector)?.filter { !$0.isEmpty } ?? [])
            }
        }
        return covered.intersection(names.services).sorted()
    }

    /// Other hosts that a silence covers beside the one named; `nil` where it covers no other. Empty where it plainly covers
    /// others whose names are not known.
    private func otherHosts(than host: String, _ silence: Silence, _ names: Names) -> [String]? {
        let own = silence.matchers.filter { Self.hostLabels.contains($0.name) }
        let stem = Self.stem(host)
        let siblings = names.hosts.filter { Self.stem($0) == stem }
        guard !own.isEmpty else { return siblings.count > 1 ? siblings : nil }
        let compiled = own.map { CompiledMatcher($0) }
        func passes(_ name: String) -> Bool {
            compiled.allSatisfy { matcher in
                [name, name + ":9100", name + ":80", name + ":8080"].contains { matcher.matches($0) == true }
            }
        }
        let covered = names.hosts.filter(passes)
        if covered.count > 1, covered.contains(host) { return covered }
        return nil
    }

    /// `db-3:9100` is the host `db-3`.
    private static func host(_ value: String) -> String { String(value.prefix { $0 != ":" }) }

    private static func stem(_ host: String) -> String { host.filter { !$0.isNumber } }
}
