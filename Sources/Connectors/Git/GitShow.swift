import Core

/// `git_show`: one commit with the lines that it changed.
struct GitShowTool: Tool {
    let settings: GitSettings

    var description: ToolDescription {
        ToolDescription(
            name: "git_show", summary: "One commit with its changed files and lines",
            input: Schema.object(
                [("revision", Schema.string("Hash, branch or tag; `~1` and `^` may follow"))], required: ["revision"]),
            routes: [
                .process(.git, subcommand: "log"), .process(.git, subcommand: "show"),
                .process(.git, subcommand: "rev-parse"),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let revision = try GitArguments.revision(try Input(input).string("revision"), field: "revision")
        let question = GitShowQuestion(settings: settings, revision: revision)
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct GitShowQuestion: Sendable {
    let settings: GitSettings
    let revision: String

    var calls: [Call] {
        // A tag's own text would come before the commit's, so the commit is named.
        let commit = revision + "^{commit}"
        return [
            GitArguments.log(["--no-walk=unsorted"], revisions: [commit]), GitArguments.show(commit),
            GitArguments.isShallow,
        ]
    }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == 3 else { return .done() }
        let what = "commit \(revision)"
        let commit: GitCommit
        do throws(ReadingError) {
            guard let first = GitLogParser.parse(try outcomes[0].gitOutput().bytes).commits.first else {
                throw ReadingError(.failed, "git's output could not be read")
            }
            commit = first
        } catch {
            return .done([], [error.diagnostic(what, outcomes[0])])
        }
        var diagnostics: [Diagnostic] = []
        var lines = GitCommit.Lines.unread
        do throws(ReadingError) {
            let output = try outcomes[1].gitOutput()
            lines = .read(GitPatch(output.bytes), cut: output.cut, from: outcomes[1].key)
        } catch {
            diagnostics.append(Diagnostic(.partial, "changed lines of \(revision): \(error.reason)", exchange: outcomes[1].key))
        }
        let isShallow = outcomes[2].isShallowClone()
        if isShallow == nil {
            diagnostics.append(
                Diagnostic(.note, "\(what): git did not say whether the clone is shallow", exchange: outcomes[2].key))
        }
        let evidence = commit.evidence(
            from: outcomes[0].key, lines: lines, settings: settings, isShallow: isShallow == true,
            query: GitArguments.query(["git", "show", revision]))
        return .done([evidence], diagnostics)
    }
}
