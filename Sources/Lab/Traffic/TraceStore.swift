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
