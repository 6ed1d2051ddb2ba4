import Core

/// `kubernetes_rollouts`: what was rolled out and rolled back, and what changed in the pod templates.
struct KubernetesRolloutsTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_rollouts",
            summary: "Rollouts of deployments, stateful sets and daemon sets: when, why, and what changed in the pod template",
            input: Schema.object([
                ("service", Schema.string("Only the workloads of this service")),
                ("namespace", Schema.string("A namespace; else those of the configuration")),
                ("from", Schema.time("Start of the window; without one all revisions that are kept")),
                ("to", Schema.time("End of the window")),
            ]),
            routes: KubernetesResource.routes(
                KubernetesWorkload.resources + [.replicasets, .controllerrevisions, .events, .coreEvents]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let service = try fields.optionalString("service")
        let places = settings.places(try fields.kubernetesName("namespace"))
        var window: TimeWindow?
        let ends = (try fields.optionalString("from"), try fields.optionalString("to"))
        if ends.0 != nil || ends.1 != nil { window = try fields.window() }
        let question = KubernetesRolloutsQuestion(settings: settings, service: service, window: window)
        let lists = places.flatMap { place in KubernetesWorkload.resources.map { KubernetesListing($0, in: place) } }
        return KubernetesStages(lists) { question.details($0) }
    }
}

struct KubernetesRolloutsQuestion: Sendable {
    let settings: KubernetesSettings
    let service: String?
    let window: TimeWindow?

    /// Workloads of one service whose revisions are asked for one by one; of more, those of the namespace are.
    private static let mostSingle = 10

    /// The second stage: what the revisions and their times are read from.
    func details(_ listings: [KubernetesListing]) -> KubernetesStages.Following {
        let workloads = KubernetesWorkload.of(service, in: KubernetesWorkload.read(listings, settings))
        let isSingle = service != nil && workloads.count <= KubernetesRolloutsQuestion.mostSingle
        let lists = isSingle ? single(workloads) : whole(workloads, listings)
        return .list(lists) { details in
            KubernetesNamespaces.checked(listings + details) { _, namespaces in
                conclude(workloads, listings, details, namespaces)
            }
        }
    }

    private func single(_ workloads: [KubernetesWorkload]) -> [KubernetesListing] {
        workloads.flatMap { workload -> [KubernetesListing] in
            let place = workload.object.namespace
            guard workload.kind == .deployment else {
                return [KubernetesListing(.controllerrevisions, in: place, labels: workload.selector)]
            }
            return [
                KubernetesListing(.replicasets, in: place, labels: workload.selector),
                KubernetesListing(
                    .events, in: place, fields: "regarding.kind=Deployment,regarding.name=\(workload.object.name)"),
            ]
        }
    }

    /// One list of each kind that occurs, over each place that was asked.
    private func whole(_ workloads: [KubernetesWorkload], _ listings: [KubernetesListing]) -> [KubernetesListing] {
        listings.flatMap { listing -> [KubernetesListing] in
            guard !listing.items.isEmpty else { return [] }
            let place = listing.namespace
            switch listing.resource {
            case .deployments:
                return [
                    KubernetesListing(.replicasets, in: place),
                    KubernetesListing(.events, in: place, fields: "reason=ScalingReplicaSet"),
                ]
            case .statefulsets: return [KubernetesListing(.controllerrevisions, in: place)]
            case .daemonsets:
                let isAsked = listings.contains {
                    $0.resource == .statefulsets && $0.namespace == place && !$0.items.isEmpty
                }
                return isAsked ? [] : [KubernetesListing(.controllerrevisions, in: place)]
            default: return []
            }
        }
    }

    private func conclude(
        _ workloads: [KubernetesWorkload], _ listings: [KubernetesListing], _ details: [KubernetesListing],
        _ namespaces: KubernetesNamespaces
    ) -> Step {
        let diagnostics = namespaces.diagnostics + (listings + details).flatMap(\.diagnostics)
        let parts = KubernetesDetails(details)
        let histories = workloads.map { parts.history(of: $0) }
        if workloads.isEmpty, listings.allSatisfy({ $0.refusal != nil || namespaces.isMissing($0.namespace) }) {
            return .done([], diagnostics)
        }
        var evidence = histories.flatMap { kept($0, $0.changes()) }
        if let cut = (listings + details).lazy.compactMap({ $0.cutReason }).first {
            for position in evidence.indices { evidence[position].completeness = .cutOff(reason: cut) }
        }
        evidence.sort { KubernetesRolloutsQuestion.order($0) < KubernetesRolloutsQuestion.order($1) }
        if !evidence.contains(where: { isInside($0) }) {
            evidence.append(nothing(histories, listings, details, namespaces))
        }
        for position in evidence.indices { evidence[position].window = window }
        return .done(evidence, diagnostics)
    }

    // MARK: The window

    /// What overlaps the window and, of a service that was asked for, what ran before it.
    private func kept(_ history: KubernetesHistory, _ changes: [Evidence]) -> [Evidence] {
        guard let window else { return changes }
        let before = changes.last { ($0.stamp?.time).map { $0 < window.from } ?? false }
        return changes.filter { change in
            if isInside(change) { return true }
            return service != nil && change == before
        }
    }

    private func isInside(_ evidence: Evidence) -> Bool {
        guard case .change(let change) = evidence.observation else { return false }
        guard let window, let stamp = evidence.stamp?.time else { return window == nil }
        return TimeWindow(from: change.startedAt?.time ?? stamp, to: stamp).overlaps(window)
    }

    private static func order(_ evidence: Evidence) -> (Instant, Instant, String) {
        guard case .change(let change) = evidence.observation, let stamp = evidence.stamp?.time else {
            return (Instant(nanoseconds: .min), Instant(nanoseconds: .min), "")
        }
        return (change.startedAt?.time ?? stamp, stamp, change.id)
    }

    private func nothing(
        _ histories: [KubernetesHistory], _ listings: [KubernetesListing], _ details: [KubernetesListing],
        _ namespaces: KubernetesNamespaces
    ) -> Evidence {
        let when = window.map { " from \($0.from.rfc3339()) to \($0.to.rfc3339())" } ?? ""
        let text = "no rollout" + (service.map { " of \($0)" } ?? "") + listings.places + when
        var otherwise = Completeness.noneThere
        let missing = window.flatMap { window in histories.lazy.compactMap { $0.missing(since: window.from) }.first }
        if let missing {
            otherwise = .notKept(reason: missing)
        } else if histories.isEmpty {
            let what = service.map { "no workload of \($0)" } ?? "no workload"
            otherwise = .notKept(reason: "\(what) is there now, and what was deleted leaves no history")
        }
        return Evidence(
            .nothing(text), from: (listings + details).flatMap(\.exchanges), service: service, window: window,
            query: "kubectl rollout history",
            completeness: namespaces.absence(
                listings + details.filter { $0.resource != .coreEvents && $0.resource != .events }, otherwise: otherwise))
    }
}
