import Core

/// Finds the selector of a service's streams: the one that is given, else the first label convention, that has any stream. One
/// call asks for the streams of all of them, and the labels in its answer tell them apart. A given selector with a regular
/// expression has a call of its own, since only the server can hold labels against that.
struct LokiStreamSearch: Sendable {
    struct Choice: Sendable {
        /// `nil` when there is nothing to ask.
        var selector: String?
        var diagnostics: [Diagnostic] = []
    }

    let service: String
    let selector: String?
    let serviceLabels: [String]
    let window: TimeWindow
    /// The given selector's matchers, when labels can be held against them here.
    private let matchers: [LabelMatcher]?

    init(service: String, selector: String?, serviceLabels: [String], window: TimeWindow) {
        self.service = service
        self.selector = selector
        self.serviceLabels = serviceLabels
        self.window = window
        let read = selector.flatMap(LokiQuery.matchers(ofSelector:))
        matchers = read.flatMap { $0.allSatisfy { $0.sign == .equals || $0.sign == .differs } ? $0 : nil }
    }

    var calls: [Call] {
        let conventions = serviceLabels.map(candidate)
        guard let selector else { return [call(conventions)] }
        return matchers == nil ? [call([selector]), call(conventions)] : [call([selector] + conventions)]
    }

    private func candidate(_ label: String) -> String { "{\(label)=\(LokiQuery.quoted(service))}" }

    private func call(_ selectors: [String]) -> Call {
        .http(LokiAPI.get(LokiAPI.path("series"), selectors.map { .init("match[]", $0) }, window: window))
    }

    func choose(_ outcomes: [Outcome]) -> Choice {
        var answers: [Streams] = []
        var choice = Choice()
        var isHopeless = false
        for outcome in outcomes {
            do throws(ReadingError) { answers.append(try Streams(outcome)) } catch {
                // A server that does not take the question may take others; one that is closed or failing is not asked more.
                let mayGoOn = error.severity == .failed && error.status.map { (400..<500).contains($0) && $0 != 429 } == true
                isHopeless = isHopeless || !mayGoOn
                let diagnostic = error.diagnostic("streams of \(service)", outcome)
                if !choice.diagnostics.contains(where: { $0.message == diagnostic.message }) {
                    choice.diagnostics.append(diagnostic)
                }
            }
        }
        if let selector, matches(selector, answers, of: outcomes) {
            choice.selector = selector
        } else if let label = serviceLabels.first(where: { label in answers.contains { $0.has(label, service) } }) {
            choice.selector = candidate(label)
            if let selector {
                let text = "logs of \(service): the selector \(selector) has no stream; looking by the usual labels instead"
                choice.diagnostics.append(Diagnostic(.note, text, exchange: outcomes.first?.key))
            }
        } else if let selector, !choice.diagnostics.isEmpty, !isHopeless {
            choice.selector = selector
        } else if choice.diagnostics.isEmpty {
            choice.diagnostics = [nothing(outcomes.first?.key)]
        }
        if choice.selector != nil {
            // What is missing is no more than a better choice, or nothing at all.
            let severity: Diagnostic.Severity = choice.selector == selector ? .note : .partial
            for index in choice.diagnostics.indices where choice.diagnostics[index].severity != .note {
                choice.diagnostics[index].severity = severity
            }
        }
        return choice
    }

    /// Does the given selector have any stream?
    private func matches(_ selector: String, _ answers: [Streams], of outcomes: [Outcome]) -> Bool {
        if let matchers { return answers.contains { $0.has(matchers) } }
        // The first call asked for nothing else.
        guard let own = answers.first, own.key == outcomes.first?.key else { return false }
        return !own.isEmpty
    }

    private func nothing(_ exchange: CallKey?) -> Diagnostic {
        let names = serviceLabels.joined(separator: ", ")
        let given = selector.map { "matches the selector \($0) or " } ?? ""
        let advice = selector == nil ? "give the service a selector, and check" : "check the selector and"
        return Diagnostic(
            .failed,
            "logs of \(service): no stream in this window \(given)has the service's name in one of the labels \(names); "
                + "\(advice) the tenant (X-Scope-OrgID)",
            exchange: exchange)
    }

    /// The label sets in one answer.
    private struct Streams {
        var key: CallKey
        private var labels: [[String: String]] = []
        /// The start of an answer that is too long to be read whole.
        private var start = ""

        init(_ outcome: Outcome) throws(ReadingError) {
            key = outcome.key
            if case .cut(let reply, _) = outcome.result, reply.status < 300 {
                start = (try? reply.body.text()) ?? ""
                return
            }
            // A missing `data` member is what Loki writes for none.
            labels = (try LokiAnswer.document(outcome)["data"]?.array ?? []).map(LogEntry.labels)
        }

        var isEmpty: Bool { labels.isEmpty && start.isEmpty }

        func has(_ label: String, _ value: String) -> Bool {
            labels.contains { $0[label] == value } || start.contains(Self.member(label, value))
        }

        /// An answer that was cut is looked through for the values that are demanded, which is close enough to go on.
        func has(_ matchers: [LabelMatcher]) -> Bool {
            if !start.isEmpty {
                return matchers.allSatisfy { $0.sign == .differs || start.contains(Self.member($0.name, $0.value)) }
            }
            return labels.contains { stream in
                matchers.allSatisfy { (($0.sign == .equals) == ((stream[$0.name] ?? "") == $0.value)) }
            }
        }

        private static func member(_ label: String, _ value: String) -> String {
            JSONValue.string(label).compact + ":" + JSONValue.string(value).compact
        }
    }
}
