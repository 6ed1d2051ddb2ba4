import Core

// Summary, impact, timeline, conflicts, resolution.
extension Composer {
    mutating func summary() -> [Block] {
        var sentences: [Claim] = []
        if let onset = finding(record.onset) {
            if let service = record.firstFailingService, let time = onset.time {
                let text =
                    "The first service to leave its baseline was `\(service)`, at \(Phrase.clock(time, on: record.scope.window.from))."
                if let claim = book.state(text, [.finding(onset.id)]) { sentences.append(claim) }
            }
            if let claim = book.state(onset) { sentences.append(claim) }
        }
        var blocks: [Block] = [.heading(2, "Summary", anchor: "summary")]
        if sentences.isEmpty {
            blocks.append(.paragraph([.say(withoutOnset)]))
        } else {
            blocks.append(.paragraph(elsewhere() + joined(sentences)))
        }
        blocks.append(.paragraph(cause()))
        let rest = items(
            findings(.impact) + findings(.errorBudget)
                + (findings(.resolution).isEmpty ? findings(.rollback) : findings(.resolution)) + findings(.detectionDelay))
        if !rest.isEmpty { blocks.append(.list(rest)) }
        return blocks
    }

    mutating func cause() -> [Inline] {
        guard let leading else {
            return [.strong([.say("Cause: ")]), .say(withoutCause)]
        }
        var line: [Inline] = [.strong([.say("Most likely cause (\(leading.confidence.rawValue) confidence): ")])]
        if let supposition = supposition(leading) {
            line += supposition
        } else {
            line.append(.say("the sentence that states it was withheld; see “Hypotheses considered”."))
        }
        if leading.rank == 1, leading.change == nil { line.append(.say(" No change that was seen explains it.")) }
        return line
    }

    func joined(_ claims: [Claim]) -> [Inline] {
        claims.enumerated().flatMap { place, claim -> [Inline] in place == 0 ? [.claim(claim)] : [.say(" "), .claim(claim)] }
    }

    mutating func impact() -> [Block] {
        var blocks: [Block] = [.heading(2, "Impact and blast radius", anchor: "impact")]
        let sentences = items(findings(.impact) + findings(.errorBudget) + findings(.latencyCeiling))
        if findings(.impact, .errorBudget).isEmpty {
            blocks.append(.paragraph([.say("How many requests failed is not known: no finding counts them.")]))
        }
        if !sentences.isEmpty { blocks.append(.list(sentences)) }
        let rows = record.failing.compactMap { service -> [[Inline]]? in
            let all = findings(.onset).filter { $0.service == service }
            // How much is asked for is no harm by itself.
            let harm = all.filter { $0.facts["signal"] != .text("traffic") }
            let onsets = harm.isEmpty ? all : harm
            let ordered = onsets.sorted { ($0.time ?? $0.distantTime, $0.id) < ($1.time ?? $1.distantTime, $1.id) }
            // Users meet errors and waiting; counts of log lines say less.
            let telling = ordered.min {
                ($0.rankOfSignal, $0.time ?? $0.distantTime, $0.id) < ($1.rankOfSignal, $1.time ?? $1.distantTime, $1.id)
            }
            guard let first = ordered.first, let telling, let claim = book.state(telling) else { return nil }
            var time: [Inline] = [.say(first.time.map { Phrase.clock($0, on: record.scope.window.from) } ?? "not known")]
            if first.id != telling.id { time += [.say(" "), .cite([.finding(first.id)])] }
            return [[.data(service)], time, [.claim(claim)]]
        }
        if !rows.isEmpty {
            blocks.append(
                .table(caption: "Services that left their baseline", columns: ["Service", "From", "What was seen"], rows: rows))
        }
        let usersKnown = findings(.impact).contains { $0.facts.keys.contains { $0.lowercased().hasPrefix("users") } }
        if !usersKnown {
            blocks.append(.paragraph([.say("How many users were affected is not known; see “What could not be seen”.")]))
        }
        return blocks
    }

    mutating func timeline(_ entries: [TimelineEntry], chart: Chart?) -> [Block] {
        var blocks: [Block] = [.heading(2, "Timeline", anchor: "timeline")]
        if let chart { blocks.append(.chart(chart)) }
        guard !entries.isEmpty else {
            return blocks + [.paragraph([.say("No event with a time of its own lies in the window that was looked at.")])]
        }
        let rows = entries.map { entry -> [[Inline]] in
            let clock = Phrase.clock(entry.time, precision: entry.precision, on: record.scope.window.from)
            return [[.strong([.say(clock)])], [.say(entry.lane.rawValue)], [.part(of: entry.claim, entry.text)]]
        }
        blocks.append(
            .table(
                caption: "\(record.scope.window.from.date), times in UTC", columns: ["Time", "Source", "What happened"],
                rows: rows))
        if entries.count == TimelineMaker.most {
            blocks.append(.remark([.say("There was more; it is in "), .code("investigation.json"), .say(".")]))
        }
        return blocks
    }

    /// Where sources disagree: each side is shown with what it rests on.
    mutating func conflicts() -> [Block] {
        let found = findings(.conflict)
        let oddities = findings(.instructionInData)
        var blocks: [Block] = []
        if !found.isEmpty {
            blocks.append(.heading(2, "Where the sources disagree", anchor: "conflicts"))
            for conflict in found {
                if let claim = book.state(conflict) { blocks.append(.paragraph([.claim(claim)])) }
                let sides = conflict.evidence.compactMap { evidence($0) }.compactMap { side($0) }
                if !sides.isEmpty { blocks.append(.list(sides)) }
            }
        }
        let notes = items(oddities)
        if !notes.isEmpty {
            blocks.append(.heading(2, "Text that reads like an instruction", anchor: "instructions"))
            blocks.append(.paragraph([.say("It was read as data, and nothing followed it.")]))
            blocks.append(.list(notes))
        }
        return blocks
    }

    private mutating func side(_ item: Evidence) -> [Inline]? {
        guard let stamp = item.stamp else { return nil }
        let clock = Phrase.clock(stamp.time, precision: stamp.precision, on: record.scope.window.from)
        let what =
            switch item.observation {
            case .message(let message): "\(roles.author(of: message)) in `\(message.channel.replacing("`", with: "'"))`"
            case .change(let change): "\(change.kind.rawValue) in the change history"
            case .incidentEvent: "the on-call system"
            default: "an entry"
            }
        let text = "`\(item.source.text)` has \(clock): \(what)."
        return book.state(text, [.evidence(item.id)]).map { [.claim($0)] }
    }

    mutating func resolution() -> [Block] {
        var blocks: [Block] = [.heading(2, "Resolution", anchor: "resolution")]
        let sentences = items(findings(.resolution, .rollback, .recovery))
        blocks.append(
            sentences.isEmpty ? .paragraph([.say(withoutEnd)]) : .list(sentences))
        if let advice = Composer.remediation(record.remediation) {
            let ended = record.rollbackDone != nil || !findings(.resolution).isEmpty
            blocks.append(
                .paragraph([.say(ended ? "What ends an incident of this kind: " : "What should end it: "), .say(advice)]))
        }
        return blocks
    }
}

extension Finding {
    var distantTime: Instant { Instant(nanoseconds: .max) }

    /// How much the signal of an onset tells of what users met: shares of errors, latency, then the rest, log lines last.
    var rankOfSignal: Int {
        switch facts["signal"]?.text {
        case Signal.errors.rawValue:
            if case .number(_, .ratio)? = facts["expected"] { 0 } else { 2 }
        case Signal.latency.rawValue: 1
        case Signal.logRate.rawValue: 4
        default: 3
        }
    }
}
