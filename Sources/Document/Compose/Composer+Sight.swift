import Core

// Nothing seen is not nothing wrong: what to say where there is no onset.
extension Composer {
    enum Sight {
        /// No signal was read well enough to be judged.
        case unread
        /// Signals were read, and all stayed within their baselines.
        case steady
        case moved
    }

    var sight: Sight { !findings(.onset).isEmpty ? .moved : findings(.steady).isEmpty ? .unread : .steady }

    /// In place of the onset.
    var withoutOnset: String {
        switch sight {
        case .unread: "No signal could be read: see what could not be seen."
        case .steady: "Nothing to explain was found: no signal that was looked at left its baseline."
        case .moved: "Signals left their baseline; which was the beginning cannot be stated."
        }
    }

    /// In place of a cause.
    var withoutCause: String {
        switch sight {
        case .unread: "no signal could be read."
        case .steady: "nothing to explain was found."
        case .moved: "nothing that was looked at explains the symptom."
        }
    }

    /// In place of the end.
    var withoutEnd: String {
        switch sight {
        case .unread: "Whether the incident has ended is not known: no signal could be read."
        case .steady: "Nothing to explain was found, so there is no end to tell of."
        case .moved: "Nothing that was looked at shows that the incident has ended."
        }
    }

    /// When it was not the reported service that left its baseline but others: that comes first.
    mutating func elsewhere() -> [Inline] {
        let reported = record.incident.services.filter { !$0.isEmpty }
        let moved = findings(.onset).compactMap(\.service) + record.failing
        guard !reported.isEmpty, !record.failing.isEmpty, !moved.contains(where: reported.contains) else { return [] }
        let steady = reported.prefix(4).map { service in
            findings(.steady).filter { $0.service == service && $0.facts["signal"]?.text != Signal.limit.rawValue }
        }
        let names = zip(reported, steady).filter { !$1.isEmpty }.map { Composer.code($0.0) }
        guard !names.isEmpty else {
            let unread = Phrase.list(reported.prefix(4).map(Composer.code))
            return [.say("No signal of \(unread) itself could be judged; elsewhere: ")]
        }
        let itself = names.count == 1 ? "itself stayed within its baseline" : "themselves stayed within their baselines"
        let text = "\(Phrase.list(names)) \(itself)"
        // Six will do: each is a signal of its own.
        let citations = steady.flatMap { $0.prefix(6) }.map { Claim.Citation.finding($0.id) }
        return book.state(text + ".", citations).map { [.part(of: $0, text), .say("; elsewhere: ")] } ?? []
    }

    /// A name between backticks, which it cannot end.
    static func code(_ name: String) -> String { "`\(name.replacing("`", with: "'"))`" }
}

extension InvestigationRecord {
    var leading: Hypothesis? { hypotheses.first { !$0.isRefuted } }

    /// The rollback that took back what the leading hypothesis names, or was one of its service, after the onset.
    var rollbackDone: Finding? {
        guard let leading, [.rollback, .configRevert, .featureFlagDisable].contains(remediation) else { return nil }
        let began = findings.first { $0.id == onset }?.time
        let later = findings.filter { finding in
            guard finding.kind == .rollback else { return false }
            guard let began, let time = finding.time else { return true }
            return time >= began
        }
        return later.first { leading.change != nil && $0.facts["undone"]?.text == leading.change?.id }
            ?? later.first { $0.service == leading.service }
    }
}
