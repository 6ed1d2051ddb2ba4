import Core

/// One span of a scenario's traffic, before a store makes it its own. Times are nanoseconds since the epoch.
struct TraceSpan: Sendable {
    enum Kind: String, Sendable { case server, client }

    enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case decimal(Double)

        /// As it is written where everything is text.
        var text: String {
            switch self {
            case .text(let text): text
            case .integer(let number): String(number)
            case .decimal(let number): number == number.rounded() ? String(Int64(number)) : "\(number)"
            }
        }
    }

    typealias Attribute = (key: String, value: Value)

    /// 16 hexadecimal digits.
    var id: String
    /// `nil` for the trace's root.
    var parent: String?
    var service: String
    var name: String
    var kind: Kind
    var start: Int64
    var end: Int64
    var attributes: [Attribute]
    /// What the resource says of itself, its service among it.
    var resource: [Attribute]
    var isError = false
    var message = ""
    /// The exception that is in the span as an event at its end.
    var exception: [Attribute] = []

    var duration: Int64 { end - start }

    func attribute(_ key: String) -> Value? { attributes.first { $0.key == key }?.value }
    func resourceAttribute(_ key: String) -> Value? { resource.first { $0.key == key }?.value }
}

/// All spans of one order or product view, from the root on.
struct OrderTrace: Sendable {
    /// 32 hexadecimal digits.
    var id: String
    var spans: [TraceSpan]

    var root: TraceSpan { spans[0] }
    var end: Int64 { spans.map(\.end).max() ?? root.end }

    /// Without leading zeros, as Tempo's search gives it.
    var shortID: String {
        let short = id.drop { $0 == "0" }
        return short.isEmpty ? "0" : String(short)
    }
}

/// The traces of a scenario.
struct TraceStore: Sendable {
    /// By id, as a block of Tempo's is walked.
    let traces: [OrderTrace]
    private let places: [String: Int]

    init(_ orders: [Order]) {
        traces = orders.map(\.spanTree).sorted { $0.id < $1.id }
        places = Dictionary(traces.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func trace(_ id: String) -> OrderTrace? { places[id].map { traces[$0] } }
}
