import Core
import Gateway
import Synchronization
import Transports

/// A gateway with a real transport and a ledger in memory.
struct Rig {
    let ledger = MemoryLedger()
    let transport = OutboundTransport()

    /// Makes one call without retries.
    func perform(_ call: Call, at endpoint: Endpoint) async -> Outcome.Result {
        var endpoint = endpoint
        endpoint.limits.retries = 0
        let gateway = Gateway(
            ledger: ledger, transport: transport, endpoints: [endpoint],
            budget: Budget(Budget.Limits(), from: SystemClock().now()), vault: CredentialVault { _ in Secret("s3cret") })
        let route: ToolDescription.Route =
            switch call {
            case .http(let http): .http(http.method, http.path)
            case .process(let process): .process(process.program, subcommand: process.arguments.first ?? "")
            case .file(let file): .file(file.operation)
            }
        let request = GatewayRequest(
            call: call, key: CallKey(investigation: "test", round: 0, path: "p", step: 0, index: 0), source: endpoint.name,
            tool: ToolDescription(name: "test", summary: "", input: [:], routes: [route]), principal: .playbook)
        return await gateway.perform(request).outcome.result
    }

    func git(_ arguments: [String], in directory: String, limits: Endpoint.Limits = Endpoint.Limits()) async -> Outcome.Result {
        await perform(
            .process(ProcessCall(.git, arguments)),
            at: Endpoint(name: "repository", kind: "git", location: .directory(directory), limits: limits))
    }

    func file(
        _ operation: FileCall.Operation, _ path: [String], in directory: String, range: FileCall.ByteRange? = nil,
        bodyBytes: Int = 8 << 20
    ) async -> Outcome.Result {
        await perform(
            .file(FileCall(operation, path: path, range: range)),
            at: Endpoint(
                name: "files", kind: "files", location: .directory(directory), limits: Endpoint.Limits(bodyBytes: bodyBytes)))
    }
}

extension Outcome.Result {
    var reply: Reply? { if case .reply(let reply) = self { reply } else { nil } }
    var cut: Reply? { if case .cut(let reply, _) = self { reply } else { nil } }
    var failure: Failure? { if case .failed(let failure) = self { failure } else { nil } }
    var text: String? { try? reply?.body.text() }
}

final class MemoryLedger: LedgerStore {
    private struct State {
        var entries: [LedgerEntry] = []
        var chunks: [Int64: [Int: [UInt8]]] = [:]
        var next: Int64 = 1
    }

    private let state = Mutex(State())

    func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        state.withLock { state in
            state.entries += entries
            for tail in tails { state.chunks[tail.blob, default: [:]][tail.position] = tail.bytes }
        }
    }

    func newBlob() async throws(LedgerError) -> Int64 {
        state.withLock { state in
            state.next += 1
            return state.next
        }
    }

    func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError) {
        state.withLock { $0.chunks[blob, default: [:]][position] = bytes }
    }

    func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8] {
        Array(state.withLock { $0.chunks[blob.id, default: [:]].sorted { $0.key < $1.key }.flatMap(\.value) }[range])
    }

    func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry] { state.withLock { $0.entries } }
    func entries(
        ofKinds kinds: Set<LedgerEntry.Kind>, pathPrefix: String?
    ) async throws(LedgerError) -> [LedgerEntry] {
        state.withLock { $0.entries.filter { kinds.contains($0.kind) } }
    }
    func investigations() async throws(LedgerError) -> [String] { ["test"] }

    /// The body of the last outcome, as it came over the wire.
    func lastBody() throws -> [UInt8] {
        guard let blob = state.withLock({ $0.entries.last { $0.kind == .outcome }?.blob }) else { return [] }
        return try read(blob, range: 0..<blob.count)
    }
}
