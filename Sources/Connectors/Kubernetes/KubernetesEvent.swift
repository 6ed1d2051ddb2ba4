import Core

/// An event of either API.
///
/// The core API has `involvedObject`, `message`, `firstTimestamp`, `lastTimestamp`, `count` and `source`; events.k8s.io has
/// `regarding`, `note`, and the others as `deprecated…`. Events of new-style reporters have `eventTime` and `series` in both,
/// and nulls in place of the older members.
struct KubernetesEvent: Sendable {
    var uid: String
    var event: ClusterEvent
    /// When it was last seen: `series.lastObservedTime`, else `lastTimestamp`, else `eventTime`, else `creationTimestamp`.
    var last: Stamp

    /// `nil` without an object or any time.
    init?(_ value: JSONValue) {
        let metadata = value["metadata"]
        guard let regarding = value["regarding"] ?? value["involvedObject"], regarding.object != nil else { return nil }
        func stamp(_ candidates: [JSONValue?]) -> Stamp? {
            candidates.lazy.compactMap { $0?.string }.compactMap(Stamp.init(rfc3339:)).first
        }
        func text(_ candidates: [JSONValue?]) -> String? { candidates.lazy.compactMap { $0?.string }.first { !$0.isEmpty } }
        guard
            let last = stamp([
                value["series"]?["lastObservedTime"], value["lastTimestamp"], value["deprecatedLastTimestamp"],
                value["eventTime"], metadata?["creationTimestamp"],
            ])
        else { return nil }
        let first = stamp([
            value["firstTimestamp"], value["deprecatedFirstTimestamp"], value["eventTime"], metadata?["creationTimestamp"],
        ])
        let count = [value["series"]?["count"], value["count"], value["deprecatedCount"]].lazy.compactMap { $0?.int }.first
        let kind = regarding["kind"]?.string ?? ""
        let object = ClusterObject(
            kind: kind.isEmpty ? "Object" : kind, namespace: text([regarding["namespace"]]),
            name: regarding["name"]?.string ?? "")
        self.last = last
        uid = text([metadata?["uid"]]) ?? "\(metadata?["namespace"]?.string ?? "")/\(metadata?["name"]?.string ?? "")"
        event = ClusterEvent(
            object: object, type: value["type"]?.string ?? "", reason: value["reason"]?.string ?? "",
            message: String((text([value["note"], value["message"]]) ?? "").prefix(2000)),
            count: Int(max(1, min(count ?? 1, Int64(Int32.max)))), firstSeen: first.map { min($0.time, last.time) },
            lastSeen: last.time,
            reporter: text([
                value["reportingController"], value["reportingComponent"], value["source"]?["component"],
                value["deprecatedSource"]?["component"],
            ]))
    }

    /// From when it was first seen to when it was last.
    var span: TimeWindow { TimeWindow(from: event.firstSeen ?? last.time, to: last.time) }

    /// Events by when they were last seen, each uid once; `unreadable` counts the others.
    static func read(_ items: some Sequence<JSONValue>) -> (events: [KubernetesEvent], unreadable: Int) {
        var seen: Set<String> = []
        var events: [KubernetesEvent] = []
        var unreadable = 0
        for item in items {
            guard let event = KubernetesEvent(item) else {
                unreadable += 1
                continue
            }
            if seen.insert(event.uid).inserted { events.append(event) }
        }
        events.sort { ($0.last.time, $0.uid) < ($1.last.time, $1.uid) }
        return (events, unreadable)
    }

    func evidence(service: String?, from exchanges: [CallKey], window: TimeWindow?, completeness: Completeness) -> Evidence {
        let place = event.object.namespace.map { " -n \($0)" } ?? ""
        return Evidence(
            .clusterEvent(event), from: exchanges, service: service, stamp: last, window: window,
            query: "kubectl get events\(place) --field-selector involvedObject.name=\(event.object.name)",
            completeness: completeness)
    }
}
