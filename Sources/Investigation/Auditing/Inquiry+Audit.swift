import AlertAudit
import Connectors
public import Core
public import Document
import Gateway

/// An audit of the alerting that ran to its end.
public struct FinishedAudit: Sendable {
    public var start: AuditStart
    public var result: AuditResult
    /// For a replay: is the report the one that the ledger holds? `nil` where there is none to compare with.
    public var isSame: Bool?
}

extension Inquiry {
    /// Names of audits in the ledger begin so; an investigation's begins with a digit.
    public static let auditPrefix = "audit-"

    /// Audits everything that is configured to notice trouble and to tell of it.
    ///
    /// - Parameter window: the stretch that behaviour is looked at in.
    public func audit(
        _ configuration: Configuration, over window: TimeWindow, now: Instant, id: String, principal: Principal
    ) async throws(InquiryError) -> FinishedAudit {
        var configuration = configuration
        configuration.budget = Inquiry.auditBudget(configuration.budget)
        let start = AuditStart(
            window: window, now: now, configuration: configuration, program: "inquest \(Gateway.version)",
            principal: principal)
        try await append([try start.entry(of: id, at: clock.now()), try await policyEntry(of: id, by: principal)])
        var finished = try await runAudit(id, start, mode: .live)
        let record = AuditRecord(report: finished.result.report)
        try await append([
            LedgerEntry(
                investigation: id, kind: .documents, recordedAt: clock.now(),
                content: ["program": .string(start.program), "audit": try Inquiry.json(record)])
        ])
        let earlier = try await auditRecords(before: id)
        finished.result.changes = earlier.last.map { finished.result.report.changes(since: $0.record.report) }
        finished.result.trend = (earlier + [(id, record)]).map(Inquiry.mark)
        return finished
    }

    /// Runs an audit again from the ledger alone. Nothing is sent and nothing is written.
    public func replayAudit(_ id: String) async throws(InquiryError) -> FinishedAudit {
        let entries = try await entries(of: id)
        let start = try AuditStart(from: entries)
        var finished = try await runAudit(id, start, mode: .replay(RecordedExchanges(entries)))
        let earlier = try await auditRecords(before: id)
        finished.result.changes = earlier.last.map { finished.result.report.changes(since: $0.record.report) }
        let record = AuditRecord(report: finished.result.report)
        finished.result.trend = (earlier + [(id, record)]).map(Inquiry.mark)
        if let recorded = entries.last(where: { $0.kind == .documents })?.content["audit"] {
            finished.isSame = recorded == (try Inquiry.json(record))
        }
        return finished
    }

    private func runAudit(
        _ id: String, _ start: AuditStart, mode: GatewayMode
    ) async throws(InquiryError) -> FinishedAudit {
        let connectors = try Inquiry.connectors(start.configuration)
        let gateway = gateway(start.configuration, incident: id, principal: start.principal, mode: mode)
        let auditor = EstateAuditor(
            connectors: connectors, questioner: questioner(gateway, connectors, id: id), start: start, progress: progress)
        let began = clock.now()
        let answers = await auditor.gather()
        var cost = AuditCost(
            calls: answers.reduce(0) { $0 + $1.calls }, bytes: answers.reduce(0) { $0 + $1.bytes })
        cost.seconds = clock.now().seconds(since: began)
        progress.stage("Concluding")
        let (report, evidence) = auditor.conclude(answers)
        let cited = Set(report.findings.flatMap(\.evidence))
        return FinishedAudit(
            start: start,
            result: AuditResult(
                id: id, program: start.program, report: report, evidence: evidence.filter { cited.contains($0.id) },
                sources: start.configuration.sources.map(\.description), cost: cost))
    }

    /// What earlier audits came to, the oldest first.
    private func auditRecords(before id: String) async throws(InquiryError) -> [(id: String, record: AuditRecord)] {
        let entries: [LedgerEntry]
        do throws(LedgerError) {
            entries = try await ledger.entries(ofKinds: [.documents], pathPrefix: nil)
        } catch {
            throw .ledger(error)
        }
        var result: [(id: String, record: AuditRecord)] = []
        for entry in entries where entry.investigation.hasPrefix(Inquiry.auditPrefix) && entry.investigation < id {
            // One of an older program may have another form.
            guard let value = entry.content["audit"], let record = try? Inquiry.decoded(value, as: AuditRecord.self) else {
                continue
            }
            result.append((entry.investigation, record))
        }
        return result.sorted { $0.id < $1.id }
    }

    private static func mark(_ audit: (id: String, record: AuditRecord)) -> AuditMark {
        AuditMark(
            id: audit.id, at: audit.record.report.at, score: audit.record.report.score.points,
            findings: audit.record.report.open.count)
    }

    /// A whole estate takes more calls than an incident.
    private static func auditBudget(_ given: Budget.Limits) -> Budget.Limits {
        Budget.Limits(
            calls: max(given.calls, 50_000), bytes: max(given.bytes, 4 << 30), seconds: max(given.seconds, 1_800))
    }
}

/// What the ledger keeps of an audit's end.
struct AuditRecord: Sendable, Hashable, Codable {
    var report: AuditReport
}
