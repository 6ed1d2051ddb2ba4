import Core

/// `kubernetes_pods`: the pods that there are now, their restarts, and how their containers last ended.
struct KubernetesPodsTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_pods",
            summary: "Pods as they are now: phase, node, restarts, why containers wait, how they last ended",
            input: Schema.object([
                ("service", Schema.string("Only pods that carry this service's name in a label")),
                ("namespace", Schema.string("A namespace; else those of the configuration")),
            ]), routes: KubernetesResource.routes([.pods]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let service = try fields.optionalString("service")
        let places = settings.places(try fields.kubernetesName("namespace"))
        var selectors: [String?] = [nil]
        if let service {
            // What is no label's value is on no pod.
            selectors = KubernetesName.isLabelValue(service) ? settings.serviceLabels.map { "\($0)=\(service)" } : []
        }
        let lists = places.flatMap { place in selectors.map { KubernetesListing(.pods, in: place, labels: $0) } }
        return KubernetesStages(lists) { [settings] listings in
            KubernetesNamespaces.checked(listings) { listings, namespaces in
                KubernetesPodsTool.conclude(listings, namespaces, service: service, settings)
            }
        }
    }

    private static func conclude(
        _ listings: [KubernetesListing], _ namespaces: KubernetesNamespaces, service: String?, _ settings: KubernetesSettings
    ) -> Step {
        var diagnostics = namespaces.diagnostics + listings.flatMap(\.diagnostics)
        guard !listings.isEmpty else {
            let says =
                "pods: '\(OutgoingText.line(String((service ?? "").prefix(80))))' cannot be a label's value, so no pod has it"
            return .done([], [Diagnostic(.note, says)])
        }
        var seen: Set<String> = []
        var found: [(state: PodState, evidence: Evidence)] = []
        var unreadable = 0
        for listing in listings {
            for item in listing.items {
                guard let object = KubernetesObject(item) else {
                    unreadable += 1
                    continue
                }
                guard seen.insert(object.uid.isEmpty ? object.place : object.uid).inserted else { continue }
                let state = PodState(object)
                found.append(
                    (
                        state,
                        Evidence(
                            .pod(state), from: listing.exchanges, service: service ?? self.service(of: object, settings),
                            query: "kubectl describe pod \(object.name)" + (object.namespace.map { " -n \($0)" } ?? ""),
                            completeness: listing.cutReason.map { .cutOff(reason: $0) } ?? .complete)
                    ))
            }
        }
        if unreadable > 0 {
            diagnostics.append(
                Diagnostic(.partial, "pods: \(unreadable) could not be read", exchange: listings[0].exchanges.last))
        }
        if found.isEmpty, listings.allSatisfy({ $0.refusal != nil || namespaces.isMissing($0.namespace) }) {
            return .done([], diagnostics)
        }
        guard !found.isEmpty else {
            let text = "no pod" + (service.map { " of \($0)" } ?? "") + listings.places + " now"
            let nothing = Evidence(
                .nothing(text), from: listings.flatMap(\.exchanges), service: service, query: "kubectl get pods",
                completeness: unreadable > 0
                    ? .failed(reason: "\(unreadable) pods could not be read")
                    : namespaces.absence(
                        listings,
                        otherwise: service == nil
                            ? .noneThere : .sampled(reason: "only pods with one of the labels of services were asked for")))
            return .done([nothing], diagnostics)
        }
        found.sort {
            ($0.state.object.namespace ?? "", $0.state.object.name) < ($1.state.object.namespace ?? "", $1.state.object.name)
        }
        return .done(found.map(\.evidence), diagnostics)
    }

    /// By label; else by the workload that its name is made from.
    private static func service(of pod: KubernetesObject, _ settings: KubernetesSettings) -> String? {
        for label in settings.serviceLabels {
            if let name = pod.labels[label]?.string, !name.isEmpty { return name }
        }
        return KubernetesOwners([]).service(of: ClusterObject(kind: "Pod", namespace: pod.namespace, name: pod.name))
    }
}

extension PodState {
    init(_ pod: KubernetesObject) {
        let status = pod.content["status"] ?? .null
        let lists = ["initContainerStatuses", "containerStatuses"]
        self.init(
            object: ClusterObject(kind: "Pod", namespace: pod.namespace, name: pod.name),
            node: pod.content["spec"]?["nodeName"]?.string, phase: status["phase"]?.string ?? "Unknown",
            startedAt: status["startTime"]?.string.flatMap(Instant.init(rfc3339:)),
            containers: lists.flatMap { list in (status[list]?.array ?? []).compactMap(Container.init(status:)) })
    }
}

extension PodState.Container {
    /// An entry of `containerStatuses`.
    init?(status: JSONValue) {
        guard let name = status["name"]?.string else { return nil }
        // One of the three is there; none is waiting, as the API has it.
        let states = ["running", "terminated", "waiting"]
        let state = states.first { status["state"]?[$0]?.object != nil } ?? "waiting"
        self.init(
            name: name, isReady: status["ready"]?.bool ?? false, restarts: Self.small(status["restartCount"]), state: state,
            reason: status["state"]?[state]?["reason"]?.string,
            lastEnd: status["lastState"]?["terminated"].flatMap { $0.object == nil ? nil : $0 }.map { end in
                PodState.End(
                    reason: end["reason"]?.string, exitCode: Self.small(end["exitCode"]),
                    startedAt: end["startedAt"]?.string.flatMap(Instant.init(rfc3339:)),
                    finishedAt: end["finishedAt"]?.string.flatMap(Instant.init(rfc3339:)))
            })
    }

    private static func small(_ value: JSONValue?) -> Int {
        Int(max(Int64(Int32.min), min(value?.int ?? 0, Int64(Int32.max))))
    }
}
