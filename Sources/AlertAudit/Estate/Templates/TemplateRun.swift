import Core
import PromQL

/// Executes a template to find what fails: what depends on values that are not known is taken to go well, and where a condition is not
/// known, both ways are tried.
struct TemplateRun {
    /// Evidence for what was found to be missing.
    private(set) var evidence: [EvidenceID] = []
    private let data: TemplateData
    private let defined: [String: [TemplateNode]]
    private var variables: [(name: String, value: TemplateValue)] = [
        ("$", .alert), ("$value", .number(isWhole: false, nil)), ("$externalURL", .someText(longest: nil)),
        ("$externalLabels", .texts),
    ]
    private var steps = 0
    private var depth = 0

    /// Parts that are executed at most; what comes after them is taken to go well.
    private static let limit = 20_000
    private static let depthLimit = 50

    init(_ data: TemplateData, defined: [String: [TemplateNode]]) {
        self.data = data
        self.defined = defined
        variables.append(("$labels", .labels(data.labels)))
    }

    mutating func run(_ nodes: [TemplateNode]) throws(TemplateError) { _ = try run(nodes, .alert) }

    /// - Returns: whether a loop is left or begun anew.
    private mutating func run(_ nodes: [TemplateNode], _ dot: TemplateValue) throws(TemplateError) -> Bool {
        for node in nodes {
            steps += 1
            guard steps < Self.limit else { return false }
            switch node {
            case .output(let pipeline): _ = try value(of: pipeline, dot)
            case .leave: return true
            case .branch(let condition, let rebinds, let then, let otherwise):
                let known = variables.count
                let value = try value(of: condition, dot)
                let inner = rebinds ? value : dot
                let isLeft = try choose(
                    value.holds, { run throws(TemplateError) in try run.run(then, inner) },
                    { run throws(TemplateError) in try run.run(otherwise, dot) })
                variables.removeSubrange(min(known, variables.count)...)
                if isLeft { return true }
            case .loop(let over, let body, let otherwise):
                let known = variables.count
                try loop(over, body, otherwise, dot)
                variables.removeSubrange(min(known, variables.count)...)
            case .invocation(let name, let pipeline, let offset):
                let value: TemplateValue
                if let pipeline { value = try self.value(of: pipeline, dot) } else { value = .nothing }
                try invoke(name, value, offset)
            }
        }
        return false
    }

    private typealias Way = (inout TemplateRun) throws(TemplateError) -> Bool

    /// One way where it is known which, otherwise both, after which a variable may have either value.
    private mutating func choose(_ holds: Bool?, _ then: Way, _ otherwise: Way) throws(TemplateError) -> Bool {
        switch holds {
        case true?: return try then(&self)
        case false?: return try otherwise(&self)
        case nil:
            let before = variables
            let one = try then(&self)
            let after = variables
            variables = before
            let other = try otherwise(&self)
            for index in variables.indices where index < after.count {
                variables[index].value = variables[index].value.or(after[index].value)
            }
            return one && other
        }
    }

    private mutating func loop(
        _ over: TemplatePipeline, _ body: [TemplateNode], _ otherwise: [TemplateNode], _ dot: TemplateValue
    ) throws(TemplateError) {
        var pipeline = over
        pipeline.names = []
        let range = try value(of: pipeline, dot)
        let element: TemplateValue
        var isAny: Bool?
        switch range {
        case .results(let found): (element, isAny) = (.result, found)
        case .labels, .texts: element = .someText(longest: nil)
        case .number(false, _), .truth, .alert, .result:
            throw TemplateError(problem: "`range` can't go over \(range.kind)", offset: over.offset)
        case .nothing: (element, isAny) = (.unknown, false)
        case .unknown, .text, .someText, .number: element = .unknown
        }
        let keys: TemplateValue = if case .results = range { .number(isWhole: true, nil) } else { .unknown }
        _ = try choose(
            isAny,
            { run throws(TemplateError) in
                let names = over.names
                if let last = names.last { run.assign([last], element, declares: over.declares) }
                if names.count > 1 { run.assign([names[0]], keys, declares: over.declares) }
                return try run.run(body, element)
            }, { run throws(TemplateError) in try run.run(otherwise, dot) })
    }

