import PromQL

/// A template of an annotation or a label, in Go's `text/template` as Prometheus has it: whether it can be executed, and which labels
/// of the result it names.
struct TemplateReading: Sendable {
    /// Why it cannot be executed; `nil`: nothing was found.
    private(set) var error: TemplateError?
    /// Labels that it names, each once, in the order written; without those that it asks for with `if` or `with` somewhere.
    private(set) var labels: [String] = []

    init(_ text: String) {
        guard text.contains("{{") else { return }
        var reader = TemplateReader()
        do throws(TemplateError) {
            var scanner = TemplateScanner(text)
            for action in try scanner.actions() { try reader.read(action) }
            try reader.finish(at: text.utf8.count)
        } catch {
            self.error = error
        }
        labels = reader.labels.filter { !reader.guarded.contains($0) }
    }
}

/// Reads actions one by one and keeps what is open.
private struct TemplateReader {
    private struct Block {
        enum Kind { case branch, loop, rebind, define }
        var kind: Kind
        var variables: Int
        var hasElse = false
        var offset: Int
        /// `else if` opens no end of its own.
        var rebindsDot: Bool
    }

    private(set) var labels: [String] = []
    private(set) var guarded: Set<String> = []
    private var blocks: [Block] = []
    private var variables: [String] = Array(TemplateFunctions.variables)
    private var isCondition = false

    private static let depthLimit = 200

    mutating func finish(at offset: Int) throws(TemplateError) {
        if let open = blocks.last { throw TemplateError(problem: "a block has no `end`", offset: open.offset) }
    }

    mutating func read(_ action: TemplateScanner.Action) throws(TemplateError) {
        var tokens = action.tokens[...]
        while tokens.first?.kind == .space { tokens = tokens.dropFirst() }
        while tokens.last?.kind == .space { tokens = tokens.dropLast() }
        guard let first = tokens.first else { throw TemplateError(problem: "an action is empty", offset: action.offset) }
        guard case .word(let word) = first.kind else { return try statement(tokens, action.offset) }
        let rest = tokens.dropFirst().drop { $0.kind == .space }
        switch word {
        case "if": try open(.branch, rest, action.offset, rebindsDot: false)
        case "with": try open(.rebind, rest, action.offset, rebindsDot: true)
        case "range": try open(.loop, rest, action.offset, rebindsDot: true)
        case "else": try alternative(rest, action.offset)
        case "end":
            guard rest.isEmpty else { throw TemplateError(problem: "`end` has something after it", offset: action.offset) }
            guard let block = blocks.popLast() else {
                throw TemplateError(problem: "an `end` ends nothing", offset: action.offset)
            }
            variables.removeSubrange(min(block.variables, variables.count)...)
        case "define", "block":
            guard case .string? = rest.first?.kind else {
                throw TemplateError(problem: "`\(word)` has no name", offset: action.offset)
            }
            blocks.append(Block(kind: .define, variables: variables.count, offset: action.offset, rebindsDot: true))
        case "template":
            guard case .string? = rest.first?.kind else {
                throw TemplateError(problem: "`template` has no name", offset: action.offset)
            }
            let data = rest.dropFirst().drop { $0.kind == .space }
            if !data.isEmpty { try pipeline(data, action.offset) }
        case "break", "continue":
            guard blocks.contains(where: { $0.kind == .loop }) else {
                throw TemplateError(problem: "`\(word)` stands in no `range`", offset: action.offset)
            }
        default: try statement(tokens, action.offset)
        }
    }

    private mutating func open(
        _ kind: Block.Kind, _ tokens: ArraySlice<TemplateToken>, _ offset: Int, rebindsDot: Bool
    ) throws(TemplateError) {
        guard blocks.count < Self.depthLimit else {
            throw TemplateError(problem: "blocks stand too deep in one another", offset: offset)
        }
        let count = variables.count
        isCondition = kind != .loop
        defer { isCondition = false }
        try statement(tokens, offset, mayDeclareTwo: kind == .loop)
        blocks.append(Block(kind: kind, variables: count, offset: offset, rebindsDot: rebindsDot))
    }

