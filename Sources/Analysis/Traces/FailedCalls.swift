import Core

/// How long the failed calls of a service took, from the spans that failed first and from error lines that say so.
struct FailedCalls: Sendable {
    private(set) var durations: [Double] = []
    private(set) var evidence: Set<EvidenceID> = []
    private static let most = 10_000

    func ceiling(_ parameters: Parameters) -> Ceiling? { Ceiling(durations, tolerance: parameters.sameDuration) }

    var median: Double? { durations.isEmpty ? nil : Statistics.median(durations) }

    mutating func add(_ seconds: Double, _ item: [EvidenceID]) {
        guard durations.count < FailedCalls.most else { return }
        durations.append(seconds)
        evidence.formUnion(item)
    }

    /// By service. A call that both a line and a span tell of counts once where the line names the trace.
    static func all(in file: CaseFile, traces: TraceReading, naming: ServiceNaming) -> [String: FailedCalls] {
        var result: [String: FailedCalls] = [:]
        var told: Set<String> = []
        for failure in traces.failures(in: file.scope.window) where !failure.service.isEmpty && failure.span.duration > 0 {
            result[failure.service, default: FailedCalls()].add(failure.span.seconds, failure.trace.evidence)
            told.insert(failure.service + "\n" + failure.trace.id)
        }
        for evidence in file.evidence {
            guard case .logs(let logs) = evidence.observation else { continue }
            let named = naming.service(of: evidence)
            for line in logs.lines where file.scope.window.contains(line.time) && line.isError {
                let service = named ?? ServiceNaming.service(labelling: line)
                guard !service.isEmpty, let seconds = duration(in: line) else { continue }
                if let id = TraceReference.id(of: line), !told.insert(service + "\n" + id).inserted { continue }
                result[service, default: FailedCalls()].add(seconds, [evidence.id])
            }
        }
        return result
    }

    private static func duration(in line: LogLines.Line) -> Double? {
        LogFields.pairs(in: line.text).lazy.compactMap { name, value in
            DurationText.isDurationName(name) ? DurationText.seconds(value, named: name) : nil
        }.first { $0 > 0 }
    }
}
