import Core
import Document
import Foundation
import Gateway
import Investigation

/// Finds the evidence to check a document against, or gathers it.
struct EvidenceFinder {
    let workspace: Workspace
    let configPath: String

    func record(of id: String) async throws(Problem) -> InvestigationRecord {
        try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in try await inquiry.record(of: id) }
    }

    /// That of the newest investigation that the document can be about; of a new one where there is none.
    ///
    /// - Parameter present: what is taken for it, where a window would end later.
    func record(for manuscript: Manuscript, present: Instant) async throws(Problem) -> InvestigationRecord {
        let known = try await workspace.using(workspace.inquiry(), endsTransport: false) { inquiry throws(InquiryError) in
            try await inquiry.finished()
        }
        let match =
            known.first { investigation in
                guard let window = investigation.window else { return false }
                return manuscript.meets(window)
                    && (investigation.services.isEmpty || manuscript.names(anyOf: investigation.services))
            } ?? known.first { $0.window == nil }
        if let match {
            Terminal.note("Checked against investigation \(match.id)")
            return try await record(of: match.id)
        }
        return try await investigate(manuscript, service: nil, window: nil, present: present)
    }

    /// A new investigation, of the document's own service and times where none are given.
    func investigate(
        _ manuscript: Manuscript, service: String?, window: TimeWindow?, present: Instant
    ) async throws(Problem) -> InvestigationRecord {
        let configuration = workspace.configuration.configuration
        guard !configuration.sources.isEmpty else {
            throw .badInput(
                "no investigation in the ledger is of the document's times and services, and '\(configPath)' names no source to ask;"
                    + " give --investigation ID")
        }
        guard let service = service ?? configuration.services.map(\.name).first(where: manuscript.names) else {
            throw .badInput(
                "no investigation in the ledger fits the document, and it names no configured service; give --service")
        }
        guard let window = window ?? manuscript.window else {
            throw .badInput(
                "no investigation in the ledger fits the document, and it does not say of which day it is; give --from and --to"
            )
        }
        let progress = ProgressPrinter()
        let ended = min(window.to, present)
        guard window.from < ended else {
            throw .badInput(
                "the window begins at \(window.from.rfc3339()), which has not come yet; give --from and --to with their day")
        }
        let finished = try await workspace.using(workspace.inquiry(progress: progress)) { inquiry throws(InquiryError) in
            try await inquiry.investigate(
                .service(service, TimeWindow(from: window.from, to: ended)), configuration: configuration, now: present,
                principal: .person(Workspace.user))
        }
        progress.finish()
        guard !finished.record.evidence.isEmpty else {
            throw .unreachable("no source gave any evidence; 'inquest doctor' asks each of them something harmless")
        }
        Terminal.note("Checked against the new investigation \(finished.record.id)")
        return finished.record
    }
}
