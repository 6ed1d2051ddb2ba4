import Core
import Foundation
import Gateway
import Testing
import Transports

/// A repository whose configuration, attributes, hooks and files do all they can to run programs. Each would leave a file in
/// `canary`.
struct HostileRepository {
    let scratch: Scratch
    var path: String { scratch.path + "/repo" }

    private let filter: String

    /// `filter` is how the attribute's filter is driven: a `process` is asked in place of `clean` and `smudge`.
    init(filter: String = "process") throws {
        self.filter = filter
        scratch = try Scratch()
        try scratch.write(
            "#!/bin/sh\n: > \"\(scratch.path)/canary/$(basename \"$0\")\"\nif [ -f \"$1\" ]; then cat \"$1\"; else cat; fi\nexit 0\n",
            to: "run", mode: 0o755)
        try scratch.shell(
            """
            export HOME="$PWD" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@x
            export GIT_AUTHOR_DATE='2026-01-02T03:04:05Z' GIT_COMMITTER_DATE='2026-01-02T03:04:05Z'
            mkdir canary elsewhere; echo secret > elsewhere/secret
            for name in fsmonitor extdiff textconv clean smudge process pager ssh gpg editor askpass credential hook alias upload; do cp run "run-$name"; done
            git init -q -b main repo; cd repo
            echo one > file.txt; echo one > other.bin; git add .; git commit -qm first
            echo two >> file.txt; echo two >> other.bin; git add .; git commit -qm second
            tree=$(git rev-parse 'HEAD^{tree}'); parent=$(git rev-parse HEAD)
            printf 'tree %s\\nparent %s\\nauthor a <a@x> 1767323045 +0000\\ncommitter a <a@x> 1767323045 +0000\\ngpgsig -----BEGIN PGP SIGNATURE-----\\n \\n aaaa\\n -----END PGP SIGNATURE-----\\n\\nsigned\\n' "$tree" "$parent" > ../commit
            git reset -q --hard "$(git hash-object -t commit -w ../commit)"
            echo '* diff=evil filter=evil' > .gitattributes; git add .gitattributes; git commit -qm attributes
            mkdir -p .git/info; cp .gitattributes .git/info/attributes
            echo three >> file.txt
            """)
        try scratch.write(configuration, to: "repo/.git/config")
        for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc", "post-checkout"] {
            try scratch.write("#!/bin/sh\n\(scratch.path)/run-hook \(hook)\n", to: "repo/.git/hooks/" + hook, mode: 0o755)
        }
        // So that an object is missing, which a promisor remote would be asked for.
        try scratch.write("[core]\n\tpager = \(scratch.path)/run-pager included\n", to: "included")
    }

    private var configuration: String {
        let run = scratch.path + "/run"
        return """
            [core]
            \trepositoryformatversion = 1
            \tfsmonitor = \(run)-fsmonitor
            \thooksPath = \(scratch.path)/repo/.git/hooks
            \tpager = \(run)-pager
            \teditor = \(run)-editor
            \tsshCommand = \(run)-ssh
            \taskPass = \(run)-askpass
            \tgitProxy = \(run)-ssh
            \talternateRefsCommand = \(run)-alias
            \tworktree = \(scratch.path)/elsewhere
            [extensions]
            \tpartialClone = evil
            \tworktreeConfig = true
            [include]
            \tpath = \(scratch.path)/included
            [pager]
            \tlog = \(run)-pager
            \tdiff = \(run)-pager
            \tshow = \(run)-pager
            [diff]
            \texternal = \(run)-extdiff
            \tsubmodule = diff
            [diff "evil"]
            \tcommand = \(run)-extdiff
            \ttextconv = \(run)-textconv
            \tcachetextconv = true
            [filter "evil"]
            \tclean = \(run)-clean
            \tsmudge = \(run)-smudge
            \t\(filter) = \(run)-\(filter)
            \trequired = true
            [gpg]
            \tprogram = \(run)-gpg
            [gpg "ssh"]
            \tprogram = \(run)-gpg
            [log]
            \tshowSignature = true
            [credential]
            \thelper = !\(run)-credential
            [alias]
            \tlog = !\(run)-alias
            \tdiff = !\(run)-alias
            [remote "evil"]
            \turl = ext::\(run)-ssh %S
            \tpromisor = true
            \tpartialclonefilter = blob:none
            \tuploadpack = \(run)-upload
            [uploadpack]
            \tpackObjectsHook = \(run)-upload
            [protocol]
            \tallow = always
            """
    }

    /// The traps that went off.
    func canaries() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/canary").sorted()
    }
}

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")))
struct HostileRepositoryTests {
    private let rig = Rig()

