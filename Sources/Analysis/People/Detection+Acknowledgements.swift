import Core

extension Detection {
    /// How long after each incident was opened someone took it on.
    static func addAcknowledgements(in file: CaseFile, naming: ServiceNaming, to book: inout FindingBook) {
        typealias Event = (service: String?, time: Instant, evidence: EvidenceID)
        var opened: [String: Event] = [:]
        var acknowledged: [String: Event] = [:]
        func keep(_ event: Event, of incident: String, in events: inout [String: Event]) {
            if events[incident].map({ ($0.time, $0.evidence) <= (event.time, event.evidence) }) ?? false { return }
            events[incident] = event
        }
        for evidence in file.evidence {
            let service = naming.service(of: evidence)
            switch evidence.observation {
            case .incident(let record):
                keep((service, record.createdAt.corrected, evidence.id), of: record.id, in: &opened)
            case .incidentEvent(let event):
                guard let time = evidence.stamp?.corrected else { continue }
                if event.kind == .triggered { keep((service, time, evidence.id), of: event.incident, in: &opened) }
                if event.kind == .acknowledged { keep((service, time, evidence.id), of: event.incident, in: &acknowledged) }
            default: continue
            }
        }
        let taken = acknowledged.sorted { ($0.value.time, $0.value.evidence) < ($1.value.time, $1.value.evidence) }
        for (incident, event) in taken.filter({ file.scope.window.contains($0.value.time) }).prefix(50) {
            guard let start = opened[incident], start.time <= event.time else { continue }
            let whose = (event.service ?? start.service).map { " for \($0)" } ?? ""
            let delay = event.time.seconds(since: start.time)
            book.add(
                Finding(
                    .acknowledgement, service: event.service ?? start.service, time: event.time,
                    statement: "The incident\(whose) was acknowledged at \(event.time.clock),"
                        + " \(ValueText.duration(delay)) after it was opened at \(start.time.clock).",
                    facts: ["acknowledged": .time(event.time), "opened": .time(start.time), "delay": .duration(delay)],
                    evidence: [start.evidence, event.evidence]))
        }
    }
}
