import Core

/// `git_head`: the commit that is checked out, which also shows that the repository can be read.
struct GitHeadTool: Tool {
    var description: ToolDescription {
        ToolDescription(
            name: "git_head", summary: "The commit that is checked out, and whether the clone is shallow",
            input: Schema.object([]), routes: [.process(.git, subcommand: "rev-parse")])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        let question = GitHeadQuestion()
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct GitHeadQuestion: Sendable {
    var calls: [Call] { [GitArguments.head] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            let lines = try outcome.gitOutput().text.split(whereSeparator: \.isNewline)
            guard lines.count == 2, ["true", "false"].contains(lines[0]), lines[1].allSatisfy(\.isHexDigit) else {
                throw ReadingError(.failed, "git's output could not be read")
            }
            let record = Record(
                title: "Checked-out commit",
                fields: ["commit": .string(String(lines[1])), "shallow": .bool(lines[0] == "true")])
            return .done([Evidence(.record(record), from: [outcome.key], query: "git rev-parse HEAD")])
        } catch {
            return .done([], [error.diagnostic("the checked-out commit", outcome)])
        }
    }
}
