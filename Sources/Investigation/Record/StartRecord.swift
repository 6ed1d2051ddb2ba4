public import Core
import FoundationEssentials
import Gateway

/// The decision that an investigation begins with: everything that a replay must not decide again.
public struct StartRecord: Sendable, Hashable, Codable {
    public var start: Start
    /// The moment that the investigation counts as its present.
    public var now: Instant
    public var configuration: Configuration
    public var program: String
    public var principal: Principal

    public init(start: Start, now: Instant, configuration: Configuration, program: String, principal: Principal) {
        self.start = start
        self.now = now
        self.configuration = configuration
        self.program = program
        self.principal = principal
    }

    func entry(of investigation: String, at recordedAt: Instant) throws(InquiryError) -> LedgerEntry {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let value = try JSONValue(parsing: Array(try encoder.encode(self)))
            return LedgerEntry(
                investigation: investigation, kind: .decision, recordedAt: recordedAt,
                content: ["decision": "started", "record": value])
        } catch {
            throw .damaged("its start cannot be written: \(error)")
        }
    }

    init(from entries: [LedgerEntry]) throws(InquiryError) {
        guard
            let entry = entries.first(where: { $0.kind == .decision && $0.content["decision"]?.string == "started" }),
            let record = entry.content["record"]
        else { throw .damaged("it has no start") }
        do {
            self = try JSONDecoder().decode(StartRecord.self, from: Data(record.compact.utf8))
        } catch {
            throw .damaged("its start cannot be read: \(error)")
        }
    }
}
