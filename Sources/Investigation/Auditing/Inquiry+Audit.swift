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
        let record = try AuditRecord(finished.result).entry
        try await append([
            LedgerEntry(
                investigation: id, kind: .documents, recordedAt: clock.now(),
                content: ["program": .string(start.program), "audit": record])
        ])
        try await compare(&finished.result)
        return finished
    }

    /// Runs an audit again from the ledger alone. Nothing is sent and nothing is written.
    public func replayAudit(_ id: String) async throws(InquiryError) -> FinishedAudit {
        let entries = try await entries(of: id)
        let start = try AuditStart(from: entries)
        var finished = try await runAudit(id, start, mode: .replay(RecordedExchanges(entries)))
        try await compare(&finished.result)
        if let recorded = entries.last(where: { $0.kind == .documents })?.content["audit"] {
            finished.isSame = recorded == (try AuditRecord(finished.result).entry)
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

    /// Sets an audit beside the earlier ones: what changed since the last, and the trend.
    private func compare(_ result: inout AuditResult) async throws(InquiryError) {
        let earlier = try await auditRecords(before: result.id)
        // One of an older program may have another form.
        let last = earlier.last.flatMap { try? $0.report.decoded(as: AuditReport.self) }
        result.changes = last.map { result.report.changes(since: $0) }
        result.trend = earlier.map(\.mark) + [result.mark]
    }

    /// What earlier audits came to, the oldest first.
    private func auditRecords(before id: String) async throws(InquiryError) -> [AuditRecord] {
        let entries: [LedgerEntry]
        do throws(LedgerError) {
            entries = try await ledger.entries(ofKinds: [.documents], pathPrefix: nil)
        } catch {
            throw .ledger(error)
        }
        return entries.filter { $0.investigation.hasPrefix(Inquiry.auditPrefix) && $0.investigation < id }
            .compactMap { $0.content["audit"].flatMap(AuditRecord.init(reading:)) }
            .sorted { $0.mark.id < $1.mark.id }
    }

    /// A whole estate takes more calls than an incident.
    private static func auditBudget(_ given: Budget.Limits) -> Budget.Limits {
        Budget.Limits(
            calls: max(given.calls, 50_000), bytes: max(given.bytes, 4 << 30), seconds: max(given.seconds, 1_800))
    }
}

/// What the ledger keeps of an audit's end: its place in the trend, and the report, which only the next audit reads.
private struct AuditRecord {
    var mark: AuditMark
    var report: JSONValue

    init(_ result: AuditResult) throws(InquiryError) {
        mark = result.mark
        report = try JSONValue(encoding: result.report)
    }

    init?(reading entry: JSONValue) {
        guard let mark = try? entry["mark"]?.decoded(as: AuditMark.self), let report = entry["report"] else { return nil }
        self.mark = mark
        self.report = report
    }

    var entry: JSONValue {
        get throws(InquiryError) { ["mark": try JSONValue(encoding: mark), "report": report] }
    }
}

extension AuditResult {
    fileprivate var mark: AuditMark {
        AuditMark(id: id, at: report.at, score: report.score.points, findings: report.open.count)
    }
}
