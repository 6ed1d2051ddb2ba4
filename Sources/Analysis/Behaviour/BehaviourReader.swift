import Core

/// Turns traces, with the log lines that name their spans, into records that can be compared: the same operation or happening has the
/// same number throughout.
struct BehaviourReader {
    /// Something that can happen in a span.
    struct Happening: Hashable {
        enum Kind: Hashable { case failure, child, line }
        var kind: Kind
        /// Of a span below it.
        var service = ""
        /// The span's operation, or the line's template.
        var text = ""
    }

    private(set) var operations: [SpanRecord.Operation] = []
    private(set) var happenings: [Happening] = []
    /// Does it say that something failed?
    private(set) var isError: [Bool] = []
    private var operationNumbers: [SpanRecord.Operation: Int] = [:]
    private var happeningNumbers: [Happening: Int] = [:]
    /// Lines by the trace that they name.
    private let lines: [String: [SpanLine]]

    init(lines: [String: [SpanLine]]) { self.lines = lines }

    mutating func records(of trace: KnownTrace) -> [SpanRecord] {
        let tree = trace.tree
        let own = tree.ownSeconds
        let said = happenings(in: trace)
        return tree.spans.indices.map { place in
            let span = tree.spans[place]
            let callee = tree.foreignChild(of: place).map { tree.spans[$0].service } ?? ""
            var events = Set(said[place] ?? [])
            if span.isFailed { events.insert(number(of: Happening(kind: .failure), isError: true)) }
            for child in tree.children[place] {
                let below = tree.spans[child]
                events.insert(
                    number(of: Happening(kind: .child, service: below.service, text: below.name), isError: false))
            }
            let operation = SpanRecord.Operation(service: span.service, name: span.name, callee: callee)
            return SpanRecord(operation: number(of: operation), own: own[place], events: events.sorted())
        }
    }

    /// What the lines of a trace say, by the span that they name; where they name none, by the service's first span.
    private mutating func happenings(in trace: KnownTrace) -> [Int: [Int]] {
        guard let lines = lines[trace.id] else { return [:] }
        var places: [String: Int] = [:]
        var entries: [String: Int] = [:]
        for (place, span) in trace.spans.enumerated() {
            if places[span.id] == nil { places[span.id] = place }
            if entries[span.service] == nil { entries[span.service] = place }
        }
        var result: [Int: [Int]] = [:]
        for line in lines {
            guard let place = places[line.span] ?? entries[line.service] else { continue }
            let happening = Happening(kind: .line, service: line.service, text: line.template)
            result[place, default: []].append(number(of: happening, isError: line.isError))
        }
        return result
    }

    private mutating func number(of operation: SpanRecord.Operation) -> Int {
        if let known = operationNumbers[operation] { return known }
        operations.append(operation)
        operationNumbers[operation] = operations.count - 1
        return operations.count - 1
    }

    private mutating func number(of happening: Happening, isError: Bool) -> Int {
        if let known = happeningNumbers[happening] { return known }
        happenings.append(happening)
        self.isError.append(isError)
        happeningNumbers[happening] = happenings.count - 1
        return happenings.count - 1
    }
}
