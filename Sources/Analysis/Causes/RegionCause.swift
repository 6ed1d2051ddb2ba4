import Core

/// One place failed: a region, a zone, a data centre.
enum RegionCause: CauseModel {
    static let family = CauseFamily.region
    static let predictions = ["signals of one place fail and those of the others stay normal", "several services fail there"]
    static let refutations = ["the same signals fail in several places"]

    /// Labels that name a place, from the widest to the narrowest. OpenTelemetry's, Kubernetes' and the usual short ones.
    static let labels = [
        "region", "cloud_region", "topology_kubernetes_io_region", "datacenter", "dc", "zone", "availability_zone", "az",
        "cloud_availability_zone", "topology_kubernetes_io_zone",
    ]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        return labels.compactMap { hypothesis(by: $0, first, context, &book) }
    }

    private static func hypothesis(
        by label: String, _ first: ServiceFailure, _ context: CauseContext, _ book: inout FindingBook
    ) -> Hypothesis? {
        let related = Set(context.order.failures.map(\.service))
        var failing: [String: [SignalReading]] = [:]
        var steady: [String: [SignalReading]] = [:]
        for reading in context.readings where reading.signal == .errors || reading.signal == .latency {
            guard related.contains(reading.service), let place = reading.series.labels[label], !place.isEmpty else { continue }
            if reading.isSymptom { failing[place, default: []].append(reading) }
            if reading.isSteady { steady[place, default: []].append(reading) }
        }
        let others = steady.keys.filter { failing[$0] == nil }.sorted()
        guard failing.count == 1, let (place, signals) = failing.first, !others.isEmpty else { return nil }
        var candidate = Candidate(.region, service: first.service, evidence: [])
        let name = ValueText.quotation(place, limit: 60)
        let normal = others.map { ValueText.quotation($0, limit: 40) }.prefix(5).joined(separator: ", ")
        let facts: [String: Fact] = [
            "place": .text(name), "others": .text(normal), "label": .text(label), "onset": .time(first.time),
            "service": .text(first.service),
        ]
        let finding = Finding(
            .predictionHeld, service: first.service, time: first.time,
            statement: "Only what \(label) \(name) reports left its baseline; the same signals stayed normal in \(normal).",
            facts: facts, evidence: signals.flatMap(\.evidence) + others.flatMap { steady[$0] ?? [] }.flatMap(\.evidence))
        candidate.held("confined", 0.4, finding, book: &book)
        let services = Set(signals.map(\.service)).sorted()
        if services.count > 1 {
            let names = services.joined(separator: ", ")
            let several = Finding(
                .predictionHeld, service: first.service, time: first.time,
                statement: "Several services fail there: \(names).", facts: ["services": .text(names), "place": .text(name)],
                evidence: signals.flatMap(\.evidence))
            candidate.held("several services", 0.35, several, book: &book)
        } else {
            candidate.untested("whether other services fail in \(name) too")
        }
        return candidate.finished(
            "Something that all of \(label) \(name) depends on failed.", parameters: context.parameters)
    }
}
