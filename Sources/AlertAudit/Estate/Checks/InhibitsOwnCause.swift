import Alerting
import Core
import PromQL

/// An inhibition hides the cause behind its symptom, or alerts of the same kind behind one another.
struct InhibitsOwnCause: EstateCheck {
    let id = AuditCheckID.inhibitsOwnCause
    let remedy = "Let the alert on the cause inhibit the one on the symptom, with `equal` on what both are about."

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(
            estate.trees.flatMap { tree in
                tree.routing.inhibitions.enumerated().compactMap { index, inhibition in
                    trouble(inhibition, estate).map { words, facts in
                        EstateCheckResult.Draft(
                            subject: "inhibition/\(index)", detail: Self.text(inhibition), source: tree.source,
                            statement: "The inhibition of `\(RuleFacts.inert(Self.text(inhibition.target)))` by"
                                + " `\(RuleFacts.inert(Self.text(inhibition.source)))` \(words).",
                            facts: facts.merging(["equal": .text(inhibition.equal.joined(separator: ", "))]) { $1 },
                            evidence: [tree.id])
                    }
                }
            })
    }

    private static func text(_ matchers: [Silence.Matcher]) -> String {
        "{" + matchers.map(\.text).joined(separator: ", ") + "}"
    }

    private static func text(_ inhibition: AlertRouting.Inhibition) -> String {
        text(inhibition.source) + text(inhibition.target) + inhibition.equal.joined(separator: ",")
    }

    private func trouble(_ inhibition: AlertRouting.Inhibition, _ estate: Estate) -> (String, [String: Fact])? {
        let source = inhibition.source.map { CompiledMatcher($0) }
        let target = inhibition.target.map { CompiledMatcher($0) }
        // Without conditions a side is every alert; a configuration of none was not read.
        guard !source.isEmpty, !target.isEmpty else { return nil }
        if Set(inhibition.source) == Set(inhibition.target) {
            return ("has the same alerts on both sides, so that it mutes them by themselves or not at all", [:])
        }
        if let words = overlap(inhibition, source, target, estate) { return (words, [:]) }
        return severities(source, target, estate) ?? services(inhibition, estate) ?? causes(inhibition, estate)
    }

    /// Alerts that are on both sides, and nothing that the two must agree on.
    private func overlap(
        _ inhibition: AlertRouting.Inhibition, _ source: [CompiledMatcher], _ target: [CompiledMatcher], _ estate: Estate
    ) -> String? {
        let rules = estate.activeRules
        let absent = inhibition.equal.filter { label in
            label != "alertname" && !rules.isEmpty && rules.allSatisfy { isAbsent(label, $0, estate) }
        }
        let fixed = inhibition.equal.filter { label in
            inhibition.source.contains {
                $0.name == label && $0.isEqual && !$0.isRegex && inhibition.target.contains($0)
            }
        }
        guard Set(absent + fixed) == Set(inhibition.equal) else { return nil }
        if !inhibition.equal.isEmpty, absent == inhibition.equal {
            return
                "asks for labels that no alert has, which counts as having them in common: any alert of the one side mutes all"
                + " of the other"
        }
        guard !source.contains(where: { $0.name == "alertname" && $0.isPositive }) else { return nil }
        let isBoth = rules.contains { $0.alertLabels.match(source) == true && $0.alertLabels.match(target) == true }
        guard isBoth else { return nil }
        let words = inhibition.equal.isEmpty ? "asks for nothing that both have in common" : "asks for what both have anyway"
        return "\(words), and some alerts are on both sides: any one of them mutes all others that it matches"
    }

    /// Whether the alerts of a rule certainly lack a label: the rule drops it, or no series and no rule has it.
    private func isAbsent(_ label: String, _ rule: Detector, _ estate: Estate) -> Bool {
        if let value = rule.alertLabels[label] { return value.isEmpty }
        return estate.facts.listed[label]?.isEmpty == true
    }

    // MARK: Severity

    /// The less urgent hides the more urgent.
    private func severities(
        _ source: [CompiledMatcher], _ target: [CompiledMatcher], _ estate: Estate
    ) -> (String, [String: Fact])? {
        let label = estate.settings.severityLabel
        let inUse = Set(estate.activeRules.compactMap { $0.alertLabels[label] }).subtracting([""])
        // Where alerts are named, their names tell which is the cause.
        guard !source.contains(where: { $0.name == "alertname" && $0.isPositive }),
            let hiding = Urgency.range(source, of: label, inUse: inUse, estate.settings),
            let hidden = Urgency.range(target, of: label, inUse: inUse, estate.settings)
        else { return nil }
        if hiding.upperBound < hidden.lowerBound {
            return ("lets the less urgent alert hide the more urgent one", ["label": .text(label)])
        }
        // A side that asks for something else besides may well be the cause of the other.
        let others = { (matchers: [CompiledMatcher]) in
            Set(matchers.filter { $0.name != label }.map { "\($0.name)\($0.operation)\($0.value)" })
        }
        guard hiding.upperBound < hidden.upperBound, others(source) == others(target) else { return nil }
        return ("lets less urgent alerts hide more urgent ones too", ["label": .text(label)])
    }

    // MARK: Dependencies

    /// An alert of a service hides those of a service that it calls.
    private func services(_ inhibition: AlertRouting.Inhibition, _ estate: Estate) -> (String, [String: Fact])? {
        guard let caller = Self.service(inhibition.source, estate), let callee = Self.service(inhibition.target, estate),
            caller != callee, estate.calls(caller, callee), !estate.calls(callee, caller)
        else { return nil }
        return (
            "hides alerts of `\(RuleFacts.inert(callee))` behind those of `\(RuleFacts.inert(caller))`, which calls it and fails with it",
            ["caller": .text(caller), "callee": .text(callee)]
        )
    }

    private static func service(_ matchers: [Silence.Matcher], _ estate: Estate) -> String? {
        for label in estate.settings.serviceLabels {
            guard let matcher = matchers.first(where: { $0.name == label && $0.isEqual }) else { continue }
            return matcher.isRegex ? LabelMatcher.literal(matcher.value) : matcher.value
        }
        return nil
    }

    // MARK: Symptom and cause

    /// The alerts that hide are on symptoms, and those that are hidden on causes.
    private func causes(_ inhibition: AlertRouting.Inhibition, _ estate: Estate) -> (String, [String: Fact])? {
        guard let hiding = roles(inhibition.source, estate), let hidden = roles(inhibition.target, estate),
            hiding.role == .symptom,
            hidden.role == .cause
        else { return nil }
        return (
            "hides \(RuleFacts.list(hidden.names)), which \(hidden.names.count == 1 ? "tells" : "tell") of a cause, behind"
                + " \(RuleFacts.list(hiding.names)), which \(hiding.names.count == 1 ? "tells" : "tell") of what users see",
            [
                "symptoms": .text(hiding.names.joined(separator: ", ")), "causes": .text(hidden.names.joined(separator: ", ")),
            ]
        )
    }

    /// What all the alerts are that a side names; `nil` where it names none or they are of both kinds.
    private func roles(_ matchers: [Silence.Matcher], _ estate: Estate) -> (role: AlertRole, names: [String])? {
        let named = matchers.filter { $0.name == "alertname" && $0.isEqual }
        guard !named.isEmpty else { return nil }
        let compiled = named.map { CompiledMatcher($0) }
        let rules = estate.activeRules.filter { rule in compiled.allSatisfy { $0.matches(rule.name) == true } }
        var found: [String: AlertRole?] = [:]
        for rule in rules { found[rule.name] = AlertRole(rule) }
        if rules.isEmpty {
            // No rule is called so any more: the name itself is all there is.
            for matcher in named {
                for name in matcher.value.split(separator: "|") { found[String(name)] = AlertRole(name: String(name)) }
            }
        }
        let roles = Set(found.values)
        guard roles.count == 1, let role = roles.first, let role else { return nil }
        return (role, found.keys.sorted())
    }
}
