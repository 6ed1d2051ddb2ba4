import Alerting
import Core
import PromQL

/// A selector of a rule, ready to be held against many signals.
struct CompiledSelector: Sendable {
    let metric: String?
    /// Conditions on the name, where it is not given.
    private let namePatterns: [CompiledMatcher]
    /// Conditions on labels.
    let matchers: [CompiledMatcher]
    /// Which of these ask for known services, by a label that says what a series is about.
    let asksForKnown: [Bool]

    init(_ selector: VectorSelector, services: Set<String>) {
        metric = selector.metric
        let all = selector.matchers.map { CompiledMatcher($0) }
        namePatterns = all.filter { $0.name == "__name__" }
        let matchers = all.filter { $0.name != "__name__" }
        self.matchers = matchers
        asksForKnown = matchers.map { matcher in
            matcher.isPositive && ServiceIdentity.labelNames.contains(matcher.name)
                && services.contains { matcher.matches($0) == true }
        }
    }

    private static let outcomeLabels: Set<String> = [
        "code", "status", "status_code", "http_status_code", "http_response_status_code", "response_code", "grpc_code",
        "rpc_grpc_status_code", "outcome", "error", "result",
    ]

    /// Whether it reads the signal's metric, by name or by a pattern on the name.
    func reads(_ signal: MovedSignal) -> Bool {
        // A counter of all requests tells of errors only where failed ones are picked out.
        if signal.series.signal == .errors, signal.series.unit == .ratio,
            !matchers.contains(where: { CompiledSelector.outcomeLabels.contains($0.name) })
        {
            return false
        }
        if let metric { return signal.isOf(metric: metric) }
        guard !namePatterns.isEmpty else { return false }
        return ["", "_bucket", "_sum", "_count", "_total"].contains { suffix in
            let name = signal.series.metric + suffix
            return signal.isOf(metric: name) && namePatterns.allSatisfy { $0.matches(name) == true }
        }
    }

    /// Whether it asks for a service by name.
    var namesService: Bool { matchers.contains { ServiceIdentity.labelNames.contains($0.name) && $0.isPositive } }
}
