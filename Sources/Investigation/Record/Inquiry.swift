public import Connectors
public import Core
import Crypto
public import Document
import FoundationEssentials
public import Gateway

/// The use case behind every surface: begin, resume or replay an investigation, and add testimony to one.
public struct Inquiry: Sendable {
    let ledger: any LedgerStore
    private let transport: any Transport
    private let vault: CredentialVault
    private let link: any ControlLink
    /// What the redaction's tokens are made with.
    private let key: MasterKey
    let policy: Policy
    let clock: any GatewayClock
    let progress: any ProgressObserver

    public init(
        ledger: any LedgerStore, transport: any Transport, vault: CredentialVault, link: any ControlLink = NoControlLink(),
        key: MasterKey, policy: Policy = Policy(), clock: any GatewayClock = SystemClock(),
        progress: any ProgressObserver = SilentProgress()
    ) {
        self.ledger = ledger
        self.transport = transport
        self.vault = vault
        self.link = link
        self.key = key
        self.policy = policy
        self.clock = clock
        self.progress = progress
    }

    /// An investigation that ran to its end.
    public struct Finished: Sendable {
        public var record: InvestigationRecord
        /// `briefing.md`, `postmortem.md`, `postmortem.html`, `investigation.json`.
        public var files: [(name: String, content: String)]
        public var claims: [Claim]
        /// Sentences of the model that evidence holds, and that the post-mortem prints.
        public var modelStatementsHeld: Int {
            guard let statements = record.model?.statements, !statements.isEmpty else { return 0 }
            let checker = ModelChecker(record)
            return statements.count { checker.rule(on: $0.text, citing: $0.citations).verdict == .supported }
        }
        /// For a replay: the files whose digests differ from those in the ledger. Empty when all are the same.
        public var differing: [String] = []
        /// For a replay: was there a run that finished, to compare with?
        public var hasOriginal = false
    }

    /// Begins an investigation. Its start is durable before the first question.
    ///
    /// - Parameter id: told as soon as the id is fixed, so that an interrupted run can be resumed.
    public func investigate(
        _ start: Start, configuration: Configuration, now: Instant, principal: Principal, began: (String) -> Void = { _ in }
    ) async throws(InquiryError) -> Finished {
        let record = StartRecord(
            start: start, now: now, configuration: configuration, program: "inquest \(Gateway.version)", principal: principal)
        let connectors = try Inquiry.connectors(configuration)
        if case .reference(let text) = start,
            !connectors.contains(where: { !$0.connector.probes(for: .reference(text)).isEmpty })
        {
            throw .unknownReference(text, kinds: connectors.map { type(of: $0.connector).kind.text })
        }
        let id = try await freshID(record)
        try await append([try record.entry(of: id, at: clock.now()), try await policyEntry(of: id, by: principal)])
        began(id)
        return try await run(id, record, mode: .live, testimony: [])
    }

    /// Goes on with an interrupted investigation: recorded outcomes are used, and only what is missing is asked.
    ///
    /// - Parameter principal: who goes on; the same who began, since the policy judges on their behalf.
    public func resume(_ id: String, principal: Principal) async throws(InquiryError) -> Finished {
        let entries = try await entries(of: id)
        let record = try StartRecord(from: entries)
        guard principal == record.principal else {
            throw .refused("\(record.principal) began this investigation, with what they may ask; only they can go on with it")
        }
        if RecordedExchanges(entries).policies.last?.digest != policy.digest {
            try await append([try await policyEntry(of: id, by: record.principal)])
        }
        return try await run(id, record, mode: .resume(RecordedExchanges(entries)), testimony: Testimony.evidence(in: entries))
    }

    /// Runs an investigation again from the ledger alone. Nothing is sent and nothing is written.
    public func replay(_ id: String) async throws(InquiryError) -> Finished {
        let entries = try await entries(of: id)
        let record = try StartRecord(from: entries)
        var finished = try await run(
            id, record, mode: .replay(RecordedExchanges(entries)), testimony: Testimony.evidence(in: entries))
        if let documents = entries.last(where: { $0.kind == .documents }) {
            finished.hasOriginal = true
            finished.differing = finished.files.filter {
                documents.content["files"]?[$0.name]?.string != Inquiry.digest($0.content)
            }.map(\.name)
        }
        return finished
    }

    /// What an investigation concluded, from the ledger alone: a replay that writes no documents. Nothing is sent or written.
    public func record(of id: String) async throws(InquiryError) -> InvestigationRecord {
        let entries = try await entries(of: id)
        return try await conclude(
            id, try StartRecord(from: entries), mode: .replay(RecordedExchanges(entries)),
            testimony: Testimony.evidence(in: entries))
    }

    /// Adds testimony and draws the conclusions again, without asking any source.
    public func note(_ testimony: Testimony, on id: String) async throws(InquiryError) -> Finished {
        let entries = try await entries(of: id)
        _ = try StartRecord(from: entries)
        let number = entries.count { $0.kind == .received }
        try await append([testimony.entry(of: id, number: number)])
        let finished = try await replay(id)
        // A note does not finish an investigation that was interrupted.
        if finished.hasOriginal { try await recordDocuments(finished, id) }
        return finished
    }

    // MARK: Running

    private func run(
        _ id: String, _ start: StartRecord, mode: GatewayMode, testimony: [Evidence]
    ) async throws(InquiryError) -> Finished {
        let record = try await conclude(id, start, mode: mode, testimony: testimony)
        let documents = await Documents.written(from: record)
        let finished = Finished(record: record, files: documents.files, claims: documents.claims)
        if case .replay = mode { return finished }
        try await recordDocuments(finished, id)
        return finished
    }

