public import Core

/// A git command that reads objects and cannot do anything else, or the reason why it was refused.
///
/// What a subcommand may be given is a list of what is known to be harmless, not a list of what is known to harm. Options
/// that take a value must have it in the same argument (`--max-count=5`, `-L1,5:file`), so that no value can be mistaken for
/// an option nor an option hide as a value; abbreviations of long options and bundles of short ones are not understood.
/// Nothing may begin with `-` after the options but behind `--`. Absolute paths and `..` are refused, because `git diff`
/// reads such files from outside the repository.
public struct GitCommandLine: Sendable, Hashable {
    public let subcommand: String
    /// The subcommand and its arguments.
    public let arguments: [String]

    public static let subcommands = ["log", "diff", "show", "blame", "rev-parse", "cat-file", "ls-tree"]

    /// Bytes that all arguments together may have.
    static let maximumBytes = 96 << 10

    public init(_ call: ProcessCall) throws(Failure) {
        guard let subcommand = call.arguments.first, GitCommandLine.subcommands.contains(subcommand) else {
            let name = (call.arguments.first ?? "").prefix(40)
            throw Failure(
                .refused,
                "git \(name.debugDescription) is not among what may be run: \(Self.subcommands.joined(separator: ", "))")
        }
        var paths = false
        for argument in call.arguments.dropFirst() {
            guard !argument.utf8.contains(0) else { throw Failure(.refused, "an argument of git contains a NUL") }
            if !paths, argument.hasPrefix("-") {
                guard GitOptions.allow(argument, of: subcommand) else {
                    throw Failure(
                        .refused,
                        "the option \(String(argument.prefix(60)).debugDescription) of git \(subcommand) is not allowed")
                }
                paths = argument == "--"
            } else {
                try GitCommandLine.check(operand: argument)
            }
        }
        guard call.arguments.reduce(0, { $0 + $1.utf8.count + 1 }) <= GitCommandLine.maximumBytes else {
            throw Failure(.refused, "git's arguments are longer than \(GitCommandLine.maximumBytes >> 10) KiB")
        }
        self.subcommand = subcommand
        self.arguments = [subcommand] + GitCommandLine.protection(of: subcommand) + call.arguments.dropFirst()
    }

    private static func check(operand: String) throws(Failure) {
        let components = operand.split(separator: "/", omittingEmptySubsequences: false)
        guard !operand.hasPrefix("/"), !operand.hasPrefix("~"), !components.contains("..") else {
            throw Failure(.refused, "\(String(operand.prefix(60)).debugDescription) leads outside the repository")
        }
    }

    /// What keeps a subcommand from starting programs that the repository names. First, so that the caller's own come later;
    /// those that would undo them are not allowed.
    private static func protection(of subcommand: String) -> [String] {
        switch subcommand {
        case "log", "show": ["--no-ext-diff", "--no-textconv", "--no-show-signature"]
        case "diff", "blame": ["--no-ext-diff", "--no-textconv"]
        default: []
        }
    }

    /// Everything before the subcommand. `repository` is the stand-in that ``GitRepository`` made.
    static func global(repository: String) -> [String] {
        let configuration = [
            "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.editor=false", "core.sshCommand=false",
            "core.attributesFile=/dev/null", "core.excludesFile=/dev/null", "protocol.allow=never", "credential.helper=",
            "log.showSignature=false", "gpg.program=false", "gpg.ssh.program=false", "gpg.x509.program=false",
            "submodule.recurse=false", "diff.submodule=short", "diff.ignoreSubmodules=all", "color.ui=false",
        ]
        return ["--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs", "--git-dir=\(repository)"]
            + configuration.flatMap { ["-c", $0] }
    }

    /// The whole environment. Programs that git might still look for by name are not found.
    static func environment(directory: String) -> [String: String] {
        [
            "PATH": "/nonexistent", "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC",
            "PAGER": "cat", "GIT_PAGER": "cat", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_ATTR_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_LITERAL_PATHSPECS": "1",
            // An empty list allows no protocol at all.
            "GIT_ALLOW_PROTOCOL": "", "GIT_PROTOCOL_FROM_USER": "0", "GIT_CEILING_DIRECTORIES": directory,
        ]
    }
}
