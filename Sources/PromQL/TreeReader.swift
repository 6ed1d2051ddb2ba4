/// A recursive descent over the scanner, with precedence climbing for the operators.
struct TreeReader {
    /// A part of the tree, and what the rest of the grammar must know of it.
    struct Part {
        var expression: Expression
        var depth = 1
        var isParenthesized = false
    }

    /// How many brackets, arguments and signs may be open at once; each costs a few stack frames.
    static let nestingLimit = 100

    var scanner: Scanner
    private var nesting = 0

    init(_ text: String) { scanner = Scanner(text) }

    mutating func wholeText() throws(PromQLError) -> Expression {
        let part = try expression()
        scanner.skipSpace()
        guard scanner.next == nil else { throw scanner.failure("an operator or the end of the expression") }
        return part.expression
    }

    /// An expression made of operators that bind at least as tight as `minimum`.
    mutating func expression(atLeast minimum: Int = 0) throws(PromQLError) -> Part {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= TreeReader.nestingLimit else {
            throw scanner.failure("at most \(TreeReader.nestingLimit) levels of nesting")
        }
        var left = try signed()
        while let (operation, length) = peekOperator(), operation.precedence >= minimum {
            let start = scanner.position
            scanner.position += length
            let (isBool, matching) = try modifiers(of: operation)
            let right = try expression(atLeast: operation.precedence + (operation.isRightAssociative ? 0 : 1))
            let tree = BinaryOperation(operation, left.expression, right.expression, isBool: isBool, matching: matching)
            left = try part(.binary(tree), above: [left, right], at: start)
        }
        return left
    }

    /// A part one level above others.
    func part(_ expression: Expression, above parts: [Part], at offset: Int) throws(PromQLError) -> Part {
        let depth = 1 + (parts.map(\.depth).max() ?? 0)
        guard depth <= PromQLParser.depthLimit else {
            throw scanner.failure("a tree of at most \(PromQLParser.depthLimit) levels", at: offset)
        }
        return Part(expression: expression, depth: depth)
    }

    /// An operand with the signs before it. A sign binds like `*`: `-a ^ b` is `-(a ^ b)`.
    private mutating func signed() throws(PromQLError) -> Part {
        scanner.skipSpace()
        let start = scanner.position
        guard let sign = scanner.next, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else {
            return try postfixed(operand())
        }
        scanner.position += 1
        let part = try expression(atLeast: BinaryOperator.power.precedence)
        if sign == UInt8(ascii: "+") { return Part(expression: part.expression, depth: part.depth) }
        if case .number(let number) = part.expression, !part.isParenthesized {
            return Part(expression: .number(NumberLiteral(-number.value)))
        }
        return try self.part(.negation(part.expression), above: [part], at: start)
    }

    private mutating func operand() throws(PromQLError) -> Part {
        guard let first = scanner.next else { throw scanner.failure("an expression") }
        switch first {
        case Byte.openParenthesis:
            scanner.position += 1
            var part = try expression()
            try scanner.require(Byte.closeParenthesis, "to end the parentheses")
            part.isParenthesized = true
            return part
        case Byte.openBrace: return Part(expression: .selector(try selector(named: nil)))
        case _ where Byte.isQuote(first): return Part(expression: .string(try scanner.string()))
        case _ where scanner.isAtNumber: return Part(expression: .number(NumberLiteral(try scanner.number())))
        default: return try word()
        }
    }

    /// A metric, a function, an aggregation, or `inf` and `nan`.
    private mutating func word() throws(PromQLError) -> Part {
        let start = scanner.position
        let keyword = scanner.peekKeyword() ?? ""
        guard let name = scanner.identifier(colons: true) else { throw scanner.failure("an expression") }
        if keyword == "inf" { return Part(expression: .number(NumberLiteral(.infinity))) }
        if keyword == "nan" { return Part(expression: .number(NumberLiteral(.nan))) }
        if Keyword.neverMetrics.contains(keyword) { throw scanner.failure("an expression", at: start) }
        scanner.skipSpace()
        if let operation = Aggregation.Operation(rawValue: keyword) {
            let follower = scanner.peekKeyword()
            if scanner.next == Byte.openParenthesis || follower == "by" || follower == "without" {
                return try aggregation(operation, at: start)
            }
        } else if scanner.next == Byte.openParenthesis {
            guard !Keyword.neverFunctions.contains(keyword), !name.utf8.contains(Byte.colon) else {
                throw scanner.failure("a function's name", at: start)
            }
            let arguments = try arguments()
            return try part(.call(FunctionCall(name, arguments.map(\.expression))), above: arguments, at: start)
        }
        return Part(expression: .selector(try selector(named: name)))
    }

    /// Arguments in parentheses; none are legal.
    private mutating func arguments() throws(PromQLError) -> [Part] {
        try scanner.require(Byte.openParenthesis, "before the arguments")
        if scanner.take(Byte.closeParenthesis) { return [] }
        var parts: [Part] = []
        repeat { parts.append(try expression()) } while scanner.take(Byte.comma)
        try scanner.require(Byte.closeParenthesis, "to end the arguments")
        return parts
    }

    private mutating func aggregation(_ operation: Aggregation.Operation, at start: Int) throws(PromQLError) -> Part {
        var grouping = try self.grouping()
        let arguments = try arguments()
        let wanted = operation.takesParameter ? 2 : 1
        guard arguments.count == wanted, let operand = arguments.last else {
            throw scanner.failure("\(operation.rawValue) to have \(wanted == 1 ? "one argument" : "two arguments")", at: start)
        }
        if grouping == nil { grouping = try self.grouping() }
        let parameter = operation.takesParameter ? arguments.first?.expression : nil
        let tree = Aggregation(operation, parameter: parameter, operand.expression, grouping: grouping)
        return try part(.aggregation(tree), above: arguments, at: start)
    }

    private mutating func grouping() throws(PromQLError) -> Aggregation.Grouping? {
        if scanner.takeKeyword("by") { return .by(try labels()) }
        if scanner.takeKeyword("without") { return .without(try labels()) }
        return nil
    }

    /// Names of labels in parentheses; a comma may follow the last.
    mutating func labels() throws(PromQLError) -> [String] {
        try scanner.require(Byte.openParenthesis, "before the labels")
        var names: [String] = []
        while !scanner.take(Byte.closeParenthesis) {
            scanner.skipSpace()
            if ["inf", "nan"].contains(scanner.peekKeyword()) { throw scanner.failure("a label's name") }
            names.append(try labelName())
            if scanner.take(Byte.comma) { continue }
            try scanner.require(Byte.closeParenthesis, "or ',' after a label")
            break
        }
        return names
    }

    mutating func labelName() throws(PromQLError) -> String {
        scanner.skipSpace()
        if let byte = scanner.next, Byte.isQuote(byte) { return try scanner.string() }
        guard let name = scanner.identifier(colons: false) else { throw scanner.failure("a label's name") }
        return name
    }
}
