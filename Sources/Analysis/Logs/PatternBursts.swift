import Core

/// Bursts from what a store counted by pattern, where the lines themselves were not read.
enum PatternBursts {
    private struct Key: Hashable {
        var service, text: String
    }
    private struct Known {
        var count = 0
        var first: Instant
        var last: Instant
        var pattern: LogPatterns.Pattern
        var evidence: Set<EvidenceID> = []
        var isAtLeast = false
    }

    static func all(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [LogBurst] {
        var inWindow: [Key: Known] = [:]
        var before: [Key: Int] = [:]
        // Services of which all earlier patterns are known.
        var comparable: Set<String> = []
        for evidence in file.evidence {
            guard case .logPatterns(let patterns) = evidence.observation else { continue }
            let service = naming.service(of: evidence) ?? ""
            let isWhole = evidence.completeness == .complete
            if patterns.isBaseline {
                if isWhole { comparable.insert(service) }
                for pattern in patterns.patterns {
                    let key = Key(service: service, text: pattern.text)
                    before[key] = min((before[key] ?? 0) + max(0, min(pattern.count, 1 << 40)), 1 << 50)
                }
                continue
            }
            for pattern in patterns.patterns {
                let times = pattern.samples.filter { $0.value > 0 }.map { Stamp($0.time, mark: patterns.mark).covered }
                guard let first = times.map(\.from).min(), let last = times.map(\.to).max() else { continue }
                let key = Key(service: service, text: pattern.text)
                var known = inWindow.removeValue(forKey: key) ?? Known(first: first, last: last, pattern: pattern)
                known.count = max(known.count, pattern.count)
                known.first = min(known.first, first)
                known.last = max(known.last, last)
                known.evidence.insert(evidence.id)
                known.isAtLeast = known.isAtLeast || !isWhole
                inWindow[key] = known
            }
        }
        let start = file.scope.window.from
        let late = parameters.startOfWindowShare * 0.4 * file.scope.window.seconds
        let bursts = inWindow.compactMap { key, known -> LogBurst? in
            guard known.count >= parameters.burstLines, known.first <= file.scope.window.to else { return nil }
            let isComparable = comparable.contains(key.service)
            let earlier = before[key] ?? 0
            let isBurst =
                isComparable
                ? Double(known.count) >= parameters.burstRatio * Double(earlier) : known.first.seconds(since: start) >= late
            guard isBurst else { return nil }
            let line = LogLines.Line(
                time: known.first, text: known.pattern.example ?? known.pattern.text, severity: known.pattern.severity)
            return LogBurst(
                service: key.service, template: key.text, example: line.text, message: line.text,
                first: max(known.first, start), last: known.last, count: known.count,
                before: isComparable ? .init(count: earlier, seconds: file.scope.baseline.seconds) : nil,
                isAtLeast: known.isAtLeast, isError: line.isError, evidence: known.evidence.sorted())
        }
        return bursts.sorted { ($0.service, $1.count, $0.template) < ($1.service, $0.count, $1.template) }
    }
}
