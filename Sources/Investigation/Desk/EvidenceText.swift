import Core

/// Evidence as text for a model or a client: what a conversation decoded, never the bytes of a reply.
struct EvidenceText: Sendable {
    /// UTF-8 bytes of the whole text, and of one value.
    static let limit = 30_000
    static let valueLimit = 4_000

    private(set) var lines: [String] = []
    private var bytes = 0
    private var dropped = 0

    init(_ answer: Answer) {
        add("source \(answer.question.source), tool \(answer.question.probe.tool)")
        for (place, evidence) in answer.evidence.enumerated() {
            add("")
            add("evidence \(place + 1) of \(answer.evidence.count): \(EvidenceText.heading(evidence))")
            describe(evidence.observation)
        }
        for gap in answer.gaps { add("gap (\(gap.kind.rawValue)): \(gap.reason)") }
        if answer.evidence.isEmpty, answer.gaps.isEmpty { add("nothing was found") }
        if dropped > 0 { lines.append("\(dropped) more lines are not shown") }
    }

    /// One piece of evidence: a heading, and what was observed.
    init(_ evidence: Evidence) {
        add(EvidenceText.heading(evidence))
        describe(evidence.observation)
        if dropped > 0 { lines.append("\(dropped) more lines are not shown") }
    }

    var text: String { lines.joined(separator: "\n") }

    mutating func add(_ line: String) {
        var part = line
        if line.utf8.count > EvidenceText.valueLimit {
            // Cut where a word ends: half of a secret fits no rule of the redaction that follows.
            let short = line.prefix(EvidenceText.valueLimit / 4)
            part = short[..<(short.lastIndex { $0.isWhitespace } ?? short.startIndex)] + "…"
        }
        guard dropped == 0, bytes + part.utf8.count < EvidenceText.limit else {
            dropped += 1
            return
        }
        lines.append(part)
        bytes += part.utf8.count + 1
    }

    private static func heading(_ evidence: Evidence) -> String {
        var parts: [String] = []
        if let service = evidence.service { parts.append("service \(service)") }
        if let stamp = evidence.stamp { parts.append("at \(stamp.text)") }
        if let window = evidence.window { parts.append("\(window.from.rfc3339()) to \(window.to.rfc3339())") }
        switch evidence.completeness {
        case .complete: break
        case .noneThere: parts.append("the source has none")
        case .notAsked: parts.append("not asked")
        case .cutOff(let reason), .failed(let reason), .notKept(let reason), .sampled(let reason):
            parts.append("incomplete: \(reason)")
        }
        return parts.isEmpty ? "complete" : parts.joined(separator: ", ")
    }

    // MARK: Observations

