import Core

extension Composer {
    /// What someone who was just paged needs: about forty lines.
    mutating func briefing() -> [Block] {
        var blocks: [Block] = [.heading(1, "Briefing: " + record.incident.title), .remark(status)]
        var broken: [Inline] = [.strong([.say("What is broken, and since when. ")])] + elsewhere()
        if let onset = finding(record.onset), let claim = book.state(onset) {
            broken.append(.claim(claim))
        } else {
            broken.append(.say(withoutOnset))
        }
        blocks.append(.paragraph(broken))
        blocks.append(.paragraph(reach()))
        if let ending = findings(.resolution).first, let claim = book.state(ending) {
            blocks.append(.paragraph([.strong([.say("How it ended. ")]), .claim(claim)]))
        }
        let standing = record.hypotheses.filter { !$0.isRefuted }.prefix(3).compactMap { hypothesis -> [Inline]? in
            supposition(hypothesis).map { [.strong([.say(hypothesis.confidence.rawValue + ": ")])] + $0 }
        }
        blocks += part(
            "Best hypotheses", standing, otherwise: "None: \(withoutCause)")
        let refuted = record.hypotheses.filter(\.isRefuted).prefix(4).compactMap { hypothesis -> [Inline]? in
            let why = hypothesis.refutes.lazy.compactMap { [self] in finding($0) }.first.flatMap { book.state($0) }
            let name = Composer.family(hypothesis.family).capitalisedFirst
            let label: [Inline] = [.strong([.say(name + " ("), .data(hypothesis.service), .say("): ")])]
            return why.map { label + [.claim($0)] }
        }
        if !refuted.isEmpty { blocks += part("Refuted", refuted, otherwise: "") }
        blocks += part("First actions", firstActions(), otherwise: "None that the findings call for.")
        var unseen = record.gaps.prefix(5).map { gap -> [Inline] in
            [
                .data(gap.what.capitalisedFirst), .say(" ("), .data(gap.source?.text ?? "no source"), .say("): "),
                .data(gap.reason),
            ]
        }
        if record.gaps.count > 5 { unseen.append([.say("\(record.gaps.count - 5) more are in the post-mortem.")]) }
        return blocks + part("What could not be seen", unseen, otherwise: "Everything that was to be looked at could be.")
    }

    private mutating func firstActions() -> [[Inline]] {
        var lines: [[Inline]] = []
        if let done = record.rollbackDone, let claim = book.state(done) {
            lines.append([.say("Done already: "), .claim(claim)])
        } else if let advice = Composer.remediation(record.remediation) {
            lines.append([.say(advice)])
        }
        var seen: Set<String> = []
        for item in actions() where lines.count < 5 {
            var line: [Inline] = [.say(item.action + " "), .cite(item.because.citations)]
            var key = item.action
            if let subject = item.subject {
                key += subject.text
                line = [.part(of: subject.claim, "\(item.action.dropLast()) (\(subject.text)).")]
            } else if let proposal = item.proposal {
                key += proposal.text
                line = [.say(item.action + " "), .claim(proposal)]
            }
            if seen.insert(key).inserted { lines.append(line) }
        }
        return lines
    }

    private mutating func reach() -> [Inline] {
        var line: [Inline] = [.strong([.say("How far it reaches. ")])]
        let first = firstOnsets
        if let moved = outOfBaseline() { line.append(.claim(moved.claim)) }
        let logged = record.blastRadius.filter { service in !first.contains { $0.service == service } }.compactMap { service in
            findings(.logBurst).first { $0.service == service && $0.facts["severity"] == .text("error") }
        }
        if !logged.isEmpty {
            let text = "By their logs alone: \(Phrase.list(logged.compactMap(\.service).map { "`\($0)`" }))."
            if let claim = book.state(text, logged.map { .finding($0.id) }) { line += [.say(" "), .claim(claim)] }
        }
        // What was reported comes first, then what it cost.
        let reported = record.incident.services
        func isReported(_ finding: Finding) -> Bool { finding.service.map(reported.contains) ?? false }
        let impacts = findings(.impact)
        let budgets = findings(.errorBudget)
        let order =
            impacts.filter(isReported) + (budgets.filter(isReported) + budgets.filter { !isReported($0) }).prefix(1)
            + impacts.filter { !isReported($0) }
        for finding in order.prefix(3) {
            if let claim = book.state(finding) { line += [.say(" "), .claim(claim)] }
        }
        if line.count == 1 { line.append(.say("Not known.")) }
        return line
    }

    /// Of each service that failed the first onset: the post-mortem has them all.
    private var firstOnsets: [Finding] {
        let onsets = findings(.onset).filter { $0.service.map(record.failing.contains) ?? false }
        return record.failing.compactMap { service in onsets.first { $0.service == service } }
    }

    /// The services that left their baseline, as a sentence and as a list of names.
    mutating func outOfBaseline() -> (claim: Claim, names: String)? {
        let first = firstOnsets
        guard !first.isEmpty else { return nil }
        let names = Phrase.list(first.compactMap(\.service).map { "`\($0)`" })
        return book.state("Out of their baseline: \(names).", first.map { .finding($0.id) }).map { ($0, names) }
    }

    private func part(_ title: String, _ items: [[Inline]], otherwise: String) -> [Block] {
        [.paragraph([.strong([.say(title)])])] + [items.isEmpty ? .paragraph([.say(otherwise)]) : .list(items)]
    }
}