    private mutating func alternative(_ tokens: ArraySlice<TemplateToken>, _ offset: Int) throws(TemplateError) {
        guard let last = blocks.indices.last, blocks[last].kind != .define else {
            throw TemplateError(problem: "an `else` belongs to nothing", offset: offset)
        }
        guard !blocks[last].hasElse else { throw TemplateError(problem: "a block has two `else`", offset: offset) }
        guard let first = tokens.first else {
            blocks[last].hasElse = true
            blocks[last].rebindsDot = false
            return
        }
        guard case .word(let word) = first.kind, ["if", "with"].contains(word), blocks[last].kind != .loop else {
            throw TemplateError(problem: "an `else` has something after it", offset: offset)
        }
        isCondition = true
        defer { isCondition = false }
        blocks[last].rebindsDot = word == "with"
        try statement(tokens.dropFirst().drop { $0.kind == .space }, offset)
    }

    /// A pipeline, perhaps with variables that it is given to.
    private mutating func statement(
        _ tokens: ArraySlice<TemplateToken>, _ offset: Int, mayDeclareTwo: Bool = false
    ) throws(TemplateError) {
        let solid = tokens.filter { $0.kind != .space }
        var names: [String] = []
        var place = 0
        while place < solid.count, case .variable(let name) = solid[place].kind {
            names.append(name)
            place += 1
            guard place < solid.count, solid[place].kind == .comma, names.count < 2, mayDeclareTwo else { break }
            place += 1
        }
        guard place < solid.count, !names.isEmpty, solid[place].kind == .declare || solid[place].kind == .assign else {
            return try pipeline(tokens, offset)
        }
        if solid[place].kind == .assign, let unknown = names.first(where: { !variables.contains($0) }) {
            throw TemplateError(problem: "the variable `\(unknown)` is not known", offset: offset)
        }
        let start = tokens.firstIndex { $0.offset == solid[place].offset } ?? tokens.endIndex
        try pipeline(tokens[start...].dropFirst(), offset)
        if solid[place].kind == .declare { variables += names }
    }

    /// Commands with pipes between them.
    private mutating func pipeline(_ tokens: ArraySlice<TemplateToken>, _ offset: Int) throws(TemplateError) {
        var stages: [[TemplateToken]] = [[]]
        var depth = 0
        for token in tokens {
            if token.kind == .open { depth += 1 }
            if token.kind == .close { depth -= 1 }
            if token.kind == .pipe, depth == 0 {
                stages.append([])
            } else {
                stages[stages.count - 1].append(token)
            }
        }
        for (index, stage) in stages.enumerated() { try command(stage, offset, isPiped: index > 0) }
    }

    private mutating func command(_ tokens: [TemplateToken], _ offset: Int, isPiped: Bool) throws(TemplateError) {
        let operands = try operands(tokens, offset)
        guard let first = operands.first?.first else { throw TemplateError(problem: "a value is missing", offset: offset) }
        for (index, operand) in operands.enumerated() { try self.operand(operand, offset, isFunction: index == 0) }
        switch first.kind {
        case .word(let name) where name != "nil" && name != "true" && name != "false":
            let count = operands.count - 1 + (isPiped ? 1 : 0)
            guard let allowed = TemplateFunctions.arguments(of: name) else { return }
            guard allowed.contains(count) else {
                throw TemplateError(
                    problem: "the function `\(name)` has \(count) argument\(count == 1 ? "" : "s") and takes"
                        + " \(allowed.upperBound == allowed.lowerBound ? "\(allowed.lowerBound)" : "at least \(allowed.lowerBound)")",
                    offset: offset)
            }
            try functionCall(name, operands, offset)
        case .string, .number, .character, .word, .dot:
            if isPiped, first.kind != .dot || operands[0].count == 1 {
                throw TemplateError(problem: "something is piped into a value", offset: offset)
            }
            if operands.count > 1 { throw TemplateError(problem: "a value is followed by another one", offset: offset) }
        case .variable, .field:
            if operands.count > 1 { throw TemplateError(problem: "a value is followed by another one", offset: offset) }
        default: break
        }
    }

