import Core
import Gateway
import Store
import Transports

/// A gateway as the command line makes it, before one source.
final class Door: Sendable {
    private let ledger: SQLiteLedger
    private let transport = OutboundTransport()
    private let gateway: Gateway

    init(_ path: String, port: Int) throws {
        let key = try MasterKey(MasterKey.randomBytes())
        ledger = try SQLiteLedger(path: path, key: key)
        guard let origin = Origin("http://127.0.0.1:\(port)") else { throw LedgerError("no origin") }
        let endpoint = Endpoint(
            name: "peer", kind: "peer", location: .origin(origin), limits: Endpoint.Limits(concurrency: 64))
        let clock = SystemClock()
        let options = RedactionOptions(key: RedactionKey(master: key.redactionSecret(), incident: "benchmark"))
        gateway = Gateway(
            ledger: ledger, transport: transport, endpoints: [endpoint], redactor: Redactor(options),
            budget: Budget(.init(calls: .max, bytes: .max, seconds: 86_400), from: clock.now()),
            vault: CredentialVault { _ in Secret("unused") }, clock: clock)
    }

    private static let tool = ToolDescription(name: "peer_read", summary: "", input: [:], routes: [.http(.get, ["api", "*"])])

    func call(_ index: Int) async throws {
        let request = GatewayRequest(
            call: .http(HTTPCall(path: ["api", "answer"])),
            key: CallKey(investigation: "benchmark", round: 0, path: "call/\(index)", step: 0, index: 0), source: "peer",
            tool: Door.tool, principal: .playbook)
        let answer = await gateway.perform(request)
        guard case .reply(let reply) = answer.outcome.result, reply.status == 200 else {
            throw LedgerError("a call failed: \(answer.outcome.result)")
        }
    }

    func stop() async {
        await transport.shutdown()
        try? ledger.close()
    }
}