    private static let commands: [[String]] = [
        ["log"], ["log", "-p", "--stat"], ["log", "--format=%H %s", "-p", "HEAD~1..HEAD"], ["log", "-L1,1:file.txt"],
        ["log", "--follow", "-p", "--", "file.txt"], ["diff", "HEAD~1", "HEAD"], ["diff", "HEAD"], ["diff"],
        ["diff", "--stat", "HEAD~2", "HEAD", "--", "file.txt"], ["show"], ["show", "HEAD~1"], ["show", "HEAD:file.txt"],
        ["blame", "file.txt"], ["blame", "HEAD", "--", "file.txt"], ["rev-parse", "HEAD"],
        ["rev-parse", "--abbrev-ref", "HEAD"],
        ["cat-file", "-p", "HEAD"], ["cat-file", "blob", "HEAD:other.bin"], ["ls-tree", "-r", "HEAD"],
        ["show", "--format=raw", "HEAD"],
    ]

    @Test("no program that a repository names runs for any of the reading commands", arguments: ["process", "smudge"])
    func nothingRuns(filter: String) async throws {
        let repository = try HostileRepository(filter: filter)
        var answered = 0
        for command in Self.commands {
            let result = await rig.git(command, in: repository.path)
            if result.reply?.status == 0 { answered += 1 }
            #expect(try repository.canaries() == [], "git \(command.joined(separator: " "))")
        }
        // All but `git diff` of a work tree, which the stand-in does not have.
        #expect(answered >= Self.commands.count - 3)
    }

