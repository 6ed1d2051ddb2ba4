import Core

/// `kubernetes_events`: what the cluster's components reported in a window.
struct KubernetesEventsTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_events",
            summary: "What a cluster's components reported: failed probes, back-offs, scaling. Kept for about an hour",
            input: Schema.object(
                [
                    ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                    ("namespace", Schema.string("A namespace; else those of the configuration")),
                    ("service", Schema.string("Only events of this service's workloads, replica sets and pods")),
                    ("type", Schema.choice(["Normal", "Warning"], "Only events of this type")),
                    ("reason", Schema.string("Only events of this reason, such as BackOff")),
                    ("kind", Schema.string("Only events of objects of this kind, such as Pod")),
                    ("name", Schema.string("Only events of the object of this name")),
                    ("page", Schema.integer("Events asked for at a time, 1 to 500; 250 by default")),
                ], required: ["from", "to"]),
            routes: KubernetesResource.routes([.events, .coreEvents, .deployments, .statefulsets, .daemonsets]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let question = try KubernetesEventsQuestion(fields, settings)
        let places = settings.places(try fields.kubernetesName("namespace"))
        let page = try fields.integer("page", in: 1...500, default: KubernetesListing.pageSize)
        let events = places.map { KubernetesListing(.events, in: $0, fields: question.selector, pageSize: page) }
        let workloads = places.flatMap { place in KubernetesWorkload.resources.map { KubernetesListing($0, in: place) } }
        return KubernetesStages(events + workloads) { [count = events.count] listings in
            KubernetesNamespaces.checked(listings) { listings, namespaces in
                question.conclude(Array(listings.prefix(count)), Array(listings.dropFirst(count)), namespaces)
            }
        }
    }
}

struct KubernetesEventsQuestion: Sendable {
    let window: TimeWindow
    let service: String?
    let settings: KubernetesSettings
    let selector: String?

    static let mostEvents = 1000

    init(_ fields: Input, _ settings: KubernetesSettings) throws(InputError) {
        window = try fields.window()
        service = try fields.optionalString("service")
        self.settings = settings
        var parts: [String] = []
        if let type = try fields.optionalString("type") {
            guard ["Normal", "Warning"].contains(type) else { throw InputError("type", "expected 'Normal' or 'Warning'") }
            parts.append("type=\(type)")
        }
        for (member, field) in [("reason", "reason"), ("kind", "regarding.kind"), ("name", "regarding.name")] {
            guard let value = try fields.optionalString(member) else { continue }
            let isWord = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && ![0x2C, 0x3D, 0x21, 0x5C].contains($0) }
            guard isWord, (1...253).contains(value.utf8.count) else {
                throw InputError(member, "expected one word without ',', '=', '!' and '\\'")
            }
            parts.append("\(field)=\(value)")
        }
        selector = parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    func conclude(_ lists: [KubernetesListing], _ workloads: [KubernetesListing], _ namespaces: KubernetesNamespaces) -> Step {
        var diagnostics = namespaces.diagnostics + lists.flatMap(\.diagnostics)
        diagnostics += KubernetesEventsQuestion.weakened(workloads.flatMap(\.diagnostics))
        let owners = KubernetesOwners(KubernetesWorkload.read(workloads, settings))
        var found: [(event: KubernetesEvent, evidence: Evidence)] = []
        var oldest: Stamp?
        var unreadable = 0
        for list in lists where list.refusal == nil && !namespaces.isMissing(list.namespace) {
            let (events, unread) = KubernetesEvent.read(list.items)
            unreadable += unread
            if unread > 0 {
                let says = "\(list.what): \(unread) have no object or no time that could be read"
                diagnostics.append(Diagnostic(.partial, says, exchange: list.exchanges.last))
            }
            if let first = events.first?.last, first.time < oldest?.time ?? Instant(nanoseconds: .max) { oldest = first }
            let completeness: Completeness = list.cutReason.map { .cutOff(reason: $0) } ?? .complete
            for event in events where event.span.overlaps(window) {
                let owner = owners.service(of: event.event.object)
                guard service == nil || owner == service else { continue }
                let evidence = event.evidence(
                    service: owner, from: list.exchanges, window: window, completeness: completeness)
                found.append((event, evidence))
            }
        }
        if found.isEmpty, lists.allSatisfy({ $0.refusal != nil || namespaces.isMissing($0.namespace) }) {
            return .done([], diagnostics)
        }
        guard !found.isEmpty else {
            let doubt: Completeness? =
                if unreadable > 0 {
                    .failed(reason: "\(unreadable) events could not be read")
                } else if service != nil, workloads.contains(where: { $0.refusal != nil || $0.cutReason != nil }) {
                    .sampled(reason: "not all workloads could be read, so an event of the service may not be known as its own")
                } else {
                    nil
                }
            return .done([nothing(lists, namespaces, oldest: oldest, doubt: doubt)], diagnostics)
        }
        found.sort { ($0.event.last.time, $0.event.uid) < ($1.event.last.time, $1.event.uid) }
        if !reachesBack(oldest) {
            diagnostics.append(
                Diagnostic(
                    .note,
                    "events: none is left from before \(window.from.rfc3339()); some of the window may be gone as well",
                    exchange: lists.first?.exchanges.last))
        }
        return .done(limited(found.map(\.evidence), &diagnostics), diagnostics)
    }

