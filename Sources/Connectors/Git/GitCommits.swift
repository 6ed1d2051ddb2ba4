import Core

/// `git_commits`: the commits of a time window, with the lines that they changed.
struct GitCommitsTool: Tool {
    let settings: GitSettings

    var description: ToolDescription {
        ToolDescription(
            name: "git_commits",
            summary: "Commits whose commit time lies in a window, with changed files and lines",
            input: Schema.object(
                [
                    ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                    ("path", Schema.string("Only commits that touch this file or directory")),
                    ("limit", Schema.integer("Commits at most, the newest (1 to 500, default 100)")),
                    ("patches", Schema.integer("Commits whose changed lines are read (0 to 50, default 20)")),
                ], required: ["from", "to"]),
            routes: [
                .process(.git, subcommand: "log"), .process(.git, subcommand: "show"),
                .process(.git, subcommand: "rev-parse"),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        var path: String?
        if let text = try fields.optionalString("path") { path = try GitArguments.path(text, field: "path") }
        return GitCommitsConversation(
            settings: settings, window: try fields.window(days: 366), path: path,
            limit: try fields.integer("limit", in: 1...500, default: 100),
            patches: try fields.integer("patches", in: 0...50, default: 20))
    }
}

/// Asks for the commits and whether the clone is shallow; then for each commit's patch and, in a shallow clone, for where it
/// ends.
struct GitCommitsConversation: Conversation {
    let settings: GitSettings
    let window: TimeWindow
    let path: String?
    let limit: Int
    let patches: Int

    private var state = State.start
    /// `nil`: git did not say.
    private var isShallow: Bool?
    /// The exchange in which git was asked whether the clone is shallow.
    private var shallowKey: CallKey?
    /// Why the answer may lack commits, when it may.
    private var doubt: String?
    private var diagnostics: [Diagnostic] = []

    private enum State {
        case start, listing, listingFast
        case reading(commits: [GitCommit], log: CallKey, patched: [String])
    }

    init(settings: GitSettings, window: TimeWindow, path: String?, limit: Int, patches: Int) {
        self.settings = settings
        self.window = window
        self.path = path
        self.limit = limit
        self.patches = patches
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch state {
        case .start:
            state = .listing
            return .calls([list(since: "--since-as-filter"), GitArguments.isShallow])
        case .listing:
            guard outcomes.count == 2 else { return .done() }
            isShallow = outcomes[1].isShallowClone()
            shallowKey = outcomes[1].key
            if outcomes[0].timedOut {
                state = .listingFast
                doubt =
                    "git was too slow to look at the whole history and stopped a branch at its first commit older than the window"
                return .calls([list(since: "--since")])
            }
            return listed(outcomes[0])
        case .listingFast:
            guard let outcome = outcomes.first else { return .done() }
            if let doubt { diagnostics.append(Diagnostic(.partial, "commits: \(doubt)", exchange: outcome.key)) }
            return listed(outcome)
        case .reading(let commits, let log, let patched):
            return read(commits, log: log, patched: patched, outcomes: outcomes)
        }
    }

    /// The commits that are looked at. `--ignore-missing`: a repository without commits, or without a remote, is no error.
    private var revisions: (options: [String], names: [String]) {
        settings.allBranches
            ? (["--ignore-missing", "--branches", "--remotes"], ["HEAD"])
            : (["--ignore-missing"], ["HEAD", "refs/remotes/origin/HEAD"])
    }

    /// `--since` gives up on a branch at its first older commit, so a commit with a clock that was behind hides what is
    /// before it; `--since-as-filter` (git 2.37) looks at everything.
    private func list(since: String) -> Call {
        GitArguments.log(
            revisions.options + [
                "--max-count=\(limit + 1)", "\(since)=\(window.from.rfc3339())", "--until=\(window.to.rfc3339())",
            ], revisions: revisions.names, path: path)
    }

    private var query: String {
        GitArguments.query(
            ["git", "log"] + (settings.allBranches ? ["--branches", "--remotes"] : [])
                + ["--since-as-filter=\(window.from.rfc3339())", "--until=\(window.to.rfc3339())"]
                + (path.map { ["--", $0] } ?? []))
    }

    private mutating func listed(_ outcome: Outcome) -> Step {
        let output: GitOutput
        do { output = try outcome.gitOutput() } catch {
            return .done([], diagnostics + [error.diagnostic("commits", outcome)])
        }
        var log = GitLogParser.parse(output.bytes)
        // Cut between two entries, the last commit looks whole and is not.
        if output.cut != nil, !log.isDamaged { _ = log.commits.popLast() }
        if let cut = output.cut { note(.partial, "commits: \(cut); the older ones are missing", outcome) }
        if log.isDamaged, output.cut == nil {
            if log.commits.isEmpty, log.withoutTime.isEmpty {
                return .done(
                    [], diagnostics + [Diagnostic(.failed, "commits: git's output could not be read", exchange: outcome.key)])
            }
            note(.partial, "commits: git's output could not be read to its end", outcome)
        }
        if let first = log.withoutTime.first {
            note(.partial, "commits: \(log.withoutTime.count) have no time that could be read, such as \(first)", outcome)
        }
        var commits = log.commits.filter { window.contains($0.time) }
        if log.commits.count > limit {
            commits = Array(commits.prefix(limit))
            note(.partial, "commits: there are more than \(limit) in the window; the older ones were not read", outcome)
        }
        if isShallow == nil {
            note(.note, "commits: git did not say whether the clone is shallow", outcome)
        }
        let isWhole = output.cut == nil && !log.isDamaged && log.withoutTime.isEmpty
        if !isWhole, doubt == nil { doubt = "git's output was not whole" }
        let readable = commits.filter { !$0.files.isEmpty && !(isShallow == true && $0.parents.isEmpty) }
        let patched = hashesToRead(readable)
        state = .reading(commits: commits, log: outcome.key, patched: patched)
        if patched.count < readable.count {
            note(.note, "commits: the changed lines of \(patched.count) of \(readable.count) commits were read", outcome)
        }
        let calls = patched.map(GitArguments.show) + (isShallow == true ? [boundary] : [])
        return calls.isEmpty ? read(commits, log: outcome.key, patched: [], outcomes: []) : .calls(calls)
    }

    /// The commits where a shallow clone ends; such a clone is small, so this is cheap.
    private var boundary: Call {
        GitArguments.times(
            revisions.options + ["--max-parents=0", "--max-count=100"], revisions: revisions.names)
    }

    /// Configuration first, then the newest: a change of configuration is short and the likelier culprit.
    private func hashesToRead(_ commits: [GitCommit]) -> [String] {
        let configuration = commits.filter { $0.files.allSatisfy(\.isConfiguration) }
        let others = commits.filter { !$0.files.allSatisfy(\.isConfiguration) }
        return (configuration + others).prefix(patches).map(\.hash)
    }

    private mutating func read(_ commits: [GitCommit], log: CallKey, patched: [String], outcomes: [Outcome]) -> Step {
        var lines: [String: GitCommit.Lines] = [:]
        for (hash, outcome) in zip(patched, outcomes) {
            do throws(ReadingError) {
                let output = try outcome.gitOutput()
                lines[hash] = .read(GitPatch(output.bytes), cut: output.cut, from: outcome.key)
            } catch {
                diagnostics.append(
                    Diagnostic(.partial, "changed lines of \(hash): \(error.reason)", exchange: outcome.key))
            }
        }
        var exchanges = [log] + (shallowKey.map { [$0] } ?? [])
        var missing: String?
        if isShallow == true {
            if outcomes.count > patched.count { exchanges.append(outcomes[patched.count].key) }
            missing = historyMissing(outcomes.count > patched.count ? outcomes[patched.count] : nil)
            if let missing { diagnostics.append(Diagnostic(.partial, "commits: \(missing)", exchange: exchanges.last)) }
        }
        guard commits.isEmpty else {
            // Oldest first, as everything else on the clock.
            let evidence = commits.reversed().map { commit in
                var evidence = commit.evidence(
                    from: log, lines: lines[commit.hash] ?? .unread, settings: settings, isShallow: isShallow == true,
                    query: GitArguments.query(["git", "show", commit.hash]))
                evidence.window = window
                return evidence
            }
            return .done(evidence, diagnostics)
        }
        return .done([nothing(exchanges, missing: missing)], diagnostics)
    }

    private func nothing(_ exchanges: [CallKey], missing: String?) -> Evidence {
        var completeness = Completeness.noneThere
        if let missing {
            completeness = .notKept(reason: missing)
        } else if let doubt {
            completeness = .sampled(reason: doubt)
        } else if isShallow == nil {
            completeness = .sampled(reason: "git did not say whether the clone is shallow")
        }
        let place = path.map { " that touch \($0)" } ?? ""
        return Evidence(
            .nothing("no commits\(place) from \(window.from.rfc3339()) to \(window.to.rfc3339()) in this clone"),
            from: exchanges, service: settings.service, window: window, query: query, completeness: completeness)
    }

    /// What a shallow clone cannot say of the window; `nil` when its history reaches back beyond it on every branch.
    private func historyMissing(_ outcome: Outcome?) -> String? {
        guard let outcome, let output = try? outcome.gitOutput() else {
            return "the clone is shallow, and git did not say where its history ends"
        }
        let ends = GitLogParser.parse(output.bytes)
        guard let latest = ends.commits.map(\.time).max(), output.cut == nil, !ends.isDamaged else {
            return "the clone is shallow, and git did not say where its history ends"
        }
        guard latest >= window.from else { return nil }
        return "the clone is shallow: its history ends at \(latest.rfc3339()), so older commits of the window are not in it"
    }

    private mutating func note(_ severity: Diagnostic.Severity, _ message: String, _ outcome: Outcome) {
        diagnostics.append(Diagnostic(severity, message, exchange: outcome.key))
    }
}
