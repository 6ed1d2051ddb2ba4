import Analysis
import Core

// Detection, root cause, hypotheses.
extension Composer {
    mutating func detection() -> [Block] {
        var blocks: [Block] = [.heading(2, "Detection", anchor: "detection")]
        let fired = items(findings(.alertFired, .checkFlipped, .page, .acknowledgement, .detectionDelay))
        blocks.append(.heading(3, "What fired"))
        blocks.append(fired.isEmpty ? .paragraph([.say("No alert, no check and no page was found.")]) : .list(fired))
        let silent = items(findings(.thresholdTooHigh, .holdTooLong, .silenced, .forgottenSilence, .missingAlert, .deadEnd))
        blocks.append(.heading(3, "What should have fired, and why it did not"))
        let rule = record.evidence.first { if case .rule = $0.observation { true } else { false } }
        if let rule, let claim = book.state(Composer.readLater, [.evidence(rule.id)]) {
            let asked: [Inline] = rule.askedAt.map { [.say(" ("), .asked($0), .say(")")] } ?? []
            blocks.append(.paragraph([.claim(claim)] + asked))
        }
        if !silent.isEmpty {
            blocks.append(.list(silent))
        } else if rule == nil {
            blocks.append(.paragraph([.say("Not audited: no alert rules could be read.")]))
        } else if sight == .unread {
            blocks.append(.paragraph([.say("Not audited: no signal could be read to hold the rules against.")]))
        } else {
            blocks.append(.paragraph([.say("Nothing was found that should have fired and did not.")]))
        }
        return blocks + thresholdTables()
    }

    private static let readLater =
        "Rules and silences were read after the incident had begun, not as it began, and may have changed in between."

    mutating func rootCause() -> [Block] {
        var blocks: [Block] = [.heading(2, "Root cause and contributing factors", anchor: "cause"), .paragraph(cause())]
        if let leading {
            let supports = items(leading.supports)
            if !supports.isEmpty { blocks += [.heading(3, "What speaks for it"), .list(supports)] }
            let against = items(leading.refutes)
            if !against.isEmpty { blocks += [.heading(3, "What speaks against it"), .list(against)] }
            blocks += change(of: leading)
        }
        let kinds: [Finding.Kind] = [.forgottenSilence, .silenced, .thresholdTooHigh, .holdTooLong, .deadEnd, .missingAlert]
        let factors = items(kinds.compactMap { findings($0).first })
        if !factors.isEmpty {
            blocks += [.heading(3, "Weak spots in alerting"), .list(factors)]
        }
        return blocks
    }

    /// The lines that the leading hypothesis says did it.
    private func change(of hypothesis: Hypothesis) -> [Block] {
        guard let reference = hypothesis.change else { return [] }
        for item in record.evidence {
            guard case .change(let change) = item.observation, change.id == reference.id else { continue }
            let files = change.files.filter { $0.patch?.isEmpty == false }
            guard !files.isEmpty else { continue }
            var blocks: [Block] = [.heading(3, "The change")]
            for file in files.prefix(3) {
                blocks.append(.paragraph([.code(file.path), .say(" "), .cite([.evidence(item.id)])]))
                blocks.append(.code(Inert.cutLines(file.patch ?? "", to: 40), language: "diff"))
            }
            if files.count > 3 { blocks.append(.remark([.say("\(files.count - 3) more files are in the evidence.")])) }
            return blocks
        }
        return []
    }

    mutating func hypotheses() -> [Block] {
        var blocks: [Block] = [.heading(2, "Hypotheses considered", anchor: "hypotheses")]
        if record.hypotheses.isEmpty {
            blocks.append(.paragraph([.say("None: \(withoutCause)")]))
        } else {
            let strong = ValueText.number(Parameters().strongScore)
            blocks.append(
                .remark([
                    .say("A score is the sum of its terms; strong confidence takes at least \(strong) and nothing against it.")
                ]))
        }
        for hypothesis in record.hypotheses {
            let verdict = hypothesis.isRefuted ? "refuted" : "\(hypothesis.confidence.rawValue) confidence"
            blocks.append(
                .heading(3, "\(hypothesis.rank). \(Composer.family(hypothesis.family).capitalisedFirst): \(verdict)"))
            if let supposition = supposition(hypothesis) {
                blocks.append(.paragraph([.strong([.say("Supposed: ")])] + supposition))
            }
            blocks += list("Refuted by", items(hypothesis.refutes))
            if hypothesis == leading {
                blocks.append(.paragraph([.say("What speaks for it is under “Root cause and contributing factors”.")]))
            } else {
                blocks += list("Supported by", items(hypothesis.supports))
            }
            blocks += list("Not tested", hypothesis.untested.map { [.data($0)] })
            if let score = score(hypothesis) { blocks.append(.paragraph(score)) }
        }
        return blocks
    }

    /// The parts of the score, each with the finding that it comes from. A part without one says its reason.
    private mutating func score(_ hypothesis: Hypothesis) -> [Inline]? {
        var line: [Inline] = []
        for term in hypothesis.terms {
            let sign: [Inline] = [
                .say(line.isEmpty ? " " : " · "), .data(term.name),
                .say((term.value < 0 ? " −" : " +") + ValueText.number(abs(term.value))),
            ]
            let source = (hypothesis.supports + hypothesis.refutes).first { finding($0)?.statement == term.says }
            if let source {
                line += sign + [.say(" "), .cite([.finding(source)])]
            } else if let claim = book.state(term.says, citations(hypothesis)) {
                line += sign + [.say(" ("), .part(of: claim, claim.text), .say(")")]
            } else {
                line += sign
            }
        }
        return line.isEmpty
            ? nil
            : [.strong([.say("Score \(hypothesis.score < 0 ? "−" : "")\(ValueText.number(abs(hypothesis.score))):")])] + line
    }

    private func list(_ title: String, _ items: [[Inline]]) -> [Block] {
        items.isEmpty ? [] : [.paragraph([.strong([.say(title + ":")])]), .list(items)]
    }
}

extension String {
    /// With a capital where the first word is a plain one; `p99` and `http_requests` stay.
    var capitalisedFirst: String {
        guard let first, prefix(while: { $0 != " " }).allSatisfy(\.isLetter) else { return self }
        return first.uppercased() + dropFirst()
    }
}

extension Inert {
    /// The first lines of a text, each cut, with a note of how many there were.
    static func cutLines(_ text: String, to limit: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var shown = lines.prefix(limit).map { cut(String($0), to: 240) }
        if lines.count > limit { shown.append("… (cut: \(lines.count) lines)") }
        return shown.joined(separator: "\n")
    }
}
