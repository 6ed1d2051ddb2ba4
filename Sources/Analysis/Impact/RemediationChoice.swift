import Core

/// What ended the incident, or what would.
enum RemediationChoice {
    static func choose(_ context: CauseContext, hypotheses: [Hypothesis]) -> Remediation {
        guard let first = context.order.first else { return .none }
        let leading = hypotheses.first { !$0.isRefuted }
        if let undoing = Resolution.ending(context) ?? undoing(of: leading, context, first) {
            return remedy(of: undoing, context)
        }
        if let other = otherEnding(context, first) { return other }
        guard let leading else { return .none }
        switch leading.family {
        case .change: return remedy(of: leading, context, first)
        case .capacity, .trafficSurge: return .scale
        case .upstreamProvider: return .escalateUpstream
        case .certificate: return .rotateCert
        case .node: return .reschedule
        case .region: return .failover
        case .badInput, .wrongAnswers: return .purgeBadData
        case .workload: return .restart
        case .dns: return .none
        }
    }

    /// A rollback of what the leading hypothesis names, though recovery was not seen.
    private static func undoing(of leading: Hypothesis?, _ context: CauseContext, _ first: ServiceFailure) -> PlacedChange? {
        guard let reference = leading?.change else { return nil }
        return context.changes.first { placed in
            guard placed.isRollback, placed.begins > first.time, let undone = placed.undoes else { return false }
            return context.changes[undone].reference == reference
        }
    }

    private static func remedy(of undoing: PlacedChange, _ context: CauseContext) -> Remediation {
        if undoing.isDeploy { return .rollback }
        switch undoing.change.kind {
        case .flag: return .featureFlagDisable
        case .configuration: return .configRevert
        default:
            let files = undoing.files.isEmpty ? undoing.undoes.map { context.changes[$0].files } ?? [] : undoing.files
            return !files.isEmpty && files.allSatisfy { isConfiguration($0.path) } ? .configRevert : .rollback
        }
    }

    /// Nothing has ended it yet: what would.
    private static func remedy(of leading: Hypothesis, _ context: CauseContext, _ first: ServiceFailure) -> Remediation {
        switch leading.change?.kind {
        case .flag?: return .featureFlagDisable
        case .configuration?: return .configRevert
        case .commit?, .deploy?, .rollback?, .infrastructure?: break
        case nil: return .none
        }
        guard let placed = context.changes.first(where: { $0.reference == leading.change }) else { return .rollback }
        if !placed.files.isEmpty, placed.files.allSatisfy({ isConfiguration($0.path) }) { return .configRevert }
        // What is only missing can be put in place, and the rest of the release stays.
        let effect = ChangeCause.bestEffect(of: placed, signs: FaultSign.all(of: first, context))?.effect.kind
        return effect == .newRelation || effect == .callRemoved ? .rollForward : .rollback
    }

    /// A later deploy, a restart or more capacity that recovery followed.
    private static func otherEnding(_ context: CauseContext, _ first: ServiceFailure) -> Remediation? {
        let after = context.changes.filter {
            !$0.isRollback && $0.begins > first.latest && $0.service == first.service
                && ChangeCause.followed(by: first.recovery, $0, first, context)
        }
        guard let last = after.last else { return nil }
        let words = Words.plain(in: last.change.title, limit: 300)
        if words.contains(where: { $0.hasPrefix("restart") }) { return .restart }
        if words.contains(where: { $0.hasPrefix("scal") || $0 == "replicas" }) { return .scale }
        if words.contains(where: { $0.hasPrefix("failover") }) { return .failover }
        if last.change.kind == .flag { return .featureFlagDisable }
        return last.isDeploy ? .rollForward : nil
    }

    private static func isConfiguration(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let endings = [
            ".yaml", ".yml", ".json", ".toml", ".conf", ".cfg", ".ini", ".env", ".properties", ".tf", ".hcl", ".xml",
        ]
        return endings.contains { name.hasSuffix($0) } || name.hasPrefix(".env")
    }
}
