import Analysis
public import Connectors
public import Core
public import Gateway

/// The one surface that a model or an MCP client has: the reading tools of an investigation's sources.
///
/// There is no tool that writes, approves, denies, changes the policy, reads the ledger or a file, or goes to an address; so none
/// can be called. What can be called is held, in this order, against: the pinned definition, the effect, the schema, hidden
/// characters and addresses, the egress rules, and the investigation's scope. Then the gateway judges it by the policy, as it does
/// every call. The answer is evidence as text that the gateway released: redacted, framed and in the ledger.
public actor ToolDesk {
    private let gateway: Gateway
    private let connectors: [SourceName: any Connector]
    private let principal: Principal
    private let recipient: Recipient
    private let scope: DeskScope
    private let session: String
    private let egress: EgressRules
    private var pins: ToolPins
    private var seen = SeenSecrets()
    /// Hashes of answers that were looked through for instructions: a source often answers the same again.
    private var lookedThrough: Set<Int> = []
    private var calls = 0
    private var shows = 0
    private var answered: [CallKey] = []

    /// Text in evidence that read like an instruction, for people.
    public private(set) var flags: [InstructionFlag] = []
    /// Calls that were refused, for people: many of them are a model that obeys someone else.
    public private(set) var refusals: [DeskRefusal] = []

    /// Flags and refusals kept; later ones say nothing new.
    static let kept = 200
    /// Answers that a call counts as written from.
    static let parents = 64

    /// - Parameters:
    ///   - connectors: those of the configuration; the desk takes the ones of the scope's sources, and pins their tools.
    ///   - principal: the model or client that will call; the policy's rules are held against it.
    ///   - session: a name without spaces, unique in the investigation: it begins the desk's keys in the ledger.
    public init(
        gateway: Gateway, connectors: [SourceName: any Connector], principal: Principal, scope: DeskScope, session: String,
        egress: EgressRules
    ) {
        self.gateway = gateway
        self.connectors = connectors.filter { scope.sources.contains($0.key) }
        self.principal = principal
        switch principal {
        case .client(let name): recipient = .client(name)
        case .model(let name), .person(let name): recipient = .model(name)
        case .playbook: recipient = .model("playbook")
        }
        self.scope = scope
        self.session = PercentEncoding.segment(session)
        self.egress = egress
        pins = ToolPins()
        for (source, connector) in self.connectors {
            for tool in connector.tools { pins.pin(tool.description, of: source) }
        }
    }

    /// The tools that can be called, by name: reads only. Two sources of a kind have the same tools; a call names the source.
    public func tools() -> [ToolDescription] {
        var tools: [String: ToolDescription] = [:]
        for (source, connector) in connectors {
            for tool in connector.tools.map(\.description) where tool.effect == .read {
                if pins.check(tool, of: source) == .unchanged { tools[tool.name] = tool }
            }
        }
        return tools.values.sorted { $0.name < $1.name }
    }

    /// The sources that a call can name, by name.
    public func sources() -> [SourceName] { connectors.keys.sorted() }

    /// Asks a source, or says why not.
    ///
    /// - Parameters:
    ///   - source: the source's configured name; may be left out where only one has the tool.
    ///   - arguments: the tool's input.
    public func call(tool name: String, source: String? = nil, arguments: JSONValue) async -> DeskAnswer {
        await call(tool: name, source: source, arguments: arguments) { EvidenceText($0).lines }.shown
    }

    /// The same, for whoever keeps evidence: with what was decoded, and shown as `render` has it.
    func call(
        tool name: String, source: String?, arguments: JSONValue, rendering render: @Sendable (Answer) -> [String]
    ) async -> (shown: DeskAnswer, answer: Answer?) {
        do throws(DeskRefusal) {
            let (source, tool) = try choose(name, source)
            let arguments = try checked(arguments, for: tool.description, of: source)
            calls += 1
            let question = Question(
                source: source, probe: Probe(tool: name, input: arguments, purpose: "asked by \(recipient)"),
                path: "desk/\(session)/\(calls)-\(PercentEncoding.segment(source.text))-\(name)", round: calls,
                parents: answered.suffix(ToolDesk.parents))
            let (released, answer) = try await ask(question, render)
            return (.evidence(released), answer)
        } catch {
            return (refused(error), nil)
        }
    }

    /// Shows text that was made of evidence, or says why not.
    ///
    /// - Parameters:
    ///   - data: what sorts of data it was made from.
    ///   - label: a word for the ledger's key.
    func show(_ lines: [String], data: Set<DataClass>, label: String) async -> DeskAnswer {
        shows += 1
        do throws(DeskRefusal) {
            let path = "desk/\(session)/\(label)-\(shows)"
            return .evidence(try await release(lines, path: path, round: calls, data: data))
        } catch {
            return refused(error)
        }
    }

    private func refused(_ refusal: DeskRefusal) -> DeskAnswer {
        if refusals.count < ToolDesk.kept { refusals.append(refusal) }
        return .refused(refusal)
    }

    // MARK: What may be asked

    private func choose(_ name: String, _ source: String?) throws(DeskRefusal) -> (SourceName, any Tool) {
        let holders = connectors.keys.sorted().filter { tool(name, of: $0) != nil }
        guard !holders.isEmpty else { throw DeskRefusal(.unknown, "there is no such tool") }
        if let source {
            guard let chosen = holders.first(where: { $0.text == source }), let tool = tool(name, of: chosen) else {
                throw DeskRefusal(.unknown, "no source of that name has this tool")
            }
            return (chosen, tool)
        }
        guard holders.count == 1, let tool = tool(name, of: holders[0]) else {
            throw DeskRefusal(
                .unknown, "several sources have this tool: name one of \(holders.map(\.text).joined(separator: ", "))")
        }
        return (holders[0], tool)
    }

    private func tool(_ name: String, of source: SourceName) -> (any Tool)? {
        connectors[source]?.tools.first { $0.description.name == name }
    }

    /// The arguments as they will be asked with.
    private func checked(
        _ arguments: JSONValue, for tool: ToolDescription, of source: SourceName
    ) throws(DeskRefusal) -> JSONValue {
        if let reason = pins.check(tool, of: source).refusal { throw DeskRefusal(.pin, "\(tool.name) is not used: \(reason)") }
        guard tool.effect == .read else {
            throw DeskRefusal(.needsPerson, "\(tool.name) does more than read, and needs a person")
        }
        let limits = ArgumentScope(scope: scope)
        let completed = limits.completed(arguments, schema: tool.input)
        let form = try ArgumentForm(completed, schema: tool.input)
        try egress.check(form.texts, seen: seen)
        try limits.check(form.texts)
        return completed
    }

    // MARK: Asking

    private func ask(
        _ question: Question, _ render: @Sendable (Answer) -> [String]
    ) async throws(DeskRefusal) -> (Released, Answer) {
        let questioner = Questioner(
            investigation: scope.investigation, gateway: gateway, connectors: connectors, principal: principal,
            progress: SilentProgress())
        let answer = await questioner.ask(question)
        flag(EvidenceText(answer).lines, of: question)
        // Bad input stops before anything is sent, and then no call is anyone's parent.
        answered += answer.lastCalls.filter { !answered.contains($0) }
        let data: Set<DataClass> = connectors[question.source].map { [type(of: $0).dataClass] } ?? []
        return (try await release(render(answer), path: question.path, round: question.round, data: data), answer)
    }

    private func release(
        _ lines: [String], path: String, round: Int, data: Set<DataClass>
    ) async throws(DeskRefusal) -> Released {
        // Cleaned before it is redacted: hidden characters can stand inside a secret.
        let text = CleanText(lines.joined(separator: "\n")).text
        for value in egress.values(text) { seen.add(value) }
        let key = CallKey(investigation: scope.investigation, round: round, path: path + "/released", step: 0, index: 0)
        let disclosure = Disclosure(key: key, to: recipient, principal: principal, data: data, text: text)
        switch await gateway.release(disclosure) {
        case .success(let released): return released
        // Only the kind: a reason may be a policy server's own words, which nobody redacted.
        case .failure(let refusal):
            throw DeskRefusal(.notReleased, "the answer may not be shown (\(refusal.kind.rawValue))")
        }
    }

    private func flag(_ lines: [String], of question: Question) {
        guard lookedThrough.insert(lines.hashValue).inserted else { return }
        for (_, quotation) in InstructionDetector.quotations(in: lines) where flags.count < ToolDesk.kept {
            let flag = InstructionFlag(
                source: question.source, tool: question.probe.tool, path: question.path, quotation: quotation)
            if !flags.contains(flag) { flags.append(flag) }
        }
    }
}
