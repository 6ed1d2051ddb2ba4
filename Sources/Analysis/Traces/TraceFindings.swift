import Core

/// States where failing traces failed first, and which trace the first error line belongs to.
enum TraceFindings {
    private static let most = 4

    private struct Group {
        var failures: [TraceFailure]
        var first: TraceFailure { failures[0] }
    }

    static func add(
        for reading: inout TraceReading, in file: CaseFile, naming: ServiceNaming, to book: inout FindingBook,
        parameters: Parameters
    ) {
        let failures = reading.failures(in: file.scope.window)
        for group in groups(failures).prefix(most) {
            reading.findings.append(book.add(finding(of: group, among: failures.count, parameters)))
        }
        for join in joins(reading, file, naming).prefix(most) { book.add(join) }
    }

    private static func groups(_ failures: [TraceFailure]) -> [Group] {
        var groups: [String: [TraceFailure]] = [:]
        for failure in failures {
            groups[[failure.service, failure.span.name, failure.callee ?? ""].joined(separator: "\n"), default: []]
                .append(failure)
        }
        return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { Group(failures: $0.value) }
    }

    /// `the call "POST" of payment-gateway to acquirer.example`
    static func name(_ failure: TraceFailure) -> String {
        let noun = failure.span.isCall ? "the call" : "the span"
        let operation = ValueText.quotation(failure.span.name, limit: 80)
        let whose = failure.service.isEmpty ? "" : " of \(ValueText.quotation(failure.service, limit: 80))"
        let whom = failure.callee.map { " to \(ValueText.quotation($0, limit: 80))" } ?? ""
        return "\(noun) \"\(operation)\"\(whose)\(whom)"
    }

    private static func facts(of failure: TraceFailure) -> [String: Fact] {
        var facts: [String: Fact] = [
            "trace": .text(failure.trace.id), "span": .text(ValueText.quotation(failure.span.name, limit: 80)),
            "first": .time(failure.span.end), "began": .time(failure.span.start), "seconds": .duration(failure.span.seconds),
            "kind": .text(failure.span.kind.rawValue),
        ]
        if !failure.service.isEmpty { facts["service"] = .text(ValueText.quotation(failure.service, limit: 80)) }
        if let callee = failure.callee { facts["callee"] = .text(ValueText.quotation(callee, limit: 80)) }
        if let timeout = failure.span.timeout { facts["timeout"] = .duration(timeout) }
        return facts
    }

    private static func finding(of group: Group, among count: Int, _ parameters: Parameters) -> Finding {
        let first = group.first
        var facts = facts(of: first)
        facts["count"] = .number(Double(group.failures.count), .count)
        facts["failing"] = .number(Double(count), .count)
        let which =
            count == 1
            ? "In the one failing trace that was read"
            : "In \(group.failures.count) of the \(count) failing traces that were read"
        var statement = "\(which), the first span to fail is \(name(first)), from \(first.span.end.clock) on"
        if let ceiling = Ceiling(group.failures.map(\.span.seconds), tolerance: parameters.sameDuration) {
            facts["ceiling"] = .duration(ceiling.seconds)
            facts["atCeiling"] = .number(Double(ceiling.count), .count)
            statement +=
                "; \(ceiling.count == ceiling.of ? "each" : "\(ceiling.count) of them") ended after"
                + " \(ValueText.value(ceiling.seconds, .seconds))"
            if let timeout = first.span.timeout, ceiling.isAt(timeout, tolerance: parameters.sameDuration) {
                statement += ", its own time-out"
            }
        } else {
            statement += "; the first ended after \(ValueText.value(first.span.seconds, .seconds))"
        }
        statement += farSide(of: first)
        return Finding(
            .failingSpan, service: first.service.isEmpty ? nil : first.service, time: first.span.end,
            statement: statement + ".", facts: facts, evidence: group.failures.flatMap(\.trace.evidence))
    }

