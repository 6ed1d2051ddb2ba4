import Core
import Gateway

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A stand-in for a repository: a directory of our own with links to the objects and references, a copy of `HEAD` and a
/// configuration that we wrote.
///
/// A repository's own configuration can name programs for nearly everything (`core.fsmonitor`, `diff.*.textconv`,
/// `filter.*.clean`, `core.sshCommand`, `gpg.program`, aliases, includes, a promisor remote to fetch from, another worktree),
/// and git has no way to ignore it. Through the stand-in git never sees it, nor the hooks, nor `info/attributes`; and as the
/// stand-in is bare, no file of the work tree is read or filtered.
///
/// Not supported, and refused with a sentence: linked worktrees and submodules (`.git` is a file that points elsewhere),
/// borrowed objects (`objects/info/alternates`), and reftable.
struct GitRepository: ~Copyable {
    /// The stand-in.
    let path: String

    private init(path: String) { self.path = path }

    /// Makes a stand-in for the repository at `directory`, which may be a bare one. It is removed with the value.
    static func standIn(for directory: String) throws(Failure) -> GitRepository {
        let source = try locate(directory)
        let head = try head(source)
        let configuration = try configuration(source)
        try check(source)
        guard let path = makeDirectory() else {
            let reason = Platform.message(errno)
            throw Failure(.refused, "no temporary directory could be made to read \(directory) through: \(reason)")
        }
        let standIn = GitRepository(path: path)
        for name in linked where kind(source + "/" + name) != nil {
            guard symlink(source + "/" + name, path + "/" + name) == 0 else {
                throw Failure(.refused, "\(path) cannot be written: \(Platform.message(errno))")
            }
        }
        try write(head, to: path + "/HEAD")
        try write(configuration, to: path + "/config")
        return standIn
    }

    deinit {
        for name in GitRepository.linked + ["HEAD", "config"] { _ = unlink(path + "/" + name) }
        _ = rmdir(path)
    }

    /// What the stand-in borrows.
    private static let linked = ["objects", "refs", "packed-refs", "logs", "shallow"]

    private static func locate(_ directory: String) throws(Failure) -> String {
        guard directory.hasPrefix("/"), !directory.utf8.contains(0) else {
            throw Failure(.refused, "the source's directory is not an absolute path")
        }
        switch kind(directory + "/.git") {
        case S_IFDIR: return directory + "/.git"
        case nil:
            guard kind(directory + "/HEAD") != nil, kind(directory + "/objects") != nil else {
                throw Failure(.notFound, "\(directory) is not a git repository, or cannot be read")
            }
            return directory
        case S_IFREG:
            throw Failure(
                .refused, "\(directory)/.git points to another directory: give the main repository's directory instead")
        default: throw Failure(.refused, "\(directory)/.git is not a directory")
        }
    }

    private static func check(_ source: String) throws(Failure) {
        for name in ["objects", "refs"] where kind(source + "/" + name) != S_IFDIR {
            throw Failure(.refused, "\(source)/\(name) is not a directory")
        }
        for name in ["packed-refs", "shallow"] {
            guard [nil, S_IFREG].contains(kind(source + "/" + name)) else {
                throw Failure(.refused, "\(source)/\(name) is not a regular file")
            }
        }
        for name in ["logs", "objects/pack", "objects/info"] where ![nil, S_IFDIR].contains(kind(source + "/" + name)) {
            throw Failure(.refused, "\(source)/\(name) is not a directory")
        }
        guard kind(source + "/commondir") == nil else {
            throw Failure(.refused, "\(source) belongs to a linked worktree: give the main repository's directory instead")
        }
        guard kind(source + "/objects/info/alternates") == nil else {
            throw Failure(
                .refused,
                "\(source) borrows objects from elsewhere (objects/info/alternates), which is not followed; 'git repack -a -d' "
                    + "copies them, after which that file can be removed")
        }
    }

    /// The text of `HEAD`, which must be a reference below `refs/` or a hash.
    private static func head(_ source: String) throws(Failure) -> String {
        guard let bytes = Platform.smallFile(source + "/HEAD", limit: 4096) else {
            throw Failure(.refused, "\(source)/HEAD is not a readable regular file")
        }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let isHash = [40, 64].contains(text.utf8.count) && text.utf8.allSatisfy { isHexadecimal($0) }
        let isReference =
            text.hasPrefix("ref: refs/") && !text.dropFirst(10).isEmpty && !text.contains("..")
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isHash || isReference else { throw Failure(.refused, "\(source)/HEAD names neither a reference nor a commit") }
        return text + "\n"
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The only things that are taken from the repository's configuration: the kind of hash and of reference store.
    private static func configuration(_ source: String) throws(Failure) -> String {
        var isSHA256 = false
        if let bytes = Platform.smallFile(source + "/config", limit: 1 << 20) {
            for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
                let setting = line.lowercased().filter { !$0.isWhitespace && $0 != "\"" }
                if setting == "refstorage=reftable" || setting == "[extensions]refstorage=reftable" {
                    throw Failure(.refused, "\(source) keeps its references in a reftable, which is not supported")
                }
                if setting == "objectformat=sha256" || setting == "[extensions]objectformat=sha256" { isSHA256 = true }
            }
        }
        let format = isSHA256 ? "\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n" : ""
        return "[core]\n\tbare = true\n" + (format.isEmpty ? "\trepositoryformatversion = 0\n" : format)
    }

    /// The kind of file, of a link itself; `nil` when there is none.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func makeDirectory() -> String? {
        let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array((parent + "/inquest-git-XXXXXX").utf8CString)
        return template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
    }

    private static func write(_ text: String, to path: String) throws(Failure) {
        guard let file = fopen(path, "wx") else {
            throw Failure(.refused, "\(path) cannot be written: \(Platform.message(errno))")
        }
        let written = fputs(text, file)
        guard fclose(file) == 0, written >= 0 else { throw Failure(.refused, "\(path) cannot be written") }
    }
}
