import Analysis
import Core
import PromQL

/// A signal left its baseline that no rule reads.
struct MissingAlert: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        guard context.knowsAllRules else { return AlertingAudit.Result() }
        let unwatched = context.signals.indices.filter { index in
            isCandidate(context.signals[index]) && !isWatched(index, context)
        }.map { context.signals[$0] }
            .enumerated().sorted { left, right in
                let (one, other) = (rank(left.element, context), rank(right.element, context))
                return one == other ? left.offset < right.offset : one.lexicographicallyPrecedes(other)
            }.map(\.element)
        var result = AlertingAudit.Result()
        let limit = max(1, context.options.missingAlerts)
        for signal in unwatched.prefix(limit) { result.findings.append(finding(signal, context)) }
        let rest = unwatched.dropFirst(limit)
        if !rest.isEmpty { result.findings.append(remainder(Array(rest), context)) }
        return result
    }

    /// How much people log and ask for is no failure by itself.
    private func isCandidate(_ signal: MovedSignal) -> Bool {
        switch signal.series.signal {
        case .latency, .errors, .saturation, .other: !signal.series.metric.isEmpty
        case .traffic: !signal.isRise && !signal.series.metric.isEmpty
        case .logRate, .limit: false
        }
    }

    /// Read by a rule, or perhaps by one whose expression or source is not wholly known.
    private func isWatched(_ index: Int, _ context: AuditContext) -> Bool {
        let signal = context.signals[index]
        return context.relations[index].contains { $0 != .no }
            || context.rules.contains { rule in rule.unresolved.contains { sounds($0, like: signal) } }
            || context.unreadableRules.contains { $0.value.expression.contains(signal.series.metric) }
    }

    /// Whether a recorded series, `service:latency:p99`, may be made from the signal: it has a telling word in common.
    private func sounds(_ recorded: String, like signal: MovedSignal) -> Bool {
        let common: Set<String> = ["total", "count", "sum", "rate", "job", "service", "instance", "http", "seconds", "bucket"]
        let own = words(signal.series.metric + "_" + signal.series.signal.rawValue).subtracting(common)
        return !words(recorded).isDisjoint(with: own)
    }

    private func words(_ text: String) -> Set<String> {
        Set(text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init).filter { $0.count > 2 })
    }

    /// The most telling first: the first failing service's; counters of failures, latency, error shares, saturation, the rest.
    private func rank(_ signal: MovedSignal, _ context: AuditContext) -> [Int] {
        let kind: Int
        switch signal.series.signal {
        case .errors: kind = signal.series.unit == .ratio ? 2 : (isTimeout(signal) ? 0 : 1)
        case .latency: kind = 2
        case .saturation: kind = 3
        case .traffic: kind = 4
        default: kind = 5
        }
        let place = context.affected.firstIndex(of: signal.service) ?? context.affected.count
        return [signal.service == context.firstFailingService ? 0 : 1, kind, place]
    }

    private func isTimeout(_ signal: MovedSignal) -> Bool {
        !words(signal.series.metric).isDisjoint(with: ["timeout", "timeouts", "deadline", "refused", "failures", "failed"])
    }

    private func finding(_ signal: MovedSignal, _ context: AuditContext) -> Finding {
        let unit = signal.series.unit
        var facts: [String: Fact] = [
            "metric": .text(signal.series.metric), "signal": .text(signal.series.signal.rawValue), "onset": .time(signal.onset),
            "title": .text(signal.series.title), "rulesRead": .number(Double(context.rules.count), .count),
        ]
        if !signal.service.isEmpty { facts["service"] = .text(signal.service) }
        if let usual = signal.usual { facts["baselineMedian"] = .number(usual, unit) }
        var text =
            switch context.rules.count {
            case 0: context.unreadableRules.isEmpty ? "There is no alert rule at all, so none watches" : "No alert rule watches"
            case 1: "The only alert rule that was read does not watch"
            default: "None of the \(context.rules.count) alert rules that were read watches"
            }
        let metric = "`\(RuleFacts.inert(signal.series.metric))`"
        // A counter of requests is read for its errors and for its traffic: its name alone does not say which.
        text += signal.series.title == signal.series.metric ? " \(metric)" : " \(signal.name) (\(metric))"
        if signal.series.title == signal.series.metric, !signal.service.isEmpty { text += " of \(signal.service)" }
        text += ", which left its baseline at \(signal.onset.clock)"
        var better: BetterThreshold?
        if let extreme = signal.extreme(signal.isRise ? .greater : .less) {
            facts["observed"] = .number(extreme.value, unit)
            facts["observedAt"] = .time(extreme.time)
            text +=
                " and \(signal.isRise ? "reached" : "fell to") \(ValueText.value(extreme.value, unit)) at \(extreme.time.clock)"
            better = BetterThreshold(
                signal, Condition(comparison: signal.isRise ? .greater : .less, value: extreme.value))
            if let better { text += "; " + better.says(unit, noticed: context.noticed, facts: &facts) }
        }
        return Finding(
            .missingAlert, service: signal.service.isEmpty ? nil : signal.service, time: signal.onset, statement: text + ".",
            facts: facts,
            evidence: signal.evidence + consulted(signal.service, context) + (better?.evidence(context.noticed) ?? []))
    }

    private func remainder(_ signals: [MovedSignal], _ context: AuditContext) -> Finding {
        let names = signals.map { $0.service.isEmpty ? $0.series.metric : "\($0.series.metric) of \($0.service)" }
        let evidence = signals.flatMap(\.evidence)
        let text =
            signals.count == 1
            ? "1 more signal that left its baseline is watched by no alert rule that was read."
            : "\(signals.count) more signals that left their baselines are watched by no alert rule that was read."
        return Finding(
            .missingAlert, statement: text,
            facts: ["others": .number(Double(signals.count), .count), "metrics": .text(names.joined(separator: ", "))],
            evidence: evidence)
    }

    /// The rules that were looked at: all if they are few, otherwise those about the service.
    private func consulted(_ service: String, _ context: AuditContext) -> [EvidenceID] {
        context.rules.count <= 12
            ? context.rules.map(\.id) + context.emptyRuleLists : context.rules(about: service).prefix(12).map(\.id)
    }
}
