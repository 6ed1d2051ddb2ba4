import Core
import Gateway

extension Inquiry {
    /// The entry that says which rules judge from here on, in full, and whether they are others than the ledger's last.
    func policyEntry(of id: String, by principal: Principal) async throws(InquiryError) -> LedgerEntry {
        let last: LedgerEntry?
        do throws(LedgerError) { last = try await ledger.entries(ofKinds: [.policy], pathPrefix: nil).last } catch {
            throw .ledger(error)
        }
        let previous = last?.content["digest"]?.string
        return LedgerEntry(
            investigation: id, kind: .policy, recordedAt: clock.now(),
            content: [
                "digest": .string(policy.digest), "policy": policy.json, "by": .string(principal.description),
                "previous": previous.map { .string($0) } ?? .null, "changed": .bool(previous != policy.digest),
            ])
    }
}
