import Core

/// The one door: policy, budget, intent in the ledger, transport, outcome in the ledger.
///
/// It decides nothing about what to ask. All it is given is a call with its place in the plan, and all it gives back is an
/// outcome: a failure is an outcome too.
public final class Gateway: Sendable {
    public static let version = "0.1.0"

    private let ledger: any LedgerStore
    private let transport: any Transport
    private let endpoints: [SourceName: Endpoint]
    private let gates: [SourceName: SourceGate]
    private let policy: Policy
    private let budget: Budget
    private let vault: CredentialVault
    private let clock: any GatewayClock
    private let mode: GatewayMode

    public init(
        ledger: any LedgerStore, transport: any Transport, endpoints: [Endpoint], policy: Policy = Policy(), budget: Budget,
        vault: CredentialVault, clock: any GatewayClock = SystemClock(), mode: GatewayMode = .live
    ) {
        self.ledger = ledger
        self.transport = transport
        self.endpoints = Dictionary(endpoints.map { ($0.name, $0) }) { first, _ in first }
        self.gates = Dictionary(endpoints.map { ($0.name, SourceGate($0.limits)) }) { first, _ in first }
        self.policy = policy
        self.budget = budget
        self.vault = vault
        self.clock = clock
        self.mode = mode
    }

    /// Makes one call, or says why not. Never throws, never hangs: every wait ends with the source's time-out or the budget.
    public func perform(_ request: GatewayRequest) async -> GatewayAnswer {
        let record = mode.recorded?.records[request.key]
        if let answer = recordedAnswer(request, record) { return answer }
        if case .replay = mode {
            return answer(request, .failed(Failure(.interrupted, "the ledger holds no outcome of this call")), nil)
        }
        guard let endpoint = endpoints[request.source], let gate = gates[request.source] else {
            return await refuse(request, "denied", "there is no source named '\(request.source)'")
        }
        if case .deny(let reason) = policy.verdict(on: request.call, of: request.tool, by: request.principal) {
            return await refuse(request, "denied", reason)
        }
        await gate.enter()
        let answer = await attempts(request, endpoint, gate, first: record?.nextAttempt ?? 0)
        await gate.leave()
        return answer
    }

    /// What the ledger already knows of the call. A recorded call that differs from this one means that the plan was not the
    /// same; using its outcome would be fiction.
    private func recordedAnswer(_ request: GatewayRequest, _ record: RecordedExchanges.Record?) -> GatewayAnswer? {
        var isResumed = false
        if case .resume = mode { isResumed = true }
        guard let record, let settled = record.settled(resuming: isResumed) else { return nil }
        let asked = record.intents.last { $0.attempt == settled.attempt }?.recordedAt
        let literal = (record.intents.last ?? settled).content["call"]
        guard literal == ExchangeCoding.json(request.call) else {
            return answer(request, .failed(Failure(.interrupted, "the ledger holds another call under this key")), asked)
        }
        let limits = endpoints[request.source]?.limits ?? Endpoint.Limits()
        let result =
            ExchangeCoding.result(ofDecision: settled)
            ?? ExchangeCoding.result(of: settled, store: ledger, limits: limits)
        return answer(request, result, asked)
    }

    private func attempts(
        _ request: GatewayRequest, _ endpoint: Endpoint, _ gate: SourceGate, first: Int
    ) async -> GatewayAnswer {
        var askedAt: Instant?
        var attempt = first
        while true {
            if let reason = await gate.refusal(at: clock.now()) {
                return await refuse(request, "circuitOpen", reason, askedAt, attempt)
            }
            if let reason = await budget.spendCall(at: clock.now()) {
                return await refuse(request, "overBudget", reason, askedAt, attempt)
            }
            let wire: (request: WireRequest, echo: CredentialEcho)
            do throws(Failure) {
                wire = try WireRequest.build(request, attempt: attempt, endpoint: endpoint, vault: vault)
            } catch {
                return await refuse(
                    request, error.kind == .noCredential ? "noCredential" : "denied", error.detail, askedAt, attempt)
            }
            let begun = clock.now()
            askedAt = begun
            let outcome: LedgerEntry
            let wait: Double?
            do throws(LedgerError) {
                let intent = ExchangeCoding.intent(
                    request, attempt: attempt, endpoint: endpoint, policy: policy.digest, at: begun)
                try await ledger.append([intent], tails: [])
                let left = await budget.secondsLeft(at: begun)
                let authorized = AuthorizedCall(
                    request: wire.request, endpoint: endpoint, timeout: min(endpoint.limits.timeout, left))
                (outcome, wait) = try await send(authorized, request, endpoint, gate, wire.echo, attempt: attempt, first: first)
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
    private func send(
        _ call: consuming AuthorizedCall, _ request: GatewayRequest, _ endpoint: Endpoint, _ gate: SourceGate,
        _ echo: CredentialEcho, attempt: Int, first: Int
    ) async throws(LedgerError) -> (LedgerEntry, Double?) {
        let recorder = BodyRecorder(store: ledger, limit: endpoint.limits.bodyBytes, keepsCopy: !echo.isEmpty)
        let result = await transport.perform(call, into: recorder)
        let body = try await recorder.finish()
        let now = clock.now()
        await budget.spend(bytes: await recorder.count)
        await gate.note(success: !result.countsAgainstSource, at: now)
        let copy = await recorder.copy
        let isEcho = !echo.isEmpty && echo.isFound(in: result, body: copy, limit: endpoint.limits.decodedBytes)
        let outcome = ExchangeCoding.outcome(
            request, attempt: attempt, result: result, isWithheld: isEcho, blob: body?.reference, at: now)
        var entries = [outcome]
        var wait: Double?
        if attempt - first < endpoint.limits.retries, let pause = result.pauseBeforeRetry(attempt: attempt - first),
            pause < (await budget.secondsLeft(at: now))
        {
            wait = pause
            entries.append(ExchangeCoding.decision(request, attempt: attempt, "retry", "after \(pause) s", at: now))
        }
        try await ledger.append(entries, tails: body.map { [$0.tail] } ?? [])
        return (outcome, wait)
    }

    private func refuse(
        _ request: GatewayRequest, _ decision: String, _ reason: String, _ askedAt: Instant? = nil, _ attempt: Int = 0
    ) async -> GatewayAnswer {
        let entry = ExchangeCoding.decision(request, attempt: attempt, decision, reason, at: clock.now())
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
