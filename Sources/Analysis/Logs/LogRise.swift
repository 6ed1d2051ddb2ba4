import Core

/// A kind of log line that became more frequent, as something counted it that does not say when: it was logged more often in the
/// incident than before, and that is all.
struct LogRise {
    var service: String
    /// With what varies replaced by signs of whoever counted.
    var template: String
    var count: Int
    var before: Int
    var isError: Bool
    var evidence: [EvidenceID]
    var finding: FindingID?

    /// Lines that were read and are of this kind are told by their burst.
    func isTold(by burst: LogBurst) -> Bool {
        burst.service == service && LineText.fits(template, message: burst.message)
    }

    /// What has no times and a count before to compare with.
    static func all(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [LogRise] {
        var before: [Key: (count: Int, evidence: EvidenceID)] = [:]
        var rises: [Key: LogRise] = [:]
        for evidence in file.evidence {
            guard case .logPatterns(let patterns) = evidence.observation else { continue }
            let service = naming.service(of: evidence) ?? ""
            for pattern in patterns.patterns where pattern.samples.isEmpty {
                let key = Key(service: service, template: pattern.text)
                let count = max(0, min(pattern.count, 1 << 40))
                if patterns.isBaseline {
                    before[key] = (min((before[key]?.count ?? 0) + count, 1 << 50), evidence.id)
                } else if count >= rises[key]?.count ?? 0 {
                    let line = LogLines.Line(
                        time: file.scope.window.from, text: pattern.example ?? pattern.text, severity: pattern.severity)
                    rises[key] = LogRise(
                        service: service, template: pattern.text, count: count, before: 0, isError: line.isError,
                        evidence: [evidence.id])
                }
            }
        }
        let all = rises.compactMap { key, rise -> LogRise? in
            // A kind whose count before is not told may have been as frequent as now.
            guard let known = before[key], rise.count >= parameters.burstLines,
                Double(rise.count) >= parameters.burstRatio * Double(known.count)
            else { return nil }
            var rise = rise
            rise.before = known.count
            rise.evidence = Array(Set(rise.evidence + [known.evidence])).sorted()
            return rise
        }
        return Dictionary(grouping: all, by: \.service).sorted { $0.key < $1.key }.flatMap { _, rises in
            rises.sorted { ($0.isError ? 0 : 1, $1.count, $0.template) < ($1.isError ? 0 : 1, $0.count, $1.template) }
                .prefix(parameters.burstsPerService)
        }
    }

    /// Takes those that bursts tell out of the list and into the bursts.
    static func join(_ rises: inout [LogRise], to bursts: inout [LogBurst]) {
        rises.removeAll { rise in
            guard let place = bursts.firstIndex(where: { $0.counted == nil && rise.isTold(by: $0) }) else { return false }
            bursts[place].counted = rise
            return true
        }
    }

    /// Services that are known to have logged errors, and of which neither a measured signal nor the order of failures tells more.
    static func failed(in rises: [LogRise], beyond order: FailureOrder, _ readings: [SignalReading]) -> [String] {
        guard order.first != nil else { return [] }
        let known = Set(order.failures.map(\.service)).union(
            readings.filter { $0.signal == .errors || $0.signal == .latency }.map(\.service))
        return Set(rises.filter { $0.isError && !$0.service.isEmpty && !known.contains($0.service) }.map(\.service)).sorted()
    }

    private struct Key: Hashable {
        var service, template: String
    }
}