    @Test("the traps do go off when git is run without protection, so that their silence says something")
    func trapsWork() async throws {
        let repository = try HostileRepository(filter: "smudge")
        try repository.scratch.shell(
            """
            cd repo; unset GIT_CONFIG_GLOBAL; git() { command git --git-dir=.git --work-tree=. "$@" > /dev/null 2>&1 || true; }
            git diff HEAD~1 HEAD; git log -p --no-ext-diff; git status; git diff; git cat-file --filters HEAD:file.txt
            """)
        let names = try repository.canaries()
        #expect(
            Set(names).isSuperset(of: ["run-extdiff", "run-gpg", "run-fsmonitor", "run-textconv", "run-clean", "run-smudge"]),
            "\(names)")
    }

    @Test("what is asked for is answered from the objects, with the repository's own words")
    func answers() async throws {
        let repository = try HostileRepository()
        #expect(await rig.git(["show", "HEAD:file.txt"], in: repository.path).text == "one\ntwo\n")
        #expect(await rig.git(["log", "--format=%s"], in: repository.path).text == "attributes\nsigned\nsecond\nfirst\n")
        #expect(await rig.git(["rev-parse", "--abbrev-ref", "HEAD"], in: repository.path).text == "main\n")
        let diff = await rig.git(["diff", "HEAD~3", "HEAD", "--", "file.txt"], in: repository.path).text
        #expect(diff?.contains("\n+two\n") == true)
        let blame = await rig.git(["blame", "--porcelain", "HEAD", "--", "file.txt"], in: repository.path).text
        #expect(blame?.contains("summary second") == true)
        #expect(await rig.git(["rev-parse", "--is-shallow-repository"], in: repository.path).text == "false\n")
    }

    @Test("long commands, as a connector writes them, are answered")
    func connectorCommands() async throws {
        let repository = try HostileRepository()
        let display = ["--no-show-signature", "--no-color", "--encoding=UTF-8"]
        let diff = [
            "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--submodule=short", "--diff-algorithm=myers",
        ]
        let patch = ["--patch", "--unified=3", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/"]
        let merges = ["--root", "--diff-merges=first-parent"]
        let log =
            ["log"] + display + ["-z", "--format=%H%x00%P%x00%an%x00%ae%x00%ct%x00%s%x00%b", "--numstat", "--no-follow"]
            + merges + diff
        let window = ["--max-count=5", "--since-as-filter=2026-01-01T00:00:00Z", "--until=2026-01-03T00:00:00Z"]
        for command in [
            log + window + ["--ignore-missing", "--branches", "--remotes", "--end-of-options", "HEAD", "--", "file.txt"],
            log + ["--no-walk=unsorted", "--end-of-options", "HEAD", "--"],
            log + ["--max-parents=0", "--max-count=100", "--end-of-options", "HEAD", "refs/heads/main", "--"],
            ["show", "--format="] + display + merges + diff + patch + ["--end-of-options", "HEAD~2", "--"],
            ["diff", "--no-color"] + diff + patch + ["--end-of-options", "HEAD~3", "HEAD", "--", "file.txt"],
            ["diff", "--no-color"] + diff + ["--numstat", "-z", "--end-of-options", "HEAD~3", "HEAD", "--"],
            ["rev-parse", "--is-shallow-repository", "HEAD"],
            [
                "blame", "--porcelain", "--no-progress", "--no-ext-diff", "--no-textconv", "--encoding=UTF-8", "-L1,2", "HEAD",
                "--", "file.txt",
            ],
        ] {
            let reply = await rig.git(command, in: repository.path).reply
            #expect(reply?.status == 0 && (reply?.body.count ?? 0) > 0, "\(command): \(String(describing: reply?.headers))")
        }
        #expect(try repository.canaries() == [])
    }

    @Test("an object that is missing is missing: a promisor remote is not asked")
    func promisor() async throws {
        let repository = try HostileRepository()
        let hash = try repository.scratch.shell(
            "git --git-dir=repo/.git -c core.worktree= -c core.fsmonitor= rev-parse HEAD:file.txt"
        ).suffix(41).dropLast()
        try repository.scratch.shell("rm -f repo/.git/objects/\(hash.prefix(2))/\(hash.dropFirst(2)) canary/*")
        let reply = await rig.git(["cat-file", "-p", String(hash)], in: repository.path).reply
        #expect(reply?.status == 128)
        #expect(try repository.canaries() == [])
    }

    @Test("git's own complaint comes as a header, naming the repository and not the stand-in")
    func complaints() async throws {
        let repository = try HostileRepository()
        let reply = await rig.git(["log", "nosuchrevision", "--"], in: repository.path).reply
        #expect(reply?.status == 128)
        #expect(reply?.header("stderr") == "fatal: bad revision 'nosuchrevision'\n")
        #expect(reply?.body.count == 0)
    }

    @Test("a repository that points elsewhere is refused with a reason")
    func elsewhere() async throws {
        let repository = try HostileRepository()
        let scratch = repository.scratch
        try scratch.shell(
            """
            mkdir linked symlinked alternate empty common
            echo "gitdir: ../repo/.git" > linked/.git
            ln -s ../repo/.git symlinked/.git
            cp -r repo/.git alternate/.git; mkdir -p alternate/.git/objects/info; echo "$PWD/repo/.git/objects" > alternate/.git/objects/info/alternates
            cp -r repo/.git common/.git; echo ../../repo/.git > common/.git/commondir
            """)
        for (name, words) in [
            ("linked", "points to another directory"), ("symlinked", "is not a directory"), ("alternate", "borrows objects"),
            ("common", "linked worktree"),
        ] {
            let failure = await rig.git(["log"], in: scratch.path + "/" + name).failure
            #expect(
                failure?.kind == .refused && failure?.detail.contains(words) == true, "\(name): \(String(describing: failure))")
        }
        for name in ["empty", "nowhere"] {
            #expect(await rig.git(["log"], in: scratch.path + "/" + name).failure?.kind == .notFound)
        }
        try scratch.shell("rm repo/.git/objects -rf; ln -s ../../alternate/.git/objects repo/.git/objects")
        #expect(await rig.git(["log"], in: repository.path).failure?.kind == .refused)
    }

    @Test("bare repositories and SHA-256 repositories can be read")
    func otherForms() async throws {
        let repository = try HostileRepository()
        try repository.scratch.shell(
            """
            export HOME="$PWD"; mkdir plain; cd plain; git init -q --object-format=sha256 -b main .; echo x > x; git add x
            git -c user.name=a -c user.email=a@x commit -qm sha; cd ..; git clone -q --bare plain bare.git
            """)
        for name in ["plain", "bare.git"] {
            #expect(await rig.git(["log", "--format=%s"], in: repository.scratch.path + "/" + name).text == "sha\n")
        }
    }

    @Test("a long answer is cut at the limit, and git does not outlive it")
    func cut() async throws {
        let repository = try HostileRepository()
        try repository.scratch.shell(
            """
            export HOME="$PWD"; mkdir plain; cd plain; git init -q -b main .; yes line | head -c 20000000 > big; git add big
            git -c user.name=a -c user.email=a@x commit -qm big
            """)
        let directory = repository.scratch.path + "/plain"
        let whole = await rig.git(
            ["cat-file", "blob", "HEAD:big"], in: directory,
            limits: Endpoint.Limits(bodyBytes: 30_000_000, decodedBytes: 30_000_000))
        #expect(whole.reply?.body.count == 20_000_000)
        let cut = await rig.git(["cat-file", "blob", "HEAD:big"], in: directory, limits: Endpoint.Limits(bodyBytes: 100_000))
        #expect(cut.cut?.body.count == 100_000)
    }

    @Test("git that takes too long is ended, and the stand-in is removed")
    func timeout() async throws {
        let repository = try HostileRepository()
        // Reading a pipe that nobody writes to never ends.
        try repository.scratch.shell("mkfifo repo/.git/refs/heads/stuck")
        let before = ContinuousClock.now
        let failure = await rig.git(["log", "stuck", "--"], in: repository.path, limits: Endpoint.Limits(timeout: 0.5)).failure
        #expect(failure == Failure(.timedOut, "git did not finish within 0.5 s"))
        #expect(ContinuousClock.now - before < .seconds(10))
    }
}
