import Core

/// `kubernetes_event_changes`: events that are written while it waits, by a watch.
///
/// A watch's body is a document a line: `ADDED`, `MODIFIED`, `DELETED` and `BOOKMARK` with an object, or `ERROR` with a `Status`.
/// The answer is 200 in each case, also when the version to start from is no longer kept.
struct KubernetesEventChangesTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_event_changes",
            summary:
                "Events that a cluster's components report while it waits; with version 0 those that are kept come first",
            input: Schema.object(
                [
                    ("namespace", Schema.string("The namespace; else the first of the configuration")),
                    ("reason", Schema.string("Only events of this reason, such as Killing")),
                    ("resourceVersion", Schema.string("The version of a list to go on from; 0 by default")),
                    ("timeoutSeconds", Schema.integer("How long to wait, 1 to 10 seconds; 2 by default")),
                ]), routes: KubernetesResource.routes([.coreEvents]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let place = try fields.kubernetesName("namespace") ?? settings.namespaces.first
        let seconds = try fields.integer("timeoutSeconds", in: 1...10, default: 2)
        let version = try fields.optionalString("resourceVersion") ?? "0"
        guard (1...20).contains(version.utf8.count), version.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InputError("resourceVersion", "expected digits")
        }
        var call = HTTPCall(path: KubernetesResource.coreEvents.path(place), query: [HTTPCall.Field("watch", "1")])
        if let reason = try fields.optionalString("reason") {
            guard KubernetesName.isLabelValue(reason), !reason.isEmpty else { throw InputError("reason", "expected one word") }
            call.query.append(HTTPCall.Field("fieldSelector", "reason=\(reason)"))
        }
        call.query += [
            HTTPCall.Field("resourceVersion", version), HTTPCall.Field("timeoutSeconds", String(seconds)),
            HTTPCall.Field("allowWatchBookmarks", "true"),
        ]
        return OneRound([.http(call)]) { KubernetesEventChangesTool.conclude($0, place, seconds) }
    }

    private static let mostLines = 2000

    private static func conclude(_ outcomes: [Outcome], _ place: String?, _ seconds: Int) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        let what = "changes of events in \(place ?? "all namespaces")"
        let body: [UInt8]
        var watch = Watch()
        do throws(KubernetesRefusal) {
            body = try bytes(of: outcome, needs: "watch events\(place.map { " in namespace \($0)" } ?? "")", &watch)
        } catch {
            return .done([], [error.diagnostic(what, outcome.key)])
        }
        let lines = body.split(separator: UInt8(ascii: "\n"))
        for line in lines.prefix(mostLines) { watch.take(line) }
        if lines.count > mostLines { watch.cut = "\(mostLines) of \(lines.count) changes were read" }
        return watch.conclude(outcome, what, seconds)
    }

    private static func bytes(of outcome: Outcome, needs: String, _ watch: inout Watch) throws(KubernetesRefusal) -> [UInt8] {
        let reply: Reply
        switch outcome.result {
        case .reply(let whole) where whole.status < 400: reply = whole
        case .cut(let part, let reason):
            watch.cut = reason
            reply = part
        default:
            _ = try outcome.kubernetes(needs: needs)
            throw KubernetesRefusal(.failed, "answered with something other than a watch")
        }
        do { return try reply.body.bytes() } catch {
            throw KubernetesRefusal(.failed, "its stored answer could not be read: \(error)")
        }
    }

    /// What the lines of a watch amount to: of each event its last state.
    private struct Watch {
        var events: [String: KubernetesEvent] = [:]
        var error: KubernetesRefusal?
        var unreadable = 0
        var cut: String?

        mutating func take(_ line: ArraySlice<UInt8>) {
            guard let change = try? JSONValue(parsing: Array(line)), let type = change["type"]?.string else {
                unreadable += 1
                return
            }
            let object = change["object"] ?? .null
            switch type {
            case "BOOKMARK": break
            case "ERROR":
                error = Outcome.refusal(
                    object["code"]?.int.map { Int(max(0, min($0, 999))) } ?? 0, object, retryAfter: nil, needs: "watch events")
            case "ADDED", "MODIFIED":
                guard let event = KubernetesEvent(object) else {
                    unreadable += 1
                    return
                }
                events[event.uid] = event
            // An event that is dropped when its hour is over; it happened all the same.
            case "DELETED": break
            default: unreadable += 1
            }
        }

        func conclude(_ outcome: Outcome, _ what: String, _ seconds: Int) -> Step {
            var diagnostics: [Diagnostic] = []
            if let error {
                let hint = error.status == 410 ? " (list the events, and watch from the list's version on)" : ""
                let says = "\(what): the watch \(error.reason)\(hint)"
                diagnostics.append(Diagnostic(events.isEmpty ? error.severity : .partial, says, exchange: outcome.key))
            }
            if unreadable > 0 {
                let says = "\(what): \(unreadable) lines could not be read"
                diagnostics.append(Diagnostic(events.isEmpty ? .failed : .partial, says, exchange: outcome.key))
            }
            if let cut { diagnostics.append(Diagnostic(.partial, "\(what): \(cut)", exchange: outcome.key)) }
            let isWhole = diagnostics.isEmpty
            let reason = diagnostics.first?.message ?? ""
            let owners = KubernetesOwners([])
            let sorted = events.values.sorted { ($0.last.time, $0.uid) < ($1.last.time, $1.uid) }
            guard !sorted.isEmpty else {
                guard isWhole else { return .done([], diagnostics) }
                let nothing = Evidence(
                    .nothing("no change of an event"), from: [outcome.key], query: "kubectl get events --watch",
                    completeness: .sampled(reason: "the watch lasted \(seconds) s"))
                return .done([nothing], diagnostics)
            }
            return .done(
                sorted.map { event in
                    event.evidence(
                        service: owners.service(of: event.event.object), from: [outcome.key], window: nil,
                        completeness: isWhole ? .complete : .cutOff(reason: reason))
                }, diagnostics)
        }
    }
}
