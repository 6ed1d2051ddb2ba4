import Core

/// A template of an annotation or a label, in Go's `text/template` as Prometheus has it: whether it can be read and executed, and which
/// labels of the result it names.
struct TemplateReading: Sendable {
    /// Why it cannot be read; `nil`: it can.
    private(set) var error: TemplateError?
    /// Labels that it names, each once, in the order written; without those that it asks for with `if` or `with`, or that have a
    /// substitute by `or`, somewhere.
    private(set) var labels: [String] = []
    /// Expressions that it asks for as they stand.
    private(set) var queries: [String] = []
    private var nodes: [TemplateNode] = []
    private var defined: [String: [TemplateNode]] = [:]

    init(_ text: String) {
        guard text.contains("{{") else { return }
        do throws(TemplateError) {
            let parser = try TemplateParser(text)
            nodes = parser.nodes
            defined = parser.defined
        } catch {
            self.error = error
            return
        }
        var guarded: Set<String> = []
        var named: [String] = []
        var queries: [String] = []
        TemplateNode.visit(nodes) { pipeline, isCondition, isRebound in
            for command in pipeline.commands {
                for label in TemplateReading.labels(of: command, isRebound) {
                    if isCondition || command.isChoice { guarded.insert(label) }
                    if !named.contains(label) { named.append(label) }
                }
            }
            queries += TemplateReading.queries(pipeline.commands)
        }
        labels = named.filter { !guarded.contains($0) }
        self.queries = queries
    }

    /// The labels of the result that a command names: `$labels.x`, `.Labels.x`, `index $labels "x"`.
    private static func labels(of command: [TemplateOperand], _ isRebound: Bool) -> [String] {
        var found: [String] = []
        for operand in command {
            switch (operand.head, operand.fields.first) {
            case (.variable("$labels"), let label?): found.append(label)
            case (.variable("$"), "Labels"?): found += operand.fields.dropFirst().prefix(1)
            case (.dot, "Labels"?): if !isRebound { found += operand.fields.dropFirst().prefix(1) }
            default: break
            }
        }
        if command.count == 3, case .function("index") = command[0].head, case .text(let label) = command[2].head {
            switch (command[1].head, command[1].fields) {
            case (.variable("$labels"), []), (.variable("$"), ["Labels"]): found.append(label)
            case (.dot, ["Labels"]): if !isRebound { found.append(label) }
            default: break
            }
        }
        return found
    }

    /// Texts that are given to `query` as they stand.
    private static func queries(_ commands: [[TemplateOperand]]) -> [String] {
        var found: [String] = []
        for (index, command) in commands.enumerated() {
            guard case .function("query")? = command.first?.head else { continue }
            if command.count > 1, case .text(let text) = command[1].head { found.append(text) }
            if command.count == 1, index > 0, commands[index - 1].count == 1, case .text(let text) = commands[index - 1][0].head
            {
                found.append(text)
            }
        }
        return found
    }

    /// Why it fails when it is executed with such data, with the evidence for that; `nil`: nothing says so.
    func failure(with data: TemplateData) -> (error: TemplateError, evidence: [EvidenceID])? {
        guard error == nil else { return error.map { ($0, []) } }
        var run = TemplateRun(data, defined: defined)
        do throws(TemplateError) {
            try run.run(nodes)
            return nil
        } catch {
            return (error, run.evidence)
        }
    }
}
