import Connectors
import Core
import Document
import Gateway
import LanguageModels

/// The model's part of an investigation: it is shown what the playbook concluded, asks the sources through the desk, proposes causes
/// and drafts claims.
///
/// What happens depends on recorded answers alone: the model's, the sources', and what the gateway released or refused. So a replay
/// does the same. Nothing that the model says is believed here; what it asked for joins the evidence.
struct ModelAgent {
    /// Requests for tools of one answer that are carried out.
    static let toolsPerTurn = 8
    /// Turns in a row without anything new, after which it ends.
    static let idleTurns = 3
    static let session = "model"
    static let source: SourceName = "model"

    let record: InvestigationRecord
    let provider: any ModelProvider
    let limits: ModelSettings.Limits
    let connectors: [SourceName: any Connector]
    let gateway: Gateway
    let desk: ToolDesk
    let principal: Principal
    let progress: any ProgressObserver

    // What has come of it so far.
    var account: ModelAccount
    /// Answers with evidence, in the order in which they were asked for.
    var answers: [Answer] = []
    /// The playbook's evidence and the model's, numbered.
    var evidence: [Evidence]
    var gaps: [Gap] = []
    var conversation = AgentConversation(opening: "")
    var estimate = TokenEstimate()
    var usage = ModelUsage()
    /// What sorts of data the model was shown.
    var shown: Set<DataClass>
    /// Ids of evidence by the question that gave it, so that none is asked twice.
    var asked: [String: String] = [:]
    var idle = 0
    private var lastCalls: [CallKey] = []

    init(
        record: InvestigationRecord, rawBytes: Int, provider: any ModelProvider, limits: ModelSettings.Limits,
        connectors: [SourceName: any Connector], gateway: Gateway, desk: ToolDesk, principal: Principal,
        progress: any ProgressObserver
    ) {
        self.record = record
        self.provider = provider
        self.limits = limits
        self.connectors = connectors
        self.gateway = gateway
        self.desk = desk
        self.principal = principal
        self.progress = progress
        account = ModelAccount(model: provider.settings.name)
        account.rawTokens = rawBytes / 4
        evidence = record.evidence
        shown = Set(record.evidence.compactMap { connectors[$0.source].map { type(of: $0).dataClass } })
    }

    mutating func run() async {
        let tools = AgentTools.definitions(await desk.tools(), connectors: connectors, limit: inputBytes * 2 / 5)
        let briefing = AgentBriefing.lines(record, limit: min(24_000, inputBytes / 4))
        switch await desk.show(briefing, data: shown, label: "briefing") {
        case .evidence(let released): conversation = AgentConversation(opening: released.text + AgentText.task)
        case .refused:
            return end(
                "the policy does not let it be told anything", .denied,
                "a rule has to allow the effect 'disclose' for it ('inquest policy explain disclose_to_model')")
        }
        let system = AgentText.instructions(record.scope.window)
        while account.turns < limits.turns {
            guard let request = request(system, tools) else {
                return end("what it must be told does not fit into its context", .overBudget, "its context is too small")
            }
            guard usage.total + estimate.tokens(bytes: request.byteCount) + request.maxOutputTokens <= limits.tokens else {
                return end("its tokens were spent", .overBudget, "the limit of \(limits.tokens) tokens was reached")
            }
            progress.stage("Asking the model, turn \(account.turns + 1)")
            do throws(ModelError) {
                let reply = try await ask(request)
                if await take(reply, tools) { return end("it had nothing more to ask") }
            } catch {
                if error.kind == .contextExceeded, estimate.factor < 3.9 {
                    // The server counts more than was thought.
                    estimate.learn(bytes: request.byteCount, reported: estimate.tokens(bytes: request.byteCount) * 3 / 2)
                    continue
                }
                return end(ModelAgent.clause(error), error.gapKind, "\(error)")
            }
            if idle >= ModelAgent.idleTurns { return end("nothing new came of its last \(idle) answers") }
        }
        end("its \(limits.turns) answers were used", .overBudget, "the limit of \(limits.turns) answers was reached")
    }

    /// Bytes that a request may have.
    private var inputBytes: Int {
        estimate.bytes(tokens: provider.settings.contextTokens - provider.settings.maxOutputTokens)
    }

    /// The next request, inside the model's context; `nil` when it cannot be made to fit.
    private mutating func request(_ system: String, _ tools: [ModelRequest.Tool]) -> ModelRequest? {
        var request = ModelRequest(
            system: system, messages: [], tools: tools, maxOutputTokens: provider.settings.maxOutputTokens)
        guard conversation.fit(bytes: inputBytes - request.byteCount) else { return nil }
        request.messages = conversation.messages
        return request
    }