    private mutating func functionCall(_ name: String, _ operands: [[TemplateToken]], _ offset: Int) throws(TemplateError) {
        guard operands.count > 1 else { return }
        if name == "query", operands[1].count == 1, case .string(let text) = operands[1][0].kind,
            (try? PromQLParser.parse(text)) == nil
        {
            throw TemplateError(problem: "the query in it is no expression", offset: offset)
        }
        if name == "index", operands.count == 3, operands[1].count == 1, case .variable("$labels") = operands[1][0].kind,
            operands[2].count == 1, case .string(let label) = operands[2][0].kind
        {
            note(label)
        }
    }

    /// Operands, each with what hangs on it: `$labels.x`, `(f 1).y`.
    private func operands(_ tokens: [TemplateToken], _ offset: Int) throws(TemplateError) -> [[TemplateToken]] {
        var found: [[TemplateToken]] = []
        var depth = 0
        var isNew = true
        for token in tokens {
            if depth > 0 {
                if token.kind == .open { depth += 1 }
                if token.kind == .close { depth -= 1 }
                found[found.count - 1].append(token)
                isNew = false
                continue
            }
            switch token.kind {
            case .space:
                isNew = true
                continue
            case .open:
                depth = 1
                found.append([token])
            case .field where !isNew && !found.isEmpty: found[found.count - 1].append(token)
            case .comma, .declare, .assign, .pipe, .close:
                throw TemplateError(problem: "an action has a sign where a value should be", offset: token.offset)
            default:
                if !isNew {
                    throw TemplateError(problem: "two values stand without a space between them", offset: token.offset)
                }
                found.append([token])
            }
            isNew = false
        }
        return found
    }

    private mutating func operand(_ tokens: [TemplateToken], _ offset: Int, isFunction: Bool) throws(TemplateError) {
        guard let first = tokens.first else { return }
        let fields = tokens.dropFirst().compactMap { token -> String? in
            if case .field(let name) = token.kind { name } else { nil }
        }
        switch first.kind {
        case .variable(let name):
            guard variables.contains(name) else {
                throw TemplateError(problem: "the variable `\(name)` is not known", offset: first.offset)
            }
            if name == "$labels" { try labels(fields, offset) }
            if name == "$" { try data(fields, offset) }
            if ["$value", "$externalURL"].contains(name), !fields.isEmpty {
                throw TemplateError(problem: "`\(name)` has nothing called `\(fields[0])`", offset: first.offset)
            }
        case .field(let name): if !blocks.contains(where: \.rebindsDot) { try data([name] + fields, offset) }
        case .word(let name):
            if ["true", "false", "nil"].contains(name) { return }
            guard TemplateFunctions.arguments(of: name) != nil else {
                throw TemplateError(problem: "the function `\(name)` is not known", offset: first.offset)
            }
            // A function among the arguments is called without any.
            if !isFunction, TemplateFunctions.arguments(of: name)?.contains(0) == false {
                throw TemplateError(problem: "the function `\(name)` has 0 arguments and needs some", offset: first.offset)
            }
        case .open:
            guard let close = tokens.lastIndex(where: { $0.kind == .close }) else { return }
            try pipeline(tokens[1..<close], offset)
        default: break
        }
    }

    /// `.Labels.x` and its like, at the top.
    private mutating func data(_ fields: [String], _ offset: Int) throws(TemplateError) {
        guard let first = fields.first else { return }
        guard TemplateFunctions.fields.contains(first) else {
            throw TemplateError(problem: "an alert has nothing called `\(first)`", offset: offset)
        }
        if first == "Labels" { try labels(Array(fields.dropFirst()), offset) }
        if ["Value", "ExternalURL"].contains(first), fields.count > 1 {
            throw TemplateError(problem: "`.\(first)` has nothing called `\(fields[1])`", offset: offset)
        }
    }

    private mutating func labels(_ fields: [String], _ offset: Int) throws(TemplateError) {
        guard let label = fields.first else { return }
        guard fields.count == 1 else {
            throw TemplateError(problem: "a label has nothing called `\(fields[1])`", offset: offset)
        }
        note(label)
    }

    private mutating func note(_ label: String) {
        if isCondition { guarded.insert(label) }
        if !labels.contains(label) { labels.append(label) }
    }
}
