import Analysis
import Core

/// What brought an incident about or let it last: the taxonomy that incidents are counted by. A template may give the factors
/// other names; these stay the same in `investigation.json`, so that incidents of different teams can be counted together.
public enum Factor: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
    case codeChange = "code-change"
    case configurationChange = "configuration-change"
    case flagChange = "flag-change"
    case infrastructureChange = "infrastructure-change"
    case trafficSurge = "traffic-surge"
    case upstreamProvider = "upstream-provider"
    case certificate
    case dns
    case node
    case workload
    case capacity
    case badInput = "bad-input"
    case region
    case wrongAnswers = "wrong-answers"
    /// A rule watched the right signal with a threshold that was not reached.
    case alertThreshold = "alert-threshold"
    /// A rule or a check waited longer than the symptom lasted.
    case alertHold = "alert-hold"
    case alertSilenced = "alert-silenced"
    /// No rule watched what moved.
    case alertMissing = "alert-missing"
    /// What fired reached no one.
    case alertUndelivered = "alert-undelivered"

    var label: String { rawValue.replacing("-", with: " ").capitalisedFirst }

    /// Of the leading cause.
    ///
    /// - Parameter changes: the changes that the evidence has under the hypothesis' reference.
    init(_ hypothesis: Hypothesis, changes: [Change]) {
        switch hypothesis.family {
        case .change:
            switch hypothesis.change?.kind {
            case .configuration: self = .configurationChange
            case .flag: self = .flagChange
            case .infrastructure: self = .infrastructureChange
            case .commit, .deploy, .rollback, nil:
                self = changes.contains(where: \.touchesConfigurationAlone) ? .configurationChange : .codeChange
            }
        case .trafficSurge: self = .trafficSurge
        case .upstreamProvider: self = .upstreamProvider
        case .certificate: self = .certificate
        case .dns: self = .dns
        case .node: self = .node
        case .workload: self = .workload
        case .capacity: self = .capacity
        case .badInput: self = .badInput
        case .region: self = .region
        case .wrongAnswers: self = .wrongAnswers
        }
    }

    /// Of a weakness in alerting.
    init?(_ kind: Finding.Kind) {
        switch kind {
        case .thresholdTooHigh: self = .alertThreshold
        case .holdTooLong: self = .alertHold
        case .silenced, .forgottenSilence: self = .alertSilenced
        case .missingAlert: self = .alertMissing
        case .deadEnd: self = .alertUndelivered
        default: return nil
        }
    }
}

/// What an action item is for.
public enum ActionKind: String, Sendable, Hashable, Codable, CodingKeyRepresentable, CaseIterable {
    /// Keeps it from happening again.
    case prevent
    /// Has it noticed sooner.
    case detect
    /// Ends it sooner, or makes it smaller.
    case mitigate
    /// About how people work and what the records say.
    case process

    init(_ kind: Finding.Kind) {
        switch kind {
        case .changePlaced: self = .prevent
        case .conflict, .instructionInData: self = .process
        default: self = .detect
        }
    }
}

extension Change {
    private static let configurationSuffixes = [
        ".yaml", ".yml", ".json", ".toml", ".ini", ".conf", ".cfg", ".env", ".properties", ".tfvars",
    ]

    /// Every file of it is one that programs read at start.
    fileprivate var touchesConfigurationAlone: Bool {
        !files.isEmpty && files.allSatisfy { file in Change.configurationSuffixes.contains { file.path.hasSuffix($0) } }
    }
}
