import Analysis
import Core

/// A review as blocks, for Markdown and HTML.
struct ReviewComposer {
    let review: Review

    var title: String { "Check of " + (review.manuscript.title ?? review.manuscript.name) }

    var blocks: [Block] {
        var blocks: [Block] = [.heading(1, title), .remark([.say("File "), .code(review.manuscript.name), .say(against)])]
        blocks += summary + wrong + timeline + omissions
        blocks.append(.heading(2, "Statement by statement", anchor: "statements"))
        blocks.append(.annotated(rows))
        return blocks + language + evidence
    }

    private var against: String {
        let record = review.record
        let window = record.scope.window
        return
            ", checked by \(record.program) against investigation \(record.id) (\(record.incident.title)), whose evidence is of"
            + " \(window.from.date) \(window.from.clock) to \(Phrase.clock(window.to, on: window.from)) UTC. Nothing but that evidence"
            + " decides; what no source recorded is unsupported here and may still be so."
    }

    // MARK: Scores

    private var summary: [Block] {
        let score = review.score
        let share = score.share.map { " (\(ValueText.number(($0 * 1000).rounded() / 10)) %)" } ?? ""
        return [
            .paragraph([
                .strong([.say("\(score.supported) of \(score.checkable) statements of fact are supported\(share)")]),
                .say(
                    "; \(score.contradicted) \(score.contradicted == 1 ? "is" : "are") contradicted, and of"
                        + " \(score.unsupported) there is no evidence. \(score.notChecked) more state nothing that evidence could decide."
                ),
            ])
        ]
    }

    private var wrong: [Block] {
        let found = review.entries.filter { $0.ruling.verdict == .contradicted }
        guard !found.isEmpty else { return [] }
        let items = found.prefix(60).map { entry in
            [Inline.say("Line \(entry.statement.line): "), .data("“\(entry.statement.text)”"), .say(" ")] + verdictWords(entry)
        }
        var blocks: [Block] = [.heading(2, "Contradicted", anchor: "contradicted"), .list(items)]
        if found.count > items.count { blocks.append(.paragraph([.say("\(found.count - items.count) more are below.")])) }
        return blocks
    }

    private var timeline: [Block] {
        let score = review.timeline
        guard score.entries > 0 || !score.missing.isEmpty else { return [] }
        var blocks: [Block] = [.heading(2, "Timeline", anchor: "timeline-score"), .paragraph([.say(score.sentence)])]
        let shifts = score.shifts.map { shift in
            [
                Inline.code(shift.statement), .say(" says "), .data(shift.said), .say("; the evidence has "),
                .data(shift.holds),
                .say(", \(ValueText.duration(abs(shift.seconds))) \(shift.seconds < 0 ? "later" : "earlier")."),
            ]
        }
        if !shifts.isEmpty { blocks.append(.list(shifts)) }
        if !review.missingEvents.isEmpty {
            blocks.append(.paragraph([.say("Told nowhere in the document:")]))
            blocks.append(.list(review.missingEvents.map { sentence($0.text) + [.say(" "), .cite($0.citations)] }))
        }
        return blocks
    }

    private var omissions: [Block] {
        guard !review.omissions.isEmpty else { return [] }
        return [
            .heading(2, "What the document omits", anchor: "omissions"),
            .list(review.omissions.map { sentence($0.text) + [.say(" "), .cite($0.citations)] }),
        ]
    }

    private var language: [Block] {
        guard !review.language.isEmpty else { return [] }
        var blocks: [Block] = [.heading(2, "Wording", anchor: "wording")]
        for (rule, remarks) in review.languageByRule {
            blocks.append(.paragraph([.strong([.say(rule.reason)]), .say(" " + rule.suggestion)]))
            var items = remarks.prefix(20).map { [Inline.say("Line \($0.line): "), .data("“\($0.quote)”")] }
            if remarks.count > items.count { items.append([.say("and \(remarks.count - items.count) more")]) }
            blocks.append(.list(items))
        }
        return blocks
    }

