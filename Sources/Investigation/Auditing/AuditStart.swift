public import Core
import FoundationEssentials
import Gateway

/// The decision that an audit of the alerting begins with: everything that a replay must not decide again.
public struct AuditStart: Sendable, Hashable, Codable {
    /// The stretch that behaviour is looked at in.
    public var window: TimeWindow
    /// The moment that the audit counts as its present.
    public var now: Instant
    public var configuration: Configuration
    public var program: String
    public var principal: Principal

    public init(window: TimeWindow, now: Instant, configuration: Configuration, program: String, principal: Principal) {
        self.window = window
        self.now = now
        self.configuration = configuration
        self.program = program
        self.principal = principal
    }

    func entry(of audit: String, at recordedAt: Instant) throws(InquiryError) -> LedgerEntry {
        LedgerEntry(
            investigation: audit, kind: .decision, recordedAt: recordedAt,
            content: ["decision": "audit started", "record": try Inquiry.json(self)])
    }

    init(from entries: [LedgerEntry]) throws(InquiryError) {
        guard
            let record = entries.first(where: {
                $0.kind == .decision && $0.content["decision"]?.string == "audit started"
            })?.content["record"]
        else { throw .damaged("it has no start of an audit") }
        self = try Inquiry.decoded(record, as: AuditStart.self)
    }
}

extension Inquiry {
    static func json(_ value: some Encodable) throws(InquiryError) -> JSONValue {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return try JSONValue(parsing: Array(try encoder.encode(value)))
        } catch {
            throw .damaged("it cannot be written: \(error)")
        }
    }

    static func decoded<Record: Decodable>(_ value: JSONValue, as type: Record.Type) throws(InquiryError) -> Record {
        do {
            return try JSONDecoder().decode(type, from: Data(value.compact.utf8))
        } catch {
            throw .damaged("an entry cannot be read: \(error)")
        }
    }
}
