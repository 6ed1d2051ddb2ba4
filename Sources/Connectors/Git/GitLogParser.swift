import Core

/// Reads what `git log -z --numstat` prints with ``GitArguments/format``.
///
/// Seven fields a commit, each ended by NUL; git puts no NUL into any of them. When the commit changed files, a line feed and
/// then entries: `added TAB removed TAB path NUL`, or for a rename `added TAB removed TAB NUL old NUL new NUL`; a binary
/// file has `-` for both numbers. The next commit begins with a hash, which has no tab.
struct GitLogParser {
    /// What was read.
    struct Log: Sendable {
        var commits: [GitCommit] = []
        /// The text ended or went wrong inside a commit, which was left out with all after it.
        var isDamaged = false
        /// Hashes of commits whose time could not be read; they were left out.
        var withoutTime: [String] = []
    }

    private let bytes: [UInt8]
    private var position = 0

    static func parse(_ bytes: [UInt8]) -> Log {
        var parser = GitLogParser(bytes: bytes)
        return parser.log()
    }

    /// Reads the output of `git diff -z --numstat`; `nil` when it is something else.
    static func parseFiles(_ bytes: [UInt8]) -> (files: [GitFile], count: Int)? {
        var parser = GitLogParser(bytes: bytes)
        guard let result = parser.files(), parser.position == bytes.count else { return nil }
        return result
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func log() -> Log {
        var log = Log()
        while position < bytes.count {
            guard let commit = commit(&log.withoutTime) else {
                log.isDamaged = true
                return log
            }
            if let commit = commit { log.commits.append(commit) }
        }
        return log
    }

    /// One commit. The outer `nil`: the text is damaged. The inner: the commit has no time.
    private mutating func commit(_ withoutTime: inout [String]) -> GitCommit?? {
        var fields: [String] = []
        while fields.count < 7 {
            guard let field = field() else { return nil }
            fields.append(String(decoding: field, as: UTF8.self))
        }
        guard Self.isHash(fields[0]), let (files, count) = files() else { return nil }
        let parents = fields[1].split(separator: " ").map(String.init)
        guard parents.allSatisfy(Self.isHash) else { return nil }
        guard let seconds = Int64(fields[4]), abs(seconds) < 9_200_000_000 else {
            withoutTime.append(fields[0])
            return .some(nil)
        }
        return GitCommit(
            hash: fields[0], parents: parents, authorName: fields[2], authorEmail: fields[3], time: Instant(seconds: seconds),
            subject: fields[5], body: fields[6], files: files, fileCount: count)
    }

    /// The entries of changed files that follow; none is a fine number.
    private mutating func files() -> (files: [GitFile], count: Int)? {
        var files: [GitFile] = []
        var count = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: "\n") { position += 1 }
        while isAtEntry {
            guard let entry = field() else { return nil }
            let parts = entry.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return nil }
            var path = parts[2]
            if path.isEmpty {
                guard field() != nil, let renamed = field() else { return nil }
                path = renamed
            }
            count += 1
            guard files.count < GitCommit.maximumFiles else { continue }
            files.append(
                GitFile(
                    path: String(decoding: path, as: UTF8.self), added: Self.number(parts[0]), removed: Self.number(parts[1])))
        }
        return (files, count)
    }

    /// Does an entry of a changed file follow: digits or `-`, then a tab?
    private var isAtEntry: Bool {
        guard position < bytes.count else { return false }
        var end = position
        while end < bytes.count, end - position < 20, bytes[end] == UInt8(ascii: "-") || (0x30...0x39).contains(bytes[end]) {
            end += 1
        }
        return end > position && end < bytes.count && bytes[end] == UInt8(ascii: "\t")
    }

    /// The bytes up to the next NUL, which is passed; `nil` when there is none.
    private mutating func field() -> ArraySlice<UInt8>? {
        guard let end = bytes[position...].firstIndex(of: 0) else { return nil }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int { Int(String(decoding: digits, as: UTF8.self)) ?? 0 }

    private static func isHash(_ text: String) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
