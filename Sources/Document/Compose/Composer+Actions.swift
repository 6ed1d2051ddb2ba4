import Analysis
import Core

/// Something to do, with the finding that it follows from.
struct ActionItem {
    /// What to do, in the document's own words; it states no value.
    var action: String
    /// What the value found suggests, checked like any fact.
    var proposal: Claim?
    /// The rule, silence, metric or change that it is about, for where the finding does not stand beside it.
    var subject: (claim: Claim, text: String)?
    var because: Claim
    var kind: ActionKind
}

extension Composer {
    /// What follows from the findings, the leading cause first.
    mutating func actions() -> [ActionItem] {
        var result: [ActionItem] = []
        let kinds: [Finding.Kind] = [
            .forgottenSilence, .silenced, .thresholdTooHigh, .holdTooLong, .missingAlert, .deadEnd, .conflict,
            .instructionInData,
        ]
        for finding in causalChanges() + kinds.flatMap({ findings($0) }) {
            guard let action = action(for: finding), let because = book.state(finding) else { continue }
            result.append(
                ActionItem(
                    action: action, proposal: proposal(for: finding), subject: subject(of: finding), because: because,
                    kind: ActionKind(finding.kind)))
        }
        return result
    }

    private func causalChanges() -> [Finding] {
        guard let leading, leading.change != nil else { return [] }
        return leading.supports.compactMap { finding($0) }.filter { $0.kind == .changePlaced }
    }

    private func action(for finding: Finding) -> String? {
        switch finding.kind {
        case .changePlaced:
            "Before this change is made again, test it under the load that failed, and roll it out in steps that are watched."
        case .forgottenSilence: "Expire the silence, and let no silence be set without an end near its purpose."
        case .silenced where finding.facts["check"] != nil: "Resume the check, or delete it when its job is gone."
        case .silenced: "Review the silence: decide whether it still serves its purpose, and narrow what it matches."
        case .thresholdTooHigh: "Lower the threshold, or replace the rule by one that compares with the baseline."
        case .holdTooLong where finding.facts["check"] != nil:
            "Shorten the check's grace, so that a run that does not come is told before the next one is due."
        case .holdTooLong: "Shorten how long the condition must hold before the alert fires."
        case .missingAlert:
            finding.facts["metrics"] == nil ? "Add an alert on this signal." : "Decide which of these signals need an alert."
        case .deadEnd where finding.facts["check"] != nil: "Give the check an integration, and test that a person is told."
        case .deadEnd: "Repair the rule or its receiver, and test that a person is told."
        case .conflict: "Correct the time in the chat's account where it is quoted."
        case .instructionInData:
            "Escape user input before it is logged, and treat log text as data in every tool that reads it."
        default: nil
        }
    }

    private mutating func proposal(for finding: Finding) -> Claim? {
        func value(_ names: String...) -> String? {
            for name in names {
                if case .number(let number, let unit)? = finding.facts[name], number.isFinite {
                    return ValueText.value(number, unit)
                }
                if case .duration(let seconds)? = finding.facts[name] { return ValueText.duration(seconds) }
            }
            return nil
        }
        let citation = [Claim.Citation.finding(finding.id)]
        let crossing =
            finding.facts["suggestedCrossing"]?.time.map { " at \(Phrase.clock($0, on: record.scope.window.from))" } ?? ""
        let suggested = value("suggestedThreshold").map { "A threshold of \($0) would have been crossed\(crossing)" }
        switch finding.kind {
        case .thresholdTooHigh:
            guard let suggested, let threshold = value("threshold") else { return nil }
            return book.state("\(suggested); it is \(threshold).", citation)
        case .missingAlert: return suggested.flatMap { book.state($0 + ".", citation) }
        case .conflict:
            return finding.facts["recorded"]?.time.flatMap { time in
                let clock = Phrase.clock(time, on: record.scope.window.from)
                return book.state("The \(recorder(finding)) \(clock).", citation)
            }
        case .holdTooLong: return value("atMost").flatMap { book.state("It must be at most \($0) to have fired.", citation) }
        default: return nil
        }
    }

    /// What a chat message is corrected by.
    private func recorder(_ finding: Finding) -> String {
        guard finding.facts["change"] != nil else { return "metrics have" }
        let isDeployed = finding.evidence.contains { id in
            if case .change(let change)? = evidence(id)?.observation { change.kind != .commit } else { false }
        }
        return isDeployed ? "deploy history has" : "history of changes has"
    }

    private mutating func subject(of finding: Finding) -> (claim: Claim, text: String)? {
        func name(_ facts: String...) -> String? {
            facts.lazy.compactMap { finding.facts[$0]?.text }.first { !$0.isEmpty && $0.count <= 100 }.map(Composer.code)
        }
        let owner = finding.service.map { $0.isEmpty ? "" : " of \(Composer.code($0))" } ?? ""
        let text: String? =
            switch finding.kind {
            case .thresholdTooHigh, .holdTooLong, .deadEnd: name("rule", "check")
            case .silenced, .forgottenSilence: name("matchers", "rules", "check")
            case .missingAlert: name("metrics") ?? (name("title") ?? name("metric")).map { $0 + owner }
            case .changePlaced: name("shortCommit", "shortRevision", "shortID").map { $0 + owner }
            case .instructionInData: owner.isEmpty ? nil : "the logs" + owner
            default: nil
            }
        guard let text, let claim = book.state("This is about \(text).", [.finding(finding.id)]) else { return nil }
        return (claim, text)
    }

    mutating func actionItems() -> [Block] {
        let actions = actions()
        var blocks: [Block] = [.heading(2, "Action items", anchor: "actions")]
        guard !actions.isEmpty else {
            return blocks + [.paragraph([.say("No finding calls for one.")])] + judgment()
        }
        let rows = actions.map { item -> [[Inline]] in
            var what: [Inline] = [.say(item.action)]
            if let proposal = item.proposal { what += [.say(" "), .claim(proposal)] }
            let kind = record.template.actionKinds[item.kind] ?? item.kind.rawValue.capitalisedFirst
            return [what, [.say(kind)], [.claim(item.because)], [.say("")], [.say("")]]
        }
        blocks.append(
            .table(
                caption: "What follows from the findings", columns: ["Action", "Kind", "Because", "Owner", "Due"], rows: rows))
        return blocks + judgment()
    }

    private func judgment() -> [Block] {
        [
            .heading(3, "Judgment"),
            .remark([.say("For people to write: which of these are worth doing, who owns them, and by when.")]),
        ]
    }
}
