/// The options that may be given to git's reading subcommands.
///
/// Not here, and so refused: `--output` and `-o` (write files), `--ext-diff`, `--textconv`, `--filters`, `--show-signature` and
/// `%G` in formats (run programs), `-O`, `--open-files-in-pager`, `--contents`, `-S` of blame, `--ignore-revs-file`,
/// `--pathspec-from-file`, `--no-index` and `--stdin` (read other files), `--submodule=log|diff` (runs git elsewhere), `-c`,
/// `--git-dir`, `--work-tree`, `--exec*`, `--upload-pack`, and whatever future versions add.
enum GitOptions {
    static func allow(_ argument: String, of subcommand: String) -> Bool {
        if argument == "--" { return true }
        guard argument.hasPrefix("--") else { return allow(short: argument.dropFirst(), of: subcommand) }
        guard let equals = argument.firstIndex(of: "=") else { return flags.contains(String(argument)) }
        let (name, value) = (String(argument[..<equals]), argument[argument.index(after: equals)...])
        switch name {
        case "--submodule": return value == "short"
        case "--format", "--pretty": return isHarmless(format: value)
        default: return valued.contains(name)
        }
    }

    /// `%G…` asks gpg about signatures, under any of its modifiers (`%+GG`, `%-G?`, `%w(…)` needs none).
    private static func isHarmless(format: Substring) -> Bool {
        var rest = format
        while let percent = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: percent)...]
            while let first = rest.first, "+- ".contains(first) { rest = rest.dropFirst() }
            switch rest.first {
            case "G": return false
            case "%": rest = rest.dropFirst()
            default: break
            }
        }
        return true
    }

    private static func allow(short option: Substring, of subcommand: String) -> Bool {
        guard let letter = option.first else { return false }
        let value = option.dropFirst()
        let isNumber = value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        switch letter {
        case "0"..."9": return isNumber
        case "n", "U": return isNumber && !value.isEmpty
        case "l": return isNumber
        case "M", "C", "B":
            return value.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "%") }
        case "L", "G": return !value.isEmpty
        case "S": return !value.isEmpty && subcommand != "blame"
        case "a", "b", "d", "e", "E", "f", "F", "i", "m", "p", "P", "q", "r", "R", "s", "t", "u", "w", "z": return value.isEmpty
        default: return false
        }
    }

    /// Options without a value, or whose value may be left out.
    private static let flags: Set<String> = [
        "--end-of-options", "--abbrev", "--abbrev-commit", "--abbrev-ref", "--all", "--all-match", "--always",
        "--author-date-order", "--basic-regexp", "--binary", "--boundary", "--branches", "--cc", "--cherry", "--cherry-mark",
        "--cherry-pick", "--children", "--color-words", "--combined-all-paths", "--compact-summary", "--cumulative",
        "--dirstat",
        "--date-order", "--decorate", "--dense", "--exit-code", "--extended-regexp", "--find-copies", "--find-copies-harder",
        "--find-renames", "--first-parent", "--fixed-strings", "--follow", "--full-diff", "--full-history", "--full-index",
        "--full-name", "--full-tree", "--function-context", "--graph", "--histogram", "--ignore-all-space",
        "--ignore-blank-lines",
        "--ignore-cr-at-eol", "--ignore-missing", "--ignore-space-at-eol", "--ignore-space-change", "--ignore-submodules",
        "--incremental", "--indent-heuristic", "--invert-grep", "--irreversible-delete", "--is-bare-repository",
        "--is-shallow-repository", "--left-only", "--left-right", "--line-porcelain", "--long", "--merge-base", "--merges",
        "--minimal", "--name-only", "--name-status", "--no-abbrev", "--no-abbrev-commit", "--no-color", "--no-decorate",
        "--no-diff-merges", "--no-expand-tabs", "--no-ext-diff", "--no-follow", "--no-indent-heuristic", "--no-mailmap",
        "--no-max-parents", "--no-merges", "--no-min-parents", "--no-notes", "--no-patch", "--no-prefix", "--no-progress",
        "--no-relative", "--no-rename-empty", "--no-renames", "--no-show-signature", "--no-textconv", "--no-use-mailmap",
        "--no-walk", "--not", "--numstat", "--object-only", "--oneline", "--parents", "--patch", "--patch-with-raw",
        "--patch-with-stat", "--patience", "--perl-regexp", "--pickaxe-all", "--pickaxe-regex", "--porcelain", "--pretty",
        "--quiet", "--raw", "--regexp-ignore-case", "--remotes", "--remove-empty", "--reverse", "--revs-only", "--right-only",
        "--root", "--score-debug", "--shortstat", "--short", "--show-email", "--show-name", "--show-number",
        "--show-object-format", "--show-pulls", "--shortstat", "--simplify-by-decoration", "--simplify-merges", "--size-only",
        "--sparse", "--stat", "--summary", "--symbolic", "--symbolic-full-name", "--tags", "--text", "--topo-order",
        "--unified", "--use-mailmap", "--verify", "--word-diff",
    ]

    /// Options with `=` and a value.
    private static let valued: Set<String> = [
        "--abbrev", "--abbrev-ref", "--after", "--anchored", "--author", "--before", "--branches", "--color-words",
        "--committer",
        "--date", "--decorate", "--diff-algorithm", "--diff-filter", "--diff-merges", "--dirstat", "--dst-prefix", "--encoding",
        "--exclude", "--expand-tabs", "--find-copies", "--find-object", "--find-renames", "--glob", "--grep",
        "--ignore-matching-lines", "--ignore-submodules", "--inter-hunk-context", "--line-prefix", "--max-count",
        "--max-parents",
        "--min-parents", "--no-walk", "--relative-date", "--remotes", "--short", "--show-object-format", "--since",
        "--since-as-filter", "--skip", "--src-prefix", "--stat", "--stat-count", "--stat-name-width", "--stat-width", "--tags",
        "--unified", "--until", "--word-diff", "--word-diff-regex", "--ws-error-highlight",
    ]
}
