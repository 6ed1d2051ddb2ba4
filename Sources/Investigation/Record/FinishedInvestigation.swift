public import Core
import Document

/// An investigation that ran to its end, as the ledger lists it.
public struct FinishedInvestigation: Sendable, Hashable {
    public var id: String
    /// What it looked at; `nil` for investigations of before the ledger said so.
    public var window: TimeWindow?
    /// Services that the report names or that failed.
    public var services: [String]

    init(_ record: InvestigationRecord) {
        id = record.id
        window = record.scope.window
        let failing = [record.firstFailingService].compactMap { $0 } + record.blastRadius
        services = Set(record.incident.services + failing).filter { !$0.isEmpty }.sorted()
    }

    init(id: String, _ value: JSONValue?) {
        self.id = id
        services = (value?["services"]?.array ?? []).compactMap(\.string)
        if let from = value?["from"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let to = value?["to"]?.string.flatMap({ Instant(rfc3339: $0) })
        {
            window = TimeWindow(from: from, to: to)
        }
    }

    var json: JSONValue {
        [
            "from": window.map { .string($0.from.rfc3339Exact) } ?? .null,
            "to": window.map { .string($0.to.rfc3339Exact) } ?? .null,
            "services": .array(services.map { .string($0) }),
        ]
    }
}
