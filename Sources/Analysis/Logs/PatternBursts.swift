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
        // Services of which all earlier patterns are known, and the seconds in which they were counted.
        var comparable: [String: Double] = [:]
        for evidence in file.evidence {
            guard case .logPatterns(let patterns) = evidence.observation else { continue }
            let service = naming.service(of: evidence) ?? ""
            let isWhole = evidence.completeness == .complete
            if patterns.isBaseline {
                if isWhole, let window = evidence.window { comparable[service, default: 0] += window.seconds }
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
        return inWindow.compactMap { key, known -> LogBurst? in
            guard known.count >= parameters.burstLines, known.first <= file.scope.window.to else { return nil }
            let secondsBefore = comparable[key.service] ?? 0
            let earlier = before[key] ?? 0
            let isBurst =
                secondsBefore > 0
                ? rate(of: known) >= parameters.burstRatio * Double(earlier) / secondsBefore
                : known.first.seconds(since: start) >= late
            guard isBurst else { return nil }
            let line = LogLines.Line(
                time: known.first, text: known.pattern.example ?? known.pattern.text, severity: known.pattern.severity)
            return LogBurst(
                service: key.service, template: key.text, example: line.text, message: line.text,
                first: max(known.first, start), last: known.last, count: known.count,
                before: secondsBefore > 0 ? .init(count: earlier, seconds: secondsBefore) : nil,
                isAtLeast: known.isAtLeast, isError: line.isError, evidence: known.evidence.sorted())
        }
    }

    /// Lines a second, from the first on: a burst late in the window is no less a burst.
    private static func rate(of known: Known) -> Double {
        Double(known.count) / max(60, known.last.seconds(since: known.first))
    }
}
