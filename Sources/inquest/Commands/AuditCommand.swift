import AlertAudit
import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Audit what is configured to notice trouble and to tell of it.",
        discussion: """
            Reads rules, routes, silences, receivers and checks from every source, has the sources evaluate the rules over the past, and
            reports what would not notice, not tell, or tell for nothing. Nothing is changed. Earlier audits in the ledger give the trend.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, sarif, markdown, html }

    @Option(help: "One service; the whole estate is read, and what is about the service is told.")
    var service: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("How far back behaviour is looked at: 30d, 12h.", valueName: "time"))
    var since = "30d"

    @Option(
        help: ArgumentHelp("Exit with 1 when a finding is at least as grave: critical, warning or info.", valueName: "severity")
    )
    var failOn: AuditSeverity?

    @Option(help: "Form of the results on standard output.")
    var format: Format = .table

    @Option(help: ArgumentHelp("Directory for all forms at once.", valueName: "directory"))
    var out: String?

    @Option(help: ArgumentHelp("Print an audit that is in the ledger again, from its recorded answers.", valueName: "id"))
    var replay: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The moment to take for the present.", valueName: "time"))
    var now: String?

    @OptionGroup var place: PlaceOptions

    func run() async throws {
        let workspace = try Workspace(
            configurationPath: place.config, storePath: place.store, needsConfiguration: replay == nil)
        let progress = ProgressPrinter()
        let inquiry = workspace.inquiry(progress: progress)
        let finished: FinishedAudit
        if let replay {
            finished = try await workspace.using(inquiry) { inquiry throws(InquiryError) in
                try await inquiry.replayAudit(replay)
            }
        } else {
            let present = try Instant.present(now)
            let begin = try TimeArgument.read(since.hasPrefix("-") ? since : "-" + since, option: "--since", now: present)
            guard present.seconds(since: begin) >= 3_600, present.seconds(since: begin) <= 90 * 86_400 else {
                throw Problem.badInput("--since: from an hour (1h) to 90 days (90d)")
            }
            let configuration = workspace.configuration.configuration
            guard !configuration.sources.isEmpty else {
                throw Problem.badInput("'\(place.config)' names no source; 'inquest init' looks around for some")
            }
            finished = try await workspace.using(inquiry) { inquiry throws(InquiryError) in
                try await inquiry.audit(
                    configuration, over: TimeWindow(from: begin, to: present), now: present,
                    id: Workspace.sideID("audit"), principal: .person(Workspace.user))
            }
        }
        progress.finish()
        try present(finished)
    }

    private func present(_ finished: FinishedAudit) throws {
        var result = finished.result
        if let service {
            let known = Set(result.report.services.compactMap(\.service) + result.report.coverage.map(\.service))
            guard known.contains(service) || result.report.findings.contains(where: { $0.service == service }) else {
                let some = known.sorted().prefix(8).joined(separator: ", ")
                throw Problem.badInput("--service: the estate has no '\(service)'" + (some.isEmpty ? "" : "; it has \(some) …"))
            }
            result = result.about(service)
        }
        let documents = AuditDocuments(result)
        if let out {
            try OutputDirectory(path: out).write([
                ("audit.md", documents.markdown), ("audit.html", documents.html), ("audit.json", documents.json),
                ("audit.sarif", documents.sarif),
            ])
        }
        switch format {
        case .table: Terminal.result(AuditView(result: result).text)
        case .json: Terminal.result(documents.json)
        case .sarif: Terminal.result(documents.sarif)
        case .markdown: Terminal.result(documents.markdown)
        case .html: Terminal.result(documents.html)
        }
        if let out { Terminal.note("Written: \(out)/audit.md, audit.html, audit.json, audit.sarif") }
        Terminal.note(
            String(
                format: "%d calls, %.1f MB, %.1f s; in the ledger as %@", result.cost.calls, Double(result.cost.bytes) / 1e6,
                result.cost.seconds, result.id))
        if finished.isSame == false { throw Problem.somethingWrong("the replay differs from the audit in the ledger") }
        if result.report.counts.rules == 0, result.report.counts.checks == 0, !result.report.gaps.isEmpty {
            throw Problem.unreachable("no source told of any rule or check; 'inquest doctor' asks each something harmless")
        }
        if let failOn {
            let grave = result.report.open.count { $0.severity >= failOn }
            if grave > 0 { throw Problem.somethingWrong("\(grave) findings are \(failOn.rawValue) or graver") }
        }
    }
}

extension AuditSeverity: ExpressibleByArgument {}
