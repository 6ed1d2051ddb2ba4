import Analysis
import Core

extension AuditContext {
    /// Evidence that a source was asked for rules and has none.
    var emptyRuleLists: [EvidenceID] { ids(ofNothing: "rule") }

    /// Evidence that a source was asked for silences and has none.
    var emptySilenceLists: [EvidenceID] { ids(ofNothing: "silence") }

    private func ids(ofNothing word: String) -> [EvidenceID] {
        caseFile.evidence.filter { evidence in
            guard case .nothing(let what) = evidence.observation, evidence.completeness == .noneThere else { return false }
            return what.lowercased().contains(word)
        }.map(\.id)
    }

    /// Whether what was read of the rules is everything, so that "no rule …" can be said.
    var knowsAllRules: Bool {
        var isAny = !emptyRuleLists.isEmpty
        for evidence in caseFile.evidence {
            // An empty list that proves nothing: VictoriaMetrics without vmalert, or an answer that was cut.
            if case .nothing(let what) = evidence.observation, what.lowercased().contains("rule"),
                evidence.completeness != .noneThere
            {
                return false
            }
            guard case .rule = evidence.observation else { continue }
            switch evidence.completeness {
            case .complete, .noneThere: isAny = true
            default: return false
            }
        }
        return isAny
    }

    /// The same for alerts: whether what fired in the window is known.
    var knowsAllEpisodes: Bool {
        var isAny = false
        for evidence in caseFile.evidence {
            guard case .alert = evidence.observation else { continue }
            switch evidence.completeness {
            case .complete, .noneThere: isAny = true
            default: return false
            }
        }
        return isAny
    }
}
