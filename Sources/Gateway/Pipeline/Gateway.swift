import Core

/// The one door: policy, budget, intent in the ledger, transport, outcome in the ledger.
///
/// It decides nothing about what to ask. All it is given is a call with its place in the plan, and all it gives back is an
/// outcome: a failure is an outcome too.
public final class Gateway: Sendable {
    public static let version = "0.1.0"

    let ledger: any LedgerStore
    private let transport: any Transport
    let endpoints: [SourceName: Endpoint]
    private let gates: [SourceName: SourceGate]
    let policy: Policy
    let redactor: Redactor
    private let limits: PrincipalLimits
    private let budget: Budget
    let vault: CredentialVault
    let link: any ControlLink
    let clock: any GatewayClock
    let mode: GatewayMode
    private let lineage = Lineage()
    /// The operating system's user who runs the program, as the policy's people are listed.
    let behalf: String?

    /// - Parameter redactor: has the key of the incident, so that its tokens mean something within it and nothing elsewhere.
    public init(
        ledger: any LedgerStore, transport: any Transport, endpoints: [Endpoint], policy: Policy = Policy(),
        redactor: Redactor = Redactor(), budget: Budget, vault: CredentialVault, link: any ControlLink = NoControlLink(),
        clock: any GatewayClock = SystemClock(), mode: GatewayMode = .live, behalf: String? = nil
    ) {
        self.ledger = ledger
        self.transport = transport
        self.endpoints = Dictionary(endpoints.map { ($0.name, $0) }) { first, _ in first }
        self.gates = Dictionary(endpoints.map { ($0.name, SourceGate($0.limits)) }) { first, _ in first }
        self.policy = policy
        self.redactor = redactor
        self.limits = PrincipalLimits(policy)
        self.budget = budget
        self.vault = vault
        self.link = link
        self.clock = clock
        self.mode = mode
        self.behalf = behalf
    }

    /// Makes one call, or says why not. Never throws, never hangs: every wait ends with the source's time-out or the budget.
    public func perform(_ request: GatewayRequest) async -> GatewayAnswer {
        let (request, screened) = await screened(request)
        let answer = await answer(to: request, screened: screened)
        await lineage.note(request, answer.outcome.result)
        return answer
    }

    private func answer(to request: GatewayRequest, screened: [String: Int]) async -> GatewayAnswer {
        let record = mode.recorded?.records[request.key]
        if let answer = recordedAnswer(request, record) { return answer }
        if case .replay = mode {
            return answer(request, .failed(Failure(.interrupted, "the ledger holds no outcome of this call")), nil)
        }
        guard let endpoint = endpoints[request.source], let gate = gates[request.source] else {
            return await refuse(request, "denied", "there is no source named '\(request.source)'")
        }
        if let reason = CallCheck.problem(with: request.call) { return await refuse(request, "denied", reason) }
        let question = question(on: request)
        let ruling = await rule(on: question, key: request.key)
        switch ruling.judgement.verdict {
        case .allow: break
        case .deny(let reason): return await refuse(request, "denied", reason, ruling: ruling)
        case .approval: return await refuse(request, "denied", Gateway.needsPerson, ruling: ruling)
        }
        await gate.enter()
        let context = Attempt(endpoint: endpoint, gate: gate, question: question, ruling: ruling, screened: screened)
        let answer = await attempts(request, context, first: record?.nextAttempt ?? 0)
        await gate.leave()
        return answer
    }

    static let needsPerson = "the policy asks for a person's approval: 'inquest propose' makes a proposal of it"

    /// What leaves for a source outside the perimeter is redacted first, and is what the ledger holds.
    func screened(_ request: GatewayRequest) async -> (GatewayRequest, [String: Int]) {
        guard let endpoint = endpoints[request.source], endpoint.side == .outside, case .http(let call) = request.call,
            ArgumentScreen.wouldChange(call, redactor)
        else { return (request, [:]) }
        var screen = ArgumentScreen(
            redactor: redactor, configured: Set(endpoint.ownValues ?? []),
            answers: await lineage.answers(from: request.source, before: request.parents))
        var request = request
        request.call = .http(screen.screened(call))
        return (request, screen.counts)
    }

