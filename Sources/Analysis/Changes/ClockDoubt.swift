import Core

/// Signs that two sources do not share one clock: a cause that is stamped after its effect, or a remedy after the recovery.
enum ClockDoubt {
    /// Clocks further apart than this are wrong in a way that a person notices.
    private static let most = 300.0

    static func gaps(_ context: CauseContext, leading: Hypothesis?) -> [Gap] {
        guard let first = context.order.first, let reference = leading?.change,
            let index = context.changes.firstIndex(where: { $0.reference == reference && !$0.isRollback })
        else { return [] }
        let placed = context.changes[index]
        var signs: [(says: String, seconds: Double, evidence: [EvidenceID])] = []
        let late = placed.time.seconds(since: first.time)
        if late > 0, late <= most {
            signs.append(
                (
                    "\(placed.name) is stamped \(placed.time.clock), \(ValueText.duration(late)) after the onset of"
                        + " \(first.service) that it explains", late, placed.evidence
                ))
        }
        let undoing = context.changes.first {
            $0.isRollback && $0.begins > first.time && ChangeCause.undoes($0, index, context)
        }
        if let undoing, let recovery = first.recovery {
            let late = undoing.time.seconds(since: recovery)
            if late > 0, late <= most {
                signs.append(
                    (
                        "\(undoing.name) is stamped \(undoing.time.clock), \(ValueText.duration(late)) after the recovery",
                        late, undoing.evidence
                    ))
            }
        }
        guard let widest = signs.map(\.seconds).max() else { return [] }
        let (one, other) = (source(of: signs[0].evidence, context), source(of: first.evidence, context))
        guard one != other else { return [] }
        return [
            Gap(
                .unknowable, what: "whether the clocks of \(one) and \(other) agree",
                reason: signs.map(\.says).joined(separator: ", and ").capitalizedFirst
                    + ". If it is the cause, their clocks differ by \(ValueText.duration(widest)) at least.")
        ]
    }

    private static func source(of evidence: [EvidenceID], _ context: CauseContext) -> String {
        guard let id = evidence.first, let found = context.file.evidence.first(where: { $0.id == id }) else {
            return "a source"
        }
        return found.source.text
    }
}