    private func conclude(
        _ id: String, _ start: StartRecord, mode: GatewayMode, testimony: [Evidence]
    ) async throws(InquiryError) -> InvestigationRecord {
        let configuration = start.configuration
        let connectors = try Inquiry.connectors(configuration)
        let gateway = gateway(configuration, incident: start.start.text, principal: start.principal, mode: mode)
        let questioner = questioner(gateway, connectors, id: id)
        let investigator = Investigator(
            configuration: configuration, connectors: connectors, questioner: questioner, now: start.now, progress: progress)
        let gathered = try await investigator.gather(from: start.start)
        progress.stage("Concluding")
        guard let settings = configuration.model else {
            return investigator.conclude(gathered, id: id, testimony: testimony)
        }
        // The model sees what the sources said. What people add later is numbered last, so that its citations stay.
        let first = investigator.conclude(gathered, id: id, testimony: [])
        let redactor = redactor(configuration, incident: start.start.text)
        let part = try await model(settings, from: first, gathered, gateway, connectors, redactor: redactor)
        var whole = gathered
        whole.observe(part.answers)
        whole.gaps += part.gaps
        var record = investigator.conclude(whole, later: part.answers, id: id, testimony: testimony)
        record.model = part.account(in: record)
        return record
    }

    func questioner(
        _ gateway: Gateway, _ connectors: [(source: SourceName, connector: any Connector)], id: String,
        principal: Principal = .playbook
    ) -> Questioner {
        Questioner(
            investigation: id, gateway: gateway,
            connectors: Dictionary(connectors.map { ($0.source, $0.connector) }) { first, _ in first },
            principal: principal, progress: progress)
    }

    /// The door, with everything that the configuration says of it.
    ///
    /// - Parameters:
    ///   - incident: what the redaction's tokens are stable within.
    ///   - principal: on whose behalf.
    func gateway(
        _ configuration: Configuration, incident: String, principal: Principal, mode: GatewayMode = .live
    ) -> Gateway {
        var behalf: String?
        if case .person(let user) = principal { behalf = user }
        var budget = configuration.budget
        if let model = configuration.model { budget.seconds += model.limits.seconds }
        let endpoints = configuration.sources.map(\.endpoint) + (configuration.model.map { [$0.source.endpoint] } ?? [])
        return Gateway(
            ledger: ledger, transport: transport, endpoints: endpoints, policy: policy,
            redactor: redactor(configuration, incident: incident), budget: Budget(budget, from: clock.now()), vault: vault,
            link: link, clock: clock, mode: mode, behalf: behalf)
    }

    /// What redacts data that leaves, with tokens that mean something within the incident alone.
    private func redactor(_ configuration: Configuration, incident: String) -> Redactor {
        Redactor(
            RedactionOptions(
                names: configuration.redaction?.names ?? [], ipAddresses: configuration.redaction?.ipAddresses ?? false,
                key: RedactionKey(master: key.redactionSecret(), incident: incident)))
    }

    private func recordDocuments(_ finished: Finished, _ id: String) async throws(InquiryError) {
        let files = finished.files.map { ($0.name, JSONValue.string(Inquiry.digest($0.content))) }
        let entry = LedgerEntry(
            investigation: id, kind: .documents, recordedAt: clock.now(),
            content: [
                "program": .string(finished.record.program), "files": .object(JSONObject(files)),
                "subject": FinishedInvestigation(finished.record).json,
            ])
        try await append([entry])
    }

    func append(_ entries: [LedgerEntry]) async throws(InquiryError) {
        do throws(LedgerError) { try await ledger.append(entries, tails: []) } catch { throw .ledger(error) }
    }

    func entries(of id: String) async throws(InquiryError) -> [LedgerEntry] {
        let found: [LedgerEntry]
        let known: [String]
        do throws(LedgerError) {
            found = try await ledger.entries(of: id)
            known = found.isEmpty ? try await ledger.investigations() : []
        } catch {
            throw .ledger(error)
        }
        guard !found.isEmpty else { throw .unknownInvestigation(id, known: known) }
        return found
    }

    /// `20261120T150500Z-1f2e3d4c`: the present, and a digest of what was asked. The same start at the same fixed moment gets
    /// the same id, unless the ledger has it already.
    private func freshID(_ record: StartRecord) async throws(InquiryError) -> String {
        let stamp = record.now.rfc3339().filter { $0 != "-" && $0 != ":" }
        let base = stamp + "-" + Inquiry.digest("\(record.start.text) \(record.now)").prefix(8)
        do throws(LedgerError) {
            let known = Set(try await ledger.investigations())
            var id = base
            var number = 2
            while known.contains(id) {
                id = "\(base)-\(number)"
                number += 1
            }
            return id
        } catch {
            throw .ledger(error)
        }
    }

    /// One connector for each configured source, in the order of the configuration.
    public static func connectors(
        _ configuration: Configuration
    ) throws(InquiryError) -> [(source: SourceName, connector: any Connector)] {
        var result: [(SourceName, any Connector)] = []
        for source in configuration.sources {
            let name = source.description.name
            guard let type = Registry.connector(for: source.description.kind) else {
                let kinds = Registry.connectors.map { $0.kind.text }.sorted().joined(separator: ", ")
                throw .badSource(name, "there is no connector for the kind '\(source.description.kind)'; there are \(kinds)")
            }
            do throws(InputError) {
                result.append((name, try type.init(source.description)))
            } catch {
                throw .badSource(name, error.description)
            }
        }
        return result
    }

    static func digest(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
