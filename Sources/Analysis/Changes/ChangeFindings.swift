import Core

/// States where changes stand on the clock, and what undid what.
enum ChangeFindings {
    static func add(
        for changes: inout [PlacedChange], order: FailureOrder, window: TimeWindow, to book: inout FindingBook
    ) {
        // With no onset, the window says which day is meant.
        let day = order.onset ?? window.from
        for index in changes.indices where !changes[index].isRollback || changes[index].undoes == nil {
            changes[index].finding = book.add(placed(changes[index], order: order, day: day))
        }
        for index in changes.indices where changes[index].isRollback {
            guard let undoes = changes[index].undoes else { continue }
            changes[index].finding = book.add(rollback(changes[index], of: changes[undoes], order: order))
        }
    }

    static func facts(of placed: PlacedChange) -> [String: Fact] {
        var facts: [String: Fact] = [
            "time": .time(placed.time), "kind": .text(placed.change.kind.rawValue), "title": .text(placed.title),
            "id": .text(placed.change.id), "shortID": .text(ValueText.revision(placed.change.id)),
        ]
        if let service = placed.service { facts["service"] = .text(service) }
        if let revision = placed.change.revision {
            facts["revision"] = .text(revision)
            facts["shortRevision"] = .text(ValueText.revision(revision))
        }
        if let commit = placed.commit {
            facts["commit"] = .text(commit.id)
            facts["shortCommit"] = .text(ValueText.revision(commit.id))
        }
        if let time = placed.commitTime { facts["committed"] = .time(time) }
        if placed.begins != placed.time { facts["began"] = .time(placed.begins) }
        return facts
    }

    /// "2 min before the onset of checkout at 14:23", against the first onset and against that of the change's own service.
    static func relation(
        of placed: PlacedChange, order: FailureOrder, facts: inout [String: Fact]
    ) -> String? {
        guard let first = order.first else { return nil }
        let lead = first.time.seconds(since: placed.time)
        facts["onset"] = .time(first.time)
        facts["onsetService"] = .text(first.service)
        facts[lead >= 0 ? "beforeOnset" : "afterOnset"] = .duration(abs(lead))
        var text = distance(lead) + " the onset of \(first.service) at \(first.time.clock)"
        if let service = placed.service, service != first.service, let own = order.failure(of: service) {
            let lead = own.time.seconds(since: placed.time)
            facts["ownOnset"] = .time(own.time)
            facts[lead >= 0 ? "beforeOwnOnset" : "afterOwnOnset"] = .duration(abs(lead))
            text += " and " + distance(lead) + " that of \(service) at \(own.time.clock)"
        }
        return text
    }

    private static func distance(_ lead: Double) -> String {
        lead == 0 ? "at" : "\(ValueText.duration(lead)) \(lead > 0 ? "before" : "after")"
    }

    private static func placed(_ placed: PlacedChange, order: FailureOrder, day incident: Instant) -> Finding {
        var facts = facts(of: placed)
        let relation = relation(of: placed, order: order, facts: &facts)
        let day = placed.isFarFrom(incident) ? " on \(placed.time.date)" : ""
        if !day.isEmpty { facts["date"] = .text(placed.time.date) }
        var statement = placed.name.capitalizedFirst
        if let commit = placed.commit, let committed = placed.commitTime, !placed.isFarFrom(incident) {
            statement +=
                ", which brought the commit \(ValueText.revision(commit.id)) (\"\(placed.title)\", \(committed.clock)),"
        } else {
            statement += " (\"\(placed.title)\")"
        }
        if placed.isDeploy || placed.wasDeployed == true {
            statement += " was live at \(placed.time.clock)\(day)"
        } else if placed.isCommit {
            statement += " was committed at \(placed.time.clock)\(day)"
        } else {
            statement += " was made at \(placed.time.clock)\(day)"
        }
        if let relation { statement += ", \(relation)" }
        if placed.wasDeployed == false { statement += "; the deploys that were read do not name it" }
        return Finding(
            .changePlaced, service: placed.service, time: placed.time, statement: statement + ".", facts: facts,
            evidence: placed.evidence)
    }

    private static func rollback(_ placed: PlacedChange, of undone: PlacedChange, order: FailureOrder) -> Finding {
        var facts = facts(of: placed)
        let relation = relation(of: placed, order: order, facts: &facts)
        facts["undoneTime"] = .time(undone.time)
        facts["undone"] = .text(undone.reference.id)
        facts["undoneShort"] = .text(ValueText.revision(undone.reference.id))
        facts["undoneTitle"] = .text(undone.title)
        facts["afterChange"] = .duration(placed.time.seconds(since: undone.time))
        let verb = placed.isKnownLive ? "was live" : "was committed"
        var statement = "\(placed.name.capitalizedFirst) \(verb) at \(placed.time.clock)"
        if let relation { statement += ", \(relation)" }
        statement += "; it \(placed.isKnownLive ? "undid" : "reverts") \"\(undone.title)\" of \(undone.time.clock)."
        // A revert that nobody saw deployed took nothing back by itself.
        let kind: Finding.Kind = placed.isKnownLive ? .rollback : .changePlaced
        return Finding(
            kind, service: placed.service, time: placed.time, statement: statement, facts: facts,
            evidence: placed.evidence + undone.evidence)
    }
}

extension PlacedChange {
    /// Half a day or more away, a clock time alone misleads.
    func isFarFrom(_ moment: Instant) -> Bool { abs(moment.seconds(since: time)) >= 43_200 }
}
