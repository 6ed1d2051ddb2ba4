import Analysis
import Core

// Gaps, withheld sentences, findings, evidence.
extension Composer {
    func gaps() -> [Block] {
        var blocks: [Block] = [.heading(2, "What could not be seen", anchor: "gaps")]
        guard !record.gaps.isEmpty else {
            return blocks + [.paragraph([.say("Everything that was to be looked at could be.")])]
        }
        let rows = record.gaps.map { gap -> [[Inline]] in
            [
                [.data(gap.what.capitalisedFirst)], [.data(gap.source?.text ?? "none")], [.say(Composer.kind(gap.kind))],
                [.data(gap.reason)],
            ]
        }
        blocks.append(.table(caption: "Gaps", columns: ["What", "Source", "Kind", "Why"], rows: rows))
        return blocks
    }

    static func kind(_ kind: Gap.Kind) -> String {
        switch kind {
        case .noSource: "no source"
        case .failed: "failed"
        case .denied: "denied"
        case .partial: "incomplete"
        case .overBudget: "over budget"
        case .notAsked: "not asked"
        case .notKept: "not kept"
        case .unknowable: "cannot be known"
        }
    }

    func withheld() -> [Block] {
        let withheld = book.withheld
        guard !withheld.isEmpty else { return [] }
        return [
            .heading(2, "Sentences withheld", anchor: "withheld"),
            .paragraph([
                .say(
                    "These did not stand when they were checked against what they cite. They are no statements of this document."
                )
            ]),
            .list(
                withheld.map { claim in
                    [
                        .code(claim.text), .say(" "), .cite(claim.citations),
                        .say(" \(claim.verdict.rawValue): "), .data(claim.problem ?? ""),
                    ]
                }),
        ]
    }

    mutating func findingEntries() -> [Block] {
        guard !record.findings.isEmpty else { return [] }
        var blocks: [Block] = [.heading(2, "Findings", anchor: "findings")]
        for finding in record.findings {
            let claim = book.state(finding)
            let title: [Inline] = [claim.map { .part(of: $0, $0.text) } ?? .say("Withheld; see “Sentences withheld”.")]
            let body: [Block] = [.facts([("From", [.cite(finding.evidence.map { .evidence($0) })])])]
            blocks.append(.entry(id: finding.id.description, title: title, body: body))
        }
        return blocks
    }

    /// The evidence that a printed sentence rests on, itself or through a finding.
    func evidenceEntries(for claims: [Claim]) -> [Block] {
        var cited: Set<EvidenceID> = []
        for citation in claims.filter({ $0.verdict == .supported }).flatMap(\.citations) {
            switch citation {
            case .evidence(let id): cited.insert(id)
            case .finding(let id): cited.formUnion(finding(id)?.evidence ?? [])
            }
        }
        let items = record.evidence.filter { cited.contains($0.id) }
        guard !items.isEmpty else { return [] }
        let rest = record.evidence.count - items.count
        var blocks: [Block] = [.heading(2, "Evidence", anchor: "evidence")]
        if rest > 0 {
            blocks.append(
                .remark([
                    .say("\(rest) more pieces of evidence are in "), .code("investigation.json"),
                    .say("; no sentence rests on them."),
                ]))
        }
        return blocks + items.map(entry)
    }

    private func entry(_ item: Evidence) -> Block {
        var facts: [(name: String, value: [Inline])] = [("Source", source(item))]
        if let stamp = item.stamp { facts.append(("Time", [.say(stamp.text + Composer.mark(stamp.mark))])) }
        if let window = item.window {
            facts.append(("Window", [.say("\(window.from.rfc3339Exact) to \(window.to.rfc3339Exact)")]))
        }
        for (name, value) in evidenceText.details(item) { facts.append((name, [.data(value)])) }
        if let completeness = EvidenceText.completeness(item.completeness) {
            facts.append(("Complete?", [.data(completeness)]))
        }
        if let link = item.link {
            facts.append(
                ("Link", [Link(of: item, sources: record.sources).map { .link("open in \(item.source)", $0) } ?? .code(link)]))
        }
        var body: [Block] = []
        if let query = item.query { body.append(.code(query, language: "")) }
        body.append(.facts(facts))
        return .entry(id: item.id.description, title: [.data(evidenceText.title(item))], body: body)
    }

    private func source(_ item: Evidence) -> [Inline] {
        let kind = record.sources.first { $0.name == item.source }?.kind.text
        var line: [Inline] = [.data(item.source.text)]
        if let kind { line += [.say(" ("), .data(kind), .say(")")] }
        line += [.say(", "), .code(item.tool.isEmpty ? "no tool" : item.tool)]
        if let asked = item.askedAt { line += [.say(", "), .asked(asked)] }
        return line
    }

    private static func mark(_ mark: Stamp.Mark) -> String {
        switch mark {
        case .instant: ""
        case .bucketStart(let width): ", the start of \(ValueText.duration(width))"
        case .bucketEnd(let width): ", the end of \(ValueText.duration(width))"
        }
    }
}
