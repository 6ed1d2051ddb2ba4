import Alerting
import Core

/// Alerts of some rules go to a receiver that tells no one, and nowhere else.
struct ReceiverWithoutIntegration: EstateCheck {
    let id = AuditCheckID.receiverWithoutIntegration
    let remedy = "Give the receiver an integration, or route the alerts to one that has."

    func run(_ estate: Estate) -> EstateCheckResult {
        var lost: [String: (rules: [Detector], tree: EstateRouting, receiver: String)] = [:]
        for rule in estate.activeRules where !rule.isQuiet(estate.settings) {
            for tree in estate.trees(for: rule) {
                for receiver in receivers(ending: rule, in: tree, estate) {
                    let key = "\(tree.id) \(receiver)"
                    lost[key, default: ([], tree, receiver)].rules.append(rule)
                }
            }
        }
        return EstateCheckResult(
            lost.values.sorted { ($0.tree.id, $0.receiver) < ($1.tree.id, $1.receiver) }.map {
                draft($0.rules, $0.tree, $0.receiver)
            })
    }

    /// Receivers without integration that some alert of a rule goes to and to nothing else.
    private func receivers(ending rule: Detector, in tree: EstateRouting, _ estate: Estate) -> Set<String> {
        let empty = Set(tree.routing.emptyReceivers)
        guard !empty.isEmpty else { return [] }
        var found: Set<String> = []
        for labels in estate.alertVariants(of: rule, trees: [tree]) {
            let walk = tree.walk(labels)
            guard walk.isCertain, !walk.ends.isEmpty else { continue }
            let names = walk.ends.map { tree.end($0).receiver }
            guard names.allSatisfy(empty.contains) else { continue }
            for (node, name) in zip(walk.ends, names) where !isMeant(name, node, rule, estate) { found.insert(name) }
        }
        return found
    }

    /// A receiver that is called after nothing is meant to tell no one where a route of its own leads to it; where alerts fall to it
    /// because no route takes them, that is meant only for those that call no one.
    private func isMeant(_ receiver: String, _ node: Int, _ rule: Detector, _ estate: Estate) -> Bool {
        let plain = receiver.lowercased()
        let words = plain.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let isQuiet = estate.settings.quietReceivers.contains { quiet in
            plain == quiet || plain.replacing("_", with: "-") == quiet || words.contains(quiet)
        }
        guard isQuiet else { return false }
        return node != 0 || !rule.isPaging(estate.settings)
    }

    private func draft(_ rules: [Detector], _ tree: EstateRouting, _ receiver: String) -> EstateCheckResult.Draft {
        let names = Set(rules.map(\.name)).sorted()
        let services = Set(rules.compactMap(\.service))
        var draft = EstateCheckResult.Draft(
            subject: "receiver/\(receiver)", source: tree.source, service: services.count == 1 ? services.first : nil,
            statement: "Alerts of \(RuleFacts.list(names)) go only to the receiver `\(RuleFacts.inert(receiver))`, which has no"
                + " integration, so that they reach no one.",
            facts: ["receiver": .text(receiver), "rules": .number(Double(rules.count), .count)],
            evidence: [tree.id] + rules.prefix(50).map(\.evidence))
        draft.related = Set(rules.map(\.subject)).sorted()
        return draft
    }
}