    /// What the ledger already knows of the call. A recorded call that differs from this one means that the plan was not the
    /// same; using its outcome would be fiction. So would one that the recorded policy does not judge as it did.
    private func recordedAnswer(_ request: GatewayRequest, _ record: RecordedExchanges.Record?) -> GatewayAnswer? {
        var isResumed = false
        if case .resume = mode { isResumed = true }
        guard let record, let settled = record.settled(resuming: isResumed) else { return nil }
        let asked = record.intents.last { $0.attempt == settled.attempt }?.recordedAt
        let asking = record.intents.last ?? settled
        if asking.content["erased"]?.bool == true || settled.content["erased"]?.bool == true {
            return answer(request, .failed(Failure(.interrupted, "this exchange was erased from the ledger")), asked)
        }
        guard asking.content["call"] == CallCoding.json(request.call) else {
            return answer(request, .failed(Failure(.interrupted, "the ledger holds another call under this key")), asked)
        }
        if asking.kind == .intent || asking.content["ruling"] != nil,
            let reason = disagreement(with: asking, on: request)
        {
            return answer(request, .failed(Failure(.interrupted, reason)), asked)
        }
        let limits = endpoints[request.source]?.limits ?? Endpoint.Limits()
        let result =
            ExchangeCoding.result(ofDecision: settled)
            ?? ExchangeCoding.result(of: settled, store: ledger, limits: limits)
        return answer(request, result, asked)
    }

    /// What the attempts of one call have in common.
    struct Attempt {
        var endpoint: Endpoint
        var gate: SourceGate
        var question: PolicyQuestion
        var ruling: Ruling
        /// Values replaced in the call, by class.
        var screened: [String: Int] = [:]
    }

    private func attempts(_ request: GatewayRequest, _ context: Attempt, first: Int) async -> GatewayAnswer {
        let endpoint = context.endpoint
        var askedAt: Instant?
        var attempt = first
        while true {
            if let reason = await context.gate.refusal(at: clock.now()) {
                return await refuse(request, "circuitOpen", reason, askedAt, attempt)
            }
            if let reason = await spendCall(context.question, request.key) {
                return await refuse(request, "overBudget", reason, askedAt, attempt)
            }
            let wire: (request: WireRequest, echo: CredentialEcho)
            do throws(Failure) {
                if let says = try await vault.program(for: endpoint.credential) {
                    try await note(request, "credentialProgram", says, attempt)
                }
                wire = try await WireRequest.build(request, attempt: attempt, endpoint: endpoint, vault: vault)
            } catch {
                return await refuse(
                    request, error.kind == .noCredential ? "noCredential" : "denied", error.detail, askedAt, attempt)
            }
            let begun = clock.now()
            askedAt = begun
            let outcome: LedgerEntry
            let wait: Double?
            do throws(LedgerError) {
                let intent = ExchangeCoding.intent(request, attempt: attempt, context, policy: policy.digest, at: begun)
                try await ledger.append([intent], tails: [])
                let left = await budget.secondsLeft(at: begun)
                let authorized = AuthorizedCall(
                    request: wire.request, endpoint: endpoint, timeout: min(endpoint.limits.timeout, left))
                let retries = max(0, endpoint.limits.retries - (attempt - first))
                (outcome, wait) = try await send(authorized, request, context, wire.echo, attempt: attempt, retries: retries)
            } catch {
                // Nothing that the ledger does not hold may be believed.
                return answer(request, .failed(Failure(.interrupted, "\(error)")), askedAt)
            }
            guard let wait else {
                return answer(request, ExchangeCoding.result(of: outcome, store: ledger, limits: endpoint.limits), askedAt)
            }
            await clock.sleep(seconds: wait)
            attempt += 1
        }
    }

