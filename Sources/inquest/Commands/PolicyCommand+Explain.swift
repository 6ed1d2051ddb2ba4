import ArgumentParser
import Core
import Foundation
import Gateway

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say which rule decides about a tool, and why the rules before it do not.",
        discussion: "Nothing is asked or sent: a policy server that the policy names is not asked either.")

    @Argument(help: "The tool's name, such as alertmanager_create_silence.")
    var tool: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who asks: person:USER (the operating system's user), playbook, model:NAME or client:NAME. By default you; a model, "
                + "a client and the playbook ask on your behalf.", valueName: "principal"))
    var principal: String?

    @Option(help: ArgumentHelp("The operating system's user on whose behalf it is asked.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("The source that is called.", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("The tool's input.", valueName: "json"))
    var input = "{}"

    @Option(help: ArgumentHelp("When: RFC 3339, 14:20 (UTC), -90m or now.", valueName: "time"))
    var at = "now"

    @Option(help: ArgumentHelp("read, write, disclose or instrument, in place of the tool's own effect.", valueName: "effect"))
    var effect: String?

    @Option(help: ArgumentHelp("Classes of data, such as logs,people, in place of the source's own.", valueName: "classes"))
    var data: String?

    @OptionGroup var options: PolicyOptions

    func run() async throws {
        let (policy, path) = try options.load()
        var notes: [String] = []
        let question = try question(policy, &notes)
        if let server = policy.delegate {
            notes.append("the policy server at \(server.origin) has a say too, and was not asked; it can only be stricter")
        }
        let view = PolicyExplanation(
            policy: policy, path: path, question: question, steps: policy.explain(question), judgement: policy.judge(question),
            notes: notes)
        switch options.format {
        case .json: print(view.json.pretty, terminator: "")
        case .text: print(view.text)
        }
    }

    private func question(_ policy: Policy, _ notes: inout [String]) throws(Problem) -> PolicyQuestion {
        let user = self.user ?? Workspace.user
        guard let principal = Principal(parsing: self.principal ?? "person:\(user)") else {
            throw .badInput("--as: '\(self.principal ?? "")' is not person:USER, playbook, model:NAME or client:NAME")
        }
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: input) } catch { throw .badInput("--input: \(error)") }
        let catalogue = ToolCatalogue(try options.connectors())
        let known = catalogue.entries[tool] ?? []
        let entry = try entry(known, &notes)
        var question = PolicyQuestion(
            principal: principal, source: (source.map { SourceName($0) }) ?? entry?.source, tool: tool,
            effect: try effect(entry, &notes), input: value, data: try dataClasses(entry),
            at: try TimeArgument.read(at, option: "--at", now: SystemClock().now()))
        policy.place(user, in: &question)
        return question
    }

    private func entry(_ known: [ToolCatalogue.Entry], _ notes: inout [String]) throws(Problem) -> ToolCatalogue.Entry? {
        if let source {
            if let entry = known.first(where: { $0.source?.text == source }) { return entry }
            notes.append("the configuration has no source '\(source)' with this tool")
            return known.first
        }
        if known.count > 1 {
            let names = known.compactMap { $0.source?.text }.joined(separator: ", ")
            notes.append("several sources have this tool (\(names)); the first is taken, --source names another")
        }
        return known.first
    }

    private func effect(_ entry: ToolCatalogue.Entry?, _ notes: inout [String]) throws(Problem) -> Effect {
        if let text = effect {
            guard let effect = Effect(rawValue: text) else {
                throw .badInput("--effect: '\(text)' is not read, write, disclose or instrument")
            }
            return effect
        }
        guard let entry else {
            notes.append("no connector has the tool '\(tool)', so it counts as a write")
            return .write
        }
        return entry.effect
    }

    private func dataClasses(_ entry: ToolCatalogue.Entry?) throws(Problem) -> Set<DataClass> {
        guard let data else { return entry?.data ?? [] }
        var classes: Set<DataClass> = []
        for word in data.split(separator: ",") {
            guard let found = DataClass(rawValue: String(word)) else {
                throw .badInput(
                    "--data: '\(word)' is not one of \(DataClass.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            classes.insert(found)
        }
        return classes
    }
}

/// What `policy explain` prints.
struct PolicyExplanation {
    var policy: Policy
    /// `nil`: no file, the default policy.
    var path: String?
    var question: PolicyQuestion
    var steps: [Policy.Step]
    var judgement: Judgement
    var notes: [String]

    var text: String {
        let data = question.data.isEmpty ? "unknown" : question.data.sorted().map(\.rawValue).joined(separator: ", ")
        var asker = question.asker
        if question.principal.description != "person:\(question.user ?? "")", let user = question.user {
            asker += " for \(question.person ?? user)"
        }
        if !question.groups.isEmpty { asker += " (\(question.groups.joined(separator: ", ")))" }
        var lines = [
            row("tool", question.tool + (question.source.map { " on \($0)" } ?? "")),
            row("effect", "\(question.effect.rawValue); data: \(data)"), row("asked by", asker), row("at", "\(question.at)"),
            row("policy", path ?? "none: reads are allowed, all else is denied"), row("digest", policy.digest), "",
        ]
        var asking: String?
        for step in steps {
            if steps.contains(where: { $0.asker != step.asker }), step.asker != asking {
                lines.append("For \(Terminal.printable(step.asker)):")
                asking = step.asker
            }
            let mark = step.decides ? "✓" : "·"
            let outcome = step.judgement.map { "\(verdict($0)): \(step.why)" } ?? "does not match; \(step.why)"
            lines.append(
                Terminal.wrap("  \(mark) " + Terminal.printable("\(step.rule): \(outcome)"), indent: "      "))
        }
        lines += ["", row("verdict", verdict(judgement) + ", by '\(judgement.rule)'"), row("reason", judgement.reason)]
        lines += notes.map { row("note", $0) }
        return lines.joined(separator: "\n")
    }

    private func verdict(_ judgement: Judgement) -> String {
        judgement.word + (judgement.approvers.map { " by \($0)" } ?? "")
    }

    private func row(_ label: String, _ text: String) -> String {
        let indent = String(repeating: " ", count: 9)
        return Terminal.pad(label, to: 9) + Terminal.wrap(indent + Terminal.printable(text), indent: indent).dropFirst(9)
    }

    var json: JSONValue {
        [
            "policy": .object(PolicyExplanation.identity(policy, path)), "question": question.json,
            "steps": .array(
                steps.map { step in
                    [
                        "asker": .string(step.asker), "rule": .string(step.rule), "matches": .bool(step.matches),
                        "decides": .bool(step.decides), "why": .string(step.why), "judgement": step.judgement?.json ?? .null,
                    ]
                }), "judgement": judgement.json, "notes": .array(notes.map { .string($0) }),
        ]
    }

    static func identity(_ policy: Policy, _ path: String?) -> JSONObject {
        [
            "file": path.map { .string($0) } ?? .null, "digest": .string(policy.digest),
            "warnings": .array(policy.warnings.map { .string($0) }),
        ]
    }
}
