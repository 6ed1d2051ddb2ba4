import Connectors
import Core
import Foundation
import Testing

/// Every exchange that was recorded with a real server, as evidence or as the diagnostic that it deserves.
@Suite("Recorded answers of a real Kubernetes server")
struct KubernetesRecordingsTests {
    private typealias Server = KubernetesRecordings

    static let window: [(String, JSONValue)] = [("from", "2026-11-20T14:00:00Z"), ("to", "2026-11-20T15:05:00Z")]
    private static func input(_ members: [(String, JSONValue)] = []) -> JSONValue { .object(JSONObject(members + window)) }

    @Test("all 40 recordings are there")
    func all() { #expect(Server.names.count == 40) }

    @Test(
        "each recorded exchange becomes the evidence that it holds, or the diagnostic that it deserves", arguments: Server.names
    )
    func recording(name: String) throws {
        switch name.prefix(2) {
        case "01", "02", "03", "38": try server()
        case "04", "05", "36": try workloads(name)
        case "06", "11": try payment()
        case "07": try releases()
        case "08", "09": try statefulSet()
        case "10": try pods()
        case "12", "13", "14", "15": try coreEvents(name)
        case "16": try pages()
        case "17", "18": try newEvents(name)
        case "19", "20": try refused(name, .failed, "answered 400")
        case "21": try refused(name, .failed, "something other than a list of events (Table)")
        case "37": try refused(name, .failed, "something other than a list of events (PartialObjectMetadataList)")
        case "22": try configMap()
        case "23": try missingObject(name)
        case "24": try unknownNamespace()
        case "25": try missingAPI(name)
        case "26": try refused(name, .denied, "User \\\"inquest-viewer\\\" cannot list resource \\\"secrets\\\"".unescaped)
        case "27": try refused(name, .denied, "no credential reached the server")
        case "28": try refused(name, .denied, "does not accept the source's credential")
        case "29": try refused(name, .denied, "cannot patch resource")
        case "30", "31": try expired()
        case "32": try badToken()
        case "33": try refused(name, .failed, "answered 410")
        case "34": try watch()
        case "35": try watchTooOld()
        default: Issue.record("\(name) is not covered")
        }
    }

    // MARK: What the tools ask

    private func server() throws {
        let review = try Server.answer("38-")
        let end = try Server.play("kubernetes_server", [:]) { call, _ in
            call.method == .post ? review : try Server.recorded(call) ?? Server.unrecorded(call)
        }
        let fields = try #require(end.evidence.first?.record)
        #expect(end.diagnostics.isEmpty)
        #expect(fields["version"] == "v1.20.2" && fields["ready"] == "ok")
        #expect(fields["groups"]?.array?.contains("events.k8s.io/v1") == true)
        #expect(fields["list events"]?.string?.hasPrefix("allowed: RBAC: allowed by ClusterRoleBinding") == true)
        let access = try Server.ask("kubernetes_access", ["resources": ["replicasets"]])
        #expect(access.evidence.first?.record?["list replicasets"]?.string?.hasPrefix("allowed") == true)
        #expect(access.calls.map(\.method) == [.post])
    }

    private func workloads(_ name: String) throws {
        let all = try Server.document("04-")["items"]?.array ?? []
        let end = try Server.play("kubernetes_workloads", [:]) { call, _ in
            guard call.path.last == "deployments" else { return try Server.recorded(call) ?? Server.unrecorded(call) }
            switch name.prefix(2) {
            case "05": return Server.list("DeploymentList", all.dropLast() + [try Server.document("05-")])
            case "36":
                let isFirst = !call.query.contains { $0.name == "continue" }
                return isFirst ? try Server.answer("36-") : Server.list("DeploymentList", Array(all.dropFirst()))
            default: return try Server.answer("04-")
            }
        }
        let states = end.evidence.compactMap(\.workload)
        #expect(states.map(\.object.name) == ["checkout", "frontend", "inventory", "inventory-db", "payment-gateway"])
        let payment = try #require(states.last)
        #expect((payment.desired, payment.ready, payment.updated) == (2, 2, 2))
        #expect(payment.revision == "9" && payment.images == ["payment-gateway": "registry.shop.example/payment-gateway:3.8.1"])
        #expect(payment.changeCause == "rollback to revision 7: ACQUIRER_TIMEOUT 5s -> 30s (PAY-2291)")
        #expect(payment.conditions.map(\.type) == ["Available", "Progressing"])
        #expect(end.evidence.allSatisfy { $0.completeness == .complete } && end.diagnostics.isEmpty)
    }

    private func payment() throws {
        let end = try Server.ask("kubernetes_rollouts", ["service": "payment-gateway"])
        let changes = end.evidence.compactMap(\.change)
        #expect(changes.map(\.revision) == ["6", "7", "8", "9"])
        #expect(changes.map(\.previousRevision) == [nil, "6", "7", "8"])
        #expect(changes.map(\.kind) == [.deploy, .deploy, .configuration, .rollback])
        #expect(
            end.evidence.map { $0.stamp?.text } == [
                "2026-11-09T09:12:00Z", "2026-11-16T10:03:00Z", "2026-11-20T14:22:57Z", "2026-11-20T14:46:50Z",
            ])
        // The rollback's replica set is four days older than the rollback.
        #expect(
            changes.map { $0.startedAt?.text } == [
                "2026-11-09T09:12:00Z", "2026-11-16T10:03:00Z", "2026-11-20T14:21:01Z", "2026-11-20T14:45:31Z",
            ])
        #expect(changes[2].files.map(\.path) == ["containers/payment-gateway/env"])
        #expect(changes[2].files.first?.patch == "-ACQUIRER_TIMEOUT=30s\n+ACQUIRER_TIMEOUT=5s")
        #expect(changes[3].files.first?.patch == "-ACQUIRER_TIMEOUT=5s\n+ACQUIRER_TIMEOUT=30s")
        #expect(changes[2].title == "payment-gateway revision 8: config: ACQUIRER_TIMEOUT 30s -> 5s (PAY-2291)")
        #expect(changes[1].files.first?.patch?.hasPrefix("-image: ") == true)
        #expect(end.evidence.suffix(2).allSatisfy { $0.completeness == .complete })
        guard case .notKept = end.evidence[1].completeness else {
            Issue.record("when revision 7 was live is not known")
            return
        }
        #expect(end.diagnostics.map(\.severity) == [.note])
    }

    private func releases() throws {
        let scaling = try ["16-events-k8s-io-page-1", "16-events-k8s-io-page-2", "16-events-k8s-io-page-3"]
            .flatMap { try Server.document($0)["items"]?.array ?? [] }.filter { $0["reason"] == "ScalingReplicaSet" }
        let end = try Server.play("kubernetes_rollouts", Self.input()) { call, _ in
            if call.query.contains(where: { $0.value == "reason=ScalingReplicaSet" }) {
                return Server.list("EventList", scaling)
            }
            return try Server.recorded(call) ?? Server.unrecorded(call)
        }
        let changes = end.evidence.compactMap(\.change)
        #expect(changes.map(\.service) == ["payment-gateway", "frontend", "payment-gateway"])
        #expect(changes.map(\.kind) == [.configuration, .deploy, .rollback])
        #expect(changes[1].startedAt?.text == "2026-11-20T14:22:30Z" && end.evidence[1].stamp?.text == "2026-11-20T14:23:31Z")
        #expect(changes[1].files.first?.patch?.contains("+image: registry.shop.example/frontend:5.31.0") == true)
        #expect(end.diagnostics.isEmpty)
        let quiet = try Server.play(
            "kubernetes_rollouts", ["from": "2026-11-19T00:00:00Z", "to": "2026-11-19T12:00:00Z"]
        ) { call, _ in
            if call.query.contains(where: { $0.value == "reason=ScalingReplicaSet" }) {
                return Server.list("EventList", scaling)
            }
            return try Server.recorded(call) ?? Server.unrecorded(call)
        }
        #expect(quiet.evidence.map(\.completeness) == [.noneThere])
    }

    private func statefulSet() throws {
        let end = try Server.play("kubernetes_rollouts", ["service": "inventory-db"]) { call, _ in
            // Recorded without the selector.
            if call.path.last == "controllerrevisions" { return try Server.answer("09-") }
            return try Server.recorded(call) ?? Server.unrecorded(call)
        }
        let changes = end.evidence.compactMap(\.change)
        #expect(changes.map(\.revision) == ["1", "2"])
        #expect(end.evidence.map { $0.stamp?.text } == ["2026-09-21T07:00:00Z", "2026-11-12T03:15:00Z"])
        #expect(
            changes.last?.files.first?.patch
                == "-image: registry.shop.example/postgres:16.3\n+image: registry.shop.example/postgres:16.4")
    }

    private func pods() throws {
        let end = try Server.ask("kubernetes_pods", [:])
        #expect(end.evidence.map(\.completeness) == [.noneThere])
        #expect(end.evidence.first?.nothing == "no pod in shop now")
        // The namespace was asked for, since an unknown one lists as empty too.
        #expect(end.calls.last?.path == ["api", "v1", "namespaces", "shop"])
    }

    private func coreEvents(_ name: String) throws {
        let (members, options, count): ([(String, JSONValue)], JSONObject, Int) =
            switch name.prefix(2) {
            case "12": ([("type", "Warning")], ["namespaces": ["shop"]], 9)
            case "13": ([("reason", "BackOff")], ["namespaces": ["shop"]], 3)
            case "14": ([("reason", "Killing")], [:], 7)
            default: ([("reason", "FailedScheduling")], ["namespaces": ["shop"]], 1)
            }
        let input: JSONValue = .object(
            JSONObject(members + [("from", "2026-11-20T13:00:00Z"), ("to", "2026-11-20T15:05:00Z")]))
        let end = try Server.play("kubernetes_events", input, options: options) { call, _ in
            if call.path.contains("events.k8s.io") { return try Server.answer("25-") }
            return try Server.recorded(call) ?? Server.unrecorded(call)
        }
        let events = end.evidence.compactMap(\.clusterEvent)
        #expect(events.count == count)
        #expect(events.map(\.lastSeen) == events.map(\.lastSeen).sorted())
        #expect(end.diagnostics.first?.message.contains("the core API is asked instead") == true)
        if name.hasPrefix("13") {
            let loop = try #require(end.evidence.last)
            #expect(loop.service == "loyalty-export" && loop.stamp?.text == "2026-11-20T14:58:02Z")
            #expect(events.last?.count == 41 && events.last?.firstSeen == Instant(rfc3339: "2026-11-20T13:02:11Z"))
        }
        if name.hasPrefix("15") {
            #expect(end.evidence.first?.stamp?.text == "2026-11-20T14:38:44.077000Z")
            #expect(events.first?.count == 9 && events.first?.reporter == "default-scheduler")
        }
    }

    private func newEvents(_ name: String) throws {
        let isScheduling = name.hasPrefix("17")
        let end = try Server.ask(
            "kubernetes_events",
            Self.input(isScheduling ? [("reason", "FailedScheduling")] : [("kind", "Deployment"), ("name", "checkout")]))
        let event = try #require(end.evidence.first?.clusterEvent)
        #expect(end.evidence.count == 1 && end.evidence.first?.service == "checkout")
        #expect(event.reporter == (isScheduling ? "default-scheduler" : "horizontal-pod-autoscaler"))
        #expect(
            end.evidence.first?.stamp?.text == (isScheduling ? "2026-11-20T14:38:44.077000Z" : "2026-11-20T14:27:16.005120Z"))
        #expect(event.message.hasPrefix(isScheduling ? "0/3 nodes are available" : "New size: 3"))
    }

    private func pages() throws {
        let end = try Server.ask(
            "kubernetes_events",
            .object(JSONObject([("page", 25), ("from", "2026-11-20T13:00:00Z"), ("to", "2026-11-20T15:05:00Z")])))
        let events = end.evidence.compactMap(\.clusterEvent)
        #expect(events.count == 61 && end.diagnostics.map(\.severity) == [.note])
        #expect(events.map(\.lastSeen) == events.map(\.lastSeen).sorted())
        #expect(end.evidence.allSatisfy { $0.completeness == .complete && $0.exchanges.count == 3 })
        #expect(Set(end.evidence.map(\.service)) == ["checkout", "frontend", "inventory", "loyalty-export", "payment-gateway"])
    }

    private func configMap() throws {
        let end = try Server.ask("kubernetes_config_map", ["namespace": "shop", "name": "payment-gateway-routing"])
        let fields = try #require(end.evidence.first?.record)
        #expect(fields["data"]?["routes.yaml"] == "acquirers:\n  - name: acquirer.example\n    weight: 100\n")
        #expect(fields["lastWrittenAt"] == "2026-10-21T12:00:00Z")
    }

    private func unknownNamespace() throws {
        let end = try Server.ask("kubernetes_events", Self.input([("namespace", "billing")]))
        #expect(end.evidence.isEmpty)
        #expect(
            end.diagnostics.contains { $0.severity == .failed && $0.message.contains("billing: there is none of this name") })
        let forbidden = try Server.play("kubernetes_events", Self.input([("namespace", "billing")])) { call, _ in
            call.path.count == 4 && call.path.first == "api"
                ? try Server.answer("26-") : try Server.recorded(call) ?? Server.unrecorded(call)
        }
        guard case .sampled = forbidden.evidence.first?.completeness else {
            Issue.record("nothing is known of a namespace that may not be asked for")
            return
        }
    }

    private func watch() throws {
        let end = try Server.ask("kubernetes_event_changes", ["reason": "Killing"])
        #expect(end.evidence.compactMap(\.clusterEvent).count == 7 && end.diagnostics.isEmpty)
        #expect(end.evidence.allSatisfy { $0.completeness == .complete })
    }
}

extension String {
    /// Without the backslashes before quotes.
    fileprivate var unescaped: String { replacing("\\\"", with: "\"") }
}
