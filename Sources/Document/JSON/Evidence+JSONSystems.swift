import Core

// The members of what traces, clusters, checks and dashboards tell.
extension EvidenceJSON {
    static func patterns(_ patterns: LogPatterns) -> JSONValue {
        var object = JSONObject([
            ("isBaseline", .bool(patterns.isBaseline)), ("step", patterns.step.map { .number($0) } ?? .null),
            ("count", .number(patterns.patterns.count)),
            (
                "patterns",
                list(patterns.patterns) { pattern in
                    [
                        "text": text(pattern.text), "count": .number(pattern.count), "severity": text(pattern.severity),
                        "example": text(pattern.example),
                        "samples": list(pattern.samples) { [.string($0.time.rfc3339Exact), .number($0.value)] },
                    ]
                }
            ),
        ])
        object["mark"] = mark(patterns.mark)
        return .object(object)
    }

    static func mark(_ mark: Stamp.Mark) -> JSONValue {
        switch mark {
        case .instant: "instant"
        case .bucketStart(let width): ["bucketStart": .number(width)]
        case .bucketEnd(let width): ["bucketEnd": .number(width)]
        }
    }

    static func trace(_ trace: Trace) -> JSONValue {
        ["id": text(trace.id), "count": .number(trace.spans.count), "spans": list(trace.spans, span)]
    }

    static func search(_ search: TraceSearch) -> JSONValue {
        [
            "count": .number(search.traces.count),
            "traces": list(search.traces) { trace in
                [
                    "id": text(trace.id), "rootService": text(trace.rootService), "rootName": text(trace.rootName),
                    "start": .string(trace.start.rfc3339Exact), "duration": seconds(trace.duration),
                    "services": list(trace.services) {
                        ["service": text($0.service), "spans": .number($0.spans), "errors": .number($0.errors)]
                    }, "matched": list(trace.matched, span),
                ]
            },
        ]
    }

    private static func span(_ span: Span) -> JSONValue {
        [
            "id": text(span.id), "parent": text(span.parent), "service": text(span.service), "name": text(span.name),
            "kind": .string(span.kind.rawValue), "start": .string(span.start.rfc3339Exact), "duration": seconds(span.duration),
            "status": .string(span.status.rawValue), "statusMessage": text(span.statusMessage),
            "attributes": labels(span.attributes), "resource": labels(span.resource),
            "events": list(span.events) {
                ["time": .string($0.time.rfc3339Exact), "name": text($0.name), "attributes": labels($0.attributes)]
            },
        ]
    }

    private static func seconds(_ nanoseconds: Int64?) -> JSONValue {
        nanoseconds.map { .number(Double($0) / 1e9) } ?? .null
    }

    private static func instant(_ instant: Instant?) -> JSONValue { instant.map { .string($0.rfc3339Exact) } ?? .null }

    private static func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

    private static func object(_ object: ClusterObject) -> JSONValue {
        ["kind": text(object.kind), "namespace": text(object.namespace), "name": text(object.name)]
    }

    static func clusterEvent(_ event: ClusterEvent) -> JSONValue {
        [
            "object": object(event.object), "type": text(event.type), "reason": text(event.reason),
            "message": text(event.message), "count": .number(event.count), "firstSeen": instant(event.firstSeen),
            "lastSeen": instant(event.lastSeen), "reporter": text(event.reporter),
        ]
    }

    static func workload(_ workload: WorkloadState) -> JSONValue {
        [
            "object": object(workload.object), "desired": .number(workload.desired), "ready": .number(workload.ready),
            "updated": .number(workload.updated), "revision": text(workload.revision),
            "changeCause": text(workload.changeCause), "images": labels(workload.images),
            "configMaps": list(workload.configMaps) { text($0) },
            "conditions": list(workload.conditions) { condition in
                [
                    "type": text(condition.type), "status": text(condition.status), "reason": text(condition.reason),
                    "message": text(condition.message), "changedAt": instant(condition.changedAt),
                ]
            },
        ]
    }

    static func pod(_ pod: PodState) -> JSONValue {
        [
            "object": object(pod.object), "node": text(pod.node), "phase": text(pod.phase), "startedAt": instant(pod.startedAt),
            "containers": list(pod.containers) { container in
                [
                    "name": text(container.name), "isReady": .bool(container.isReady), "restarts": .number(container.restarts),
                    "state": text(container.state), "reason": text(container.reason),
                    "lastEnd": container.lastEnd.map { end in
                        [
                            "reason": text(end.reason), "exitCode": .number(end.exitCode), "startedAt": instant(end.startedAt),
                            "finishedAt": instant(end.finishedAt),
                        ]
                    } ?? .null,
                ]
            },
        ]
    }

    static func check(_ check: CheckConfiguration) -> JSONValue {
        [
            "id": text(check.id), "name": text(check.name), "schedule": text(check.schedule), "period": number(check.period),
            "grace": .number(check.grace), "status": text(check.status), "lastRun": instant(check.lastRun),
            "lastDuration": number(check.lastDuration), "tags": list(check.tags) { text($0) },
            "channels": check.channels.map { list($0) { text($0) } } ?? .null,
            "needsManualResume": .bool(check.needsManualResume),
        ]
    }

    static func flip(_ flip: CheckFlip) -> JSONValue {
        ["check": text(flip.check), "name": text(flip.name), "state": .string(flip.state.rawValue)]
    }

    static func runs(_ runs: CheckRuns) -> JSONValue {
        [
            "check": text(runs.check), "name": text(runs.name), "count": .number(runs.runs.count),
            "runs": list(runs.runs) {
                ["time": .string($0.time.rfc3339Exact), "kind": text($0.kind), "duration": number($0.duration)]
            }, "holes": list(runs.holes) { ["from": .string($0.from.rfc3339Exact), "to": .string($0.to.rfc3339Exact)] },
        ]
    }

    static func panel(_ panel: DashboardPanel) -> JSONValue {
        [
            "dashboard": text(panel.dashboard), "dashboardTitle": text(panel.dashboardTitle), "folder": text(panel.folder),
            "id": .number(panel.id), "title": text(panel.title), "unit": text(panel.unit),
            "queries": list(panel.queries) { query in
                [
                    "name": text(query.name), "system": text(query.system), "dataSource": text(query.dataSource),
                    "expression": text(query.expression),
                ]
            },
        ]
    }

    static func annotation(_ annotation: Annotation) -> JSONValue {
        [
            "id": text(annotation.id), "text": text(annotation.text), "tags": list(annotation.tags) { text($0) },
            "author": person(annotation.author), "to": time(annotation.to),
        ]
    }
}