    /// Events are dropped a fixed time after they were last written, so one from before the window shows that all of the window
    /// are still kept.
    private func reachesBack(_ oldest: Stamp?) -> Bool { oldest.map { $0.time < window.from } ?? false }

    /// Without the workloads services are only read from names: worth a note.
    private static func weakened(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.map { Diagnostic(.note, "\($0.message); services are read from objects' names", exchange: $0.exchange) }
    }

    private func limited(_ evidence: [Evidence], _ diagnostics: inout [Diagnostic]) -> [Evidence] {
        guard evidence.count > KubernetesEventsQuestion.mostEvents else { return evidence }
        let reason = "the first \(KubernetesEventsQuestion.mostEvents) of \(evidence.count) events were kept"
        diagnostics.append(Diagnostic(.partial, "events: \(reason)", exchange: evidence[0].exchanges.last))
        return evidence.prefix(KubernetesEventsQuestion.mostEvents).map { item in
            var item = item
            item.completeness = .cutOff(reason: reason)
            return item
        }
    }

    /// - Parameter doubt: why there may be some among what was read.
    private func nothing(
        _ lists: [KubernetesListing], _ namespaces: KubernetesNamespaces, oldest: Stamp?, doubt: Completeness?
    ) -> Evidence {
        let words = [selector.map { "with \($0)" }, service.map { "of \($0)" }].compactMap { $0 }
        let place = lists.count == 1 ? lists[0].what : "events"
        let text = (["no \(place)"] + words + ["from \(window.from.rfc3339()) to \(window.to.rfc3339())"])
        let kept: Completeness =
            reachesBack(oldest)
            ? .noneThere
            : .notKept(reason: "Kubernetes keeps events for an hour unless it was told otherwise, and none is left from before")
        return Evidence(
            .nothing(text.joined(separator: " ")), from: lists.flatMap(\.exchanges), service: service, window: window,
            query: "kubectl get events" + (selector.map { " --field-selector \($0)" } ?? ""),
            completeness: namespaces.absence(lists, otherwise: doubt ?? kept))
    }
}

extension Input {
    /// The name of a namespace or another object, when it is given.
    func kubernetesName(_ member: String) throws(InputError) -> String? {
        guard let name = try optionalString(member) else { return nil }
        guard KubernetesName.isSubdomain(name) else {
            throw InputError(member, "expected a name of lower-case letters, digits, '-' and '.'")
        }
        return name
    }
}
