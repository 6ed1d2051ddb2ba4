/// A part of a template that does something when it is executed. Text between actions does nothing that could fail.
indirect enum TemplateNode: Sendable {
    case output(TemplatePipeline)
    /// `if`, or `with`, which makes the value the dot.
    case branch(TemplatePipeline, rebinds: Bool, then: [TemplateNode], otherwise: [TemplateNode])
    case loop(TemplatePipeline, body: [TemplateNode], otherwise: [TemplateNode])
    /// `template "name" value`
    case invocation(String, TemplatePipeline?, offset: Int)
    /// `break` or `continue`
    case leave
}

/// Commands with pipes between them, perhaps with variables that the result is given to.
struct TemplatePipeline: Sendable {
    var names: [String] = []
    /// Whether the variables are new.
    var declares = false
    /// Each with at least one operand.
    var commands: [[TemplateOperand]]
    var offset: Int
}

/// A value in a command, with the fields that are asked of it: `$labels.x`, `(f 1).Value`.
struct TemplateOperand: Sendable {
    indirect enum Head: Sendable {
        case text(String)
        case number(Double, isWhole: Bool)
        case truth(Bool)
        case nothing
        case dot
        case variable(String)
        case function(String)
        case group(TemplatePipeline)
    }

    var head: Head
    var fields: [String]
    var offset: Int
}

extension TemplateNode {
    /// Calls `body` with every pipeline, those in parentheses too: whether it is a condition, and whether the dot is another value there
    /// than the alert.
    static func visit(
        _ nodes: [TemplateNode], isRebound: Bool = false,
        _ body: (TemplatePipeline, _ isCondition: Bool, _ isRebound: Bool) -> Void
    ) {
        for node in nodes {
            switch node {
            case .output(let pipeline): pipeline.visit(false, isRebound, body)
            case .branch(let pipeline, let rebinds, let then, let otherwise):
                pipeline.visit(true, isRebound, body)
                visit(then, isRebound: isRebound || rebinds, body)
                visit(otherwise, isRebound: isRebound, body)
            case .loop(let pipeline, let inner, let otherwise):
                pipeline.visit(false, isRebound, body)
                visit(inner, isRebound: true, body)
                visit(otherwise, isRebound: isRebound, body)
            case .invocation(_, let pipeline, _): pipeline?.visit(false, isRebound, body)
            case .leave: break
            }
        }
    }
}

extension TemplatePipeline {
    fileprivate func visit(
        _ isCondition: Bool, _ isRebound: Bool, _ body: (TemplatePipeline, _ isCondition: Bool, _ isRebound: Bool) -> Void
    ) {
        body(self, isCondition, isRebound)
        for command in commands {
            for case .group(let inner) in command.map(\.head) {
                inner.visit(isCondition || command.isChoice, isRebound, body)
            }
        }
    }
}

extension [TemplateOperand] {
    /// Whether what is missing among its operands has a substitute.
    var isChoice: Bool { if case .function("or")? = first?.head { true } else { false } }
}
