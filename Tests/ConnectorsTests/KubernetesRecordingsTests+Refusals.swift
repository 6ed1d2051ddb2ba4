import Connectors
import Core
import Foundation
import Testing

extension KubernetesRecordingsTests {
    private typealias Server = KubernetesRecordings

    private static let events: JSONValue = .object(JSONObject(window))

    /// An answer to a request that no tool makes, as the answer to one that a tool does make.
    func refused(_ name: String, _ severity: Diagnostic.Severity, _ words: String) throws {
        let result = try Server.answer(name)
        let end = try Server.play("kubernetes_events", Self.events) { call, _ in
            call.path.last == "events" ? result : try Server.unrecorded(call)
        }
        #expect(end.evidence.isEmpty)
        let problem = try #require(end.diagnostics.first { $0.severity != .note }, "\(end.diagnostics)")
        #expect(problem.severity == severity)
        #expect(problem.message.contains(words), "\(problem.message)")
    }

    func missingObject(_ name: String) throws {
        let end = try Server.feed(name, to: "kubernetes_config_map", ["namespace": "shop", "name": "billing"])
        #expect(end.evidence.map(\.completeness) == [.noneThere])
        #expect(end.evidence.first?.nothing == "no config map billing in shop now")
    }

    func missingAPI(_ name: String) throws {
        let end = try Server.feed(name, to: "kubernetes_nodes", [:])
        #expect(end.evidence.isEmpty)
        #expect(end.diagnostics.map(\.severity) == [.failed])
        #expect(end.diagnostics.first?.message.contains("this server has no such API") == true)
    }

    /// The first page was not recorded in fives; the token of the expired one is.
    func expired() throws {
        let token = try #require(Self.token("30-"))
        let end = try Server.play("kubernetes_events", .object(JSONObject([("page", 5)] + Self.window))) { call, _ in
            guard call.path.last == "events" else { return try Server.unrecorded(call) }
            switch call.query.first(where: { $0.name == "continue" })?.value {
            case nil:
                let items = try Server.document("16-events-k8s-io-page-1")["items"]?.array ?? []
                return Server.list("EventList", Array(items.prefix(5)), next: token)
            case token: return try Server.answer("30-")
            case Self.token("31-"): return try Server.answer("31-")
            default: return Server.list("EventList", [])
            }
        }
        #expect(end.evidence.compactMap(\.clusterEvent).count == 10)
        for item in end.evidence {
            guard case .cutOff(let reason) = item.completeness else {
                Issue.record("an inconsistent list is not complete")
                continue
            }
            #expect(reason.contains("of different moments"))
        }
        #expect(end.diagnostics.contains { $0.severity == .partial && $0.message.contains("expired") })
    }

    func badToken() throws {
        let end = try Server.play("kubernetes_events", Self.events) { call, _ in
            guard call.path.last == "events" else { return try Server.unrecorded(call) }
            guard call.query.contains(where: { $0.name == "continue" }) else {
                let items = try Server.document("16-events-k8s-io-page-1")["items"]?.array ?? []
                return Server.list("EventList", Array(items.prefix(5)), next: "not-a-token")
            }
            return try Server.answer("32-")
        }
        #expect(end.evidence.count == 5)
        #expect(end.evidence.allSatisfy { if case .cutOff = $0.completeness { true } else { false } })
        #expect(end.diagnostics.contains { $0.severity == .partial && $0.message.contains("invalid continue token") })
    }

    func watchTooOld() throws {
        let end = try Server.feed("35-", to: "kubernetes_event_changes", ["resourceVersion": "2"])
        #expect(end.evidence.isEmpty)
        #expect(end.diagnostics.map(\.severity) == [.failed])
        #expect(end.diagnostics.first?.message.contains("the watch answered 410") == true)
    }

    /// The token in a recorded request.
    private static func token(_ start: String) -> String? {
        guard let name = Server.names.first(where: { $0.hasPrefix(start) }),
            let text = try? String(contentsOf: Server.directory.appending(path: name), encoding: .utf8),
            let line = text.split(separator: " ").dropFirst().first
        else { return nil }
        return line.components(separatedBy: "continue=").last
    }
}

extension Evidence {
    var change: Change? { if case .change(let change) = observation { change } else { nil } }
    var workload: WorkloadState? { if case .workload(let state) = observation { state } else { nil } }
    var pod: PodState? { if case .pod(let state) = observation { state } else { nil } }
    var clusterEvent: ClusterEvent? { if case .clusterEvent(let event) = observation { event } else { nil } }
    var record: JSONObject? { if case .record(let record) = observation { record.fields } else { nil } }
    var nothing: String? { if case .nothing(let text) = observation { text } else { nil } }
}
