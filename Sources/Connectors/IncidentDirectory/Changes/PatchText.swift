import Core

/// The lines of a patch by file, whether it is git's own (`diff --git`, `+++ b/path`) or only hunks (`@@ … @@`), as a record of a
/// commit that names the files beside it may have.
enum PatchText {
    static func files(_ diff: String, paths: [String]) -> [Change.FileChange] {
        let bytes = Array(diff.utf8.prefix(1 << 20))
        let git = GitPatch(bytes)
        var lines = git.lines
        if lines.isEmpty { lines = hunks(bytes, paths) }
        let all = paths + lines.keys.sorted().filter { !paths.contains($0) }
        return all.map { path in
            let text = lines[path]
            return Change.FileChange(path: path, added: count("+", text), removed: count("-", text), patch: text)
        }
    }

    private static func count(_ sign: Character, _ text: String?) -> Int {
        text?.split(separator: "\n").count { $0.first == sign } ?? 0
    }

    /// Hunks belong to the file whose path or name their head has, or that a line `--- path` or `+++ path` named, else to the file of
    /// the hunk before; the first hunks to the first file.
    private static func hunks(_ bytes: [UInt8], _ paths: [String]) -> [String: String] {
        guard let first = paths.first else { return [:] }
        var path = first
        var texts: [String: String] = [:]
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let text = String(decoding: line.prefix(GitPatch.maximumLine), as: UTF8.self)
            if text.hasPrefix("@@") || text.hasPrefix("--- ") || text.hasPrefix("+++ ") || text.hasPrefix("diff ") {
                path = named(in: text, paths) ?? path
                continue
            }
            guard let sign = text.first, "+- ".contains(sign) else { continue }
            let known = texts[path].map { $0 + "\n" } ?? ""
            guard known.utf8.count + text.utf8.count <= GitPatch.maximumBytes else { continue }
            texts[path] = known + text
        }
        return texts
    }

    private static func named(in head: String, _ paths: [String]) -> String? {
        if let whole = paths.filter({ head.contains($0) }).max(by: { $0.utf8.count < $1.utf8.count }) { return whole }
        let words = Set(head.split { " @\t,()".contains($0) }.map(String.init))
        return paths.first { path in path.split(separator: "/").last.map { words.contains(String($0)) } ?? false }
    }
}
