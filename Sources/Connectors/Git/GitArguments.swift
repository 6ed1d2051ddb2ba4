import Core

/// Arguments of git subcommands.
///
/// A repository's own configuration and attributes can name programs to run, and can change what is printed. What a
/// subcommand accepts against that is spelled out here; what goes before the subcommand (no pager, no hooks, no global
/// configuration, no network) is the transport's.
enum GitArguments {
    /// One record a commit: seven fields, each ended by NUL, then its `--numstat` entries.
    static let format = "--format=%H%x00%P%x00%an%x00%ae%x00%ct%x00%s%x00%b"

    private static let display = ["--no-show-signature", "--no-color", "--encoding=UTF-8"]

    /// No foreign diff programs, and the same shape whatever the repository's configuration says.
    private static let diff = [
        "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--submodule=short", "--ignore-submodules=none",
        "--diff-algorithm=myers",
    ]
    /// A root commit shows its files, a merge what it brought to its first parent.
    private static let commitDiff = ["--root", "--diff-merges=first-parent"]
    private static let patch = ["--patch", "--unified=3", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/"]

    /// `git log` in the form that ``GitLogParser`` reads. `selection` holds options, `revisions` what comes after them.
    static func log(_ selection: [String], revisions: [String], path: String? = nil) -> Call {
        let options = display + ["-z", format, "--numstat", "--no-follow"] + commitDiff + diff + selection
        return .process(
            ProcessCall(.git, ["log"] + options + ["--end-of-options"] + revisions + ["--"] + (path.map { [$0] } ?? [])))
    }

    /// Hashes and times of commits alone, in the same form but without files.
    static func times(_ selection: [String], revisions: [String]) -> Call {
        let options = display + ["-z", format, "--no-patch"] + selection
        return .process(ProcessCall(.git, ["log"] + options + ["--end-of-options"] + revisions + ["--"]))
    }

    /// The patch of one commit.
    static func show(_ revision: String) -> Call {
        .process(
            ProcessCall(
                .git, ["show", "--format="] + display + commitDiff + diff + patch + ["--end-of-options", revision, "--"]))
    }

    /// The difference of two commits: counts of lines, or the patch.
    static func difference(_ from: String, _ to: String, path: String?, asPatch: Bool) -> Call {
        let form = asPatch ? patch : ["--numstat", "-z"]
        return .process(
            ProcessCall(
                .git, ["diff", "--no-color"] + diff + form + ["--end-of-options", from, to, "--"] + (path.map { [$0] } ?? [])))
    }

    static let isShallow: Call = .process(ProcessCall(.git, ["rev-parse", "--is-shallow-repository"]))
    static let head: Call = .process(ProcessCall(.git, ["rev-parse", "--is-shallow-repository", "HEAD"]))

    /// Lines of a file with the commit that last changed each. `git blame` knows no `--end-of-options`: the revision has been
    /// held against ``revision(_:field:)``.
    static func blame(_ revision: String, path: String, lines: ClosedRange<Int>) -> Call {
        .process(
            ProcessCall(
                .git,
                [
                    "blame", "--porcelain", "--no-progress", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8",
                    "-L\(lines.lowerBound),\(lines.upperBound)", revision, "--", path,
                ]))
    }

    /// A full or abbreviated hash, or a plain name of a branch or tag, with `~2` or `^` after it if need be. Nothing that
    /// git could read as an option, a range or a search.
    static func revision(_ text: String, field: String) throws(InputError) -> String {
        let reason = "expected a commit's hash or the name of a branch or tag"
        guard (1...200).contains(text.utf8.count), !text.hasPrefix("-"), !text.hasPrefix("."), !text.hasPrefix("/") else {
            throw InputError(field, reason)
        }
        let name = text.prefix { $0 != "~" && $0 != "^" }
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let steps = text.utf8.dropFirst(name.utf8.count)
        let areSteps = steps.allSatisfy { byte in
            byte == UInt8(ascii: "~") || byte == UInt8(ascii: "^") || (0x30...0x39).contains(byte)
        }
        guard !name.isEmpty, isPlain, areSteps, !name.contains("..") else { throw InputError(field, reason) }
        return text
    }

    /// A path below the repository's root, as it is: no pathspec magic, no wildcards, nowhere else.
    static func path(_ text: String, field: String) throws(InputError) -> String {
        let reason = "expected a path below the repository's root, without wildcards"
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "*" && scalar != "?" && scalar != "\\"
        }
        let components = text.split(separator: "/", omittingEmptySubsequences: true)
        guard (1...4096).contains(text.utf8.count), isPlain, !text.hasPrefix(":"), !text.hasPrefix("/"), !text.hasPrefix("-"),
            !components.isEmpty, !components.contains(".."), components.first != ".git"
        else { throw InputError(field, reason) }
        return text
    }

    /// How a person would type the arguments: what only fixes the output's form is left out.
    static func query(_ words: [String]) -> String {
        words.map { word in
            let isPlain = word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
                default: "-_=./:~^@+,".utf8.contains(byte)
                }
            }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }
}
