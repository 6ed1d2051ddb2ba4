import Core

/// A fault as the service that failed first, or one that it calls, shows it.
struct FaultSign {
    var fault: FaultSignature
    var service: String
    var time: Instant
    /// What shows it, after "and": `the log line "..." of checkout speaks of it`.
    var says: String
    /// The log line's template, as it is quoted; `nil` for a signal.
    var template: String?
    /// Words of the log line, in lower case.
    var words: Set<String>
    var evidence: [EvidenceID]

    /// Every fault that new log lines speak of, and slowness where latency rose.
    static func all(of first: ServiceFailure, _ context: CauseContext) -> [FaultSign] {
        let origins = context.origins(of: first.service)
        var signs: [FaultSign] = []
        for burst in context.bursts where origins.contains(burst.service) {
            let template = ValueText.quotation(burst.template, limit: context.parameters.quotationLength)
            let text = burst.example + " " + burst.template
            let words = Setting.plainWords(in: text)
            for fault in FaultSignature.all(in: text).sorted(by: { $0.rawValue < $1.rawValue }) {
                signs.append(
                    FaultSign(
                        fault: fault, service: burst.service, time: burst.first,
                        says: "the log line \"\(template)\" of \(burst.service) speaks of it", template: template,
                        words: Set(words.flatMap { [$0] + CodeWord.parts(of: $0) }), evidence: burst.evidence))
            }
        }
        let latency = context.readings(.latency, of: first.service).first { $0.onset?.direction == .rise }
        if let latency, let onset = latency.onset, !signs.contains(where: { $0.fault == .slow }) {
            signs.append(
                FaultSign(
                    fault: .slow, service: first.service, time: onset.time, says: "the latency of \(first.service) rose",
                    template: nil, words: [], evidence: latency.evidence))
        }
        return signs
    }
}
