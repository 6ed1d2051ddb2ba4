import Core

/// `kubernetes_access`: what the credential may read.
///
/// A self subject access review is a `POST` that creates nothing: the server answers whether the one who asks may do what the
/// body says (kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1).
struct KubernetesAccessTool: Tool {
    let settings: KubernetesSettings

    static let path = ["apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews"]

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_access", summary: "What the source's credential may read, by namespace",
            input: Schema.object([
                ("namespace", Schema.string("A namespace; else those of the configuration")),
                ("resources", Schema.strings("Only these resources, such as replicasets")),
            ]), routes: [.http(.post, KubernetesAccessTool.path)])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let places = settings.places(try fields.kubernetesName("namespace"))
        let wanted = try fields.strings("resources")
        let known = KubernetesAccess.all.map(\.resource)
        if let other = wanted.first(where: { !known.contains($0) }) {
            throw InputError(
                "resources", "'\(OutgoingText.line(String(other.prefix(40))))' is none of \(known.joined(separator: ", "))")
        }
        let reviews = KubernetesAccess.all.filter { wanted.isEmpty || wanted.contains($0.resource) }
        let questions = places.flatMap { place in reviews.map { (place: place, review: $0) } }
        return OneRound(questions.map { $0.review.call($0.place) }) { outcomes in
            KubernetesAccessTool.conclude(zip(questions, outcomes).map { ($0.place, $0.review, $1) }, places)
        }
    }

    private static func conclude(_ answers: [(String?, KubernetesAccess, Outcome)], _ places: [String?]) -> Step {
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        for place in places {
            var fields = JSONObject()
            var keys: [CallKey] = []
            var isPartial = false
            for (asked, review, outcome) in answers where asked == place {
                do throws(KubernetesRefusal) {
                    let verdict = try review.verdict(outcome)
                    keys.append(outcome.key)
                    fields[review.words] = .string(verdict.text)
                    if let problem = review.problem(verdict.isAllowed, place) {
                        diagnostics.append(Diagnostic(problem.severity, problem.message, exchange: outcome.key))
                    }
                } catch {
                    isPartial = true
                    diagnostics.append(error.diagnostic("access to \(review.resource)", outcome.key))
                }
            }
            guard !keys.isEmpty else { continue }
            let title = "What the credential may do in \(place ?? "all namespaces")"
            evidence.append(
                Evidence(
                    .record(Record(title: title, fields: fields)), from: keys,
                    query: "kubectl auth can-i --list" + (place.map { " -n \($0)" } ?? ""),
                    completeness: isPartial ? .failed(reason: "not every review was answered") : .complete))
        }
        return .done(evidence, diagnostics)
    }
}

/// One question of an access review.
struct KubernetesAccess: Sendable {
    var verb: String
    var resource: String
    var group: String
    /// Whether a tool needs it; otherwise it is better not allowed.
    var isNeeded = true

    static let all: [KubernetesAccess] = [
        KubernetesAccess(verb: "list", resource: "deployments", group: "apps"),
        KubernetesAccess(verb: "list", resource: "replicasets", group: "apps"),
        KubernetesAccess(verb: "list", resource: "statefulsets", group: "apps"),
        KubernetesAccess(verb: "list", resource: "daemonsets", group: "apps"),
        KubernetesAccess(verb: "list", resource: "controllerrevisions", group: "apps"),
        KubernetesAccess(verb: "list", resource: "events", group: "events.k8s.io"),
        KubernetesAccess(verb: "list", resource: "pods", group: ""),
        KubernetesAccess(verb: "get", resource: "configmaps", group: ""),
        KubernetesAccess(verb: "list", resource: "nodes", group: ""),
        KubernetesAccess(verb: "list", resource: "secrets", group: "", isNeeded: false),
    ]

    var words: String { "\(verb) \(resource)" }

    func call(_ namespace: String?) -> Call {
        var attributes = JSONObject()
        if let namespace, resource != "nodes" { attributes["namespace"] = .string(namespace) }
        attributes["group"] = .string(group)
        attributes["resource"] = .string(resource)
        attributes["verb"] = .string(verb)
        let review: JSONObject = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": ["resourceAttributes": .object(attributes)],
        ]
        return .http(.posting(review, to: KubernetesAccessTool.path))
    }

    func verdict(_ outcome: Outcome) throws(KubernetesRefusal) -> (isAllowed: Bool, text: String) {
        let document = try outcome.kubernetes(needs: "create selfsubjectaccessreviews")
        guard document["kind"]?.string == "SelfSubjectAccessReview", let status = document["status"], status.object != nil
        else {
            throw KubernetesRefusal(.failed, "answered with something other than an access review")
        }
        // An absent `allowed` is false, as the API leaves out what is.
        let isAllowed = status["allowed"]?.bool ?? false
        let reason = status["reason"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return (isAllowed, (isAllowed ? "allowed" : "not allowed") + (reason.map { ": " + String($0.prefix(500)) } ?? ""))
    }

    func problem(_ isAllowed: Bool, _ namespace: String?) -> (severity: Diagnostic.Severity, message: String)? {
        let place = resource == "nodes" ? "" : namespace.map { " in namespace \($0)" } ?? " in all namespaces"
        if isNeeded, !isAllowed { return (.denied, "the credential may not \(verb) \(resource)\(place)") }
        if !isNeeded, isAllowed {
            return (.note, "the credential may \(verb) \(resource)\(place), which Inquest never does; a narrower one is safer")
        }
        return nil
    }
}
