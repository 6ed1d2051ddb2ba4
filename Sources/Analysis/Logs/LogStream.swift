import Core

/// The lines of one service, of whichever answers hold them.
struct LogStream {
    var service: String
    /// Line, and the evidence that holds it.
    var lines: [(line: LogLines.Line, evidence: EvidenceID)] = []
    var evidence: [EvidenceID] = []
    /// Two answers may hold the same line; one answer that holds it twice means it twice.
    private var seen: [LogLines.Occurrence: EvidenceID] = [:]
    /// Some answer had more lines than were read.
    var isCut = false
    /// Stretches before the window that were asked for and wholly answered.
    var secondsBefore = 0.0
    var wasAskedBefore = false

    var isComparable: Bool { wasAskedBefore && secondsBefore > 0 }

    init(service: String) { self.service = service }

    /// The streams of a case, by service.
    static func all(in file: CaseFile, naming: ServiceNaming) -> [LogStream] {
        var streams: [String: LogStream] = [:]
        for evidence in file.evidence {
            let service = naming.service(of: evidence)
            switch evidence.observation {
            case .logs(let logs): collect(logs, evidence, service, file, into: &streams)
            case .nothing:
                // "Asked, and there were no such lines" before the window is what makes a line new.
                guard let service, let asked = evidence.window, evidence.completeness == .noneThere,
                    evidence.tool.contains("log") || evidence.tool.contains("loki"), asked.from < file.scope.window.from
                else { continue }
                streams[service, default: LogStream(service: service)].wasAsked(
                    for: min(asked.to, file.scope.window.from).seconds(since: asked.from), evidence.id)
            default: continue
            }
        }
        return streams.keys.sorted().compactMap { streams[$0] }
    }

    private mutating func wasAsked(for seconds: Double, _ id: EvidenceID) {
        wasAskedBefore = true
        secondsBefore += seconds
        cite(id)
    }

    private mutating func cite(_ id: EvidenceID) { if evidence.last != id { evidence.append(id) } }

    private mutating func add(_ line: LogLines.Line, of evidence: Evidence) {
        let told = LogLines.Occurrence(line)
        if seen[told, default: evidence.id] == evidence.id {
            seen[told] = evidence.id
            lines.append((line, evidence.id))
        }
        if evidence.completeness != .complete { isCut = true }
        cite(evidence.id)
    }

    private static func collect(
        _ logs: LogLines, _ evidence: Evidence, _ service: String?, _ file: CaseFile, into streams: inout [String: LogStream]
    ) {
        let start = file.scope.window.from
        var before: [String: (from: Instant, to: Instant)] = [:]
        for line in logs.lines {
            let name = service ?? ServiceNaming.service(labelling: line)
            streams[name, default: LogStream(service: name)].add(line, of: evidence)
            if line.time < start {
                let known = before[name] ?? (line.time, line.time)
                before[name] = (min(known.from, line.time), max(known.to, line.time))
            }
        }
        // A cut answer speaks only of the stretch that its lines cover; a whole one of all that was asked.
        let isWhole = evidence.completeness == .complete || evidence.completeness == .noneThere
        if let asked = evidence.window, asked.from < start, isWhole {
            for name in service.map({ [$0] }) ?? before.keys.sorted() {
                streams[name, default: LogStream(service: name)].wasAsked(
                    for: min(asked.to, start).seconds(since: asked.from), evidence.id)
            }
        } else {
            for name in before.keys.sorted() {
                guard let stretch = before[name] else { continue }
                streams[name]?.wasAsked(for: stretch.to.seconds(since: stretch.from), evidence.id)
            }
        }
    }
}
