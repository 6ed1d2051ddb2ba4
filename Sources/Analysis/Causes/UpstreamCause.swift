import Core

/// A service that the failing one depends on failed first.
enum UpstreamCause: CauseModel {
    static let family = CauseFamily.upstreamProvider
    static let predictions = ["a service that the failing one calls shows an earlier onset", "errors name that service"]
    static let refutations = ["everything that the failing service calls stayed normal"]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        if let origin = failingDependency(first, context, &book) { return [origin] }
        return callees(of: first, context, &book).map { [$0] } ?? []
    }

    /// The first failing service is itself a dependency of others, and nothing that was changed explains it.
    private static func failingDependency(
        _ first: ServiceFailure, _ context: CauseContext, _ book: inout FindingBook
    ) -> Hypothesis? {
        let callers = context.topology.allCallers(of: first.service)
        let dragged = context.order.failures.filter { callers.contains($0.service) && $0.time >= first.time }
        guard let follower = dragged.first else { return nil }
        let changed = context.changes.contains {
            $0.service == first.service && $0.begins <= first.latest && !$0.isInert
                && first.time.seconds(since: $0.begins) <= context.parameters.mediumLead
        }
        guard !changed else { return nil }
        var candidate = Candidate(.upstreamProvider, service: first.service, evidence: [])
        let lead = follower.time.seconds(since: first.time)
        let finding = Finding(
            .predictionHeld, service: first.service, time: first.time,
            statement: "\(first.service), which \(follower.service) depends on, failed at \(first.time.clock),"
                + " \(lead == 0 ? "with" : ValueText.duration(lead) + " before") \(follower.service) at \(follower.time.clock).",
            facts: [
                "onset": .time(first.time), "service": .text(first.service), "follower": .text(follower.service),
                "followerOnset": .time(follower.time), "lead": .duration(lead),
            ], evidence: first.evidence + follower.evidence)
        candidate.held("order", 0.3, finding, book: &book)
        let owned = context.file.services.contains {
            $0.name == first.service && ($0.repository != nil || !$0.dependsOn.isEmpty)
        }
        let hasCallees = !context.topology.callees(of: first.service).isEmpty
        // That nothing is known of it tells something only where someone was asked.
        if !owned, !hasCallees, hasHistory(of: first.service, context) {
            candidate.term("place", 0.2, "\(first.service) has no repository and no dependencies of its own here.")
        }
        if hasHistory(of: first.service, context) {
            candidate.term("change", 0.1, "No change to \(first.service) was found in the hour before the onset.")
        } else {
            candidate.untested("whether \(first.service) was changed")
        }
        testLogs([first.service], of: [follower.service] + callers, first, context, &candidate, &book)
        candidate.suggested(by: context.suggestions(of: .upstreamProvider))
        return candidate.finished(
            "\(first.service) failed by itself and took the services that depend on it along.", parameters: context.parameters)
    }

    /// The first failing service calls others: did one of them fail without a signal that shows its onset first?
    private static func callees(
        of first: ServiceFailure, _ context: CauseContext, _ book: inout FindingBook
    ) -> Hypothesis? {
        let callees = context.topology.callees(of: first.service)
        let said = context.suggestions(of: .upstreamProvider)
        let asked = callees.filter { callee in context.readings.contains { $0.service == callee && isSymptomSignal($0) } }
        guard let service = callees.first(where: { context.order.failure(of: $0) != nil }) ?? asked.first ?? callees.first
        else {
            guard !said.isEmpty else { return nil }
            var candidate = Candidate(.upstreamProvider, service: said.first?.services.first ?? first.service, evidence: [])
            candidate.untested("what \(first.service) depends on")
            candidate.suggested(by: said)
            return candidate.finished(
                "Something that \(first.service) depends on failed first.", parameters: context.parameters)
        }
        var candidate = Candidate(.upstreamProvider, service: service, evidence: [])
        let signals = context.readings.filter { callees.contains($0.service) && isSymptomSignal($0) }
        for callee in callees where !asked.contains(callee) { candidate.untested("the signals of \(callee)") }
        let failing = signals.filter { $0.onset?.direction == .rise }
        if let late = failing.first, let onset = late.onset {
            let after = onset.time.seconds(since: first.time)
            let finding = Finding(
                .predictionFailed, service: late.service, time: onset.time,
                statement: "\(late.service), which \(first.service) calls, failed at \(onset.time.clock),"
                    + " \(ValueText.duration(after)) \(after >= 0 ? "after" : "before") \(first.service) at \(first.time.clock).",
                facts: [
                    "onset": .time(first.time), "calleeOnset": .time(onset.time), "difference": .duration(abs(after)),
                    "service": .text(late.service), "failing": .text(first.service),
                ], evidence: late.evidence + first.evidence)
            candidate.failed("order", -0.4, finding, decisive: after > 0 && asked.count == callees.count, book: &book)
        } else if !signals.isEmpty, asked.count == callees.count, signals.allSatisfy(\.isSteady) {
            let names = callees.joined(separator: ", ")
            let finding = Finding(
                .predictionFailed, service: service, time: first.time,
                statement:
                    "The latency and errors that \(names) \(callees.count == 1 ? "itself reports" : "themselves report") stayed within"
                    + " \(callees.count == 1 ? "its baseline" : "their baselines").",
                facts: ["callees": .text(names), "failing": .text(first.service), "onset": .time(first.time)],
                evidence: signals.flatMap(\.evidence))
            candidate.failed("order", -0.5, finding, decisive: true, book: &book)
        } else {
            for reading in signals where !reading.isSteady {
                if case .inconclusive(let reason) = reading.state { candidate.untested("\(reading.name): \(reason)") }
            }
        }
        testLogs(callees, of: [first.service], first, context, &candidate, &book)
        candidate.suggested(by: said)
        return candidate.finished(
            "A service that \(first.service) depends on failed first.", parameters: context.parameters)
    }

    /// Was a deploy or commit history of the service read? One of another service says nothing about it.
    private static func hasHistory(of service: String, _ context: CauseContext) -> Bool {
        if context.changes.contains(where: { $0.service == service && ($0.isDeploy || $0.isCommit) }) { return true }
        return context.file.evidence.contains { evidence in
            guard case .nothing(let what) = evidence.observation, evidence.completeness == .noneThere else { return false }
            let words = Set(Words.plain(in: what, limit: 300))
            guard !words.isDisjoint(with: ["deploy", "deploys", "commit", "commits"]) else { return false }
            return evidence.service == service || Words.identifiers(in: what).contains(service.lowercased())
        }
    }

    private static func isSymptomSignal(_ reading: SignalReading) -> Bool {
        reading.signal == .latency || reading.signal == .errors
    }

    /// Do new error lines of `services` name one of `culprits`?
    private static func testLogs(
        _ culprits: [String], of services: [String], _ first: ServiceFailure, _ context: CauseContext,
        _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        for burst in context.bursts where services.contains(burst.service) && burst.isError {
            let words = Words.identifiers(in: burst.message)
            let named = culprits.first { culprit in
                words.contains { $0 == culprit.lowercased() || $0.hasPrefix(culprit.lowercased() + ".") }
            }
            guard let named else { continue }
            let template = ValueText.quotation(burst.template, limit: context.parameters.quotationLength)
            let finding = Finding(
                .predictionHeld, service: burst.service, time: burst.first,
                statement:
                    "From \(burst.first.clock) on the logs of \(burst.service) complain about \(named): \"\(template)\".",
                facts: [
                    "first": .time(burst.first), "service": .text(burst.service), "named": .text(named),
                    "template": .text(template),
                ], evidence: burst.evidence)
            candidate.held("logs", 0.25, finding, book: &book)
            return
        }
        if !services.contains(where: { service in context.bursts.contains { $0.service == service } }) {
            candidate.untested("what the logs say about \(culprits.prefix(3).joined(separator: ", "))")
        }
    }
}
