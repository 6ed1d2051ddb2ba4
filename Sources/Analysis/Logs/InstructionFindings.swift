import Core

/// States where evidence holds text that reads like an instruction to a machine.
enum InstructionFindings {
    /// More than this many different texts say nothing new.
    private static let maximum = 20
    private static let maximumEvidence = 5
    private static let maximumRead = 50_000

    private struct Place {
        var quotation: String
        var place: String
        var service: String?
        var time: Instant?
        var evidence: [EvidenceID]
        var count: Int
    }

    static func add(from file: CaseFile, naming: ServiceNaming, to book: inout FindingBook, parameters: Parameters) {
        var places: [Place] = []
        var known: [String: Int] = [:]
        // Labels, attributes of spans and lines come again and again.
        var read: [String: String?] = [:]
        for evidence in file.evidence {
            for text in texts(of: evidence) {
                let quotation =
                    read[text.text] ?? InstructionDetector.quotation(in: text.text, limit: parameters.quotationLength)
                if read.count < maximumRead { read[text.text] = .some(quotation) }
                guard let quotation else { continue }
                let key = text.kind + "\n" + quotation
                if let index = known[key] {
                    places[index].count += 1
                    if places[index].evidence.last != evidence.id, places[index].evidence.count < maximumEvidence {
                        places[index].evidence.append(evidence.id)
                    }
                } else if places.count < maximum {
                    known[key] = places.count
                    places.append(
                        Place(
                            quotation: quotation, place: text.kind, service: naming.service(of: evidence), time: text.time,
                            evidence: [evidence.id], count: 1))
                }
            }
        }
        for place in places { book.add(finding(of: place)) }
    }

    private static func finding(of place: Place) -> Finding {
        let whose = place.service.map { " of \($0)" } ?? ""
        let when = place.time.map { " at \($0.clock)" } ?? ""
        var facts: [String: Fact] = [
            "quotation": .text(place.quotation), "where": .text(place.place), "count": .number(Double(place.count), .count),
        ]
        if let time = place.time { facts["time"] = .time(time) }
        return Finding(
            .instructionInData, service: place.service, time: place.time,
            statement: "\(place.place)\(whose)\(when) reads like an instruction to a machine, and was treated as data:"
                + " \"\(place.quotation)\".",
            facts: facts, evidence: place.evidence)
    }

    private struct Text {
        var kind: String
        var text: String
        var time: Instant?
    }

    private static func texts(of evidence: Evidence) -> [Text] {
        let time = evidence.stamp?.corrected
        func labels(_ labels: [String: String], _ kind: String) -> [Text] {
            labels.sorted { $0.key < $1.key }.map { Text(kind: kind, text: $0.value, time: time) }
        }
        switch evidence.observation {
        case .logs(let logs): return logs.lines.map { Text(kind: "A log line", text: $0.text, time: $0.time) }
        case .message(let message): return [Text(kind: "A chat message", text: message.text, time: time)]
        case .change(let change):
            let patches = change.files.compactMap(\.patch).flatMap { $0.split(separator: "\n").prefix(2000).map(String.init) }
            return ([change.title] + patches).map { Text(kind: "A change", text: $0, time: time) }
        case .metric(let series): return labels(series.labels, "A metric's label")
        case .alert(let alert): return labels(alert.labels, "An alert's label")
        case .rule(let rule): return labels(rule.labels, "A rule's label") + labels(rule.annotations, "A rule's annotation")
        case .recording(let rule): return labels(rule.labels, "A rule's label")
        case .incident(let record):
            return [Text(kind: "An incident's title", text: record.title, time: time)]
                + labels(record.labels, "An incident's label")
        case .incidentEvent(let event): return [Text(kind: "An incident's event", text: event.summary, time: time)]
        case .silence(let silence):
            return [Text(kind: "A silence's comment", text: silence.comment, time: nil)]
        case .maintenance(let window): return [Text(kind: "A maintenance window's title", text: window.title, time: nil)]
        case .logPatterns(let patterns):
            return patterns.patterns.flatMap { [$0.text, $0.example].compactMap { $0 } }
                .map { Text(kind: "A log pattern", text: $0, time: nil) }
        case .trace(let trace): return trace.spans.flatMap(texts)
        case .traces(let search): return search.traces.flatMap(texts)
        case .clusterEvent(let event): return [Text(kind: "A cluster's event", text: event.message, time: event.lastSeen)]
        case .workload(let workload): return texts(of: workload)
        case .pod(let pod): return pod.containers.compactMap(\.reason).map { Text(kind: "A pod's state", text: $0, time: nil) }
        case .check(let check):
            return ([check.name, check.schedule] + check.tags + (check.channels ?? []))
                .map { Text(kind: "A check's description", text: $0, time: nil) }
        case .checkFlip(let flip): return [Text(kind: "A check's name", text: flip.name, time: time)]
        case .checkRuns(let runs):
            return [Text(kind: "A check's name", text: runs.name, time: nil)]
                + runs.runs.map { Text(kind: "A run of a check", text: $0.kind, time: $0.time) }
        case .panel(let panel):
            return ([panel.dashboardTitle, panel.title] + panel.queries.map(\.expression))
                .map { Text(kind: "A dashboard", text: $0, time: nil) }
        case .annotation(let annotation):
            return ([annotation.text] + annotation.tags).map { Text(kind: "An annotation", text: $0, time: time) }
        case .nothing, .routing, .person, .inventory, .dependency, .record: return []
        }
    }

    private static func texts(of span: Span) -> [Text] {
        let attributes = span.attributes.sorted { $0.key < $1.key }.map(\.value)
        let own = ([span.name, span.statusMessage].compactMap { $0 } + attributes)
            .map { Text(kind: "A span", text: $0, time: span.start) }
        return own
            + span.events.flatMap { event in
                ([event.name] + event.attributes.sorted { $0.key < $1.key }.map(\.value))
                    .map { Text(kind: "A span's event", text: $0, time: event.time) }
            }
    }

    private static func texts(of trace: TraceSummary) -> [Text] {
        [trace.rootService, trace.rootName].compactMap { $0 }.map { Text(kind: "A trace's root", text: $0, time: trace.start) }
            + trace.matched.flatMap(texts)
    }

    private static func texts(of workload: WorkloadState) -> [Text] {
        [workload.changeCause].compactMap { $0 }.map { Text(kind: "A change cause", text: $0, time: nil) }
            + workload.conditions.compactMap { condition in
                condition.message.map { Text(kind: "A workload's condition", text: $0, time: condition.changedAt) }
            }
    }
}