    private mutating func describe(_ observation: Observation) {
        switch observation {
        case .metric(let series):
            add("series \(series.title) (\(series.metric)\(EvidenceText.set(series.labels))), unit \(series.unit.rawValue)")
            for sample in series.samples { add("\(sample.time.rfc3339()) \(sample.value)") }
        case .logs(let logs):
            for line in logs.lines {
                let severity = line.severity.map { " \($0)" } ?? ""
                add("\(line.time.rfc3339(.milliseconds))\(severity)\(EvidenceText.set(line.labels)) \(line.text)")
            }
        case .logPatterns, .trace, .traces, .clusterEvent, .workload, .pod, .check, .checkFlip, .checkRuns, .panel, .annotation:
            describeSystems(observation)
        case .rule(let rule): describe(rule)
        case .recording(let rule):
            add("recording rule \(rule.group)/\(rule.name)\(EvidenceText.set(rule.labels)): \(rule.expression)")
        case .alert(let alert):
            let end = alert.to.map { " to \($0.text)" } ?? ""
            add("alert \(alert.name) \(alert.state.rawValue)\(EvidenceText.set(alert.labels)) from \(alert.from.text)\(end)")
            if !alert.silencedBy.isEmpty { add("silenced by \(alert.silencedBy.joined(separator: ", "))") }
        case .silence(let silence):
            add("silence \(silence.id) \(silence.state) {\(silence.matchers.map(\.text).joined(separator: ", "))}")
            add("\(silence.startsAt.rfc3339()) to \(silence.endsAt.rfc3339()), by \(EvidenceText.name(silence.createdBy))")
            add("comment: \(silence.comment)")
        case .routing(let routing):
            for route in routing.routes {
                let matchers = route.matchers.map(\.text).joined(separator: ", ")
                var line = "route {\(matchers)} to \(route.receiver)" + (route.continues ? ", continues" : "")
                for (word, names) in [("mute", route.muteTimeIntervals), ("active", route.activeTimeIntervals)]
                where !names.isEmpty {
                    line += ", \(word) \(names.joined(separator: ", "))"
                }
                add(String(repeating: "  ", count: max(0, min(route.depth, 20))) + line)
            }
            for interval in routing.timeIntervals {
                add("time interval \(interval.name): \(interval.periods.map(\.text).joined(separator: "; "))")
            }
            if !routing.emptyReceivers.isEmpty {
                add("receivers without integration: \(routing.emptyReceivers.joined(separator: ", "))")
            }
            for inhibition in routing.inhibitions {
                let source = inhibition.source.map(\.text).joined(separator: ", ")
                let target = inhibition.target.map(\.text).joined(separator: ", ")
                add("{\(source)} inhibits {\(target)} with equal \(inhibition.equal.joined(separator: ", "))")
            }
        case .maintenance(let window):
            add("maintenance \(window.title): \(window.from.rfc3339()) to \(window.to.rfc3339())")
            add("services: \(window.services.joined(separator: ", "))")
        case .incident(let record):
            add("incident \(record.id) \(record.status): \(record.title)\(EvidenceText.set(record.labels))")
        case .incidentEvent(let event):
            add("\(event.kind.rawValue) \(event.actor.map(EvidenceText.name) ?? ""): \(event.summary)")
        case .change(let change): describe(change)
        case .message(let message): add("\(message.channel), \(EvidenceText.name(message.author)): \(message.text)")
        case .person(let person): add(EvidenceText.name(person))
        case .inventory(let inventory):
            add("\(inventory.of):")
            for entry in inventory.entries { add("- \(entry.name) \(entry.count) \(entry.detail ?? "")") }
        case .dependency(let dependency): add("\(dependency.caller) calls \(dependency.callee)")
        case .record(let record): add("\(record.title): \(JSONValue.object(record.fields).compact)")
        case .nothing(let what): add("none: \(what)")
        }
    }

    private mutating func describe(_ rule: AlertRule) {
        add(
            "rule \(rule.group)/\(rule.name)\(EvidenceText.set(rule.labels)): \(rule.expression), for \(Int(clamping: rule.holdFor)) s"
        )
        if !rule.annotations.isEmpty { add("annotations\(EvidenceText.set(rule.annotations))") }
        if let error = rule.lastError { add("error: \(error)") }
    }

    private mutating func describe(_ change: Change) {
        let author = change.author.map { ", by \(EvidenceText.name($0))" } ?? ""
        add("\(change.kind.rawValue) \(change.id)\(author): \(change.title)")
        for file in change.files {
            add("file \(file.path) +\(file.added) -\(file.removed)")
            for line in file.patch?.split(separator: "\n", omittingEmptySubsequences: false) ?? [] { add(String(line)) }
        }
    }

    static func set(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        return " {" + labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ", ") + "}"
    }

    static func name(_ person: Person) -> String {
        [person.name ?? person.id, person.role.map { "(\($0))" }].compactMap { $0 }.joined(separator: " ")
    }
}

extension Int {
    /// The whole part of a number, held inside what an integer can be.
    init(clamping value: Double) {
        self = value.isFinite ? Int(Swift.max(-1e15, Swift.min(1e15, value))) : 0
    }
}
