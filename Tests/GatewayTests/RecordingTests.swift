import Core
import Gateway
import Testing

@Suite("Resuming and replaying from the ledger")
struct RecordingTests {
    private func recorded(_ ledger: MemoryLedger) -> RecordedExchanges { RecordedExchanges(ledger.entries) }

    @Test("a replay gives the recorded outcomes and sends nothing")
    func replay() async throws {
        let live = try Door([.status(503), .ok("{\"n\":1}")])
        _ = await live.gateway.perform(Door.request())
        let again = try Door([.ok("other")], mode: .replay(recorded(live.ledger)), ledger: live.ledger)
        let count = live.ledger.entries.count
        guard case .reply(let reply) = await again.gateway.perform(Door.request()).outcome.result else {
            Issue.record("expected the recorded reply")
            return
        }
        #expect(try reply.body.text() == "{\"n\":1}")
        #expect(again.transport.sent.isEmpty)
        #expect(live.ledger.entries.count == count)
    }

    @Test("a replay gives recorded refusals: spent budgets, open circuits, denied calls")
    func replayRefusals() async throws {
        let live = try Door([.failed(.timedOut)], limits: .init(retries: 0, circuitFailures: 1), budget: .init(calls: 1))
        for index in 0..<2 { _ = await live.gateway.perform(Door.request(index: index)) }
        _ = await live.gateway.perform(Door.request(HTTPCall(.put, path: ["api", "x"]), index: 2))
        let again = try Door(mode: .replay(recorded(live.ledger)), ledger: live.ledger)
        var names: [String] = []
        for index in 0..<2 { names.append(await again.gateway.perform(Door.request(index: index)).outcome.result.name) }
        names.append(
            await again.gateway.perform(Door.request(HTTPCall(.put, path: ["api", "x"]), index: 2)).outcome.result.name)
        #expect(names == ["failed timedOut", "failed circuitOpen", "denied"])
    }

    @Test("a call that the ledger does not hold, or holds otherwise, is never made up")
    func divergence() async throws {
        let live = try Door()
        _ = await live.gateway.perform(Door.request())
        let again = try Door(mode: .replay(recorded(live.ledger)), ledger: live.ledger)
        let missing = await again.gateway.perform(Door.request(index: 9))
        #expect(missing.outcome.result.name == "failed interrupted")
        let other = await again.gateway.perform(Door.request(HTTPCall(path: ["api", "y"])))
        #expect(other.outcome.result.reason.contains("another call"))
    }

    @Test("a resumed run asks only for what has no outcome, under the next attempt")
    func resume() async throws {
        let live = try Door([.ok("first")])
        _ = await live.gateway.perform(Door.request(index: 0))
        _ = await live.gateway.perform(Door.request(index: 1))
        // The run was killed between the second call's intent and its outcome.
        let cut = live.ledger.killed(after: 3)
        let again = try Door([.ok("second")], mode: .resume(recorded(cut)), ledger: cut)
        guard case .reply(let kept) = await again.gateway.perform(Door.request(index: 0)).outcome.result,
            case .reply(let asked) = await again.gateway.perform(Door.request(index: 1)).outcome.result
        else {
            Issue.record("expected two replies")
            return
        }
        #expect(try kept.body.text() == "first")
        #expect(try asked.body.text() == "second")
        #expect(again.transport.sent.count == 1)
        #expect(cut.entries.last { $0.kind == .intent }?.attempt == 1)
    }

    @Test("a call that had no credential is asked again when the run is resumed, and not when it is replayed")
    func resumeWithCredential() async throws {
        let live = try Door(credential: .token(.environment("ABSENT")))
        _ = await live.gateway.perform(Door.request())
        let recorded = recorded(live.ledger)
        let replay = try Door(mode: .replay(recorded), ledger: live.ledger)
        #expect(await replay.gateway.perform(Door.request()).outcome.result.name == "failed noCredential")
        let resumed = try Door(
            [.ok("{}")], credential: .token(.environment("GOOD")), mode: .resume(recorded), ledger: live.ledger)
        #expect(await resumed.gateway.perform(Door.request()).outcome.result.name == "reply 200")
    }

    @Test("an outcome that was to be tried again is tried again when the run is resumed")
    func resumeRetry() async throws {
        let live = try Door([.status(503)], limits: .init(retries: 1))
        _ = await live.gateway.perform(Door.request())
        let cut = live.ledger.killed(after: 3)
        #expect(cut.kinds == [.intent, .outcome, .decision])
        let again = try Door([.ok("{}")], mode: .resume(recorded(cut)), ledger: cut)
        #expect(await again.gateway.perform(Door.request()).outcome.result.name == "reply 200")
    }
}
