import Connectors
import Core
import Foundation
import Testing

@Suite("The Kubernetes connector")
struct KubernetesConnectorTests {
    private typealias Server = KubernetesRecordings
    private static let window: [(String, JSONValue)] = [("from", "2026-11-20T14:00:00Z"), ("to", "2026-11-20T15:05:00Z")]

    private static let inputs: [(tool: String, input: JSONValue)] = [
        ("kubernetes_rollouts", .object(JSONObject(window))), ("kubernetes_rollouts", ["service": "payment-gateway"]),
        ("kubernetes_workloads", [:]), ("kubernetes_pods", [:]), ("kubernetes_events", .object(JSONObject(window))),
        ("kubernetes_nodes", [:]), ("kubernetes_config_map", ["namespace": "shop", "name": "payment-gateway-routing"]),
        ("kubernetes_access", [:]), ("kubernetes_server", [:]), ("kubernetes_event_changes", [:]),
    ]

    @Test("any recorded answer to any call ends in evidence or a diagnostic", arguments: Server.names)
    func anywhere(name: String) throws {
        let result = try Server.answer(name)
        for (tool, input) in Self.inputs {
            let end = try Server.play(tool, input) { _, _ in result }
            #expect(!end.evidence.isEmpty || !end.diagnostics.isEmpty, "\(tool) says nothing about \(name)")
            guard case .reply(let reply) = result, reply.status >= 400 else { continue }
            let isMissing = tool == "kubernetes_config_map" && name.hasPrefix("23")
            #expect(end.evidence.isEmpty || isMissing, "\(tool) makes evidence of the error \(name)")
        }
    }

