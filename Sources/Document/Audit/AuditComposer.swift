import AlertAudit
import Analysis
import Core

/// An audit as blocks, for Markdown and HTML.
struct AuditComposer {
    let result: AuditResult

    private var report: AuditReport { result.report }

    var title: String { "Alerting audit" + (result.service.map { " of \($0)" } ?? "") }

    var blocks: [Block] {
        var blocks: [Block] = [.heading(1, title), .paragraph([.say(opening)])]
        if let changes = result.changes { blocks.append(.paragraph([.say(since(changes))])) }
        if result.trend.count > 1 { blocks.append(.chart(AuditTrendChart(marks: result.trend).chart)) }
        blocks += scores
        for severity in AuditSeverity.allCases.reversed() { blocks += findings(severity) }
        blocks += coverage + suppressed + gone + gaps + evidence + cost
        return blocks
    }

    private var opening: String {
        let counts = report.counts
        let found = AuditSeverity.allCases.reversed().map { severity in
            "\(report.open.count { $0.severity == severity }) \(severity.rawValue)"
        }
        return
            "\(counts.rules) alerting rules, \(counts.recordings) recording rules, \(counts.checks) checks, \(counts.silences)"
            + " silences and \(counts.routes) routes, as their sources had them on \(report.at.date) at \(report.at.clock) UTC;"
            + " what they did is looked at from \(report.window.from.date) \(report.window.from.clock) to"
            + " \(report.window.to.date) \(report.window.to.clock). \(found.joined(separator: ", ")) findings"
            + (counts.suppressed > 0 ? ", and \(counts.suppressed) that someone decided to live with" : "") + "."
    }

    private func since(_ changes: AuditChanges) -> String {
        let words = ["better": "better than", "worse": "worse than", "same": "the same as"]
        return
            "Since the audit of \(changes.since.date) \(changes.since.clock): \(changes.new.count) findings are new,"
            + " \(changes.gone.count) are gone, \(changes.still.count) are still there; the score is"
            + " \(words[changes.estate.trend.rawValue] ?? "") then (\(AuditComposer.points(changes.estate.after)) after"
            + " \(AuditComposer.points(changes.estate.before)))."
    }

    // MARK: Sections

    private var scores: [Block] {
        var blocks: [Block] = [.heading(2, "Scores", anchor: "scores")]
        blocks.append(
            .paragraph([
                .strong([.say("\(AuditComposer.points(report.score.points)) of 100")]),
                .say(result.service == nil ? " for the estate." : " for the whole estate."),
            ]))
        blocks.append(.list(report.score.terms.map { [.say("\(AuditComposer.signed($0.points)): "), .data($0.words)] }))
        let rows = report.services.sorted { ($0.points, $0.service ?? "") < ($1.points, $1.service ?? "") }.map { score in
            [
                [Inline.data(score.service ?? "")], [.say(AuditComposer.points(score.points))],
                [.data(score.terms.filter { $0.points < 0 }.map(\.words).joined(separator: "; "))],
            ]
        }
        if !rows.isEmpty {
            let shown = Array(rows.prefix(60))
            let caption =
                "Services, the lowest first, and what is taken off"
                + (shown.count < rows.count ? "; \(rows.count - shown.count) more have higher scores" : "")
            blocks.append(.table(caption: caption, columns: ["Service", "Score", "Taken off for"], rows: shown))
        }
        return blocks
    }

    private func findings(_ severity: AuditSeverity) -> [Block] {
        let found = report.open.filter { $0.severity == severity }
        guard !found.isEmpty else { return [] }
        let name = severity.rawValue
        var blocks: [Block] = [
            .heading(2, "\(name.prefix(1).uppercased() + name.dropFirst()) (\(found.count))", anchor: name)
        ]
        let new = Set(result.changes?.new.map(\.id) ?? [])
        var check: AuditCheckID?
        for finding in found {
            if finding.check != check {
                check = finding.check
                blocks.append(.heading(3, finding.check.rawValue))
            }
            var title: [Inline] = [.code(finding.subject)]
            if let source = finding.source { title.append(.data(" on \(source.text)")) }
            if new.contains(finding.id) { title.append(.say(" (new)")) }
            blocks.append(
                .list([
                    title + [.say(": ")] + AuditComposer.words(finding.statement) + [.say(" ")]
                        + AuditComposer.words(finding.remedy) + [
                            .say(" "), .cite(AuditComposer.shown(finding).map { .evidence($0) }),
                        ]
                ]))
        }
        return merged(blocks)
    }

