import Core

extension ChangeCause {
    /// Was it undone, and did recovery follow?
    static func testRecovery(
        _ index: Int, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let undoings = context.changes.filter { $0.isRollback && $0.undoes != nil && $0.begins > first.time }
        // A rollback that was rolled out undoes it, not the commit behind it.
        let own = undoings.filter { undoes($0, index, context) }
        guard let undoing = own.first(where: \.isDeploy) ?? own.first else {
            if let other = undoings.first(where: { followed(by: first.recovery, $0, first, context) }) {
                let finding = Finding(
                    .predictionFailed, service: first.service, time: first.recovery,
                    statement:
                        "\(first.service) recovered after \(other.name) at \(other.time.clock), which \(other.isKnownLive ? "undid" : "reverts") another change.",
                    facts: facts(of: other, first), evidence: other.evidence + first.evidence)
                candidate.failed("recovery", -0.15, finding, decisive: false, book: &book)
            }
            return
        }
        let name = context.changes[index].name.capitalizedFirst
        var facts = facts(of: undoing, first)
        facts["change"] = .text(context.changes[index].reference.id)
        facts["changeName"] = .text(name)
        let undone = undoing.isKnownLive ? "was undone at" : "has a revert that was committed at"
        let evidence = context.changes[index].evidence + undoing.evidence + first.evidence
        guard let recovery = first.recovery else {
            let watched = context.file.scope.window.to.seconds(since: undoing.time)
            guard watched >= context.parameters.recoveryAfterRollback, first.knowsRecovery else {
                candidate.untested("whether recovery followed its rollback")
                return
            }
            let finding = Finding(
                .predictionFailed, service: first.service, time: undoing.time,
                statement:
                    "\(name) \(undone) \(undoing.time.clock), and \(first.service) did not recover while it was watched.",
                facts: facts, evidence: evidence)
            candidate.failed("recovery", -0.3, finding, decisive: false, book: &book)
            return
        }
        if followed(by: recovery, undoing, first, context) {
            let delay = recovery.seconds(since: undoing.time)
            let finding = Finding(
                .predictionHeld, service: first.service, time: recovery,
                statement: "\(name) \(undone) \(undoing.time.clock), and \(first.service) \(first.recoveryWords) at"
                    + " \(recovery.clock), \(ValueText.duration(delay)) \(delay >= 0 ? "later" : "earlier").",
                facts: facts, evidence: evidence)
            candidate.held("recovery", 0.25, finding, book: &book)
        } else {
            let was = undoing.isKnownLive ? "was undone" : "had its revert committed"
            let isEarlier = recovery < undoing.begins
            let isLate = recovery > undoing.time.adding(seconds: context.parameters.recoveryAfterRollback)
            let when = isEarlier ? "before" : isLate ? "long after" : "and had gone on at its height after"
            let relation = "\(when) \(context.changes[index].name) \(was)"
            let finding = Finding(
                .predictionFailed, service: first.service, time: recovery,
                statement: "\(first.service) \(first.recoveryWords) at \(recovery.clock), \(relation) at"
                    + " \(undoing.time.clock).",
                facts: facts, evidence: evidence)
            candidate.failed("recovery", -0.2, finding, decisive: false, book: &book)
        }
    }

    /// Commits that one deploy shipped together are undone together.
    static func undoes(_ undoing: PlacedChange, _ index: Int, _ context: CauseContext) -> Bool {
        guard let undone = undoing.undoes else { return false }
        if undone == index { return true }
        let (one, other) = (context.changes[undone], context.changes[index])
        return one.time == other.time && one.service == other.service && other.wasDeployed == true
    }

    /// Recovery from a sample before the rollback was live to a quarter of an hour after.
    static func followed(
        by recovery: Instant?, _ undoing: PlacedChange, _ first: ServiceFailure, _ context: CauseContext
    ) -> Bool {
        guard let recovery else { return false }
        let earliest = undoing.begins.adding(seconds: -first.step)
        return recovery >= earliest
            && recovery <= undoing.time.adding(seconds: context.parameters.recoveryAfterRollback)
            && !wentOn(after: undoing, until: recovery, first, context)
    }

    /// Did what failed stay at its height for longer than a rollback takes to be felt? Then something else ended it.
    private static func wentOn(
        after undoing: PlacedChange, until recovery: Instant, _ first: ServiceFailure, _ context: CauseContext
    ) -> Bool {
        let shown = context.readings.filter { $0.service == first.service && $0.isSymptom }
        guard let reading = shown.first(where: { $0.finding == first.finding }) ?? shown.first, let onset = reading.onset else {
            return false
        }
        /// The median distance from what is normal; `nil` where too few samples show it.
        func height(_ from: Instant, _ to: Instant) -> Double? {
            let values = reading.series.samples.filter { $0.time >= from && $0.time < to }.map {
                abs($0.value - onset.expected)
            }
            return values.count >= 3 ? values.sorted()[values.count / 2] : nil
        }
        let felt = undoing.time.adding(seconds: context.parameters.mergeSeconds)
        guard let before = height(max(onset.time, undoing.begins.adding(seconds: -600)), undoing.begins),
            let after = height(felt, recovery.adding(seconds: -reading.series.effectiveStep))
        else { return false }
        return after >= before / 2
    }

    private static func facts(of undoing: PlacedChange, _ first: ServiceFailure) -> [String: Fact] {
        var facts = ChangeFindings.facts(of: undoing)
        facts["undone"] = .time(undoing.time)
        facts["failing"] = .text(first.service)
        if let recovery = first.recovery {
            facts["recovery"] = .time(recovery)
            facts["afterRollback"] = .duration(abs(recovery.seconds(since: undoing.time)))
        }
        return facts
    }
}
