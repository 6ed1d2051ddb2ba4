import Connectors
import Core
import Document
import Gateway
import LanguageModels

extension Inquiry {
    /// What the model's part adds to an investigation.
    struct ModelPart: Sendable {
        var answers: [Answer]
        var gaps: [Gap]
        var account: ModelAccount
        /// What its citations of findings were of.
        var findings: [Finding]
    }

    static func provider(_ settings: ModelSettings) throws(InquiryError) -> any ModelProvider {
        let description = settings.source.description
        guard let type = ModelRegistry.provider(for: description.kind) else {
            let kinds = ModelRegistry.providers.map { $0.kind.text }.sorted().joined(separator: ", ")
            throw .badSource(description.name, "there is no provider '\(description.kind)'; there are \(kinds)")
        }
        do throws(InputError) { return try type.init(description) } catch {
            throw .badSource(description.name, error.description)
        }
    }

    /// Lets the configured model go on from what the playbook concluded.
    func model(
        _ settings: ModelSettings, from record: InvestigationRecord, _ gathered: Investigator.Gathered, _ gateway: Gateway,
        _ connectors: [(source: SourceName, connector: any Connector)], redactor: Redactor
    ) async throws(InquiryError) -> ModelPart {
        let provider = try Inquiry.provider(settings)
        let table = Dictionary(connectors.map { ($0.source, $0.connector) }) { first, _ in first }
        let principal = Principal.model(provider.settings.name)
        let scope = DeskScope(
            investigation: record.id, scope: record.scope, services: Set(record.services.map(\.name)),
            sources: Set(table.keys))
        let desk = ToolDesk(
            gateway: gateway, connectors: table, principal: principal, scope: scope, session: ModelAgent.session,
            egress: EgressRules(redactor))
        var agent = ModelAgent(
            record: record, rawBytes: gathered.answers.reduce(0) { $0 + $1.bytes }, provider: provider, limits: settings.limits,
            connectors: table, gateway: gateway, desk: desk, principal: principal, progress: progress)
        await agent.run()
        return ModelPart(
            answers: agent.answers, gaps: agent.gaps, account: agent.account, findings: record.findings)
    }
}

extension Inquiry.ModelPart {
    /// The account with its citations of findings as the record numbers them now: with more evidence there may be others. A finding
    /// that is gone is cited by what it rested on.
    func account(in record: InvestigationRecord) -> ModelAccount {
        var now: [Finding.Identity: FindingID] = [:]
        for finding in record.findings where now[finding.identity] == nil { now[finding.identity] = finding.id }
        let then = findings.reduce(into: [:]) { $0[$1.id] = $1 }
        var account = account
        account.statements = account.statements.map { statement in
            var statement = statement
            var seen: Set<Claim.Citation> = []
            statement.citations = statement.citations.flatMap { citation -> [Claim.Citation] in
                guard case .finding(let id) = citation, let finding = then[id] else { return [citation] }
                return now[finding.identity].map { [.finding($0)] } ?? finding.evidence.map { .evidence($0) }
            }.filter { seen.insert($0).inserted }
            return statement
        }
        return account
    }
}

extension Finding {
    fileprivate struct Identity: Hashable {
        var kind: Kind
        var service: String?
        var statement: String
    }
    fileprivate var identity: Identity { Identity(kind: kind, service: service, statement: statement) }
}
