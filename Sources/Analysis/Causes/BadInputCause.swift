import Core

/// Input that no program could have accepted: a malformed record that is tried again and again, a partner that sends another form.
enum BadInputCause: CauseModel {
    static let family = CauseFamily.badInput
    static let predictions = [
        "from the first onset on, logs speak of input that was not valid", "the same record fails again and again",
    ]
    static let refutations = ["many different records fail: then what judges them is as likely to have changed"]

    /// Lines of one kind that must be read before it is said that they name one record.
    private static let fewestLines = 4

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        let signs = FaultSign.all(of: first, context).filter { $0.fault == .invalid && $0.template != nil }
        guard let sign = signs.min(by: { ($0.time, $0.service) < ($1.time, $1.service) }), let template = sign.template else {
            return []
        }
        var candidate = Candidate(.badInput, service: sign.service, evidence: [])
        let after = sign.time.seconds(since: first.time)
        let when = after == 0 ? "with" : "\(ValueText.duration(after)) \(after > 0 ? "after" : "before")"
        let finding = Finding(
            .predictionHeld, service: sign.service, time: sign.time,
            statement: "From \(sign.time.clock) on, \(when) the onset of \(first.service) at \(first.time.clock), the logs of"
                + " \(sign.service) speak of \(sign.fault.name): \"\(template)\".",
            facts: [
                "first": .time(sign.time), "onset": .time(first.time), "template": .text(template),
                "service": .text(sign.service), "onsetService": .text(first.service), "difference": .duration(abs(after)),
                "fault": .text(sign.fault.name),
            ], evidence: sign.evidence + first.evidence)
        guard abs(after) <= context.parameters.shortLead else { return [] }
        candidate.held("logs", 0.25, finding, book: &book)
        candidate.term(
            "place", 0.2,
            sign.service == first.service ? "It is the service that failed first." : "\(first.service) calls \(sign.service).")
        testRecord(sign, context, &candidate, &book)
        candidate.suggested(by: context.suggestions(of: .badInput))
        return candidate.finished("Input that is not valid made \(first.service) fail.", parameters: context.parameters)
            .map { [$0] } ?? []
    }

    private static func testRecord(
        _ sign: FaultSign, _ context: CauseContext, _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let identities = RecordIdentity.all(of: sign.service, fault: sign.fault, in: context.file)
        guard identities.lines >= fewestLines else {
            candidate.untested("whether one record fails again and again")
            return
        }
        let count = Fact.number(Double(identities.lines), .count)
        if let same = identities.same.first {
            let value = ValueText.quotation(same.value, limit: 60)
            let name = ValueText.quotation(same.name, limit: 40)
            let finding = Finding(
                .predictionHeld, service: sign.service, time: sign.time,
                statement: "All \(ValueText.whole(Double(identities.lines))) such lines name the same record, \(name) \(value),"
                    + " and no other line names it.",
                facts: ["lines": count, "name": .text(name), "value": .text(value), "service": .text(sign.service)],
                evidence: sign.evidence)
            candidate.held("record", 0.5, finding, book: &book)
        } else if let various = identities.various.first {
            let name = ValueText.quotation(various.name, limit: 40)
            let finding = Finding(
                .predictionFailed, service: sign.service, time: sign.time,
                statement: "The \(ValueText.whole(Double(identities.lines))) such lines name"
                    + " \(ValueText.whole(Double(various.values))) different records (\(name)).",
                facts: [
                    "lines": count, "name": .text(name), "values": .number(Double(various.values), .count),
                    "service": .text(sign.service),
                ], evidence: sign.evidence)
            candidate.failed("record", -0.1, finding, decisive: false, book: &book)
        } else {
            candidate.untested("whether one record fails again and again: the lines name none")
        }
    }
}