    private mutating func invoke(_ name: String, _ value: TemplateValue, _ offset: Int) throws(TemplateError) {
        guard let body = defined[name] else {
            throw TemplateError(problem: "there is no template called `\(RuleFacts.inert(name))`", offset: offset)
        }
        guard depth < Self.depthLimit else { return }
        depth += 1
        defer { depth -= 1 }
        let outer = variables
        variables = [("$", value)]
        _ = try run(body, value)
        variables = outer
    }

    private mutating func assign(_ names: [String], _ value: TemplateValue, declares: Bool) {
        for name in names {
            if !declares, let place = variables.lastIndex(where: { $0.name == name }) {
                variables[place].value = value
            } else {
                variables.append((name, value))
            }
        }
    }

    // MARK: Values

    private mutating func value(of pipeline: TemplatePipeline, _ dot: TemplateValue) throws(TemplateError) -> TemplateValue {
        var piped: TemplateValue?
        for command in pipeline.commands {
            guard let first = command.first else { continue }
            guard case .function(let name) = first.head else {
                piped = try value(of: first, dot)
                continue
            }
            var arguments: [TemplateValue] = []
            for operand in command.dropFirst() {
                arguments.append(try value(of: operand, dot))
                // The rest is not looked at once `and` or `or` is decided.
                if name == "and" || name == "or", let holds = arguments.last?.holds, holds == (name == "or") { break }
            }
            if let piped { arguments.append(piped) }
            piped = try fields(first.fields, of: try call(name, arguments, first.offset), first.offset)
        }
        let result = piped ?? .unknown
        assign(pipeline.names, result, declares: pipeline.declares)
        return result
    }

    private mutating func value(of operand: TemplateOperand, _ dot: TemplateValue) throws(TemplateError) -> TemplateValue {
        let head: TemplateValue
        switch operand.head {
        case .text(let text): head = .text(text)
        case .number(let value, let isWhole): head = .number(isWhole: isWhole, value)
        case .truth(let truth): head = .truth(truth)
        case .nothing: head = .nothing
        case .dot: head = dot
        case .variable(let name): head = variables.last { $0.name == name }?.value ?? .unknown
        case .function(let name): head = try call(name, [], operand.offset)
        case .group(let pipeline):
            depth += 1
            defer { depth -= 1 }
            head = depth < 1_000 ? try value(of: pipeline, dot) : .unknown
        }
        return try fields(operand.fields, of: head, operand.offset)
    }

    private func fields(
        _ names: [String], of value: TemplateValue, _ offset: Int
    ) throws(TemplateError) -> TemplateValue {
        var value = value
        for name in names {
            switch (value, name) {
            case (.unknown, _): return .unknown
            case (.alert, "Labels"): value = .labels(data.labels)
            case (.alert, "Value"): value = .number(isWhole: false, nil)
            case (.alert, "ExternalURL"): value = .someText(longest: nil)
            case (.alert, "ExternalLabels"), (.result, "Labels"): value = .texts
            case (.alert, _) where TemplateFunctions.fields.contains(name): value = .unknown
            case (.labels, _): value = data.label(name)
            case (.texts, _): value = .someText(longest: nil)
            case (.result, "Value"): value = .number(isWhole: false, nil)
            default:
                let whole = name.isEmpty ? "a field without a name" : "nothing called `\(RuleFacts.inert(name))`"
                throw TemplateError(problem: "\(value.kind) has \(whole)", offset: offset)
            }
        }
        return value
    }

    private mutating func call(
        _ name: String, _ arguments: [TemplateValue], _ offset: Int
    ) throws(TemplateError) -> TemplateValue {
        if name == "query", case .text(let text)? = arguments.first {
            guard let expression = try? PromQLParser.parse(text) else {
                throw TemplateError(problem: "the query in it is no expression", offset: offset)
            }
            let (found, evidence) = data.hasResults(expression)
            self.evidence += evidence
            return .results(found)
        }
        if name == "tmpl", case .text(let text)? = arguments.first, defined[text] == nil {
            throw TemplateError(problem: "there is no template called `\(RuleFacts.inert(text))`", offset: offset)
        }
        do throws(TemplateFunctions.Failure) {
            return try TemplateFunctions.result(of: name, arguments)
        } catch {
            throw TemplateError(problem: error.problem, offset: offset)
        }
    }
}
