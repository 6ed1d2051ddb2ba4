import Analysis
import Core

/// A fault as the product would investigate it: a window that begins with the injection, and what is known of healthy time.
struct FaultCase: Sendable {
    var fault: Fault
    var file: CaseFile

    /// Seconds of metrics before and since the injection.
    private static let before = 3600.0
    private static let since = 240.0

    init(_ fault: Fault, healthy: [Recording], failing: Recording?, metrics: PodMetrics?) {
        self.fault = fault
        let window = TimeWindow(from: fault.time, to: fault.time.adding(seconds: FaultCase.since))
        let baseline = TimeWindow(from: fault.time.adding(seconds: -FaultCase.before), to: fault.time)
        var evidence = metrics?.evidence(before: baseline, window: window) ?? []
        for (recording, isFailing) in healthy.map({ ($0, false) }) + (failing.map { [($0, true)] } ?? []) {
            for trace in recording.traces where !isFailing || trace.spans.first.map({ $0.start >= fault.time }) ?? false {
                evidence.append(Evidence(.trace(FaultCase.moved(trace, before: isFailing ? nil : fault.time)), from: []))
            }
            for (service, lines) in recording.lines.sorted(by: { $0.key < $1.key }) {
                let kept = isFailing ? lines.filter { $0.time >= fault.time } : FaultCase.moved(lines, before: fault.time)
                if !kept.isEmpty { evidence.append(Evidence(.logs(LogLines(lines: kept)), from: [], service: service)) }
            }
        }
        for index in evidence.indices { evidence[index].id = EvidenceID(index + 1) }
        file = CaseFile(
            incident: Incident(title: "fault", services: [], origin: "benchmark"),
            scope: Scope(window: window, baseline: baseline), services: [], dependencies: [], evidence: evidence)
    }

    /// The fault-free runs of both days stand in for what came before, whichever day the fault is of.
    private static let days = 3 * 86_400.0

    private static func moved(_ trace: Trace, before time: Instant?) -> Trace {
        guard let time, let start = trace.spans.first?.start, start >= time else { return trace }
        return Trace(
            id: trace.id,
            spans: trace.spans.map { span in
                var span = span
                span.start = span.start.adding(seconds: -days)
                return span
            })
    }

    private static func moved(_ lines: [LogLines.Line], before time: Instant) -> [LogLines.Line] {
        lines.map { line in
            guard line.time >= time else { return line }
            var line = line
            line.time = line.time.adding(seconds: -days)
            return line
        }
    }
}