    /// What is known of the other side, and what is not.
    private static func farSide(of failure: TraceFailure) -> String {
        let verb = failure.span.isTimeout ? "ran out of time" : "failed"
        switch failure.farSide {
        case .none, .unnamed: return ""
        case .answered(let service):
            return "; the call \(verb) although the span of \(ValueText.quotation(service, limit: 80)) did not fail"
        case .missing(let service):
            return
                "; \(ValueText.quotation(service, limit: 80)), which sends spans otherwise, has none of this call: it was not"
                + " reached, or its span was lost"
        case .unseen(let service):
            return "; \(ValueText.quotation(service, limit: 80)) has no span in any trace that was read, so whether it answered"
                + " cannot be told"
        }
    }

    // MARK: From a log line to its trace

    private static func joins(_ reading: TraceReading, _ file: CaseFile, _ naming: ServiceNaming) -> [Finding] {
        guard !reading.traces.isEmpty else { return [] }
        var first: [String: (line: LogLines.Line, trace: String, evidence: EvidenceID)] = [:]
        for evidence in file.evidence {
            guard case .logs(let logs) = evidence.observation else { continue }
            let named = naming.service(of: evidence)
            for line in logs.lines where file.scope.window.contains(line.time) && line.isError {
                let service = named ?? ServiceNaming.service(labelling: line)
                if let known = first[service], known.line.time <= line.time { continue }
                guard let id = TraceReference.id(of: line) else { continue }
                first[service] = (line, id, evidence.id)
            }
        }
        return first.sorted { ($0.value.line.time, $0.key) < ($1.value.line.time, $1.key) }.compactMap { service, found in
            guard let trace = reading.trace(found.trace) else { return nil }
            return join(service, found.line, found.evidence, trace, reading)
        }
    }

    private static func join(
        _ service: String, _ line: LogLines.Line, _ evidence: EvidenceID, _ trace: KnownTrace, _ reading: TraceReading
    ) -> Finding {
        let whose = service.isEmpty ? "" : " of \(service)"
        var statement =
            "The first error line\(whose) that names a trace, at \(line.time.clock), belongs to trace"
            + " \(trace.id)"
        var facts: [String: Fact] = [
            "line": .time(line.time), "trace": .text(trace.id),
            "spans": .number(Double(trace.spans.count), .count),
        ]
        if let failure = reading.failures.first(where: { $0.trace.id == trace.id }) {
            facts.merge(TraceFindings.facts(of: failure)) { known, _ in known }
            statement += ", whose first failing span is \(name(failure)), \(ValueText.value(failure.span.seconds, .seconds))"
            if let timeout = failure.span.timeout {
                statement += " against a time-out of \(ValueText.value(timeout, .seconds))"
            }
            let path = CriticalPath(trace.tree)
            if let longest = path.parts.first, path.seconds > 0 {
                facts["traceSeconds"] = .duration(path.seconds)
                facts["longest"] = .duration(longest.seconds)
                let span = trace.spans[longest.place]
                let same = longest.place == failure.place
                facts["longestSpan"] = .text(ValueText.quotation(span.name, limit: 80))
                statement +=
                    "; of the trace's \(ValueText.value(path.seconds, .seconds)),"
                    + " \(ValueText.value(longest.seconds, .seconds)) went there"
                if !same {
                    statement = statement.replacing(
                        " went there",
                        with: " went to \"\(ValueText.quotation(span.name, limit: 80))\" of"
                            + " \(ValueText.quotation(span.service, limit: 80))")
                    facts["longestService"] = .text(ValueText.quotation(span.service, limit: 80))
                }
            }
        } else {
            statement +=
                trace.isWhole
                ? ", none of whose \(trace.spans.count) spans failed"
                : ", of which \(trace.spans.count) spans were read, and none of these failed"
        }
        return Finding(
            .traceJoined, service: service.isEmpty ? nil : service, time: line.time, statement: statement + ".",
            facts: facts, evidence: [evidence] + trace.evidence)
    }
}
