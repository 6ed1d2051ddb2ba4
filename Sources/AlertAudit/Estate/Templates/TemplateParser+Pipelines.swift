/// What stands in one action: commands with pipes between them, and their operands.
extension TemplateParser {
    /// A pipeline, perhaps with variables that it is given to.
    mutating func statement(
        _ tokens: ArraySlice<TemplateToken>, _ offset: Int, mayDeclareTwo: Bool = false
    ) throws(TemplateError) -> TemplatePipeline {
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
        let declares = solid[place].kind == .declare
        if !declares, let unknown = names.first(where: { !variables.contains($0) }) {
            throw TemplateError(problem: "the variable `\(unknown)` is not known", offset: offset)
        }
        let start = tokens.firstIndex { $0.offset == solid[place].offset } ?? tokens.endIndex
        var result = try pipeline(tokens[start...].dropFirst(), offset)
        result.names = names
        result.declares = declares
        if declares { variables += names }
        return result
    }

    mutating func pipeline(
        _ tokens: ArraySlice<TemplateToken>, _ offset: Int
    ) throws(TemplateError) -> TemplatePipeline {
        var stages: [ArraySlice<TemplateToken>] = []
        var nested = 0
        var start = tokens.startIndex
        for index in tokens.indices {
            switch tokens[index].kind {
            case .open: nested += 1
            case .close: nested -= 1
            case .pipe where nested == 0:
                stages.append(tokens[start..<index])
                start = index + 1
            default: break
            }
        }
        stages.append(tokens[start...])
        var commands: [[TemplateOperand]] = []
        for (index, stage) in stages.enumerated() { commands.append(try command(stage, offset, isPiped: index > 0)) }
        return TemplatePipeline(commands: commands, offset: offset)
    }

    private mutating func command(
        _ tokens: ArraySlice<TemplateToken>, _ offset: Int, isPiped: Bool
    ) throws(TemplateError) -> [TemplateOperand] {
        let operands = try operands(tokens)
        guard let first = operands.first else { throw TemplateError(problem: "a value is missing", offset: offset) }
        for operand in operands.dropFirst() {
            guard case .function(let name) = operand.head, let allowed = TemplateFunctions.arguments(of: name) else { continue }
            // A function among the arguments is called without any.
            if !allowed.contains(0) {
                throw TemplateError(problem: "the function `\(name)` has 0 arguments and needs some", offset: offset)
            }
        }
        if case .function(let name) = first.head {
            let count = operands.count - 1 + (isPiped ? 1 : 0)
            guard let allowed = TemplateFunctions.arguments(of: name), !allowed.contains(count) else { return operands }
            throw TemplateError(
                problem: "the function `\(name)` has \(count) argument\(count == 1 ? "" : "s") and takes"
                    + " \(allowed.upperBound == allowed.lowerBound ? "\(allowed.lowerBound)" : "at least \(allowed.lowerBound)")",
                offset: offset)
        }
        if operands.count > 1 { throw TemplateError(problem: "a value is followed by another one", offset: offset) }
        if isPiped { throw TemplateError(problem: "something is piped into a value", offset: offset) }
        return operands
    }

    /// Operands, each with what hangs on it: `$labels.x`, `(f 1).y`.
    private mutating func operands(_ tokens: ArraySlice<TemplateToken>) throws(TemplateError) -> [TemplateOperand] {
        var found: [TemplateOperand] = []
        var isNew = true
        var index = tokens.startIndex
        while index < tokens.endIndex {
            let token = tokens[index]
            index += 1
            if token.kind == .space {
                isNew = true
                continue
            }
            if case .field(let name) = token.kind, !isNew, let last = found.indices.last {
                found[last].fields.append(name)
                continue
            }
            if [.comma, .declare, .assign, .pipe, .close].contains(token.kind) {
                throw TemplateError(problem: "an action has a sign where a value should be", offset: token.offset)
            }
            guard isNew else {
                throw TemplateError(problem: "two values stand without a space between them", offset: token.offset)
            }
            isNew = false
            guard token.kind == .open else {
                found.append(try operand(token))
                continue
            }
            let start = index
            var nested = 1
            while index < tokens.endIndex, nested > 0 {
                if tokens[index].kind == .open { nested += 1 }
                if tokens[index].kind == .close { nested -= 1 }
                index += 1
            }
            try enter(token.offset)
            let inner = try pipeline(tokens[start..<max(start, index - 1)], token.offset)
            depth -= 1
            found.append(TemplateOperand(head: .group(inner), fields: [], offset: token.offset))
        }
        return found
    }

    private func operand(_ token: TemplateToken) throws(TemplateError) -> TemplateOperand {
        func made(_ head: TemplateOperand.Head, _ fields: [String] = []) -> TemplateOperand {
            TemplateOperand(head: head, fields: fields, offset: token.offset)
        }
        switch token.kind {
        case .string(let text): return made(.text(text))
        case .character: return made(.number(0, isWhole: true))
        case .number(let text):
            guard let (value, isWhole) = TemplateFunctions.number(text) else {
                throw TemplateError(problem: "a number cannot be read", offset: token.offset)
            }
            return made(.number(value, isWhole: isWhole))
        case .dot: return made(.dot)
        case .field(let name): return made(.dot, [name])
        case .variable(let name):
            guard variables.contains(name) else {
                throw TemplateError(problem: "the variable `\(name)` is not known", offset: token.offset)
            }
            return made(.variable(name))
        case .word("true"): return made(.truth(true))
        case .word("false"): return made(.truth(false))
        case .word("nil"): return made(.nothing)
        case .word(let name):
            guard TemplateFunctions.arguments(of: name) != nil else {
                throw TemplateError(problem: "the function `\(name)` is not known", offset: token.offset)
            }
            return made(.function(name))
        default: throw TemplateError(problem: "an action has a sign where a value should be", offset: token.offset)
        }
    }
}
