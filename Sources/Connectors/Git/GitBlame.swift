import Core

/// `git_blame`: which commit last changed each of some lines of a file.
struct GitBlameTool: Tool {
    let settings: GitSettings
    static let maximumLines = 500

    var description: ToolDescription {
        ToolDescription(
            name: "git_blame", summary: "The commit that last changed each line of a part of a file",
            input: Schema.object(
                [
                    ("path", Schema.string("File below the repository's root")),
                    ("first", Schema.integer("First line, from 1")),
                    ("last", Schema.integer("Last line; at most \(Self.maximumLines) lines")),
                    ("revision", Schema.string("Hash, branch or tag; HEAD by default")),
                ], required: ["path", "first", "last"]),
            routes: [.process(.git, subcommand: "blame"), .process(.git, subcommand: "rev-parse")])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let first = try fields.integer("first", in: 1...10_000_000, default: 1)
        let last = try fields.integer("last", in: 1...10_000_000, default: first)
        guard first <= last, last - first < Self.maximumLines else {
            throw InputError("last", "expected a line from \(first) to \(first + Self.maximumLines - 1)")
        }
        let question = GitBlameQuestion(
            settings: settings, path: try GitArguments.path(try fields.string("path"), field: "path"), lines: first...last,
            revision: try GitArguments.revision(try fields.optionalString("revision") ?? "HEAD", field: "revision"))
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct GitBlameQuestion: Sendable {
    let settings: GitSettings
    let path: String
    let lines: ClosedRange<Int>
    let revision: String

    var calls: [Call] { [GitArguments.blame(revision, path: path, lines: lines), GitArguments.isShallow] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == 2, let outcome = outcomes.first else { return .done() }
        let what = "lines \(lines.lowerBound) to \(lines.upperBound) of \(path)"
        let output: GitOutput
        do { output = try outcome.gitOutput() } catch { return .done([], [error.diagnostic(what, outcome)]) }
        let blamed = GitBlameParser.parse(output.bytes)
        guard !blamed.isEmpty else {
            return .done([], [Diagnostic(.failed, "\(what): git's output could not be read", exchange: outcome.key)])
        }
        var diagnostics: [Diagnostic] = []
        if outcomes[1].isShallowClone() != false, blamed.contains(where: \.isBoundary) {
            diagnostics.append(
                Diagnostic(
                    .partial, "\(what): the clone may be shallow, so lines of its oldest commits can be older than they seem",
                    exchange: outcomes[1].key))
        }
        let record = Record(
            title: "Who changed lines \(lines.lowerBound) to \(lines.upperBound) of \(path)",
            fields: ["path": .string(path), "revision": .string(revision), "lines": .array(blamed.map(\.json))])
        let evidence = Evidence(
            .record(record), from: outcomes.map(\.key), service: settings.service(changing: [path]),
            query: GitArguments.query(["git", "blame", "-L\(lines.lowerBound),\(lines.upperBound)", revision, "--", path]),
            completeness: output.cut.map { .cutOff(reason: $0) } ?? .complete)
        return .done([evidence], diagnostics)
    }
}