    /// Lists that follow each other as one.
    private func merged(_ blocks: [Block]) -> [Block] {
        var result: [Block] = []
        for block in blocks {
            if case .list(let more) = block, case .list(let items)? = result.last {
                result[result.count - 1] = .list(items + more)
            } else {
                result.append(block)
            }
        }
        return result
    }

    private var coverage: [Block] {
        guard !report.coverage.isEmpty else { return [] }
        func cell(_ cell: AuditCoverage.Cell) -> [Inline] {
            if !cell.rules.isEmpty { return [.say("\(cell.rules.count)")] }
            switch cell.hasSignal {
            case true: return [.strong([.say("none")])]
            case false: return [.say("no such signal")]
            case nil: return [.say("not known")]
            }
        }
        let rows = report.coverage.map {
            [[Inline.data($0.service)], cell($0.errors), cell($0.latency), cell($0.saturation), cell($0.traffic)]
        }
        return [
            .heading(2, "Coverage", anchor: "coverage"),
            .table(
                caption: "Rules and checks that watch each signal of each service",
                columns: ["Service", "Errors", "Latency", "Saturation", "Traffic"], rows: rows),
        ]
    }

    private var suppressed: [Block] {
        let found = report.findings.filter { $0.suppressedBy != nil }
        guard !found.isEmpty else { return [] }
        return [
            .heading(2, "Suppressed", anchor: "suppressed"),
            .list(
                found.map { finding in
                    [
                        .code(finding.subject), .say(" (\(finding.check.rawValue)): "),
                        .data(finding.suppressedBy?.reason ?? ""),
                        .say(finding.suppressedBy.map { ", until \($0.until.date)" } ?? ""),
                    ]
                }),
        ]
    }

    private var gone: [Block] {
        guard let gone = result.changes?.gone, !gone.isEmpty else { return [] }
        return [
            .heading(2, "No longer found", anchor: "gone"),
            .list(gone.map { [.code($0.subject), .say(" (\($0.check.rawValue))")] }),
        ]
    }

    private var gaps: [Block] {
        guard !report.gaps.isEmpty else { return [] }
        return [
            .heading(2, "What could not be audited", anchor: "gaps"),
            .list(
                report.gaps.map { gap in
                    [.data(gap.source.map { "\($0.text): " } ?? ""), .data(gap.what), .say(": "), .data(gap.reason)]
                }),
        ]
    }

    /// What the findings cite, each with what was asked.
    private var evidence: [Block] {
        let cited = Set(report.open.flatMap(AuditComposer.shown))
        let items = result.evidence.filter { cited.contains($0.id) }
        guard !items.isEmpty else { return [] }
        let text = EvidenceText(roles: Roles(namesPeople: false))
        return [.heading(2, "Evidence", anchor: "evidence")]
            + items.map { item in
                var facts: [(name: String, value: [Inline])] = [("Source", [.data("\(item.source.text), \(item.tool)")])]
                if let query = item.query { facts.append(("Asked", [.code(query)])) }
                if let completeness = EvidenceText.completeness(item.completeness) {
                    facts.append(("Complete?", [.data(completeness)]))
                }
                return .entry(id: item.id.description, title: [.data(text.title(item))], body: [.facts(facts)])
            }
    }

    private var cost: [Block] {
        [
            .remark([
                .say(
                    "\(result.cost.calls) calls, \(AuditComposer.bytes(result.cost.bytes)) of replies. \(result.program),"
                        + " ledger id "), .code(result.id), .say("."),
            ])
        ]
    }

    /// The evidence that the document cites for a finding; the JSON has all of it.
    private static func shown(_ finding: AuditFinding) -> [EvidenceID] { Array(finding.evidence.prefix(8)) }

    // MARK: Words

    /// A sentence with its code spans; it may hold text from outside.
    private static func words(_ text: String) -> [Inline] {
        ClaimText.runs(text).map { $0.isCode ? .code($0.text) : .data($0.text) }
    }

    static func points(_ value: Double) -> String { ValueText.whole(value.rounded()) }

    private static func signed(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        let text = tenths == tenths.rounded() ? ValueText.whole(abs(tenths)) : "\(abs(tenths))"
        return (value < 0 ? "−" : "+") + text
    }

    static func bytes(_ count: Int) -> String {
        count >= 1 << 20 ? "\(count >> 20) MiB" : count >= 1 << 10 ? "\(count >> 10) KiB" : "\(count) bytes"
    }
}