    // MARK: Statements

    private var rows: [AnnotatedRow] {
        review.entries.map { entry in
            let statement = entry.statement
            return AnnotatedRow(
                id: statement.id, line: statement.line, role: statement.role, level: min(4, statement.section.count + 3),
                text: statement.text, verdict: entry.ruling.verdict,
                remarks: entry.ruling.verdict == .notChecked ? [] : verdictWords(entry))
        }
    }

    /// Verdict, evidence and correction.
    private func verdictWords(_ entry: Review.Entry) -> [Inline] {
        let ruling = entry.ruling
        var words: [Inline] = [.strong([.say(ReviewComposer.word(ruling.verdict))])]
        if let problem = ruling.problem, ruling.verdict != .supported { words += [.say(": ")] + ReviewComposer.ended(problem) }
        for correction in ruling.corrections {
            words += [
                .say(" It says "), .data(correction.said), .say("; the evidence has "), .strong([.data(correction.holds)]),
                .say(". "),
            ]
            words.append(.cite(correction.citations))
        }
        if let needed = ruling.needed, ruling.verdict == .unsupported {
            words += [.say(" Needed: ")] + ReviewComposer.ended(needed)
        }
        // Six will do for a reader; the JSON has all.
        let corrected = Set(ruling.corrections.flatMap(\.citations))
        let rest = ruling.citations.filter { !corrected.contains($0) }.prefix(6)
        if !rest.isEmpty { words += [.say(" "), .cite(Array(rest))] }
        return words
    }

    static func word(_ verdict: Ruling.Verdict) -> String {
        switch verdict {
        case .supported: "Supported"
        case .contradicted: "Contradicted"
        case .unsupported: "No evidence"
        case .notChecked: "Not checked"
        }
    }

    private static func ended(_ text: String) -> [Inline] {
        let words = ClaimText.runs(text).map { $0.isCode ? Inline.code($0.text) : .data($0.text) }
        return text.hasSuffix(".") ? words : words + [.say(".")]
    }

    private func sentence(_ text: String) -> [Inline] {
        ClaimText.runs(text).map { $0.isCode ? .code($0.text) : .data($0.text) }
    }

    // MARK: Evidence

    /// What the review cites, each with what was asked.
    private var evidence: [Block] {
        let shown = review.entries.flatMap { $0.ruling.corrections.flatMap(\.citations) + $0.ruling.citations.prefix(6) }
        var cited = Set(shown + review.omissions.flatMap(\.citations) + review.timeline.missing.flatMap(\.citations))
        let findings = review.record.findings.filter { cited.contains(.finding($0.id)) }
        for finding in findings { cited.formUnion(finding.evidence.prefix(6).map { .evidence($0) }) }
        let items = review.record.evidence.filter { cited.contains(.evidence($0.id)) }
        guard !findings.isEmpty || !items.isEmpty else { return [] }
        var blocks: [Block] = [.heading(2, "Evidence", anchor: "evidence")]
        for finding in findings {
            blocks.append(
                .entry(
                    id: finding.id.description, title: sentence(finding.statement),
                    body: [.paragraph([.say("From: "), .cite(finding.evidence.prefix(6).map { .evidence($0) })])]))
        }
        let text = EvidenceText(roles: Roles(namesPeople: review.record.namesPeople))
        for item in items {
            var facts: [(name: String, value: [Inline])] = [("Source", [.data("\(item.source.text), \(item.tool)")])]
            if let query = item.query { facts.append(("Asked", [.code(query)])) }
            facts += text.details(item).prefix(4).map { ($0.name, [.data($0.value)]) }
            if let link = Link(of: item, sources: review.record.sources) {
                facts.append(("Link", [.link("open in \(item.source.text)", link)]))
            }
            blocks.append(.entry(id: item.id.description, title: [.data(text.title(item))], body: [.facts(facts)]))
        }
        return blocks
    }
}
