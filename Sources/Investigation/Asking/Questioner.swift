public import Connectors
public import Core
public import Gateway

/// Runs the conversations of tools through the gateway.
public struct Questioner: Sendable {
    /// More calls in one step than this are a runaway; the rest becomes a gap.
    static let callsPerStep = 256
    static let stepsPerConversation = 256

    public let investigation: String
    private let gateway: Gateway
    private let connectors: [SourceName: any Connector]
    private let principal: Principal
    private let progress: any ProgressObserver

    public init(
        investigation: String, gateway: Gateway, connectors: [SourceName: any Connector], principal: Principal,
        progress: any ProgressObserver
    ) {
        self.investigation = investigation
        self.gateway = gateway
        self.connectors = connectors
        self.principal = principal
        self.progress = progress
    }

    /// Holds the conversation that answers a question. A failure is an answer with a gap.
    public func ask(_ question: Question) async -> Answer {
        progress.asked(question)
        var answer = Answer(question: question)
        answer.lastCalls = question.parents
        if let tool = connectors[question.source]?.tools.first(where: { $0.description.name == question.probe.tool }) {
            do throws(InputError) {
                let conversation = try tool.begin(question.probe.input)
                await hold(conversation, of: tool, into: &answer)
            } catch {
                answer.gaps.append(gap(question, .failed, "the question could not be asked: \(error)"))
            }
        } else {
            answer.gaps.append(gap(question, .noSource, "no source '\(question.source)' has the tool '\(question.probe.tool)'"))
        }
        progress.answered(answer)
        return answer
    }

    /// Asks all of them at the same time. The answers come in plan order.
    public func ask(_ questions: [Question]) async -> [Answer] {
        await withTaskGroup(of: Answer.self) { group in
            for question in questions { group.addTask { await ask(question) } }
            var answers: [Answer] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.question.path < $1.question.path }
        }
    }

    private func hold(_ start: any Conversation, of tool: any Tool, into answer: inout Answer) async {
        var conversation = start
        var answers: [GatewayAnswer] = []
        var askedAt: [CallKey: Instant] = [:]
        for stepNumber in 0..<Questioner.stepsPerConversation {
            let step = conversation.next(answers.map(\.outcome))
            take(step, answers, askedAt, into: &answer)
            let calls: [Call]
            switch step.then {
            case .done: return
            case .calls(let next): calls = next
            case .wait(let duration, let next):
                try? await Task.sleep(for: min(duration, .seconds(30)))
                calls = next
            }
            guard !calls.isEmpty else { return }
            if calls.count > Questioner.callsPerStep {
                answer.gaps.append(
                    gap(answer.question, .partial, "only \(Questioner.callsPerStep) of \(calls.count) calls were made"))
            }
            answers = await perform(Array(calls.prefix(Questioner.callsPerStep)), of: tool, step: stepNumber, for: answer)
            for one in answers {
                askedAt[one.outcome.key] = one.askedAt
                answer.calls += 1
                if case .reply(let reply) = one.outcome.result { answer.bytes += reply.body.count }
            }
            answer.lastCalls = answers.map(\.outcome.key)
        }
        answer.gaps.append(gap(answer.question, .partial, "the conversation did not end after many steps"))
    }

    /// Makes the calls of one step at the same time; the outcomes come back in the order of the calls.
    private func perform(_ calls: [Call], of tool: any Tool, step: Int, for answer: Answer) async -> [GatewayAnswer] {
        let description = tool.description
        return await withTaskGroup(of: (Int, GatewayAnswer).self) { group in
            for (index, call) in calls.enumerated() {
                let key = CallKey(
                    investigation: investigation, round: answer.question.round + step, path: answer.question.path, step: step,
                    index: index)
                let request = GatewayRequest(
                    call: call, key: key, source: answer.question.source, tool: description,
                    input: answer.question.probe.input, data: data(of: answer.question.source), principal: principal,
                    parents: answer.lastCalls)
                group.addTask { (index, await gateway.perform(request)) }
            }
            var results: [Int: GatewayAnswer] = [:]
            for await (index, result) in group { results[index] = result }
            return calls.indices.compactMap { results[$0] }
        }
    }

    private func data(of source: SourceName) -> Set<DataClass> {
        connectors[source].map { [type(of: $0).dataClass] } ?? []
    }

    private func take(
        _ step: Step, _ answers: [GatewayAnswer], _ askedAt: [CallKey: Instant], into answer: inout Answer
    ) {
        let tool = answer.question.probe.tool
        for var evidence in step.evidence {
            evidence.source = answer.question.source
            evidence.tool = tool
            evidence.askedAt = evidence.exchanges.compactMap { askedAt[$0] }.min()
            answer.evidence.append(evidence)
        }
        var explained: Set<CallKey> = []
        for diagnostic in step.diagnostics {
            if let key = diagnostic.exchange { explained.insert(key) }
            guard diagnostic.severity != .note else {
                answer.notes.append(diagnostic)
                continue
            }
            let outcome = answers.first { $0.outcome.key == diagnostic.exchange }?.outcome
            answer.gaps.append(
                Gap(
                    kind(of: diagnostic, outcome), source: answer.question.source, what: answer.question.probe.purpose,
                    reason: diagnostic.message, exchanges: diagnostic.exchange.map { [$0] } ?? []))
        }
        // A conversation may decide what a failure means for its evidence; it may not swallow it.
        for one in answers where !explained.contains(one.outcome.key) {
            if let reason = one.outcome.troubleInWords {
                answer.gaps.append(gap(answer.question, one.outcome.gapKind, reason, [one.outcome.key]))
            }
        }
    }

    private func kind(of diagnostic: Diagnostic, _ outcome: Outcome?) -> Gap.Kind {
        if case .overBudget = outcome?.result { return .overBudget }
        switch diagnostic.severity {
        case .denied: return .denied
        case .partial: return .partial
        case .failed, .note: return .failed
        }
    }

    private func gap(_ question: Question, _ kind: Gap.Kind, _ reason: String, _ exchanges: [CallKey] = []) -> Gap {
        Gap(kind, source: question.source, what: question.probe.purpose, reason: reason, exchanges: exchanges)
    }
}

extension Outcome {
    /// What kind of gap it leaves when nobody says better.
    var gapKind: Gap.Kind {
        switch result {
        case .denied: .denied
        case .overBudget: .overBudget
        case .cut: .partial
        case .failed(let failure): failure.kind == .noCredential ? .denied : .failed
        case .reply: .failed
        }
    }

    /// What went wrong below HTTP's own statuses; `nil` for a reply.
    var troubleInWords: String? {
        switch result {
        case .reply: nil
        case .failed(let failure): failure.detail
        case .denied(let reason), .cut(_, let reason), .overBudget(let reason): reason
        }
    }
}
