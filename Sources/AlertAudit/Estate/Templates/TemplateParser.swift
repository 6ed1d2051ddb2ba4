/// Reads a template's actions into a tree, as Go's `text/template` does, and finds what keeps it from being read.
struct TemplateParser {
    private(set) var nodes: [TemplateNode] = []
    /// What `define` and `block` gave names to.
    private(set) var defined: [String: [TemplateNode]] = [:]

    private enum Ending {
        case text
        case end
        case otherwise(ArraySlice<TemplateToken>, offset: Int)
    }

    private let actions: [TemplateScanner.Action]
    private var place = 0
    var depth = 0
    private var loops = 0
    var variables = Array(TemplateFunctions.variables)

    private static let depthLimit = 200

    init(_ text: String) throws(TemplateError) {
        var scanner = TemplateScanner(text)
        actions = try scanner.actions()
        let (found, ending, offset) = try list()
        switch ending {
        case .text: nodes = found
        case .end: throw TemplateError(problem: "an `end` ends nothing", offset: offset)
        case .otherwise: throw TemplateError(problem: "an `else` belongs to nothing", offset: offset)
        }
    }

    // MARK: Blocks

    /// Parts up to the `end` or `else` of the block that they stand in.
    private mutating func list() throws(TemplateError) -> (nodes: [TemplateNode], ending: Ending, offset: Int) {
        var found: [TemplateNode] = []
        while place < actions.count {
            let action = actions[place]
            place += 1
            let tokens = Self.trimmed(action.tokens[...])
            guard let first = tokens.first else { throw TemplateError(problem: "an action is empty", offset: action.offset) }
            guard case .word(let word) = first.kind else {
                found.append(.output(try statement(tokens, action.offset)))
                continue
            }
            let rest = Self.trimmed(tokens.dropFirst())
            switch word {
            case "end":
                guard rest.isEmpty else {
                    throw TemplateError(problem: "`end` has something after it", offset: action.offset)
                }
                return (found, .end, action.offset)
            case "else": return (found, .otherwise(rest, offset: action.offset), action.offset)
            default: if let node = try keyword(word, tokens, rest, action.offset) { found.append(node) }
            }
        }
        return (found, .text, 0)
    }

    private mutating func keyword(
        _ word: String, _ tokens: ArraySlice<TemplateToken>, _ rest: ArraySlice<TemplateToken>, _ offset: Int
    ) throws(TemplateError) -> TemplateNode? {
        switch word {
        case "if", "with": return try branch(rest, rebinds: word == "with", offset)
        case "range": return try loop(rest, offset)
        case "define", "block": return try definition(word, rest, offset)
        case "template":
            guard case .string(let name)? = rest.first?.kind else {
                throw TemplateError(problem: "`template` has no name", offset: offset)
            }
            let data = Self.trimmed(rest.dropFirst())
            return .invocation(name, data.isEmpty ? nil : try pipeline(data, offset), offset: offset)
        case "break", "continue":
            guard loops > 0 else { throw TemplateError(problem: "`\(word)` stands in no `range`", offset: offset) }
            return .leave
        default: return .output(try statement(tokens, offset))
        }
    }

    private mutating func branch(
        _ tokens: ArraySlice<TemplateToken>, rebinds: Bool, _ offset: Int
    ) throws(TemplateError) -> TemplateNode {
        try enter(offset)
        defer { depth -= 1 }
        let known = variables.count
        defer { variables.removeSubrange(min(known, variables.count)...) }
        let condition = try statement(tokens, offset)
        let (then, ending, end) = try list()
        var otherwise: [TemplateNode] = []
        if case .otherwise(let rest, let place) = ending {
            if case .word(let word)? = rest.first?.kind, word == "if" || word == "with" {
                otherwise = [
                    try branch(Self.trimmed(rest.dropFirst()), rebinds: word == "with", place)
                ]
            } else {
                otherwise = try alternative(rest, place, offset)
            }
        } else {
            try close(ending, end, offset)
        }
        return .branch(condition, rebinds: rebinds, then: then, otherwise: otherwise)
    }

    private mutating func loop(_ tokens: ArraySlice<TemplateToken>, _ offset: Int) throws(TemplateError) -> TemplateNode {
        try enter(offset)
        defer { depth -= 1 }
        let known = variables.count
        defer { variables.removeSubrange(min(known, variables.count)...) }
        let over = try statement(tokens, offset, mayDeclareTwo: true)
        loops += 1
        let (body, ending, end) = try list()
        loops -= 1
        var otherwise: [TemplateNode] = []
        if case .otherwise(let rest, let place) = ending {
            otherwise = try alternative(rest, place, offset)
        } else {
            try close(ending, end, offset)
        }
        return .loop(over, body: body, otherwise: otherwise)
    }

    private mutating func definition(
        _ word: String, _ tokens: ArraySlice<TemplateToken>, _ offset: Int
    ) throws(TemplateError) -> TemplateNode? {
        guard case .string(let name)? = tokens.first?.kind else {
            throw TemplateError(problem: "`\(word)` has no name", offset: offset)
        }
        try enter(offset)
        defer { depth -= 1 }
        let data = Self.trimmed(tokens.dropFirst())
        let value = word == "block" && !data.isEmpty ? try pipeline(data, offset) : nil
        // Variables of the text around it are not known in a template of its own.
        let (outer, outerLoops) = (variables, loops)
        (variables, loops) = (["$"], 0)
        let (body, ending, end) = try list()
        (variables, loops) = (outer, outerLoops)
        try close(ending, end, offset)
        defined[name] = body
        return word == "block" ? .invocation(name, value, offset: offset) : nil
    }

    private mutating func alternative(
        _ rest: ArraySlice<TemplateToken>, _ place: Int, _ opened: Int
    ) throws(TemplateError) -> [TemplateNode] {
        guard rest.isEmpty else { throw TemplateError(problem: "an `else` has something after it", offset: place) }
        let (nodes, ending, end) = try list()
        try close(ending, end, opened)
        return nodes
    }

    private func close(_ ending: Ending, _ end: Int, _ opened: Int) throws(TemplateError) {
        switch ending {
        case .end: break
        case .text: throw TemplateError(problem: "a block has no `end`", offset: opened)
        case .otherwise: throw TemplateError(problem: "a block has two `else`", offset: end)
        }
    }

    mutating func enter(_ offset: Int) throws(TemplateError) {
        depth += 1
        guard depth < Self.depthLimit else {
            throw TemplateError(problem: "blocks stand too deep in one another", offset: offset)
        }
    }

    private static func trimmed(_ tokens: ArraySlice<TemplateToken>) -> ArraySlice<TemplateToken> {
        var tokens = tokens.drop { $0.kind == .space }
        while tokens.last?.kind == .space { tokens.removeLast() }
        return tokens
    }
}
