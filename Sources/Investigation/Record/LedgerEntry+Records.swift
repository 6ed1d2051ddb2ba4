import Core
import FoundationEssentials
import Gateway

// Decisions that hold a whole record, as JSON with sorted names.
extension LedgerEntry {
    init(recording record: some Encodable, as decision: String, of investigation: String, at recordedAt: Instant)
        throws(InquiryError)
    {
        self.init(
            investigation: investigation, kind: .decision, recordedAt: recordedAt,
            content: ["decision": .string(decision), "record": try JSONValue(encoding: record)])
    }
}

extension [LedgerEntry] {
    /// The record of the first decision of that name; `nil` where there is none.
    func decision<Record: Decodable>(_ name: String, as type: Record.Type) throws(InquiryError) -> Record? {
        let entry = first { $0.kind == .decision && $0.content["decision"]?.string == name }
        return try entry?.content["record"]?.decoded(as: type)
    }
}

extension JSONValue {
    init(encoding value: some Encodable) throws(InquiryError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            try self.init(parsing: Array(try encoder.encode(value)))
        } catch {
            throw .damaged("an entry cannot be written: \(error)")
        }
    }

    func decoded<Record: Decodable>(as type: Record.Type) throws(InquiryError) -> Record {
        do {
            return try JSONDecoder().decode(type, from: Data(compact.utf8))
        } catch {
            throw .damaged("an entry cannot be read: \(error)")
        }
    }
}
