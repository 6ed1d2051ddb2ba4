import Connectors
import Core
import Foundation
import Gateway
import Investigation
import Store
import Synchronization

/// A transport that answers as the world does and keeps what was sent.
final class CapturingTransport: Transport {
    struct Sent: Sendable {
        var source: SourceName
        var request: WireRequest
    }
    private let answers: Answers
    private let state = Mutex<[Sent]>([])

    init(_ answers: Answers) { self.answers = answers }

    var sent: [Sent] { state.withLock { $0 } }

    func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        let request = call.request
        let source = call.endpoint.name
        state.withLock { $0.append(Sent(source: source, request: request)) }
        do throws(BodySinkFull) { try await body.write(Array(answers.body(for: request).utf8)) } catch {
            return .cut(status: 200, headers: [])
        }
        if case .http = request { return .reply(status: 200, headers: [HTTPCall.Field("content-type", "application/json")]) }
        return .reply(status: 0, headers: [])
    }
}

/// Real connectors and a real ledger, behind a gateway whose transport answers with attacks and canaries.
struct World {
    static let commit = "af6109229f8c28031667a7761345070641466791"
    /// Of the sources: it may appear in no answer and no address.
    static let token = "xoxb-c4n4ry-source-token-0000"

    static let sources: [(name: SourceName, kind: SourceKind, location: String, isOutside: Bool)] = [
        ("logs", "loki", "http://10.0.0.5:3100", false), ("cloud-logs", "loki", "https://logs.vendor.example", true),
        ("metrics", "prometheus", "http://10.0.0.6:9090", false),
        ("alerts", "alertmanager", "https://alerts.vendor.example", true), ("chat", "slack", "https://slack.com", true),
        ("pages", "pagerduty", "https://api.pagerduty.com", true), ("code", "git", "/srv/repositories/shop", false),
    ]

    static let window = TimeWindow(from: Instant(seconds: 1_795_183_200), to: Instant(seconds: 1_795_186_800))
    static let scope = Scope(window: window, baseline: window.widened(before: 604_800, after: -3600))

    static func windowed(_ members: JSONObject) -> JSONValue {
        var members = members
        for (name, value) in window.inputMembers { members[name] = value }
        return .object(members)
    }

    static func connectors() throws -> [SourceName: any Connector] {
        var connectors: [SourceName: any Connector] = ["ops": try WritingConnector(.init(name: "ops", kind: "ops"))]
        for source in sources {
            guard let type = Registry.connector(for: source.kind) else { continue }
            let url = source.location.hasPrefix("/") ? nil : source.location
            connectors[source.name] = try type.init(SourceDescription(name: source.name, kind: source.kind, url: url))
        }
        return connectors
    }

    static func endpoints() throws -> [Endpoint] {
        var endpoints = try sources.map { source in
            guard !source.location.hasPrefix("/") else {
                return Endpoint(name: source.name, kind: source.kind, location: .directory(source.location))
            }
            guard let origin = Origin(source.location) else { throw LedgerError("bad origin in a test") }
            return Endpoint(
                name: source.name, kind: source.kind, location: .origin(origin), credential: .token(.environment("TOKEN")))
        }
        if let origin = Origin("https://ops.vendor.example") {
            endpoints.append(Endpoint(name: "ops", kind: "ops", location: .origin(origin)))
        }
        return endpoints
    }

    let transport: CapturingTransport
    let ledger: any LedgerStore
    let gateway: Gateway
    let connectors: [SourceName: any Connector]
    let investigation: String

    init(_ answers: Answers, ledger: any LedgerStore, investigation: String, redacts: Bool = true) throws {
        transport = CapturingTransport(answers)
        self.ledger = ledger
        self.investigation = investigation
        connectors = try World.connectors()
        gateway = try World.gateway(ledger: ledger, transport: transport, redacts: redacts)
    }

    var deskScope: DeskScope {
        DeskScope(
            investigation: investigation, scope: World.scope, services: ["checkout", "payment-gateway"],
            sources: Set(connectors.keys))
    }

    /// The desk as it is meant to be used; without `guarded`, with egress rules that find nothing.
    func desk(guarded: Bool = true) -> ToolDesk {
        var rules = EgressRules(World.redactor)
        if !guarded {
            rules = EgressRules { _ in [] }
            rules.longestRandom = Int.max
        }
        return ToolDesk(
            gateway: gateway, connectors: connectors, principal: .model("puppet"), scope: deskScope, session: "s1",
            egress: rules)
    }
}

/// A connector whose tools write, so that there is something to refuse.
struct WritingConnector: Connector {
    static let kind: SourceKind = "ops"
    static let dataClass = DataClass.alerts
    static let optionNames: Set<String> = []
    init(_ source: SourceDescription) throws(InputError) {}

    static let names = [
        "alertmanager_create_silence", "alertmanager_expire_silence", "slack_post_message", "pagerduty_add_note",
        "grafana_annotate", "jira_create_issue", "confluence_publish_page", "github_deployment_status",
    ]

    var tools: [any Tool] { WritingConnector.names.map(WritingTool.init) }
    func probes(for subject: Subject) -> [Probe] { [] }
    var checkup: Probe { Probe(tool: "alertmanager_create_silence", input: [:], purpose: "none") }

    struct WritingTool: Tool {
        var name: String
        var description: ToolDescription {
            ToolDescription(
                name: name, summary: "Changes something", effect: .write,
                input: Schema.object([("text", Schema.string("What to write"))]), routes: [.http(.post, ["write", name])])
        }
        func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
            OneRound([.http(HTTPCall(.post, path: ["write", name], body: Array(input.compact.utf8)))]) { _ in .done() }
        }
    }
}
