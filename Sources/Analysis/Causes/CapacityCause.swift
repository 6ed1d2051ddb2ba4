import Core

/// A limited resource was used up.
enum CapacityCause: CauseModel {
    static let family = CauseFamily.capacity
    static let predictions = [
        "the use of the resource was near its limit at or before the first onset",
        "logs speak of exhaustion",
    ]
    static let refutations = [
        "the use stayed well below the limit", "the use rose only after the first onset, as a consequence",
    ]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        let said = context.suggestions(of: .capacity)
        let origins = context.origins(of: first.service)
        // What a machine has is NodeCause's.
        let resources = context.readings.filter { $0.signal == .saturation && !NodeCause.isOfHost($0) }
        let meant = said.isEmpty ? nil : resource(meantBy: said, among: resources, origins: origins)
        var result: [Hypothesis] = []
        for index in resources.indices {
            let isNear = peakShare(resources[index], context).map { $0 >= context.parameters.exhaustedShare } ?? false
            let rose = resources[index].onset != nil
            guard rose || isNear || index == meant else { continue }
            let hypothesis = hypothesis(
                of: resources[index], first, index == meant ? said : [], isOrigin: origins.contains(resources[index].service),
                context, &book)
            if let hypothesis { result.append(hypothesis) }
        }
        if !said.isEmpty, meant == nil {
            var candidate = Candidate(.capacity, service: first.service, evidence: [])
            candidate.untested("how full the limited resources of \(first.service) were")
            candidate.suggested(by: said)
            let statement = "A limited resource of \(first.service) was used up."
            if let hypothesis = candidate.finished(statement, parameters: context.parameters) { result.append(hypothesis) }
        }
        return result
    }

    private static func hypothesis(
        of reading: SignalReading, _ first: ServiceFailure, _ said: [Testimony], isOrigin: Bool, _ context: CauseContext,
        _ book: inout FindingBook
    ) -> Hypothesis? {
        var candidate = Candidate(.capacity, service: reading.service, evidence: [])
        let shareAtOnset = testLimit(reading, first, context, &candidate, &book)
        testOrder(reading, first, shareAtOnset, context.parameters, &candidate, &book)
        if isOrigin {
            candidate.term(
                "place", 0.2,
                reading.service == first.service
                    ? "It belongs to the service that failed first." : "\(first.service) calls \(reading.service).")
        } else if context.isTopologyKnown {
            candidate.term("place", -0.2, "\(first.service) does not depend on \(reading.service).")
        }
        testLogs(reading, first, context, &candidate, &book)
        candidate.suggested(by: said)
        let title = ValueText.quotation(reading.series.title, limit: 80)
        return candidate.finished(
            "\(title.asSentenceStart) of \(reading.service) reached its limit and made \(first.service) fail.",
            parameters: context.parameters)
    }

    /// The limit of a resource: of the metric that is named as its limit, of the only limit of the service, or 1 for a ratio.
    private static func limit(of reading: SignalReading, _ context: CauseContext) -> (value: Double, evidence: [EvidenceID])? {
        let limits = context.readings(.limit, of: reading.service)
        let named = limits.first { $0.series.metric == reading.series.limitMetric }
        let found = named ?? (reading.series.limitMetric == nil && limits.count == 1 ? limits.first : nil)
        if let found {
            let values = found.series.samples.map(\.value)
            // A limit that was lowered counts as what it was at its lowest.
            if let lowest = values.min(), lowest > 0 { return (lowest, found.evidence) }
        }
        return reading.series.unit == .ratio ? (1, []) : nil
    }

    private static func peakShare(_ reading: SignalReading, _ context: CauseContext) -> Double? {
        guard let limit = limit(of: reading, context), reading.maximum.isFinite else { return nil }
        return reading.maximum / limit.value
    }

    /// Returns the share of the limit that was in use at the first onset, where the limit is known.
    private static func testLimit(
        _ reading: SignalReading, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) -> Double? {
        guard let limit = limit(of: reading, context), let peak = reading.series.samples.max(by: { $0.value < $1.value }) else {
            candidate.untested("the limit of \(reading.name)")
            return nil
        }
        let share = peak.value / limit.value
        let step = reading.series.effectiveStep
        let until = first.latest.adding(seconds: 2 * step)
        let atOnset = reading.series.samples.filter { $0.time <= until }.map(\.value).max().map { $0 / limit.value }
        let unit = reading.series.unit
        var facts: [String: Fact] = [
            "peak": .number(peak.value, unit), "limit": .number(limit.value, unit), "share": .number(share, .ratio),
            "peakTime": .time(peak.time), "service": .text(reading.service),
        ]
        if let atOnset { facts["shareAtOnset"] = .number(atOnset, .ratio) }
        let use =
            unit == .ratio
            ? ValueText.value(share, .ratio)
            : "\(ValueText.value(peak.value, unit)) of \(ValueText.value(limit.value, unit)) (\(ValueText.value(share, .ratio)))"
        let statement = "\(reading.sentenceName) was at most \(use), at \(peak.time.clock)"
        let evidence = reading.evidence + limit.evidence
        if share < context.parameters.exhaustedShare {
            guard reading.isComplete else {
                candidate.untested("the highest use of \(reading.name): the answer was not complete")
                return atOnset
            }
            let finding = Finding(
                .predictionFailed, service: reading.service, time: peak.time,
                statement: statement + ", so it was not exhausted.", facts: facts, evidence: evidence)
            candidate.failed("limit", -0.5, finding, decisive: true, book: &book)
        } else {
            let finding = Finding(
                .predictionHeld, service: reading.service, time: peak.time, statement: statement + ".", facts: facts,
                evidence: evidence)
            candidate.held("limit", share >= 0.95 ? 0.35 : 0.2, finding, book: &book)
        }
        return atOnset
    }

    private static func testOrder(
        _ reading: SignalReading, _ first: ServiceFailure, _ shareAtOnset: Double?, _ parameters: Parameters,
        _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let evidence = reading.evidence + first.evidence
        var facts: [String: Fact] = [
            "onset": .time(first.time), "onsetService": .text(first.service), "service": .text(reading.service),
        ]
        if let shareAtOnset, shareAtOnset >= parameters.exhaustedShare {
            facts["shareAtOnset"] = .number(shareAtOnset, .ratio)
            let finding = Finding(
                .predictionHeld, service: reading.service, time: first.time,
                statement: "\(reading.sentenceName) had reached \(ValueText.value(shareAtOnset, .ratio)) of its limit by the"
                    + " onset of \(first.service) at \(first.time.clock).",
                facts: facts, evidence: evidence)
            candidate.held("order", 0.25, finding, book: &book)
            return
        }
        guard let onset = reading.onset else {
            guard shareAtOnset == nil, reading.isSteady else { return }
            let finding = Finding(
                .predictionFailed, service: reading.service, time: first.time,
                statement: "\(reading.sentenceName) stayed within its baseline.", facts: facts, evidence: evidence)
            candidate.failed("order", -0.5, finding, decisive: true, book: &book)
            return
        }
        let after = onset.time.seconds(since: first.time)
        facts["rose"] = .time(onset.time)
        facts[after >= 0 ? "afterOnset" : "beforeOnset"] = .duration(abs(after))
        // A sample apart is not yet an order.
        if onset.interval.from > first.latest || (shareAtOnset != nil && after >= 0) {
            let when = after == 0 ? "with" : "\(ValueText.duration(after)) after"
            let finding = Finding(
                .predictionFailed, service: reading.service, time: onset.time,
                statement: "\(reading.sentenceName) rose at \(onset.time.clock), \(when) the onset of \(first.service) at"
                    + " \(first.time.clock): a consequence.",
                facts: facts, evidence: evidence)
            candidate.failed("order", -0.3, finding, decisive: onset.interval.from > first.latest, book: &book)
        } else if after < 0 {
            let finding = Finding(
                .predictionHeld, service: reading.service, time: onset.time,
                statement: "\(reading.sentenceName) rose at \(onset.time.clock), \(ValueText.duration(after)) before the onset"
                    + " of \(first.service) at \(first.time.clock).",
                facts: facts, evidence: evidence)
            candidate.held("order", 0.15, finding, book: &book)
        }
    }

    private static let exhaustion = [
        "exhausted", "exhaustion", "too many", "no connection available", "no connections available", "out of memory",
        "queue is full",
        "queue full", "pool is full", "max connections", "no space left", "resource temporarily unavailable", "limit reached",
        "limit exceeded", "oom",
    ]

    private static func testLogs(
        _ reading: SignalReading, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let burst = context.bursts.first { burst in
            guard burst.service == reading.service || burst.service == first.service else { return false }
            let words = Words.plain(in: burst.example)
            return exhaustion.contains { Words.contains($0, in: words) }
        }
        guard let burst else { return }
        let template = ValueText.quotation(burst.template, limit: context.parameters.quotationLength)
        let finding = Finding(
            .predictionHeld, service: burst.service, time: burst.first,
            statement: "The logs of \(burst.service) speak of exhaustion from \(burst.first.clock) on: \"\(template)\".",
            facts: ["template": .text(template), "first": .time(burst.first), "service": .text(burst.service)],
            evidence: burst.evidence)
        candidate.held("logs", 0.15, finding, book: &book)
    }

    /// The resource whose name shares most words with what people said; in doubt one where failing can come from.
    private static func resource(meantBy said: [Testimony], among resources: [SignalReading], origins: [String]) -> Int? {
        let words = Set(said.flatMap(\.words).map(singular))
        let services = Set(said.flatMap(\.services))
        func score(_ reading: SignalReading) -> Int {
            let own = Set(Words.plain(in: reading.series.title + " " + reading.series.metric).map(singular))
            return 4 * (services.contains(reading.service) ? 1 : 0) + 2 * own.intersection(words).count
                + (origins.contains(reading.service) ? 1 : 0)
        }
        return resources.indices.max { (score(resources[$0]), $1) < (score(resources[$1]), $0) }
    }

    private static func singular(_ word: String) -> String {
        word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : word
    }
}
