import Core
import OTLP

/// The lookup of one trace: by the second version of the endpoint, and by the first where a server has no other.
struct TempoTraceReader: Sendable {
    /// 32 hex digits.
    var id: String
    var window: TimeWindow?

    enum Version: Sendable { case second, first }

    struct Reading: Sendable {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        /// The endpoint is not there; the other one may be.
        var wantsFirstVersion = false
    }

    func call(_ version: Version) -> HTTPCall {
        let path = version == .second ? ["api", "v2", "traces", id] : ["api", "traces", id]
        return TempoAPI.get(path, window.map(TempoAPI.bounds) ?? [])
    }

    func read(_ outcome: Outcome, _ version: Version, service: String? = nil) -> Reading {
        let what = "trace \(id)"
        let document: JSONValue
        do throws(ReadingError) { document = try outcome.json() } catch {
            if error.status == 404, version == .second { return Reading(wantsFirstVersion: true) }
            // The first version says that it knows no such trace with an empty body; a server without the endpoint says it in words.
            if error.status == 404, Self.hasEmptyBody(outcome) { return nothing(outcome, version, service) }
            return Reading(diagnostics: [error.diagnostic(what, outcome)])
        }
        let spans = OTLPTraces.read(document)
        guard spans.hasLists || document["trace"]?.object != nil || document["status"] != nil else {
            let problem = ReadingError(.failed, "answered with what is no trace")
            return Reading(diagnostics: [problem.diagnostic(what, outcome)])
        }
        var reading = Reading()
        var completeness = Completeness.complete
        func partial(_ text: String) {
            reading.diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        if spans.skipped > 0 {
            completeness = .failed(reason: "\(spans.skipped) spans could not be read")
            let first = spans.problems.first.map { " (\($0))" } ?? ""
            partial("\(spans.skipped) spans could not be read\(first)")
        }
        if let status = document["status"], status.string == "PARTIAL" || status.int == 1 {
            let message = document["message"]?.string ?? "no reason given"
            completeness = .cutOff(reason: "Tempo gave a part of the trace: \(message.prefix(300))")
            partial("Tempo gave a part of it: \(message.prefix(300))")
        }
        guard let trace = spans.items.first(where: { $0.id == id }) else {
            if let other = spans.items.first { partial("the answer is about another trace, \(other.id)") }
            guard spans.items.isEmpty, completeness == .complete else { return reading }
            return nothing(outcome, version, service)
        }
        reading.evidence = [
            Evidence(
                .trace(trace), from: [outcome.key], service: service,
                stamp: trace.spans.first.map { Stamp($0.start, precision: .nanoseconds) }, window: window, query: what,
                link: call(version).target, completeness: completeness)
        ]
        return reading
    }

    private func nothing(_ outcome: Outcome, _ version: Version, _ service: String?) -> Reading {
        Reading(evidence: [
            Evidence(
                .nothing("no trace with the id \(id)"), from: [outcome.key], service: service, window: window,
                query: "trace \(id)", link: call(version).target,
                completeness: .notKept(
                    reason: "Tempo has no such trace now; one that expired and one that was never sent or sampled look the same"
                ))
        ])
    }

    private static func hasEmptyBody(_ outcome: Outcome) -> Bool {
        guard case .reply(let reply) = outcome.result else { return false }
        return reply.body.count == 0
    }
}