    /// Sends once and records what came. The second value is the pause before another try, when there is to be one.
    ///
    /// The outcome need not be on disk before it is believed: the ledger keeps its order, so whatever is asked because of it
    /// makes it durable first. After a crash before that, it is asked again.
    func send(
        _ call: consuming AuthorizedCall, _ request: GatewayRequest, _ context: Attempt, _ echo: CredentialEcho, attempt: Int,
        retries: Int
    ) async throws(LedgerError) -> (LedgerEntry, Double?) {
        let limits = context.endpoint.limits
        let recorder = BodyRecorder(store: ledger, limit: limits.bodyBytes, keepsCopy: !echo.isEmpty)
        let result = await transport.perform(call, into: recorder)
        let body = try await recorder.finish()
        let now = clock.now()
        let count = await recorder.count
        await budget.spend(bytes: count)
        await self.limits.spend(bytes: count, for: context.question, investigation: request.key.investigation)
        await context.gate.note(success: !result.countsAgainstSource, at: now)
        let copy = await recorder.copy
        let isEcho = !echo.isEmpty && echo.isFound(in: result, body: copy, limit: limits.decodedBytes)
        let outcome = ExchangeCoding.outcome(
            request, attempt: attempt, result: result, isWithheld: isEcho,
            blob: isEcho ? nil : body?.reference, at: now)
        var entries = [outcome]
        var wait: Double?
        let tried = limits.retries - retries
        let left = await budget.secondsLeft(at: now)
        // More than half a minute is not worth waiting for one source of many; whoever asks a model has nothing else to do.
        let longest = request.tool.effect == .disclose ? left : 30
        if retries > 0, let pause = result.pauseBeforeRetry(attempt: tried, longest: longest, at: now), pause < left {
            wait = pause
            entries.append(ExchangeCoding.decision(request, attempt: attempt, "retry", "after \(pause) s", at: now))
        }
        // An answer that holds a live credential is not kept: what was stored of it has no key that anyone could find.
        try await ledger.appendSoon(entries, tails: isEcho ? [] : body.map { [$0.tail] } ?? [])
        return (outcome, wait)
    }

    func gate(of source: SourceName) -> SourceGate? { gates[source] }

    /// The request with its credential, and what no answer may repeat.
    func build(
        _ request: GatewayRequest, _ endpoint: Endpoint
    ) async throws(Failure) -> (request: WireRequest, echo: CredentialEcho) {
        try await WireRequest.build(request, attempt: 0, endpoint: endpoint, vault: vault)
    }

    /// A reason when the investigation's budget or the principal's own limit has no call left.
    func spendCall(_ question: PolicyQuestion, _ key: CallKey) async -> String? {
        var question = question
        question.at = clock.now()
        if let reason = await limits.admit(question, investigation: key.investigation) { return reason }
        return await budget.spendCall(at: question.at)
    }

    /// What the policy is asked about a request, now.
    func question(on request: GatewayRequest) -> PolicyQuestion {
        policy.question(for: request, onBehalfOf: behalf, at: clock.now())
    }

    /// Writes down what is about to be done for a request beside sending it.
    private func note(_ request: GatewayRequest, _ decision: String, _ reason: String, _ attempt: Int) async throws(Failure) {
        let entry = ExchangeCoding.decision(request, attempt: attempt, decision, reason, at: clock.now())
        do throws(LedgerError) { try await ledger.append([entry], tails: []) } catch {
            throw Failure(.interrupted, "\(error)")
        }
    }

    private func refuse(
        _ request: GatewayRequest, _ decision: String, _ reason: String, _ askedAt: Instant? = nil, _ attempt: Int = 0,
        ruling: Ruling? = nil
    ) async -> GatewayAnswer {
        let entry = ExchangeCoding.decision(
            request, attempt: attempt, decision, reason, ruling: ruling, policy: policy.digest, at: clock.now())
        do throws(LedgerError) {
            try await ledger.append([entry], tails: [])
        } catch {
            return answer(request, .failed(Failure(.interrupted, "\(error)")), askedAt)
        }
        return answer(request, ExchangeCoding.result(ofDecision: entry) ?? .denied(reason: reason), askedAt)
    }

    private func answer(_ request: GatewayRequest, _ result: Outcome.Result, _ askedAt: Instant?) -> GatewayAnswer {
        GatewayAnswer(outcome: Outcome(key: request.key, call: request.call, result: result), askedAt: askedAt)
    }
}
