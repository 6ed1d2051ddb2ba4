extension TreeReader {
    /// A selector whose name, if any, has been read: its matchers follow. Ranges and offsets are read by ``postfixed(_:)``.
    mutating func selector(named name: String?) throws(PromQLError) -> VectorSelector {
        var selector = VectorSelector(metric: name)
        let start = scanner.position
        guard scanner.take(Byte.openBrace) else { return selector }
        var isNamed = name != nil
        while !scanner.take(Byte.closeBrace) {
            try matcher(of: &selector, isNamed: &isNamed)
            if scanner.take(Byte.comma) { continue }
            try scanner.require(Byte.closeBrace, "or ',' after a matcher")
            break
        }
        if isNamed, selector.matchers.contains(where: { $0.name == "__name__" }) {
            throw scanner.failure("the metric's name only once", at: start)
        }
        if !isNamed, let index = selector.matchers.firstIndex(where: VectorSelector.namesMetric) {
            selector.metric = selector.matchers.remove(at: index).value
        }
        return selector
    }

    /// `label="value"`, `"label.name"="value"`, or the quoted name of the metric alone.
    private mutating func matcher(of selector: inout VectorSelector, isNamed: inout Bool) throws(PromQLError) {
        scanner.skipSpace()
        let start = scanner.position
        let isQuoted = scanner.next.map(Byte.isQuote) == true
        let name = try labelName()
        scanner.skipSpace()
        guard let operation = takeMatcherOperation() else {
            guard isQuoted else { throw scanner.failure("=, !=, =~ or !~ after the label's name") }
            guard !isNamed, !name.isEmpty else { throw scanner.failure("the metric's name only once", at: start) }
            selector.metric = name
            isNamed = true
            return
        }
        scanner.skipSpace()
        guard scanner.next.map(Byte.isQuote) == true else { throw scanner.failure("a label's value in quotes") }
        selector.matchers.append(LabelMatcher(name, operation, try scanner.string()))
    }

    private mutating func takeMatcherOperation() -> LabelMatcher.Operation? {
        let second = scanner.byte(after: 1)
        let operation: LabelMatcher.Operation? =
            switch scanner.next {
            case UInt8(ascii: "="): second == UInt8(ascii: "~") ? .regex : .equal
            case UInt8(ascii: "!"):
                second == UInt8(ascii: "~") ? .notRegex : (second == UInt8(ascii: "=") ? .notEqual : nil)
            default: nil
            }
        scanner.position += operation?.rawValue.utf8.count ?? 0
        return operation
    }

    /// What follows an operand: `[5m]`, `[1h:5m]`, `offset 5m`, `@ 1700000000`.
    mutating func postfixed(_ operand: Part) throws(PromQLError) -> Part {
        var part = operand
        while true {
            scanner.skipSpace()
            let start = scanner.position
            if scanner.take(Byte.openBracket) {
                part = try bracketed(part, at: start)
            } else if scanner.takeKeyword("offset") {
                part.expression = try modified(part, offset: try signedDuration(), at: start)
            } else if scanner.take(UInt8(ascii: "@")) {
                part.expression = try modified(part, time: try evaluationTime(), at: start)
            } else {
                return part
            }
        }
    }

    /// The rest of `[5m]` or `[1h:5m]`.
    private mutating func bracketed(_ part: Part, at start: Int) throws(PromQLError) -> Part {
        let rangeStart = scanner.position
        let range = try scanner.requireDuration("in the brackets")
        guard range > 0 else { throw scanner.failure("a duration above 0", at: rangeStart) }
        if scanner.take(Byte.colon) {
            var step: Double?
            if !scanner.take(Byte.closeBracket) {
                let stepStart = scanner.position
                let duration = try scanner.requireDuration("or ']' after ':'")
                guard duration > 0 else { throw scanner.failure("a duration above 0", at: stepStart) }
                step = duration
                try scanner.require(Byte.closeBracket, "to end the subquery's range")
            }
            guard part.expression.mayBeSubqueried else { throw scanner.failure("a subquery of an instant vector", at: start) }
            return try self.part(.subquery(Subquery(part.expression, range: range, step: step)), above: [part], at: start)
        }
        try scanner.require(Byte.closeBracket, "or ':' after the range")
        guard case .selector(var selector) = part.expression, !part.isParenthesized, selector.range == nil,
            selector.offset == nil, selector.at == nil
        else { throw scanner.failure("a range only directly after a selector", at: start) }
        selector.range = range
        return Part(expression: .selector(selector))
    }

    /// Sets one modifier, which must be free, on a selector or a subquery.
    private func modified(
        _ part: Part, offset: Double? = nil, time: EvaluationTime? = nil, at start: Int
    ) throws(PromQLError) -> Expression {
        func isFree(_ oldOffset: Double?, _ oldTime: EvaluationTime?) -> Bool {
            (offset == nil || oldOffset == nil) && (time == nil || oldTime == nil)
        }
        switch part.expression {
        case .selector(var selector) where !part.isParenthesized && isFree(selector.offset, selector.at):
            selector.offset = offset ?? selector.offset
            selector.at = time ?? selector.at
            return .selector(selector)
        case .subquery(var subquery) where !part.isParenthesized && isFree(subquery.offset, subquery.at):
            subquery.offset = offset ?? subquery.offset
            subquery.at = time ?? subquery.at
            return .subquery(subquery)
        default:
            throw scanner.failure("\(time == nil ? "offset" : "@") once, after a selector or a subquery", at: start)
        }
    }

    private mutating func signedDuration() throws(PromQLError) -> Double {
        let isNegative = scanner.take(UInt8(ascii: "-"))
        if !isNegative { _ = scanner.take(UInt8(ascii: "+")) }
        let duration = try scanner.requireDuration("after offset")
        return isNegative ? 0 - duration : duration
    }

    private mutating func evaluationTime() throws(PromQLError) -> EvaluationTime {
        for (keyword, time) in [("start", EvaluationTime.start), ("end", .end)] where scanner.takeKeyword(keyword) {
            try scanner.require(Byte.openParenthesis, "after \(keyword)")
            try scanner.require(Byte.closeParenthesis, "after \(keyword)(")
            return time
        }
        let isNegative = scanner.take(UInt8(ascii: "-"))
        if !isNegative { _ = scanner.take(UInt8(ascii: "+")) }
        scanner.skipSpace()
        guard scanner.isAtNumber else { throw scanner.failure("a time, start() or end() after @") }
        let seconds = try scanner.number()
        return .seconds(isNegative ? 0 - seconds : seconds)
    }
}

extension VectorSelector {
    /// Whether a matcher says what the metric is called.
    fileprivate static func namesMetric(_ matcher: LabelMatcher) -> Bool {
        matcher.name == "__name__" && matcher.operation == .equal && !matcher.value.isEmpty
    }
}

extension Expression {
    /// False for what is certainly not an instant vector.
    fileprivate var mayBeSubqueried: Bool {
        switch self {
        case .string, .subquery: false
        case .selector(let selector): selector.range == nil
        default: true
        }
    }
}
