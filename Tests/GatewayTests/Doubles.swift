import Core
import Gateway
import Synchronization

/// A ledger in memory that keeps the order of everything, and can be told to fail.
final class MemoryLedger: LedgerStore {
    struct State {
        var entries: [LedgerEntry] = []
        var chunks: [Int64: [Int: [UInt8]]] = [:]
        var nextBlob: Int64 = 1
        var failing = false
    }
    private let state = Mutex(State())
    let journal: Journal

    init(journal: Journal = Journal()) { self.journal = journal }

    /// What is left of this ledger when the run is killed after so many entries.
    func killed(after count: Int) -> MemoryLedger {
        let copy = MemoryLedger()
        let kept = state.withLock { $0 }
        copy.state.withLock { state in
            state = kept
            state.entries = Array(kept.entries.prefix(count))
        }
        return copy
    }

    func fail() { state.withLock { $0.failing = true } }
    var entries: [LedgerEntry] { state.withLock { $0.entries } }
    var kinds: [LedgerEntry.Kind] { entries.map(\.kind) }

    func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        let failing = state.withLock { state in
            guard !state.failing else { return true }
            state.entries += entries
            for tail in tails { state.chunks[tail.blob, default: [:]][tail.position] = tail.bytes }
            return false
        }
        if failing { throw LedgerError("the disk is full") }
        for entry in entries { journal.note("ledger:\(entry.kind.rawValue)") }
    }

    func newBlob() async throws(LedgerError) -> Int64 {
        state.withLock { state in
            defer { state.nextBlob += 1 }
            return state.nextBlob
        }
    }

    func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError) {
        state.withLock { $0.chunks[blob, default: [:]][position] = bytes }
    }

    func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8] {
        let chunks = state.withLock { $0.chunks[blob.id] ?? [:] }
        let all = chunks.sorted { $0.key < $1.key }.flatMap(\.value)
        guard range.upperBound <= all.count else { throw LedgerError("a chunk is missing") }
        return Array(all[range])
    }

    func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry] {
        entries.filter { $0.investigation == investigation }
    }

    func entries(
        ofKinds kinds: Set<LedgerEntry.Kind>, pathPrefix: String?
    ) async throws(LedgerError) -> [LedgerEntry] {
        entries.filter { entry in
            kinds.contains(entry.kind) && (pathPrefix.map { entry.key?.path.hasPrefix($0) ?? false } ?? true)
        }
    }

    func investigations() async throws(LedgerError) -> [String] { Array(Set(entries.map(\.investigation))).sorted().reversed() }
}

