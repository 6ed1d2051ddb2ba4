import Core
import Foundation

/// A Kubernetes API server that holds the objects of recorded answers. It reads only: every write is forbidden, as it is to the
/// recorded user.
struct KubernetesStandIn: StandIn {
    let objects: [ClusterObject]
    let rule: RecordedAccess.Rule
    /// The recorded user.
    private let user = "inquest-viewer"

    init(_ exchanges: [RecordedExchange], rule: RecordedAccess.Rule) {
        objects = ClusterObject.all(in: exchanges)
        self.rule = rule
    }

    /// What a path asks for.
    private struct Target {
        var group: String
        var version: String
        var namespace: String?
        var resource: String
        var name: String?

        var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
        var qualified: String { group.isEmpty ? resource : "\(resource).\(group)" }
    }

    /// The resources by API, with their kinds. Most are empty here: no controller and no node ran.
    private static let kinds: [String: [String: String]] = [
        "v1": [
            "events": "Event", "pods": "Pod", "configmaps": "ConfigMap", "nodes": "Node", "namespaces": "Namespace",
            "services": "Service", "endpoints": "Endpoints", "secrets": "Secret",
            "replicationcontrollers": "ReplicationController",
            "persistentvolumeclaims": "PersistentVolumeClaim", "resourcequotas": "ResourceQuota", "limitranges": "LimitRange",
        ],
        "apps/v1": [
            "deployments": "Deployment", "replicasets": "ReplicaSet", "statefulsets": "StatefulSet",
            "daemonsets": "DaemonSet", "controllerrevisions": "ControllerRevision",
        ],
        "batch/v1": ["jobs": "Job"], "batch/v1beta1": ["cronjobs": "CronJob"],
        "autoscaling/v1": ["horizontalpodautoscalers": "HorizontalPodAutoscaler"],
        "events.k8s.io/v1": ["events": "Event"], "policy/v1beta1": ["poddisruptionbudgets": "PodDisruptionBudget"],
    ]

    func answer(_ request: WebRequest) -> WebAnswer {
        let access = rule.access(request)
        if access == .wrong { return status(401, "Unauthorized", "Unauthorized") }
        if ["/healthz", "/livez", "/readyz"].contains(request.path) { return .text("ok") }
        if request.path == "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", request.method == "POST" {
            return review(request, isKnown: access == .full)
        }
        guard let target = target(request.segments), let kind = Self.kinds[target.apiVersion]?[target.resource] else {
            return status(404, "NotFound", "the server could not find the requested resource", details: [:])
        }
        let verb = verb(request, target)
        guard access == .full, ["get", "list", "watch"].contains(verb), target.resource != "secrets" else {
            return forbidden(target, verb, user: access == .none ? "system:anonymous" : user)
        }
        if let name = target.name { return one(target, kind, name) }
        do {
            return try list(request, target, kind)
        } catch {
            return status(400, "BadRequest", error.message)
        }
    }

    private func verb(_ request: WebRequest, _ target: Target) -> String {
        switch request.method {
        case "GET", "HEAD":
            if ["1", "true"].contains(request["watch"]) { return "watch" }
            return target.name == nil ? "list" : "get"
        case "POST": return "create"
        case "PUT": return "update"
        case "PATCH": return "patch"
        default: return target.name == nil ? "deletecollection" : "delete"
        }
    }

    private func target(_ parts: [String]) -> Target? {
        var rest = parts[...]
        guard let root = rest.popFirst() else { return nil }
        var group = ""
        if root == "apis" {
            guard let first = rest.popFirst() else { return nil }
            group = first
        } else if root != "api" {
            return nil
        }
        guard let version = rest.popFirst(), !rest.isEmpty else { return nil }
        var namespace: String?
        if rest.first == "namespaces", rest.count >= 3 {
            namespace = rest.dropFirst().first
            rest = rest.dropFirst(2)
        }
        guard let resource = rest.popFirst(), rest.count <= 1 else { return nil }
        return Target(group: group, version: version, namespace: namespace, resource: resource, name: rest.first)
    }

    /// May the user do what is asked? Reading is allowed, but for secrets.
    private func review(_ request: WebRequest, isKnown: Bool) -> WebAnswer {
        guard let asked = try? JSONValue(parsing: request.body), let spec = asked["spec"] else {
            return status(400, "BadRequest", "the object provided is unrecognized")
        }
        let attributes = spec["resourceAttributes"]
        let reads = ["get", "list", "watch"].contains(attributes?["verb"]?.string ?? "get")
        let allowed = isKnown && reads && attributes?["resource"]?.string != "secrets"
        let reason: JSONValue =
            "RBAC: allowed by ClusterRoleBinding \"inquest-viewer\" of ClusterRole \"inquest-viewer\" to Group \"inquest\""
        return json(
            [
                "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
                "metadata": ["creationTimestamp": .null], "spec": spec,
                "status": allowed ? ["allowed": true, "reason": reason] : ["allowed": false],
            ], status: 201)
    }

    // MARK: Answers

    private func one(_ target: Target, _ kind: String, _ name: String) -> WebAnswer {
        let found = objects.first {
            $0.apiVersion == target.apiVersion && $0.kind == kind && $0.name == name && $0.namespace == target.namespace ?? ""
        }
        guard let found else {
            var details: JSONObject = ["name": .string(name)]
            if !target.group.isEmpty { details["group"] = .string(target.group) }
            details["kind"] = .string(target.resource)
            return status(404, "NotFound", "\(target.qualified) \"\(name)\" not found", details: .object(details))
        }
        return json(found.whole)
    }

