import Core
import Testing
import Transports

struct GitCommandLineTests {
    @Test("only the reading subcommands are known")
    func subcommands() throws {
        for name in GitCommandLine.subcommands { #expect(try GitCommandLine(ProcessCall(.git, [name])).subcommand == name) }
        for name in ["fetch", "push", "config", "gc", "-c", "--git-dir=/x", "archive", "upload-pack", "x", "", "Log", "log "] {
            #expect(throws: Failure.self, "\(name)") { try GitCommandLine(ProcessCall(.git, [name])) }
        }
        #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, [])) }
    }

    @Test(
        "options that write files, run programs or read other files are refused, abbreviated too",
        arguments: [
            "--output=/tmp/x", "--output", "--outp=/tmp/x", "-o", "-O/tmp/x", "-Oless", "--open-files-in-pager", "--ext-diff",
            "--ext", "--textconv", "--textc", "--show-signature", "--show-sig", "-c", "-ccore.pager=x", "--exec=x",
            "--exec-path=/x",
            "--upload-pack=x", "--git-dir=/x", "--work-tree=/x", "--no-index", "--stdin", "--contents=/etc/passwd",
            "--ignore-revs-file=/etc/passwd", "--pathspec-from-file=x", "--submodule=log", "--submodule=diff", "--submodule",
            "--filters", "--batch", "--batch-command", "--format=%G?", "--format=%h%GG", "--pretty=tformat:%+G?",
            "--format=%%%GS",
            "-pOx", "-zO", "-S", "-G", "-n", "-L", "--format", "--max-count", "--since", "-h", "--help", "-", "--paginate",
            "-p5",
            "--resolve-git-dir=/x", "--config-env=a=b", "--parseopt", "--sq-quote", "--default=x", "--prefix=x",
            "--interactive",
        ])
    func refusedOptions(option: String) {
        for subcommand in GitCommandLine.subcommands {
            #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, [subcommand, option])) }
        }
    }

    @Test("a value cannot hide an option: values stand in their option's argument")
    func swallowing() {
        for arguments in [
            ["log", "-S", "--", "--output=/tmp/x"], ["log", "--format", "--", "--output=/tmp/x"],
            ["diff", "--end-of-options", "--output=/tmp/x"],
        ] {
            #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, arguments)) }
        }
    }

    @Test("blame's -S would read a file and is refused, log's searches and is not")
    func pickaxe() throws {
        #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, ["blame", "-S/etc/passwd", "x"])) }
        #expect(try GitCommandLine(ProcessCall(.git, ["log", "-Stimeout"])).arguments.contains("-Stimeout"))
    }

    @Test("paths that lead outside the repository are refused")
    func outside() throws {
        for path in ["/etc/passwd", "../x", "a/../../x", "..", "a/..", "~/x"] {
            #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, ["diff", "--", path, "b"])) }
            #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, ["diff", path])) }
        }
        for operand in ["main..next", "HEAD~1...HEAD", "HEAD:a/b", "a..b/c", "v1.0^{commit}"] {
            #expect(try GitCommandLine(ProcessCall(.git, ["log", operand])).arguments.last == operand)
        }
        #expect(try GitCommandLine(ProcessCall(.git, ["log", "--", "-odd-name"])).arguments.last == "-odd-name")
        #expect(throws: Failure.self) { try GitCommandLine(ProcessCall(.git, ["log", "a\u{0}b"])) }
        #expect(throws: Failure.self) {
            try GitCommandLine(ProcessCall(.git, ["log", "--", String(repeating: "x", count: 100_000)]))
        }
    }

    @Test("what keeps the repository's programs from running is added before the caller's arguments")
    func protection() throws {
        #expect(
            try GitCommandLine(ProcessCall(.git, ["log", "-5"])).arguments
                == ["log", "--no-ext-diff", "--no-textconv", "--no-show-signature", "-5"])
        #expect(
            try GitCommandLine(ProcessCall(.git, ["diff", "a", "b"])).arguments == [
                "diff", "--no-ext-diff", "--no-textconv", "a", "b",
            ])
        #expect(try GitCommandLine(ProcessCall(.git, ["rev-parse", "HEAD"])).arguments == ["rev-parse", "HEAD"])
    }
}