/// What happened, in order.
final class Journal: Sendable {
    private let lines = Mutex<[String]>([])
    func note(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

/// A transport that answers from a script, the last answer for ever.
final class ScriptedTransport: Transport {
    struct Answer: Sendable {
        var result: TransportResult
        var body: [UInt8] = []
        static func ok(_ text: String, headers: [HTTPCall.Field] = []) -> Answer {
            Answer(result: .reply(status: 200, headers: headers), body: Array(text.utf8))
        }
        static func status(_ status: Int, headers: [HTTPCall.Field] = []) -> Answer {
            Answer(result: .reply(status: status, headers: headers))
        }
        static func failed(_ kind: Failure.Kind) -> Answer { Answer(result: .failed(Failure(kind, "it \(kind.rawValue)"))) }
    }
    private struct State {
        var answers: [Answer]
        var sent: [(url: String, headers: [HTTPCall.Field], timeout: Double)] = []
        var bodies: [[UInt8]] = []
        var underWay = 0
        var mostUnderWay = 0
    }
    private let state: Mutex<State>
    private let journal: Journal
    private let pause: Duration

    init(_ answers: [Answer], journal: Journal = Journal(), pause: Duration = .zero) {
        state = Mutex(State(answers: answers))
        self.journal = journal
        self.pause = pause
    }

    var sent: [(url: String, headers: [HTTPCall.Field], timeout: Double)] { state.withLock { $0.sent } }
    var bodies: [[UInt8]] { state.withLock { $0.bodies } }
    var mostUnderWay: Int { state.withLock { $0.mostUnderWay } }

    func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        let timeout = call.timeout
        var url = ""
        var headers: [HTTPCall.Field] = []
        var bytes: [UInt8] = []
        if case .http(_, let address, let fields, let body) = call.request {
            url = address
            headers = fields
            bytes = body
        }
        journal.note("sent")
        let answer = state.withLock { [bytes, url, headers] state in
            state.sent.append((url, headers, timeout))
            state.bodies.append(bytes)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        if pause > .zero { try? await Task.sleep(for: pause) }
        state.withLock { $0.underWay -= 1 }
        do throws(BodySinkFull) {
            for start in stride(from: 0, to: answer.body.count, by: 65_536) {
                try await body.write(Array(answer.body[start..<min(start + 65_536, answer.body.count)]))
            }
        } catch {
            if case .reply(let status, let headers) = answer.result { return .cut(status: status, headers: headers) }
        }
        return answer.result
    }
}

/// A clock that jumps forward when someone sleeps.
final class JumpingClock: GatewayClock {
    private let time = Mutex(Instant(seconds: 1_800_000_000))
    private let naps = Mutex<[Double]>([])
    var slept: [Double] { naps.withLock { $0 } }
    func now() -> Instant { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    func sleep(seconds: Double) async {
        naps.withLock { $0.append(seconds) }
        advance(seconds)
    }
}

/// Everything a gateway needs, with the parts a test looks at.
struct Door {
    var journal = Journal()
    var ledger: MemoryLedger
    var transport: ScriptedTransport
    var clock = JumpingClock()
    var gateway: Gateway

    static let reading = ToolDescription(
        name: "demo_query", summary: "", input: [:], routes: [.http(.get, ["api", "*"]), .http(.post, ["api", "query"])])

    init(
        _ answers: [ScriptedTransport.Answer] = [.ok("{}")], limits: Endpoint.Limits = .init(), budget: Budget.Limits = .init(),
        credential: CredentialReference = .none, mode: GatewayMode = .live, ledger existing: MemoryLedger? = nil,
        pause: Duration = .zero, origin: String = "http://127.0.0.1:9090/prefix", policy: Policy = Policy(),
        link: any ControlLink = NoControlLink(), perimeter: Endpoint.Side? = nil, ownValues: [String]? = nil,
        behalf: String? = nil
    ) throws {
        let ledger = existing ?? MemoryLedger(journal: journal)
        self.ledger = ledger
        transport = ScriptedTransport(answers, journal: journal, pause: pause)
        guard let origin = Origin(origin) else { throw LedgerError("bad origin in a test") }
        var endpoint = Endpoint(name: "demo", kind: "demo", location: .origin(origin), credential: credential, limits: limits)
        endpoint.perimeter = perimeter
        endpoint.ownValues = ownValues
        let key = RedactionKey(master: Array(repeating: 7, count: 32), incident: "i")
        gateway = Gateway(
            ledger: ledger, transport: transport, endpoints: [endpoint], policy: policy,
            redactor: Redactor(RedactionOptions(key: key)), budget: Budget(budget, from: clock.now()),
            vault: CredentialVault { reference in
                if case .environment("GOOD") = reference { return Secret("s3cr3t-token") }
                throw LedgerError("\(reference) is not set")
            }, link: link, clock: clock, mode: mode, behalf: behalf)
    }

    static func request(
        _ call: HTTPCall = HTTPCall(path: ["api", "x"]), tool: ToolDescription = Door.reading, index: Int = 0,
        source: SourceName = "demo", input: JSONValue = [:], parents: [CallKey] = [], principal: Principal = .playbook
    ) -> GatewayRequest {
        GatewayRequest(
            call: .http(call), key: CallKey(investigation: "i", round: 0, path: "p", step: 0, index: index), source: source,
            tool: tool, input: input, principal: principal, parents: parents)
    }
}

extension Outcome.Result {
    var name: String {
        switch self {
        case .reply(let reply): "reply \(reply.status)"
        case .failed(let failure): "failed \(failure.kind.rawValue)"
        case .denied: "denied"
        case .cut: "cut"
        case .overBudget: "overBudget"
        }
    }
    var reason: String {
        switch self {
        case .reply: ""
        case .failed(let failure): failure.detail
        case .denied(let reason), .cut(_, let reason), .overBudget(let reason): reason
        }
    }
}
