import Core

/// One object of a cluster, as the API server gives it under one of its APIs.
struct ClusterObject: Sendable {
    /// Such as `apps/v1`.
    var apiVersion: String
    var kind: String
    /// Without `kind` and `apiVersion`, as items of lists are.
    var value: JSONValue

    var name: String { value["metadata"]?["name"]?.string ?? "" }
    var namespace: String { value["metadata"]?["namespace"]?.string ?? "" }

    /// With `kind` and `apiVersion` in front, as single objects and a watch's are.
    var whole: JSONValue {
        .object(
            JSONObject(
                [("kind", .string(kind)), ("apiVersion", .string(apiVersion))]
                    + (value.object?.members.map { ($0.name, $0.value) } ?? [])))
    }

    /// All objects in recorded answers: single ones, lists, and lines of watches.
    static func all(in exchanges: [RecordedExchange]) -> [ClusterObject] {
        var found: [String: ClusterObject] = [:]
        for exchange in exchanges where exchange.answer.status == 200 {
            for line in exchange.answer.body.split(separator: UInt8(ascii: "\n")) {
                guard let value = try? JSONValue(parsing: Array(line)) else { continue }
                for object in objects(in: value["object"] ?? value) {
                    found["\(object.apiVersion) \(object.kind) \(object.namespace)/\(object.name)"] = object
                }
            }
        }
        var all = found.values.sorted { ($0.namespace, $0.name) < ($1.namespace, $1.name) }
        // What was recorded in the events API alone is listed by the core API as well.
        let core = Set(all.filter { $0.apiVersion == "v1" }.map(\.name))
        all += all.filter { $0.apiVersion == "events.k8s.io/v1" && !core.contains($0.name) }.map(\.asCoreEvent)
        all += Set(all.map(\.namespace)).subtracting([""]).map(namespace)
        return all.sorted { ($0.namespace, $0.name) < ($1.namespace, $1.name) }
    }

    /// A namespace in which there are objects exists itself.
    private static func namespace(_ name: String) -> ClusterObject {
        ClusterObject(
            apiVersion: "v1", kind: "Namespace",
            value: [
                "metadata": [
                    "name": .string(name), "uid": "5b7c1f0e-52a6-4c0e-9a55-6f1d2f0c7a11", "resourceVersion": "9",
                    "creationTimestamp": "2026-09-21T06:55:00Z",
                ],
                "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
            ])
    }

    private static func objects(in value: JSONValue) -> [ClusterObject] {
        guard let kind = value["kind"]?.string, let version = value["apiVersion"]?.string, version != "meta.k8s.io/v1",
            kind != "Status", version != "authorization.k8s.io/v1"
        else { return [] }
        if kind.hasSuffix("List"), let items = value["items"]?.array {
            return items.map { ClusterObject(apiVersion: version, kind: String(kind.dropLast(4)), value: $0) }
        }
        guard value["metadata"]?["name"] != nil else { return [] }
        let members = value.object?.members.filter { $0.name != "kind" && $0.name != "apiVersion" } ?? []
        return [
            ClusterObject(
                apiVersion: version, kind: kind, value: .object(JSONObject(members.map { ($0.name, $0.value) })))
        ]
    }

    /// An event of `events.k8s.io/v1` as the core API shows it: the same object with other names.
    private var asCoreEvent: ClusterObject {
        let pairs: [(String, String)] = [
            ("metadata", "metadata"), ("involvedObject", "regarding"), ("reason", "reason"), ("message", "note"),
            ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
            ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("type", "type"),
            ("eventTime", "eventTime"), ("series", "series"), ("action", "action"), ("related", "related"),
            ("reportingComponent", "reportingController"), ("reportingInstance", "reportingInstance"),
        ]
        let optional: Set = ["count", "series", "action", "related"]
        let texts: Set = ["reportingComponent", "reportingInstance"]
        var object = JSONObject()
        for (name, old) in pairs {
            guard let member = value[old] else {
                if !optional.contains(name) { object[name] = texts.contains(name) ? "" : .null }
                continue
            }
            object[name] = member
        }
        return ClusterObject(apiVersion: "v1", kind: "Event", value: .object(object))
    }
}