    private func list(_ request: WebRequest, _ target: Target, _ kind: String) throws(ClusterSelector.Refusal) -> WebAnswer {
        var found = objects.filter {
            $0.apiVersion == target.apiVersion && $0.kind == kind
                && (target.namespace == nil || $0.namespace == target.namespace)
        }
        let selects = request["labelSelector"]?.isEmpty == false || request["fieldSelector"]?.isEmpty == false
        try select(&found, request, target, kind)
        if ["1", "true"].contains(request["watch"]) { return watch(found) }
        let key = { (object: ClusterObject) in
            target.namespace == nil ? "\(object.namespace)/\(object.name)" : object.name
        }
        if let token = request["continue"], !token.isEmpty {
            let start = try Self.start(of: token)
            found.removeAll { key($0) < start }
        }
        var metadata: JSONObject = ["resourceVersion": "366"]
        if let limit = request["limit"].flatMap({ Int($0) }), limit > 0, found.count > limit {
            metadata["continue"] = .string(Self.token(key(found[limit - 1])))
            if !selects { metadata["remainingItemCount"] = .number(found.count - limit) }
            found = Array(found.prefix(limit))
        }
        return json([
            "kind": .string(kind + "List"), "apiVersion": .string(target.apiVersion), "metadata": .object(metadata),
            "items": .array(found.map(\.value)),
        ])
    }

    private func select(
        _ found: inout [ClusterObject], _ request: WebRequest, _ target: Target, _ kind: String
    ) throws(ClusterSelector.Refusal) {
        do {
            if let text = request["labelSelector"], !text.isEmpty {
                let selector = try ClusterSelector(labels: text)
                found.removeAll { object in
                    !selector.keeps { object.value["metadata"]?["labels"]?[$0]?.string }
                }
            }
            if let text = request["fieldSelector"], !text.isEmpty {
                let fields = Self.fields(target)
                let selector = try ClusterSelector(fields: text, supported: fields.contains) { name in
                    kind == "Event"
                        ? "field label not supported: \(name)"
                        : "\"\(name)\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                }
                found.removeAll { object in !selector.keeps { Self.field($0, of: object.value) } }
            }
        } catch let refusal as ClusterSelector.Refusal {
            throw refusal
        } catch {
            throw ClusterSelector.Refusal("\(error)")
        }
    }

    private static func fields(_ target: Target) -> Set<String> {
        let common: Set = ["metadata.name", "metadata.namespace"]
        guard target.resource == "events" else { return common }
        let about = target.group.isEmpty ? "involvedObject" : "regarding"
        let members = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"]
        return common.union(members.map { "\(about).\($0)" })
            .union(["reason", "type", target.group.isEmpty ? "reportingComponent" : "reportingController"])
    }

    /// The field at a path; an absent one is empty.
    private static func field(_ path: String, of value: JSONValue) -> String {
        var value: JSONValue? = value
        for part in path.split(separator: ".") { value = value?[String(part)] }
        return value?.string ?? ""
    }

    /// All there is at once, and the end, as when the time-out passes without a change.
    private func watch(_ found: [ClusterObject]) -> WebAnswer {
        var body = JSONBytes()
        for object in found {
            body.write(["type": "ADDED", "object": object.whole])
            body.raw("\n")
        }
        return WebAnswer(status: 200, headers: [("Content-Type", "application/json")], body: body.bytes)
    }

    // MARK: Paging

    private static func token(_ last: String) -> String {
        let text = "{\"v\":\"meta.k8s.io/v1\",\"rv\":366,\"start\":\"\(last)\\u0000\"}"
        return Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    private static func start(of token: String) throws(ClusterSelector.Refusal) -> String {
        var text = token.replacing("-", with: "+").replacing("_", with: "/")
        while text.utf8.count % 4 != 0 { text += "=" }
        guard let data = Data(base64Encoded: text), let value = try? JSONValue(parsing: Array(data)),
            let start = value["start"]?.string
        else { throw ClusterSelector.Refusal("invalid continue token: continue key is not valid: invalid character") }
        return start
    }

    // MARK: Statuses

    private func forbidden(_ target: Target, _ verb: String, user: String) -> WebAnswer {
        var details: JSONObject = [:]
        var about = "\(target.qualified)"
        if let name = target.name {
            details["name"] = .string(name)
            about += " \"\(name)\""
        }
        if !target.group.isEmpty { details["group"] = .string(target.group) }
        details["kind"] = .string(target.resource)
        let place = target.namespace.map { " in the namespace \"\($0)\"" } ?? " at the cluster scope"
        let message =
            "\(about) is forbidden: User \"\(user)\" cannot \(verb) resource \"\(target.resource)\" "
            + "in API group \"\(target.group)\"\(place)"
        return status(403, "Forbidden", message, details: .object(details))
    }

    private func status(_ code: Int, _ reason: String, _ message: String, details: JSONValue? = nil) -> WebAnswer {
        var value: JSONObject = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "reason": .string(reason),
        ]
        value["details"] = details
        value["code"] = .number(code)
        return json(.object(value), status: code)
    }

    private func json(_ value: JSONValue, status: Int = 200) -> WebAnswer {
        var answer = WebAnswer.json(value, status: status, type: "application/json")
        answer.headers.insert(("Cache-Control", "no-cache, private"), at: 0)
        answer.body.append(UInt8(ascii: "\n"))
        return answer
    }
}
