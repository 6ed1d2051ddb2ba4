import Analysis
import Core

/// What one incident is counted by: the values that `investigation.json` has under `fields` and that templates place.
public struct StructuredFields: Sendable {
    /// The fields, by the names that template files use.
    public enum Name: String, Sendable, Hashable, Codable, CaseIterable {
        case services, factors, trigger, detection, mitigation, timeToDetect, timeToAcknowledge, timeToMitigate, timeToResolve,
            customerImpact

        public var label: String {
            switch self {
            case .services: "Services"
            case .factors: "Contributing factors"
            case .trigger: "Trigger"
            case .detection: "Detected by"
            case .mitigation: "Mitigated by"
            case .timeToDetect: "Time to detect"
            case .timeToAcknowledge: "Time to acknowledge"
            case .timeToMitigate: "Time to mitigate"
            case .timeToResolve: "Time to resolve"
            case .customerImpact: "Customer impact"
            }
        }
    }

    /// Who or what noticed first.
    enum DetectionKind: String { case alert, check, onCall = "on-call" }

    /// A stretch between two of a finding's times, in seconds.
    struct Stretch {
        var seconds: Double
        var from: Instant
        var to: Instant
        var finding: Finding
    }

    var services: [String]
    var factors: [(factor: Factor, findings: [FindingID])]
    var trigger: Hypothesis?
    var detection: (kind: DetectionKind, finding: Finding)?
    /// What was done, not what is advised.
    var mitigation: (kind: Remediation, finding: Finding)?
    var detect: Stretch?
    var acknowledge: Stretch?
    var mitigate: Stretch?
    var resolve: Stretch?

    init(_ record: InvestigationRecord) {
        services = record.failing
        let leading = record.leading
        let rollback = record.rollbackDone
        trigger = leading?.change == nil ? nil : leading
        factors = StructuredFields.factors(record, leading)
        let onset = record.findings.first { $0.id == record.onset }?.time
        let kinds: [Finding.Kind: DetectionKind] = [.alertFired: .alert, .checkFlipped: .check, .page: .onCall]
        let noticed = record.findings.filter { finding in
            guard kinds[finding.kind] != nil, let time = finding.time else { return false }
            return onset.map { time >= $0 } ?? true
        }.min { ($0.time ?? $0.distantTime, $0.id) < ($1.time ?? $1.distantTime, $1.id) }
        detection = noticed.flatMap { finding in kinds[finding.kind].map { ($0, finding) } }
        mitigation = rollback.map { (record.remediation, $0) }
        func first(_ kind: Finding.Kind, _ from: String, _ to: String) -> Stretch? {
            record.findings.lazy.filter { $0.kind == kind }.compactMap { Stretch($0, from, to) }.first
        }
        detect = first(.detectionDelay, "onset", "noticed")
        acknowledge = first(.acknowledgement, "opened", "acknowledged")
        mitigate = rollback.flatMap { Stretch($0, "onset", "time") }
        // The last one is of all services that failed.
        resolve = record.findings.filter { $0.kind == .resolution }.compactMap { Stretch($0, "onset", "recovery") }.max {
            $0.to < $1.to
        }
    }

    private static func factors(
        _ record: InvestigationRecord, _ leading: Hypothesis?
    ) -> [(factor: Factor, findings: [FindingID])] {
        var result: [(factor: Factor, findings: [FindingID])] = []
        if let leading {
            let changes = record.evidence.compactMap { item -> Change? in
                guard case .change(let change) = item.observation, change.id == leading.change?.id else { return nil }
                return change
            }
            result.append((Factor(leading, changes: changes), leading.supports))
        }
        for finding in record.findings {
            guard let factor = Factor(finding.kind) else { continue }
            if let known = result.firstIndex(where: { $0.factor == factor }) {
                result[known].findings.append(finding.id)
            } else {
                result.append((factor, [finding.id]))
            }
        }
        return result
    }
}

extension StructuredFields.Stretch {
    /// `nil` where the finding lacks one of the times, or has them the wrong way round.
    fileprivate init?(_ finding: Finding, _ from: String, _ to: String) {
        guard let start = finding.facts[from]?.time, let end = finding.facts[to]?.time, start <= end else { return nil }
        self.init(seconds: end.seconds(since: start), from: start, to: end, finding: finding)
    }
}
