import Core

/// `git_diff`: what differs between two commits, such as the revisions of two deploys.
struct GitDiffTool: Tool {
    let settings: GitSettings

    var description: ToolDescription {
        ToolDescription(
            name: "git_diff", summary: "Files and lines that differ between two revisions",
            input: Schema.object(
                [
                    ("from", Schema.string("The earlier revision: hash, branch or tag")),
                    ("to", Schema.string("The later revision")),
                    ("path", Schema.string("Only this file or directory")),
                ], required: ["from", "to"]),
            routes: [.process(.git, subcommand: "log"), .process(.git, subcommand: "diff")])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        var path: String?
        if let text = try fields.optionalString("path") { path = try GitArguments.path(text, field: "path") }
        let question = GitDiffQuestion(
            settings: settings, from: try GitArguments.revision(try fields.string("from"), field: "from"),
            to: try GitArguments.revision(try fields.string("to"), field: "to"), path: path)
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct GitDiffQuestion: Sendable {
    let settings: GitSettings
    let from: String
    let to: String
    let path: String?

    var calls: [Call] {
        let (from, to) = (from + "^{commit}", to + "^{commit}")
        return [
            GitArguments.times(["--no-walk=unsorted"], revisions: [from]),
            GitArguments.times(["--no-walk=unsorted"], revisions: [to]),
            GitArguments.difference(from, to, path: path, asPatch: false),
            GitArguments.difference(from, to, path: path, asPatch: true),
        ]
    }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == 4 else { return .done() }
        do throws(ReadingError) {
            let before = try commit(outcomes[0])
            let after = try commit(outcomes[1])
            return try difference(before, after, outcomes)
        } catch {
            let failed = outcomes.first { (try? $0.gitOutput()) == nil } ?? outcomes[2]
            return .done([], [error.diagnostic("difference of \(from) and \(to)", failed)])
        }
    }

    private func commit(_ outcome: Outcome) throws(ReadingError) -> GitCommit {
        guard let commit = GitLogParser.parse(try outcome.gitOutput().bytes).commits.first else {
            throw ReadingError(.failed, "git's output could not be read")
        }
        return commit
    }

    private func difference(_ before: GitCommit, _ after: GitCommit, _ outcomes: [Outcome]) throws(ReadingError) -> Step {
        let query = GitArguments.query(["git", "diff", from, to] + (path.map { ["--", $0] } ?? []))
        let counted = try outcomes[2].gitOutput()
        guard let (files, count) = GitLogParser.parseFiles(counted.bytes) else {
            throw ReadingError(.failed, "git's output could not be read" + (counted.cut.map { " (\($0))" } ?? ""))
        }
        let keys = outcomes.map(\.key)
        guard count > 0 else {
            let place = path.map { " in \($0)" } ?? ""
            let text = "no difference\(place) between \(before.hash) and \(after.hash)"
            return .done([
                Evidence(
                    .nothing(text), from: Array(keys.prefix(3)), service: settings.service, query: query,
                    completeness: .noneThere)
            ])
        }
        var diagnostics: [Diagnostic] = []
        var reasons = counted.cut.map { ["the list of files was cut off: \($0)"] } ?? []
        var patch: GitPatch?
        do throws(ReadingError) {
            let output = try outcomes[3].gitOutput()
            let read = GitPatch(output.bytes)
            patch = read
            if let cut = output.cut { reasons.append("the patch was cut off: \(cut)") }
            if !read.cut.isEmpty { reasons.append("the changed lines of \(read.cut.count) files are cut") }
        } catch {
            diagnostics.append(Diagnostic(.partial, "changed lines: \(error.reason)", exchange: keys[3]))
        }
        if files.count < count { reasons.append("\(count) files differ, \(files.count) are listed") }
        let service = settings.service(changing: files.map(\.path))
        let isConfiguration = files.count == count && files.allSatisfy(\.isConfiguration)
        let change = Change(
            kind: isConfiguration ? .configuration : .commit, id: "\(before.hash)..\(after.hash)",
            title: "Difference between \(from) and \(to)", service: service, revision: after.hash,
            previousRevision: before.hash,
            files: files.map { file in
                Change.FileChange(path: file.path, added: file.added, removed: file.removed, patch: patch?.lines[file.path])
            })
        let evidence = Evidence(
            .change(change), from: keys, service: service, stamp: Stamp(after.time, precision: .seconds), query: query,
            link: settings.web.map { "\($0)/compare/\(before.hash)...\(after.hash)" },
            completeness: reasons.isEmpty ? .complete : .cutOff(reason: reasons.joined(separator: "; ")))
        return .done([evidence], diagnostics)
    }
}
