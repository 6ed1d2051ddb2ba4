import Analysis
import Core

// What threshold would have told of it.
extension Composer {
    /// Tables of at most three rules that missed.
    mutating func thresholdTables() -> [Block] {
        var blocks: [Block] = []
        // How it was counted is mostly the same for all tables, and said once.
        var said: Set<String> = []
        for finding in findings(.thresholdTooHigh) where blocks.filter(\.isTable).count < 3 {
            guard let table = ThresholdTable(facts: finding.facts) else { continue }
            let counted = counted(table).flatMap { said.insert($0).inserted ? $0 : nil }
            blocks += self.table(table, finding, counted, number: blocks.filter(\.isTable).count + 1)
        }
        return blocks.isEmpty ? [] : [.heading(3, "What threshold would have told of it", anchor: "thresholds")] + blocks
    }

    private mutating func table(_ table: ThresholdTable, _ finding: Finding, _ counted: String?, number: Int) -> [Block] {
        let name = finding.facts["rule"]?.text ?? ""
        var intro: [Inline] = []
        for text in [best(table, finding, name), counted].compactMap({ $0 }) {
            if let claim = book.state(text, [.finding(finding.id)]) {
                intro += (intro.isEmpty ? [] : [.say(" ")]) + [.claim(claim)]
            }
        }
        for muted in muting(name) {
            let text = "The silence on `\(muted.matchers)` would have hidden `\(name)` anyway."
            if let claim = book.state(text, [.finding(finding.id), .finding(muted.finding.id)]) {
                intro += [.say(" "), .claim(claim)]
            }
        }
        var rows: [[[Inline]]] = []
        for (row, label) in [(table.present, " (as it is)")] + table.rows.map({ ($0, $0 == table.best ? " (would do)" : "") }) {
            let fires =
                row.firesAfter == ThresholdTable.never
                ? "does not fire from the onset on" : "fires \(row.firesAfter) after the onset"
            let other = "\(row.otherFirings) other firings, \(row.perDay) a day"
            let text = "With a threshold of \(row.threshold) for \(row.holdFor) it \(fires), with \(other)."
            guard let claim = book.state(text, [.finding(finding.id)]) else { continue }
            rows.append([
                [.say(row.threshold + label)], [.say(row.holdFor)],
                [.say(row.firesAfter == ThresholdTable.never ? "no" : row.firesAfter + " after the onset")],
                [.part(of: claim, other)],
            ])
        }
        guard !rows.isEmpty else { return [] }
        var blocks: [Block] = [
            .paragraph(intro),
            .table(
                caption: "Thresholds tried for \(Inert.line(name, limit: 80))",
                columns: ["Threshold", "For", "Fires", "Otherwise"], rows: rows),
        ]
        if let chart = chart(table, finding, number: number) { blocks.append(.chart(chart)) }
        // A part of it would be another rule.
        if let rule = table.readyRule, rule.utf8.count <= 8000 {
            blocks.append(.paragraph([.say("The rule with that threshold, for a person to take; nothing applies it:")]))
            blocks.append(.code(rule, language: "yaml"))
        }
        return blocks
    }

    private func best(_ table: ThresholdTable, _ finding: Finding, _ name: String) -> String? {
        guard let best = table.best else {
            return "No threshold that was tried would have let `\(name)` fire within \(ValueText.duration(table.within))."
        }
        return "With a threshold of \(best.threshold) for \(best.holdFor), `\(name)` would have fired \(best.firesAfter) after"
            + " the onset, and \(best.otherFirings) times in the \(ValueText.duration(table.history)) before."
    }

    private func counted(_ table: ThresholdTable) -> String? {
        guard table.historyStep > 0 else { return nil }
        return "Other firings are counted over \(ValueText.duration(table.history)) that were sampled every"
            + " \(ValueText.duration(table.historyStep)) at most: what lay between samples is not seen, and where a duration is"
            + " shorter than that, each single sample beyond the threshold counts."
    }

    /// Silences that cover a rule's alerts, each once.
    private func muting(_ rule: String) -> [(finding: Finding, matchers: String)] {
        var seen: Set<String> = []
        return findings(.forgottenSilence, .silenced).compactMap { finding in
            guard let matchers = finding.facts["matchers"]?.text, !matchers.isEmpty, !matchers.contains("`"),
                let rules = finding.facts["rules"]?.text,
                rules.split(separator: ",").contains(where: { name in
                    name.drop { $0 == " " } == rule[...]
                }), seen.insert(matchers).inserted
            else { return nil }
            return (finding, matchers)
        }
    }

    private func chart(_ table: ThresholdTable, _ finding: Finding, number: Int) -> Chart? {
        guard case .number(let present, let unit) = finding.facts["threshold"] else { return nil }
        return ThresholdChart(
            table: table, unit: unit, present: present, best: table.bestValue, id: "thresholds\(number)"
        ).chart
    }
}

extension Block {
    fileprivate var isTable: Bool { if case .table = self { true } else { false } }
}
