import Analysis
import Core

// Detection, root cause, hypotheses.
extension Composer {
    mutating func detection() -> [Block] {
        var blocks: [Block] = [.heading(2, "Detection", anchor: "detection")]
        let fired = items(findings(.alertFired, .page, .detectionDelay))
        blocks.append(.heading(3, "What fired"))
        blocks.append(fired.isEmpty ? .paragraph([.say("No alert and no page was found.")]) : .list(fired))
        let silent = items(findings(.thresholdTooHigh, .holdTooLong, .silenced, .forgottenSilence, .missingAlert, .deadEnd))
        blocks.append(.heading(3, "What should have fired, and why it did not"))
        blocks.append(
            silent.isEmpty ? .paragraph([.say("Nothing was found that should have fired and did not.")]) : .list(silent))
        return blocks
    }

    mutating func rootCause() -> [Block] {
        var blocks: [Block] = [.heading(2, "Root cause and contributing factors", anchor: "cause"), .paragraph(cause())]
        if let leading {
            let supports = items(leading.supports)
            if !supports.isEmpty { blocks += [.heading(3, "What speaks for it"), .list(supports)] }
            let against = items(leading.refutes)
            if !against.isEmpty { blocks += [.heading(3, "What speaks against it"), .list(against)] }
            blocks += change(of: leading)
        }
        let factors = items(
            findings(.thresholdTooHigh, .holdTooLong, .silenced, .forgottenSilence, .missingAlert, .deadEnd))
        if !factors.isEmpty {
            blocks += [.heading(3, "What let it last"), .list(factors)]
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
            blocks.append(.paragraph([.say("None: nothing that was looked at explains the symptom.")]))
        }
        for hypothesis in record.hypotheses {
            let verdict = hypothesis.isRefuted ? "refuted" : "\(hypothesis.confidence.rawValue) confidence"
            blocks.append(
                .heading(3, "\(hypothesis.rank). \(Composer.family(hypothesis.family).capitalisedFirst): \(verdict)"))
            if let claim = statement(hypothesis) { blocks.append(.paragraph([.claim(claim)])) }
            blocks += list("Refuted by", items(hypothesis.refutes))
            blocks += list("Supported by", items(hypothesis.supports))
            blocks += list("Not tested", hypothesis.untested.map { [.data($0)] })
            blocks += list("How the score came about", terms(hypothesis))
        }
        return blocks
    }

    private mutating func terms(_ hypothesis: Hypothesis) -> [[Inline]] {
        hypothesis.terms.compactMap { term in
            let value = (term.value < 0 ? "−" : "+") + ValueText.number(abs(term.value))
            return book.state(term.says, citations(hypothesis)).map { [.say(value + " "), .part(of: $0, $0.text)] }
        }
    }

    private func list(_ title: String, _ items: [[Inline]]) -> [Block] {
        items.isEmpty ? [] : [.paragraph([.strong([.say(title + ":")])]), .list(items)]
    }
}

extension String {
    var capitalisedFirst: String { first.map { $0.uppercased() + dropFirst() } ?? self }
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
