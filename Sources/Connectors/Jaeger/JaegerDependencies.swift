import Core
import OTLP

/// Which service calls which, as the server counted. Many servers do not: then it is to be made from traces.
struct JaegerDependencies: Tool {
    let api: JaegerAPI.Choice

    let description = ToolDescription(
        name: "jaeger_dependencies",
        summary: "Which service calls which, and how often, where the server counts that; many do not.",
        input: Schema.object(
            [("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window"))], required: ["from", "to"]),
        routes: [.http(.get, ["api", "dependencies"]), .http(.get, ["api", "v3", "dependencies"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        Asking(
            window: try Input(input).window(days: 31), version: api == .v3 ? .third : .older, mayTryOther: api == .auto)
    }

    private struct Asking: Conversation {
        let window: TimeWindow
        /// The older endpoint is the one that servers of both versions have.
        var version: JaegerAPI.Version
        var mayTryOther: Bool

        /// The older endpoint takes milliseconds.
        private var call: HTTPCall {
            guard version == .older else {
                return JaegerAPI.get(
                    ["api", "v3", "dependencies"],
                    [.init("startTime", window.from.rfc3339Exact), .init("endTime", window.to.rfc3339Exact)])
            }
            let end = window.to.nanoseconds / 1_000_000 + (window.to.nanoseconds % 1_000_000 > 0 ? 1 : 0)
            let start = window.from.nanoseconds / 1_000_000
            return JaegerAPI.get(
                ["api", "dependencies"], [.init("endTs", String(end)), .init("lookback", String(end - start))])
        }

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(call)]) }
            let what = "calls between services"
            do throws(ReadingError) {
                let document = try outcome.json()
                var warnings: [String] = []
                let edges = try edges(document, &warnings)
                return conclude(edges, warnings, outcome)
            } catch {
                if error.status == 404, mayTryOther {
                    version = .third
                    mayTryOther = false
                    return .calls([.http(call)])
                }
                let isAbsent = error.status == 404 || error.status == 501 || error.reason.contains("not supported")
                guard isAbsent else { return .done([], [error.diagnostic(what, outcome)]) }
                let text = "\(what): this server does not count them; they are to be made from traces (it \(error.reason))"
                return .done([], [Diagnostic(.note, text, exchange: outcome.key)])
            }
        }

        private func edges(_ document: JSONValue, _ warnings: inout [String]) throws(ReadingError) -> JSONArray {
            if version == .third {
                guard document["dependencies"]?.array != nil || document.object?.isEmpty == true else {
                    throw ReadingError(.failed, "answered without a list")
                }
                return document["dependencies"]?.array ?? []
            }
            // An empty list is `null` to some servers.
            if document["data"]?.isNull == true, document["errors"]?.array?.isEmpty ?? true { return [] }
            return try JaegerAnswer.list(document, &warnings)
        }

        private func conclude(_ edges: JSONArray, _ warnings: [String], _ outcome: Outcome) -> Step {
            var found: [(caller: String, callee: String, count: Int64)] = []
            for edge in edges {
                guard let caller = edge["parent"]?.string, let callee = edge["child"]?.string else { continue }
                found.append((caller, callee, max(0, OTLPValue.integer(edge["callCount"]) ?? 0)))
            }
            let link = call.target
            func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
                Evidence(
                    observation, from: [outcome.key], window: window, query: "dependencies", link: link,
                    completeness: completeness)
            }
            var diagnostics = warnings.prefix(5).map {
                Diagnostic(.partial, "calls between services: Jaeger says: \($0)", exchange: outcome.key)
            }
            let counted: Completeness = warnings.first.map { .failed(reason: "Jaeger says: \($0)") } ?? .complete
            let unread = edges.count - found.count
            if unread > 0 {
                let text = "calls between services: \(unread) could not be read"
                diagnostics.append(Diagnostic(.partial, text, exchange: outcome.key))
            }
            guard !found.isEmpty else {
                // The counts are made by a job of their own, which may not run.
                let reason = "Jaeger counts calls only where a job or a processor is set up to do so"
                return .done([evidence(.nothing("no calls between services"), .sampled(reason: reason))], diagnostics)
            }
            found.sort { ($0.caller, $0.callee, $0.count) < ($1.caller, $1.callee, $1.count) }
            return .done(
                found.map {
                    let rate = window.seconds > 0 ? Double($0.count) / window.seconds : nil
                    return evidence(.dependency(Dependency(caller: $0.caller, callee: $0.callee, rate: rate)), counted)
                }, diagnostics)
        }
    }
}