    @Test("an answer that is cut anywhere proves nothing")
    func cut() throws {
        for name in ["04-", "06-", "16-events-k8s-io-page-3", "34-"] {
            guard case .reply(let reply) = try Server.answer(name) else { continue }
            let bytes = try reply.body.bytes()
            for length in stride(from: 1, to: bytes.count - 1, by: 1511) {
                let short = Outcome.Result.reply(Reply(status: 200, body: Body(Array(bytes[..<length]))))
                for (tool, input) in Self.inputs {
                    let end = try Server.play(tool, input) { _, _ in short }
                    #expect(
                        end.evidence.allSatisfy { $0.completeness != .complete && $0.completeness != .noneThere }, "\(tool)")
                    #expect(!end.diagnostics.isEmpty)
                }
            }
        }
    }

    @Test("the two views of one event give the same evidence")
    func views() throws {
        func ask(_ withGroup: Bool) throws -> [ClusterEvent] {
            let input: JSONValue = .object(JSONObject([("reason", "FailedScheduling")] + Self.window))
            return try Server.play("kubernetes_events", input) { call, _ in
                if !withGroup, call.path.contains("events.k8s.io") { return try Server.answer("26-") }
                return try Server.recorded(call) ?? Server.unrecorded(call)
            }.evidence.compactMap(\.clusterEvent)
        }
        let views = try (ask(true), ask(false))
        #expect(views.0.count == 1 && views.0 == views.1)
    }

    @Test("no event is proof of absence only when older ones are still kept")
    func absence() throws {
        func ask(_ from: String, _ to: String) throws -> Completeness? {
            let input: JSONValue = .object(JSONObject([("page", 25), ("from", .string(from)), ("to", .string(to))]))
            return try Server.ask("kubernetes_events", input).evidence.first?.completeness
        }
        guard case .notKept = try ask("2026-11-20T11:00:00Z", "2026-11-20T12:00:00Z") else {
            Issue.record("nothing older is kept")
            return
        }
        // One of 13:31:40 is kept, and nothing begins after 14:58:02.
        #expect(try ask("2026-11-20T15:00:00Z", "2026-11-20T15:05:00Z") == .noneThere)
    }

    @Test("an autoscaler's change of size is not taken for a rollback")
    func autoscaler() throws {
        let note: JSONValue = [
            "metadata": ["name": "x", "namespace": "shop", "uid": "1"], "reason": "ScalingReplicaSet",
            "regarding": ["kind": "Deployment", "namespace": "shop", "name": "payment-gateway"],
            "note": "Scaled up replica set payment-gateway-7c9d5f6b8 to 5 from 2", "type": "Normal",
            "deprecatedLastTimestamp": "2026-11-20T14:55:00Z",
        ]
        let end = try Server.play("kubernetes_rollouts", ["service": "payment-gateway"]) { call, _ in
            if call.path.contains("events.k8s.io") { return Server.list("EventList", [note]) }
            return try Server.recorded(call) ?? Server.unrecorded(call)
        }
        let rollback = try #require(end.evidence.last)
        #expect(rollback.change?.kind == .rollback && rollback.change?.startedAt == nil)
        // The deployment's condition still says when it was live.
        #expect(rollback.stamp?.text == "2026-11-20T14:46:50Z")
        guard case .notKept(let reason) = rollback.completeness else {
            Issue.record("when the rollback began is not known")
            return
        }
        #expect(reason.contains("no ScalingReplicaSet event is left"))
    }

    @Test("a template's secrets are names, and what differs is readable")
    func template() throws {
        func set(_ name: String, _ revision: String, _ container: JSONValue) -> JSONValue {
            [
                "metadata": [
                    "name": .string(name), "namespace": "shop", "uid": .string(name),
                    "creationTimestamp": "2026-11-20T14:00:00Z",
                    "annotations": ["deployment.kubernetes.io/revision": .string(revision)],
                    "ownerReferences": [["uid": "d", "controller": true]],
                ], "spec": ["template": ["spec": ["containers": [container]]]],
            ]
        }
        func container(_ key: JSONValue, _ seconds: JSONValue) -> JSONValue {
            [
                "name": "api", "image": "api:1", "command": ["run", "--fast"],
                "env": [["name": "PASSWORD", "valueFrom": ["secretKeyRef": ["name": "db", "key": key]]]],
                "readinessProbe": ["timeoutSeconds": seconds],
            ]
        }
        let end = try Server.play("kubernetes_rollouts", ["service": "api"]) { call, _ in
            switch call.path.last {
            case "deployments":
                Server.list("DeploymentList", [["metadata": ["name": "api", "namespace": "shop", "uid": "d"], "spec": [:]]])
            case "replicasets":
                Server.list("ReplicaSetList", [set("api-1", "1", container("old", 1)), set("api-2", "2", container("new", 9))])
            default: try Server.unrecorded(call)
            }
        }
        let change = try #require(end.evidence.last?.change)
        #expect(change.kind == .configuration)
        #expect(
            change.files.compactMap(\.patch) == [
                "-readinessProbe.timeoutSeconds: 1\n+readinessProbe.timeoutSeconds: 9",
                "-PASSWORD=‹key old of secret db›\n+PASSWORD=‹key new of secret db›",
            ])
    }

    @Test("a pod's restarts and its container's last end are read")
    func pod() throws {
        let pod: JSONValue = [
            "metadata": ["name": "checkout-6d8f7c9b5-x2kqp", "namespace": "shop", "uid": "p", "labels": ["app": "checkout"]],
            "spec": ["nodeName": "node-1"],
            "status": [
                "phase": "Running", "startTime": "2026-11-14T08:20:00Z",
                "containerStatuses": [
                    [
                        "name": "checkout", "ready": false, "restartCount": 3,
                        "state": ["waiting": ["reason": "CrashLoopBackOff"]],
                        "lastState": [
                            "terminated": [
                                "reason": "OOMKilled", "exitCode": 137, "startedAt": "2026-11-20T14:31:00Z",
                                "finishedAt": "2026-11-20T14:31:32Z",
                            ]
                        ],
                    ]
                ],
            ],
        ]
        let end = try Server.play("kubernetes_pods", ["service": "checkout"]) { _, _ in Server.list("PodList", [pod]) }
        // Both labels find it; it is one pod.
        #expect(end.calls.count == 2 && end.evidence.count == 1)
        let container = try #require(end.evidence.first?.pod?.containers.first)
        #expect(container.restarts == 3 && container.reason == "CrashLoopBackOff" && !container.isReady)
        #expect(container.lastEnd?.reason == "OOMKilled" && container.lastEnd?.exitCode == 137)
    }

    @Test("a reused controller revision is a rollback whose time is not known")
    func reusedControllerRevision() throws {
        let set: JSONValue = ["metadata": ["name": "db", "namespace": "shop", "uid": "s"], "spec": [:]]
        func revision(_ number: Int, _ created: String) -> JSONValue {
            [
                "metadata": [
                    "name": .string("db-\(number)"), "namespace": "shop", "uid": .string("r\(number)"),
                    "creationTimestamp": .string(created), "ownerReferences": [["uid": "s", "controller": true]],
                ], "revision": .number(number),
                "data": ["spec": ["template": ["spec": ["containers": [["name": "db", "image": .string("db:\(number)")]]]]]],
            ]
        }
        let end = try Server.play("kubernetes_rollouts", ["service": "db"]) { call, _ in
            switch call.path.last {
            case "statefulsets": Server.list("StatefulSetList", [set])
            case "controllerrevisions":
                Server.list(
                    "ControllerRevisionList", [revision(3, "2026-11-01T00:00:00Z"), revision(2, "2026-11-10T00:00:00Z")])
            default: try Server.unrecorded(call)
            }
        }
        let rollback = try #require(end.evidence.first { $0.change?.revision == "3" })
        #expect(rollback.change?.kind == .rollback && rollback.stamp == nil)
        guard case .notKept = rollback.completeness else {
            Issue.record("its time is not known")
            return
        }
    }

    @Test("options and inputs that are no names are refused")
    func refusals() throws {
        for options: JSONObject in [
            ["namespaces": ["../secrets"]], ["namespaces": "shop"], ["serviceLabels": ["a b"]], ["namespaces": ["a", "a"]],
        ] {
            #expect(throws: InputError.self) {
                try KubernetesConnector(SourceDescription(name: "c", kind: "kubernetes", options: options))
            }
        }
        for (tool, input) in [
            ("kubernetes_config_map", ["namespace": "shop", "name": "../secrets/db"]),
            ("kubernetes_events", ["from": "2026-11-20T14:00:00Z", "to": "2026-11-20T15:00:00Z", "reason": "a,type=b"]),
            ("kubernetes_event_changes", ["timeoutSeconds": 3600]), ("kubernetes_access", ["resources": ["everything"]]),
            ("kubernetes_pods", ["namespace": "a/b"]),
        ] as [(String, JSONValue)] {
            #expect(throws: InputError.self, "\(tool)") { try Server.ask(tool, input) }
        }
    }

    @Test("no tool has a route to secrets, and the only POST is the access review")
    func routes() throws {
        let connector = try KubernetesConnector(SourceDescription(name: "c", kind: "kubernetes"))
        for route in connector.tools.flatMap(\.description.routes) {
            guard case .http(let method, let path) = route else { continue }
            #expect(!path.contains("secrets"))
            #expect(
                method == .get || path == ["apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews"], "\(path)")
        }
        #expect(connector.tools.allSatisfy { $0.description.effect == .read })
    }
}
