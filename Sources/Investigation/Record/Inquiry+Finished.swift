import Core
import Gateway

extension Inquiry {
    /// The investigations that ran to their end, the newest first.
    public func finished() async throws(InquiryError) -> [FinishedInvestigation] {
        let entries: [LedgerEntry]
        do throws(LedgerError) { entries = try await ledger.entries(ofKinds: [.documents], pathPrefix: nil) } catch {
            throw .ledger(error)
        }
        var seen: Set<String> = []
        return entries.reversed().compactMap { entry in
            // Audits leave documents too; an investigation's id begins with a digit.
            guard entry.investigation.first?.isNumber == true, seen.insert(entry.investigation).inserted else { return nil }
            return FinishedInvestigation(id: entry.investigation, entry.content["subject"])
        }
    }
}
