import Core

/// One commit as `git log` printed it.
struct GitCommit: Sendable, Hashable {
    var hash: String
    var parents: [String]
    var authorName: String
    var authorEmail: String
    /// The committer's time.
    var time: Instant
    var subject: String
    var body: String
    /// The changed files, in git's order; at most ``maximumFiles``.
    var files: [GitFile]
    /// How many files were changed in all.
    var fileCount: Int

    static let maximumFiles = 200

    /// The commit that this one takes back, when its message has the line that `git revert` writes.
    var reverted: String? {
        guard let range = body.firstRange(of: "This reverts commit ") else { return nil }
        let hash = body[range.upperBound...].prefix { $0.isHexDigit && $0.isASCII }
        return hash.utf8.count >= 7 && hash.utf8.count <= 64 ? hash.lowercased() : nil
    }

    /// The author, under the e-mail address that names people in git.
    var author: Person {
        let name = authorName.isEmpty ? nil : authorName
        return Person(id: authorEmail.isEmpty ? authorName : authorEmail, name: name)
    }
}

/// One changed file of a commit.
struct GitFile: Sendable, Hashable {
    /// The path after the change.
    var path: String
    var added: Int
    var removed: Int

    /// Is it a file that configures rather than one that is compiled?
    var isConfiguration: Bool {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if name == ".env" || name.hasPrefix(".env.") { return true }
        guard let dot = name.lastIndex(of: ".") else { return false }
        return Self.configurationExtensions.contains(String(name[name.index(after: dot)...]))
    }

    private static let configurationExtensions: Set<String> = [
        "yaml", "yml", "json", "toml", "ini", "env", "properties", "conf", "tf",
    ]
}
