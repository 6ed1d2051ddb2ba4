import Core

/// What it cost: requests failed, error budget spent, people affected; and what of that cannot be known.
enum Impact {
    static func add(_ context: CauseContext, to book: inout FindingBook, gaps: inout [Gap]) {
        guard let first = context.order.first else { return }
        let entries = entryServices(context)
        var services: [String] = []
        let reported = context.file.incident.services.filter { name in context.order.failures.contains { $0.service == name } }
        let promised = context.order.failures.map(\.service).filter { name in
            context.file.services.contains { $0.name == name && $0.objective != nil }
        }
        for service in entries + reported + [first.service] + promised where !services.contains(service) {
            services.append(service)
        }
        var counted: [FailedRequests] = []
        for service in services {
            guard let failed = FailedRequests(of: service, readings: context.readings) else { continue }
            counted.append(failed)
            let place = entries.contains(service) ? "entry" : service == first.service ? "origin" : "between"
            book.add(finding(failed, place: place))
            addBudget(failed, context, to: &book, gaps: &gaps)
        }
        if !counted.isEmpty, promised.isEmpty {
            let names = counted.map(\.service).joined(separator: ", ")
            gaps.append(
                Gap(.noSource, what: "error budget", reason: "No objective is configured or was found for \(names)."))
        }
        if counted.isEmpty {
            gaps.append(
                Gap(
                    .unknowable, what: "requests failed",
                    reason:
                        "Neither \(services.joined(separator: " nor ")) has both a rise of errors and a traffic signal to count"
                        + " it in."))
        }
        addUsers(context, first, to: &book, gaps: &gaps)
    }

    /// Failing services with a rise of errors that no other such service calls: where users meet the failure.
    static func entryServices(_ context: CauseContext) -> [String] {
        let withErrors = context.order.failures.map(\.service).filter { service in
            context.readings(.errors, of: service).contains { $0.onset?.direction == .rise }
        }
        return withErrors.filter { service in
            let callers = context.topology.allCallers(of: service)
            return !withErrors.contains { $0 != service && callers.contains($0) }
        }
    }

    private static func finding(_ failed: FailedRequests, place: String) -> Finding {
        let atLeast = failed.coverage < 0.9
        return Finding(
            .impact, service: failed.service, time: failed.from,
            statement: "\(atLeast ? "At least" : "About") \(ValueText.whole(failed.failed)) of \(ValueText.whole(failed.total))"
                + " requests to \(failed.service) failed beyond its usual error rate between \(failed.from.clock) and"
                + " \(failed.to.clock).",
            facts: [
                "failedRequests": .number(failed.failed, .count), "totalRequests": .number(failed.total, .count),
                "from": .time(failed.from), "to": .time(failed.to), "coverage": .number(failed.coverage, .ratio),
                "place": .text(place), "service": .text(failed.service),
            ], evidence: failed.evidence)
    }

    /// Share of the budget: failed / (usual requests a second × days × 86 400 × (1 − objective)).
    private static func addBudget(
        _ failed: FailedRequests, _ context: CauseContext, to book: inout FindingBook, gaps: inout [Gap]
    ) {
        let what = "error budget of \(failed.service)"
        guard let service = context.file.services.first(where: { $0.name == failed.service }),
            let objective = service.objective,
            objective > 0, objective < 1
        else { return }
        guard let traffic = failed.usualTraffic, traffic > 0 else {
            gaps.append(
                Gap(.unknowable, what: what, reason: "Its usual traffic is not known, so the budget's size is not either."))
            return
        }
        let days = Double(max(1, service.objectiveDays ?? context.parameters.budgetDays))
        let budget = traffic * days * 86_400 * (1 - objective)
        let share = failed.failed / budget
        book.add(
            Finding(
                .errorBudget, service: failed.service, time: failed.from,
                statement:
                    "The requests that failed spent \(ValueText.value(share, .ratio)) of \(failed.service)'s error budget for"
                    + " \(ValueText.whole(days)) days at an objective of \(percent(objective)).",
                facts: [
                    "share": .number(share, .ratio), "objective": .number(objective, .ratio), "days": .number(days, .count),
                    "budgetRequests": .number(budget, .count), "failedRequests": .number(failed.failed, .count),
                    "usualTraffic": .number(traffic, .perSecond), "service": .text(failed.service),
                ], evidence: failed.evidence))
    }

    /// Objectives are told apart by their nines: three significant digits would make 99.95 % into 100 %.
    private static func percent(_ objective: Double) -> String {
        let thousandths = (objective * 100_000).rounded()
        let whole = Int64(thousandths / 1000)
        var fraction = String(Int64(thousandths) - whole * 1000)
        fraction = String(repeating: "0", count: max(0, 3 - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(whole)" + (fraction.isEmpty ? "" : "." + fraction) + " %"
    }

    private static func addUsers(
        _ context: CauseContext, _ first: ServiceFailure, to book: inout FindingBook, gaps: inout [Gap]
    ) {
        let counters: Set<String> = ["users", "user", "sessions", "customers"]
        let reading = context.readings.first { reading in
            guard reading.signal == .other, reading.series.unit == .count || reading.series.unit == .none else { return false }
            guard reading.onset?.direction == .fall else { return false }
            return !counters.isDisjoint(with: Words.plain(in: reading.series.metric))
        }
        guard let reading, let onset = reading.onset else {
            gaps.append(Gap(.unknowable, what: "users affected", reason: "Nothing that was read counts users."))
            return
        }
        let lost = onset.expected - onset.peak.value
        book.add(
            Finding(
                .impact, service: reading.service.isEmpty ? nil : reading.service, time: onset.time,
                statement: "\(reading.sentenceName) fell from \(ValueText.number(onset.expected)) to"
                    + " \(ValueText.number(onset.peak.value)) at \(onset.peak.time.clock): about \(ValueText.whole(lost)) fewer.",
                facts: [
                    "expected": .number(onset.expected, .count), "lowest": .number(onset.peak.value, .count),
                    "usersAffected": .number(lost, .count), "time": .time(onset.peak.time), "place": .text("users"),
                ], evidence: reading.evidence))
    }
}
