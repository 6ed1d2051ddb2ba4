public import Core
import Gateway

extension Inquiry {
    /// What stands behind a redaction's token of an investigation, for a person who may see it.
    public func reveal(_ token: String, in id: String, to person: Principal) async throws(InquiryError) -> String {
        let entries = try await entries(of: id)
        let start = try StartRecord(from: entries)
        let gateway = gateway(start.configuration, incident: start.start.text, principal: person)
        let key = CallKey(
            investigation: id, round: 0, path: "reveal/\(clock.now().rfc3339Exact)", step: 0, index: 0)
        do {
            return try await gateway.reveal(token, in: entries, of: id, to: person, key: key).get()
        } catch {
            throw .refused(error.reason)
        }
    }
}
