import Core

/// How it ended.
enum Resolution {
    static func add(_ context: CauseContext, to book: inout FindingBook, gaps: inout [Gap]) {
        guard let first = context.order.first else { return }
        guard let recovery = first.recovery else {
            gaps.append(
                Gap(
                    .unknowable, what: "when \(first.service) recovered",
                    reason: "It was not seen back within its baseline before the window ended at"
                        + " \(context.file.scope.window.to.clock)."))
            return
        }
        var facts: [String: Fact] = [
            "onset": .time(first.time), "recovery": .time(recovery), "lasted": .duration(recovery.seconds(since: first.time)),
            "service": .text(first.service),
        ]
        var statement = "\(first.service) \(first.recoveryWords) at \(recovery.clock)"
        var evidence = first.evidence
        if let undoing = ending(context) {
            let delay = recovery.seconds(since: undoing.time)
            facts.merge(ChangeFindings.facts(of: undoing)) { own, _ in own }
            // A revert that nobody saw deployed is named for what it is.
            facts[undoing.isKnownLive ? "rollback" : "revertCommitted"] = .time(undoing.time)
            facts[undoing.isKnownLive ? "afterRollback" : "afterRevert"] = .duration(abs(delay))
            let what =
                undoing.isKnownLive
                ? "\(undoing.name) at" : "the revert commit \(ValueText.revision(undoing.change.id)) was committed at"
            statement +=
                ", \(ValueText.duration(delay)) \(delay >= 0 ? "after" : "before") \(what) \(undoing.time.clock)"
            evidence += undoing.evidence
        }
        statement +=
            "; the onset was at \(first.time.clock), \(ValueText.duration(recovery.seconds(since: first.time))) earlier."
        book.add(
            Finding(
                .resolution, service: first.service, time: recovery, statement: statement, facts: facts, evidence: evidence))
        addAll(context, first, to: &book)
    }

    private static func addAll(_ context: CauseContext, _ first: ServiceFailure, to book: inout FindingBook) {
        let recoveries = context.order.failures.compactMap(\.recovery)
        guard context.order.failures.count > 1, recoveries.count == context.order.failures.count, let last = recoveries.max()
        else {
            return
        }
        let lasted = last.seconds(since: first.time)
        let isMeasured = Set(context.order.failures.map(\.recoveryWords)).count == 1 && !first.isFromLogs
        let what =
            isMeasured ? "All services that failed were back within their baselines" : "No service showed its failure any more"
        book.add(
            Finding(
                .resolution, time: last,
                statement: "\(what) at \(last.clock), \(ValueText.duration(lasted)) after the onset at \(first.time.clock).",
                facts: ["recovery": .time(last), "onset": .time(first.time), "lasted": .duration(lasted)],
                evidence: context.order.failures.flatMap(\.evidence)))
    }

    /// The rollback that recovery followed.
    static func ending(_ context: CauseContext) -> PlacedChange? {
        guard let first = context.order.first else { return nil }
        let undoings = context.changes.filter { $0.isRollback && $0.begins > first.time }
        let followed = undoings.filter { ChangeCause.followed(by: first.recovery, $0, first, context) }
        let own = followed.filter { $0.service == first.service }
        // A rollback that was rolled out ends it, not the commit behind it.
        return own.first(where: \.isDeploy) ?? own.first ?? followed.first(where: \.isDeploy) ?? followed.first
    }
}
