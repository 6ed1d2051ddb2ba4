import Core

/// The part of TraceQL that the stand-in reads: conditions on spans, structure between them, one aggregate, selected fields, and
/// metrics.
struct TraceQL: Sendable {
    indirect enum Spans: Sendable {
        case filter(Condition)
        /// Spans of the right side that lie below one of the left, directly or at any depth.
        case below(Spans, Spans, directly: Bool)
        case both(Spans, Spans)
        case either(Spans, Spans)
    }

    indirect enum Condition: Sendable {
        case always
        case and(Condition, Condition)
        case or(Condition, Condition)
        case not(Condition)
        case compare(Field, String, Value)
    }

    enum Field: Sendable, Hashable {
        /// `resource`, `span`, `event`, or empty for any.
        case attribute(scope: String, String)
        case intrinsic(String)

        /// As it is written.
        var text: String {
            switch self {
            case .attribute(let scope, let name): "\(scope).\(name)"
            case .intrinsic(let name): name
            }
        }
    }

    enum Value: Sendable, Hashable {
        case text(String)
        case number(Double)
        /// Nanoseconds.
        case duration(Double)
        /// A status or a kind.
        case word(String)
        case none
    }

    struct Aggregate: Sendable {
        var function: String
        var field: Field?
        var op: String
        var value: Double
    }

    struct Metrics: Sendable {
        var function: String
        var field: Field?
        var quantiles: [Double] = []
        var groups: [Field] = []
    }

    var spans: Spans
    var aggregates: [Aggregate] = []
    var selected: [Field] = []
    var metrics: Metrics?

    // MARK: Evaluation

    /// The spans of a trace that match, as indices; empty when an aggregate does not hold.
    func matches(_ trace: OrderTrace) -> [Int] {
        let found = Self.find(spans, trace)
        guard !found.isEmpty, aggregates.allSatisfy({ $0.holds(found.map { trace.spans[$0] }, trace) }) else { return [] }
        return found
    }

    private static func find(_ spans: Spans, _ trace: OrderTrace) -> [Int] {
        switch spans {
        case .filter(let condition): return trace.spans.indices.filter { condition.keeps(trace.spans[$0], trace) }
        case .below(let above, let below, let directly):
            let tops = Set(find(above, trace).map { trace.spans[$0].id })
            return find(below, trace).filter { isBelow(trace.spans[$0], tops, trace, directly: directly) }
        case .both(let left, let right):
            let (one, other) = (find(left, trace), find(right, trace))
            return one.isEmpty || other.isEmpty ? [] : Set(one + other).sorted()
        case .either(let left, let right): return Set(find(left, trace) + find(right, trace)).sorted()
        }
    }

    private static func isBelow(_ span: TraceSpan, _ tops: Set<String>, _ trace: OrderTrace, directly: Bool) -> Bool {
        var parent = span.parent
        while let id = parent {
            if tops.contains(id) { return true }
            if directly { return false }
            parent = trace.spans.first { $0.id == id }?.parent
        }
        return false
    }

    /// Fields that conditions speak of, in order: they are shown with each span found.
    var named: [Field] {
        var fields: [Field] = []
        func visit(_ condition: Condition) {
            switch condition {
            case .always: break
            case .and(let left, let right), .or(let left, let right):
                visit(left)
                visit(right)
            case .not(let inner): visit(inner)
            case .compare(let field, _, _): if !fields.contains(field) { fields.append(field) }
            }
        }
        func visit(_ spans: Spans) {
            switch spans {
            case .filter(let condition): visit(condition)
            case .below(let left, let right, _), .both(let left, let right), .either(let left, let right):
                visit(left)
                visit(right)
            }
        }
        visit(spans)
        return fields + selected.filter { !fields.contains($0) }
    }
}

