import Alerting
import Core
import PromQL

extension Detector {
    /// A rule over metrics or log lines.
    init(
        _ held: Estate.Held<AlertRule>, definitions: RecordedDefinitions, settings: AuditSettings, history: RuleHistory?
    ) {
        let rule = held.value
        let expression = try? PromQLParser.parse(rule.expression)
        kind = expression == nil && (LogRule(rule) != nil || Detector.looksLikeLogs(rule.expression)) ? .logRule : .rule
        source = held.source
        evidence = held.id
        subject = "rule/\(rule.group)/\(rule.name)"
        name = rule.name
        group = rule.group
        text = rule.expression
        self.expression = expression
        resolved = expression.map { definitions.resolved($0) }
        conditions = (expression?.thresholds ?? []).map {
            Condition(
                measured: $0.expression, comparison: $0.comparison, threshold: $0.value, isException: $0.isException)
        }
        selectors = expression?.selectors ?? []
        holdFor = rule.holdFor.isFinite ? max(0, rule.holdFor) : 0
        keepFiringFor = rule.keepFiringFor
        interval = rule.interval.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        labels = rule.labels
        annotations = rule.annotations
        owner = Detector.owner(rule, expression, settings)
        severity = rule.labels[settings.severityLabel]
        service = Detector.service(rule, expression, settings)
        isPaused = rule.isPaused == true
        lastError = rule.lastError
        ends = []
        isRoutingCertain = false
        self.history = history
    }

    /// A heartbeat or a synthetic check.
    init(_ held: Estate.Held<CheckConfiguration>, settings: AuditSettings) {
        let check = held.value
        kind = .check
        source = held.source
        evidence = held.id
        subject = "check/\(check.name)"
        name = check.name
        group = ""
        text = ""
        expression = nil
        resolved = nil
        conditions = []
        selectors = []
        holdFor = check.grace
        keepFiringFor = nil
        interval = check.interval ?? check.period
        labels = [:]
        annotations = [:]
        owner = nil
        severity = nil
        service = nil
        isPaused = check.status == "paused"
        lastError = nil
        ends = (check.channels ?? []).map { RouteEnd(routing: held.id, subject: "check/\(check.name)", receiver: $0) }
        isRoutingCertain = check.channels != nil
        history = nil
    }

    /// A selector in braces with a stage after it, which PromQL does not have.
    private static func looksLikeLogs(_ text: String) -> Bool {
        text.contains("{")
            && (text.contains("|=") || text.contains("|~") || text.contains("| json") || text.contains("| logfmt"))
    }

    private static func owner(_ rule: AlertRule, _ expression: Expression?, _ settings: AuditSettings) -> String? {
        for name in settings.ownerLabels {
            if let value = rule.labels[name] ?? rule.annotations[name], !value.isEmpty { return value }
        }
        guard let expression else { return nil }
        let result = AlertLabels.of(expression)
        for name in settings.ownerLabels {
            if let value = result.known[name], !value.isEmpty { return value }
            if case .some(let names) = result.rest, names.contains(name) { return "$labels.\(name)" }
        }
        return nil
    }

    private static func service(_ rule: AlertRule, _ expression: Expression?, _ settings: AuditSettings) -> String? {
        for name in settings.serviceLabels {
            if let value = rule.labels[name], !value.isEmpty, !value.contains("{{") { return value }
        }
        let selectors = expression?.selectors ?? []
        for name in settings.serviceLabels {
            let values = Set(selectors.compactMap { $0.onlyValue(of: name) })
            if values.count == 1, let value = values.first { return value }
        }
        return nil
    }

    /// Whether it fires by design, so that its absence tells: a constant, or a name that says so.
    func isWatchdog(_ settings: AuditSettings) -> Bool {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        if settings.watchdogs.contains(where: { plain.contains($0) }) { return true }
        guard let expression else { return false }
        return expression.selectors.isEmpty
    }

    /// Whether its alerts are meant to reach no one.
    func isQuiet(_ settings: AuditSettings) -> Bool {
        isWatchdog(settings) || severity.map { settings.quietSeverities.contains($0.lowercased()) } ?? false
    }

    /// Whether someone is called for it.
    func isPaging(_ settings: AuditSettings) -> Bool {
        severity.map { settings.pagingSeverities.contains($0.lowercased()) } ?? false
    }

    /// The labels of its alerts, as far as the rule says.
    var alertLabels: AlertLabels {
        guard let expression = resolved else {
            var labels = AlertLabels(known: labels.filter { !$0.value.contains("{{") }, rest: .any)
            labels.known["alertname"] = name
            return labels
        }
        return AlertLabels(of: AlertRule(name: name, group: group, expression: text, labels: labels), expression)
    }
}

extension VectorSelector {
    /// The one value that a label must have: by `=`, or by a pattern that is one literal.
    func onlyValue(of label: String) -> String? {
        for matcher in matchers where matcher.name == label {
            if matcher.operation == .equal, !matcher.value.isEmpty { return matcher.value }
            if matcher.operation == .regex, let literal = LabelMatcher.literal(matcher.value) { return literal }
        }
        return nil
    }
}

extension LabelMatcher {
    /// The text that a pattern stands for where nothing in it is special; `nil` where something is.
    static func literal(_ pattern: String) -> String? {
        var result = ""
        var isEscaped = false
        for character in pattern {
            if isEscaped {
                guard !character.isLetter, !character.isNumber else { return nil }
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if ".*+?()[]{}^$|".contains(character) {
                return nil
            } else {
                result.append(character)
            }
        }
        return isEscaped || result.isEmpty ? nil : result
    }
}
