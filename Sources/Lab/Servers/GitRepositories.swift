import Foundation

/// Real git repositories, written with `git fast-import`: the same scenario and day give the same commit ids.
struct GitRepositories: Sendable {
    /// Commit ids by `repository/key`.
    private(set) var ids: [String: String] = [:]
    /// Author and first line of the message by commit id.
    private(set) var headlines: [String: (author: String, message: String)] = [:]

    func id(_ repository: String, _ key: String) throws -> String {
        guard let id = ids["\(repository)/\(key)"] else { throw ScenarioError("no commit '\(key)' in \(repository)") }
        return id
    }

    /// The id of a commit key that only one repository has.
    func id(_ key: String) -> String? {
        ids.filter { $0.key.hasSuffix("/" + key) }.map(\.value).sorted().first
    }

    static func create(
        _ scenario: Scenario, day: ScenarioDay, directory: URL, watchdog: Watchdog?
    ) async throws -> GitRepositories {
        var result = GitRepositories()
        for repository in scenario.repositories {
            let place = directory.appendingPathComponent(repository.name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let log = directory.appendingPathComponent(repository.name + ".log")
            try await git(["init", "-q", "-b", "main", "--template="], place, log, watchdog)
            let stream = directory.appendingPathComponent(repository.name + ".fast-import")
            try Data(try fastImport(repository, scenario, day).utf8).write(to: stream)
            let marks = directory.appendingPathComponent(repository.name + ".marks")
            let script = "exec git fast-import --quiet --export-marks=\"$1\" < \"$2\""
            try await Child.run(
                "sh", ["-c", script, "sh", marks.path, stream.path], environment: environment, directory: place, log: log,
                watchdog: watchdog)
            try await git(["reset", "-q", "--hard", "main"], place, log, watchdog)
            try await git(["remote", "add", "origin", repository.remote], place, log, watchdog)
            let lines = try String(contentsOf: marks, encoding: .utf8).split(separator: "\n")
            for line in lines {
                let parts = line.dropFirst().split(separator: " ")
                guard parts.count == 2, let mark = Int(parts[0]), repository.commits.indices.contains(mark - 1) else {
                    continue
                }
                let commit = repository.commits[mark - 1]
                result.ids["\(repository.name)/\(commit.key)"] = String(parts[1])
                result.headlines[String(parts[1])] = (commit.author, commit.message)
            }
            for leftover in [stream, marks, log] { try? FileManager.default.removeItem(at: leftover) }
        }
        return result
    }

    /// No configuration but the repository's own: a machine's settings must not change the ids.
    private static let environment = [
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0", "TZ": "UTC",
    ]

    private static func git(_ arguments: [String], _ place: URL, _ log: URL, _ watchdog: Watchdog?) async throws {
        try await Child.run("git", arguments, environment: environment, directory: place, log: log, watchdog: watchdog)
    }

    static func fastImport(_ repository: Scenario.Repository, _ scenario: Scenario, _ day: ScenarioDay) throws -> String {
        var text = ""
        var tree: [String: String] = [:]
        let everyone = scenario.services.map(\.name) + (scenario.absentServices ?? [])
        for (index, commit) in repository.commits.enumerated() {
            var changed: Set<String> = []
            for (path, lines) in (commit.files ?? [:]).sorted(by: { $0.key < $1.key }) {
                for name in path.contains("*") ? everyone : [""] {
                    let target = path.replacing("*", with: name)
                    tree[target] = lines.map { $0.replacing("*", with: name) + "\n" }.joined()
                    changed.insert(target)
                }
            }
            for edit in commit.edits ?? [] {
                guard let content = tree[edit.file], content.contains(edit.from) else {
                    throw ScenarioError("commit '\(commit.key)': '\(edit.from)' is not in \(edit.file)")
                }
                tree[edit.file] = content.replacing(edit.from, with: edit.to, maxReplacements: 1)
                changed.insert(edit.file)
            }
            let stamp = "\(commit.author) \(day.seconds(commit.at)) +0000"
            let message = commit.message + "\n"
            text += "commit refs/heads/main\nmark :\(index + 1)\nauthor \(stamp)\ncommitter \(stamp)\n"
            text += "data \(message.utf8.count)\n\(message)\n"
            for path in changed.sorted() {
                let content = tree[path] ?? ""
                text += "M 100644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
            }
        }
        return text + "done\n"
    }
}
