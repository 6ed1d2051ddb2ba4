import Core

/// Reads all rules, alerting and recording, page by page where the server pages (`groupNextToken`, from Prometheus 2.53 on).
struct PrometheusRules: Conversation {
    private static let pageSize = 500
    private static let maximumPages = 40

    private let source: PrometheusSource
    private var pages = 0
    private var count = 0
    private var isPartial = false
    private var keys: [CallKey] = []

    init(_ source: PrometheusSource) { self.source = source }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .calls([call(after: nil)]) }
        do throws(ReadingError) {
            return read(try PrometheusAnswer(outcome))
        } catch {
            return .done([], [error.diagnostic("alerting rules", outcome)])
        }
    }

    private func call(after token: String?) -> Call {
        var query: [HTTPCall.Field] = []
        if source.dialect == .prometheus {
            // Servers that do not know these ignore them.
            query += [source.field("exclude_alerts", "true"), source.field("group_limit", "\(Self.pageSize)")]
            if let token { query.append(source.field("group_next_token", token)) }
        }
        return source.get(["rules"], query)
    }

    private mutating func read(_ answer: PrometheusAnswer) -> Step {
        guard let groups = answer.data["groups"]?.array else {
            return .done([], [Diagnostic(.failed, "alerting rules: the answer has no groups", exchange: answer.key)])
        }
        pages += 1
        keys.append(answer.key)
        isPartial = isPartial || answer.partial != nil
        var step = Step(diagnostics: answer.diagnostics("alerting rules"), then: .done)
        for group in groups {
            for rule in group["rules"]?.array ?? [] {
                if rule["type"]?.string == "recording" {
                    if let read = Self.recording(rule, group) {
                        step.evidence.append(evidence(.recording(read), answer, labels: read.labels, query: read.expression))
                    }
                    continue
                }
                guard let read = Self.rule(rule, group) else {
                    let says = "alerting rules: a rule without a name or an expression was left out"
                    step.diagnostics.append(Diagnostic(.partial, says, exchange: answer.key))
                    continue
                }
                count += 1
                step.evidence.append(evidence(.rule(read), answer, labels: read.labels, query: read.expression))
            }
        }
        if let token = answer.data["groupNextToken"]?.string, !token.isEmpty {
            guard pages < Self.maximumPages else {
                step.diagnostics.append(
                    Diagnostic(.partial, "alerting rules: only the first \(pages) pages were read", exchange: answer.key))
                return step
            }
            step.then = .calls([call(after: token)])
        } else if count == 0 {
            step.evidence += [
                Evidence(
                    .nothing("alerting rules"), from: keys, link: source.rulesLink,
                    completeness: isPartial ? .failed(reason: "the answer is partial") : source.noneNow)
            ]
            if !isPartial, case .sampled(let reason) = source.noneNow {
                // An empty list that proves nothing is a gap: no one may take it for "no rules".
                let says = "alerting rules: none were read: the server lists none, but \(reason)"
                step.diagnostics.append(Diagnostic(.failed, says, exchange: answer.key))
            }
        }
        return step
    }

    private func evidence(
        _ observation: Observation, _ answer: PrometheusAnswer, labels: [String: String], query: String
    ) -> Evidence {
        Evidence(
            observation, from: [answer.key], service: PrometheusSource.service(in: labels), query: query,
            link: source.rulesLink, completeness: answer.completeness(isEmpty: false))
    }

    private static func recording(_ rule: JSONValue, _ group: JSONValue) -> RecordingRule? {
        guard let name = rule["name"]?.string, let expression = rule["query"]?.string else { return nil }
        let error = stable(rule["lastError"]?.string ?? "")
        return RecordingRule(
            name: name, group: group["name"]?.string ?? "", expression: expression,
            labels: (rule["labels"]?.object ?? [:]).strings, interval: group["interval"]?.double,
            lastError: error.isEmpty ? nil : PrometheusAnswer.printable(error))
    }

    private static func rule(_ rule: JSONValue, _ group: JSONValue) -> AlertRule? {
        guard let name = rule["name"]?.string, let expression = rule["query"]?.string else { return nil }
        let error = stable(rule["lastError"]?.string ?? "")
        return AlertRule(
            name: name, group: group["name"]?.string ?? "", expression: expression, holdFor: rule["duration"]?.double ?? 0,
            labels: (rule["labels"]?.object ?? [:]).strings, annotations: (rule["annotations"]?.object ?? [:]).strings,
            lastError: error.isEmpty ? nil : PrometheusAnswer.printable(error),
            keepFiringFor: rule["keepFiringFor"]?.double, interval: group["interval"]?.double)
    }

    /// An error without its list of series, which comes in another order at each evaluation.
    private static func stable(_ error: String) -> String {
        guard let start = error.firstIndex(of: "["), let end = error.lastIndex(of: "]"), start < end else { return error }
        return error[..<start] + "[…]" + error[error.index(after: end)...]
    }
}