extension TraceQL.Field {
    func value(_ span: TraceSpan, _ trace: OrderTrace) -> TraceQL.Value {
        switch self {
        case .attribute("resource", let name): Self.value(span.resourceAttribute(name))
        case .attribute("span", let name): Self.value(span.attribute(name))
        case .attribute("event", let name): Self.value(span.exception.first { $0.key == name }?.value)
        case .attribute(_, let name): Self.value(span.attribute(name) ?? span.resourceAttribute(name))
        case .intrinsic(let name): Self.intrinsic(name, span, trace)
        }
    }

    private static func value(_ value: TraceSpan.Value?) -> TraceQL.Value {
        switch value {
        case .text(let text): .text(text)
        case .integer(let number): .number(Double(number))
        case .decimal(let number): .number(number)
        case nil: .none
        }
    }

    private static func intrinsic(_ name: String, _ span: TraceSpan, _ trace: OrderTrace) -> TraceQL.Value {
        switch name {
        case "status", "span:status": .word(span.isError ? "error" : "unset")
        case "kind", "span:kind": .word(span.kind.rawValue)
        case "duration", "span:duration": .duration(Double(span.duration))
        case "name", "span:name": .text(span.name)
        case "statusMessage", "span:statusMessage": .text(span.message)
        case "rootName", "trace:rootName": .text(trace.root.name)
        case "rootServiceName", "trace:rootService": .text(trace.root.service)
        case "traceDuration", "trace:duration": .duration(Double(trace.end - trace.root.start))
        case "trace:id": .text(trace.id)
        case "span:id": .text(span.id)
        case "span:parentID": span.parent.map { .text($0) } ?? .none
        case "nestedSetParent": .number(span.parent == nil ? -1 : 1)
        case "event:name": span.exception.isEmpty ? .none : .text("exception")
        default: .none
        }
    }
}

extension TraceQL.Condition {
    func keeps(_ span: TraceSpan, _ trace: OrderTrace) -> Bool {
        switch self {
        case .always: true
        case .and(let left, let right): left.keeps(span, trace) && right.keeps(span, trace)
        case .or(let left, let right): left.keeps(span, trace) || right.keeps(span, trace)
        case .not(let inner): !inner.keeps(span, trace)
        case .compare(let field, let op, let value): Self.compare(field.value(span, trace), op, value)
        }
    }

    private static func compare(_ own: TraceQL.Value, _ op: String, _ value: TraceQL.Value) -> Bool {
        switch (own, value) {
        case (_, .none): return op == "=" ? own == .none : own != .none
        case (.text(let own), .text(let text)):
            switch op {
            case "=": return own == text
            case "!=": return own != text
            case "=~", "!~":
                let matches = (try? TextPattern(text, isRegex: true))?.isAll(of: own) ?? false
                return matches == (op == "=~")
            default: return order(own < text, own == text, op)
            }
        case (.number(let own), .number(let number)), (.duration(let own), .duration(let number)):
            return order(own < number, own == number, op)
        case (.word(let own), .word(let word)): return op == "=" ? own == word : op == "!=" && own != word
        default: return false
        }
    }

    private static func order(_ isLess: Bool, _ isEqual: Bool, _ op: String) -> Bool {
        switch op {
        case "=": isEqual
        case "!=": !isEqual
        case "<": isLess
        case "<=": isLess || isEqual
        case ">": !isLess && !isEqual
        case ">=": !isLess
        default: false
        }
    }
}

extension TraceQL.Aggregate {
    func holds(_ spans: [TraceSpan], _ trace: OrderTrace) -> Bool {
        let values = spans.compactMap { span -> Double? in
            switch field?.value(span, trace) {
            case .number(let value), .duration(let value): value
            default: nil
            }
        }
        let own: Double =
            switch function {
            case "count": Double(spans.count)
            case "min": values.min() ?? .nan
            case "max": values.max() ?? .nan
            case "sum": values.reduce(0, +)
            default: values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
            }
        switch op {
        case ">": return own > value
        case ">=": return own >= value
        case "<": return own < value
        case "<=": return own <= value
        case "=": return own == value
        default: return own != value
        }
    }
}
