import Core

/// A cause that new log lines name by itself, whatever the program: a certificate, a name that does not resolve.
protocol FaultLineCause: CauseModel {
    static var fault: FaultSignature { get }
    /// "a certificate"
    static var subject: String { get }
    /// Words in the name of a metric that watches it.
    static var metricWords: Set<String> { get }
    static func statement(about service: String) -> String
}

extension FaultLineCause {
    static var refutations: [String] { ["the lines came only after the first onset", "they are not the failing service's"] }

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        let said = context.suggestions(of: family)
        let signs = FaultSign.all(of: first, context).filter { $0.fault == fault }.sorted {
            ($0.time, $0.service) < ($1.time, $1.service)
        }
        let watched = context.readings.first { reading in
            reading.onset != nil
                && !metricWords.isDisjoint(with: Words.plain(in: reading.series.metric.replacing("_", with: " ")))
        }
        guard let sign = signs.first, let template = sign.template else {
            guard !said.isEmpty else { return [] }
            var candidate = Candidate(family, service: first.service, evidence: [])
            candidate.untested("no log line that was read speaks of \(subject)")
            candidate.suggested(by: said)
            let hypothesis = candidate.finished(statement(about: first.service), parameters: context.parameters)
            return hypothesis.map { [$0] } ?? []
        }
        var candidate = Candidate(family, service: sign.service, evidence: [])
        let after = sign.time.seconds(since: first.time)
        let facts: [String: Fact] = [
            "first": .time(sign.time), "onset": .time(first.time), "template": .text(template), "service": .text(sign.service),
            "onsetService": .text(first.service), "difference": .duration(abs(after)), "fault": .text(sign.fault.name),
        ]
        let when = after == 0 ? "with" : "\(ValueText.duration(after)) \(after > 0 ? "after" : "before")"
        let finding = Finding(
            .predictionHeld, service: sign.service, time: sign.time,
            statement: "From \(sign.time.clock) on, \(when) the onset of \(first.service) at \(first.time.clock), the logs of"
                + " \(sign.service) speak of \(sign.fault.name): \"\(template)\".",
            facts: facts, evidence: sign.evidence + first.evidence)
        if after > context.parameters.shortLead {
            candidate.failed("order", -0.3, finding, decisive: false, book: &book)
        } else {
            candidate.held("logs", 0.55, finding, book: &book)
        }
        candidate.term(
            "place", 0.2,
            sign.service == first.service
                ? "It is the service that failed first." : "\(first.service) calls \(sign.service).")
        if let watched, let onset = watched.onset, onset.interval.from <= first.latest {
            let finding = Finding(
                .predictionHeld, service: watched.service, time: onset.time,
                statement:
                    "\(watched.sentenceName) left its baseline at \(onset.time.clock), by the onset of \(first.service) at"
                    + " \(first.time.clock).",
                facts: ["left": .time(onset.time), "onset": .time(first.time), "signal": .text(watched.name)],
                evidence: watched.evidence)
            candidate.held("watched", 0.15, finding, book: &book)
        } else {
            candidate.untested("when it expires or changed, from a check of \(subject)")
        }
        candidate.suggested(by: said)
        return candidate.finished(statement(about: sign.service), parameters: context.parameters).map { [$0] } ?? []
    }
}

/// A certificate expired, or is not trusted.
enum CertificateCause: FaultLineCause {
    static let family = CauseFamily.certificate
    static let fault = FaultSignature.certificate
    static let subject = "a certificate"
    static let metricWords: Set<String> = ["cert", "certificate", "ssl", "tls", "x509"]
    static let predictions = ["from the first onset on, logs speak of certificates or handshakes"]
    static func statement(about service: String) -> String { "A certificate that \(service) depends on was not accepted." }
}

/// Names were not resolved.
enum NameResolutionCause: FaultLineCause {
    static let family = CauseFamily.dns
    static let fault = FaultSignature.nameResolution
    static let subject = "name resolution"
    static let metricWords: Set<String> = ["dns", "coredns", "resolver", "nxdomain"]
    static let predictions = ["from the first onset on, logs speak of names that are not resolved"]
    static func statement(about service: String) -> String { "\(service) could not resolve a name." }
}