    private mutating func ask(_ request: ModelRequest) async throws(ModelError) -> ModelReply {
        account.turns += 1
        let number = account.turns
        let key = CallKey(
            investigation: record.id, round: number, path: "model/\(number)", step: 0, index: 0)
        // What a policy judges by; the call itself has the whole.
        let input: JSONValue = [
            "model": .string(provider.settings.name), "messages": .number(request.messages.count),
            "maxOutputTokens": .number(request.maxOutputTokens),
        ]
        let answer = await gateway.perform(
            GatewayRequest(
                call: .http(provider.call(for: request)), key: key, source: ModelAgent.source, tool: provider.asking,
                input: input, data: shown, principal: principal, parents: lastCalls))
        lastCalls = [key]
        let reply = try provider.reply(from: answer.outcome)
        let bytes = request.byteCount
        let counted =
            reply.usage
            ?? ModelUsage(
                input: estimate.tokens(bytes: bytes),
                output: estimate.tokens(bytes: ModelMessage(.assistant, reply.parts).byteCount + reply.reasoningBytes))
        if reply.usage == nil { account.isEstimated = true } else { estimate.learn(bytes: bytes, reported: counted.read) }
        usage = usage + counted
        return reply
    }

    /// Carries out what the model asks for. `true` when it asks for nothing more.
    private mutating func take(_ reply: ModelReply, _ tools: [ModelRequest.Tool]) async -> Bool {
        let before = evidence.count + account.statements.count + account.proposals.count
        var turn = AgentConversation.Turn(said: said(reply))
        var number = 0
        for case .toolUse(let id, let name, let input) in turn.said {
            number += 1
            guard number <= ModelAgent.toolsPerTurn else {
                let text = "Not carried out: more than \(ModelAgent.toolsPerTurn) requests in one answer."
                turn.results.append(.init(id: id, text: text, short: text, isError: true))
                continue
            }
            turn.results.append(await carryOut(id, name, input, tools))
        }
        let isNew = evidence.count + account.statements.count + account.proposals.count > before
        idle = isNew ? 0 : idle + 1
        if turn.results.isEmpty {
            guard reply.isCut || account.statements.isEmpty && idle < 2 && account.turns < limits.turns else { return true }
            turn.note = reply.isCut ? AgentText.wasCut : AgentText.goOn
        } else if reply.isCut {
            turn.note = AgentText.wasCut
        }
        if turn.said.isEmpty { turn.said = [.text("(no answer)")] }
        conversation.append(turn)
        return false
    }

    /// What the model said, as it is said back to it: with ids of our own, since servers' are missing or repeat, and no more of it
    /// than is worth the room.
    private func said(_ reply: ModelReply) -> [ModelMessage.Part] {
        var number = 0
        return reply.parts.prefix(64).compactMap { part in
            switch part {
            case .text(let text):
                let short = CleanText(String(text.prefix(4_000))).text
                return short.allSatisfy(\.isWhitespace) ? nil : .text(short)
            case .toolUse(_, let name, let input):
                number += 1
                let plain = name.unicodeScalars.filter {
                    $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || $0 == "-" || ("0"..."9").contains($0))
                }
                let short = String(String.UnicodeScalarView(plain.prefix(64)))
                let size = input.compact.utf8.count
                return .toolUse(
                    id: "t\(account.turns)-\(number)", name: short.isEmpty ? "unnamed" : short,
                    input: size <= 16_000 ? input : ["tooLong": .number(size)])
            case .toolResult: return nil
            }
        }
    }

    private mutating func end(_ clause: String, _ kind: Gap.Kind? = nil, _ reason: String = "") {
        account.ending = clause
        account.tokensRead = usage.read
        account.tokensWritten = usage.output
        account.cost = provider.settings.prices?.cost(of: usage)
        if let kind {
            gaps.append(Gap(kind, source: ModelAgent.source, what: "the help of the language model", reason: reason))
        }
    }

    private static func clause(_ error: ModelError) -> String {
        switch error.kind {
        case .overBudget: "the investigation's budget was spent"
        case .denied: "it may not be asked"
        case .busy: "its provider had too much to do"
        case .timedOut: "it did not answer in time"
        case .contextExceeded: "what it must be told does not fit into its context"
        case .invalid, .failed: "it could not be asked"
        }
    }
}

extension ModelError {
    fileprivate var gapKind: Gap.Kind {
        switch kind {
        case .denied: .denied
        case .overBudget: .overBudget
        default: .failed
        }
    }
}
