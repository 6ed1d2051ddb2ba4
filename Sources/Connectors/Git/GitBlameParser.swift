import Core

/// Reads `git blame --porcelain`.
///
/// Each line of the file has a head `hash original final [count]`, then what is known of the commit (the first time that it
/// occurs only), one `name value` a line, then a tab with the line's text.
enum GitBlameParser {
    struct Line: Sendable {
        var number: Int
        var text: String
        var commit: String
        var author: String
        var email: String
        /// The committer's time.
        var time: Instant?
        var subject: String
        /// Is the commit the first that the clone holds?
        var isBoundary: Bool

        var json: JSONValue {
            [
                "line": .number(number), "text": .string(text), "commit": .string(commit), "author": .string(author),
                "email": .string(email), "time": time.map { .string($0.rfc3339()) } ?? .null, "subject": .string(subject),
            ]
        }
    }

    private struct Commit {
        var author = ""
        var email = ""
        var time: Instant?
        var subject = ""
        var isBoundary = false
    }

    private static let maximumText = 1000

    static func parse(_ bytes: [UInt8]) -> [Line] {
        var commits: [String: Commit] = [:]
        var lines: [Line] = []
        var current: (hash: String, number: Int)?
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            guard let (hash, number) = current else {
                current = head(line)
                continue
            }
            if line.first == UInt8(ascii: "\t") {
                let commit = commits[hash] ?? Commit()
                lines.append(
                    Line(
                        number: number, text: String(decoding: line.dropFirst().prefix(maximumText), as: UTF8.self),
                        commit: hash,
                        author: commit.author, email: commit.email, time: commit.time, subject: commit.subject,
                        isBoundary: commit.isBoundary))
                current = nil
            } else {
                read(String(decoding: line.prefix(maximumText), as: UTF8.self), into: &commits[hash, default: Commit()])
            }
        }
        return lines
    }

    private static func head(_ line: ArraySlice<UInt8>) -> (hash: String, number: Int)? {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count >= 3, words[0].count == 40 || words[0].count == 64,
            let number = Int(String(decoding: words[2], as: UTF8.self))
        else { return nil }
        return (String(decoding: words[0], as: UTF8.self), number)
    }

    private static func read(_ line: String, into commit: inout Commit) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1]) : ""
        switch parts[0] {
        case "author": commit.author = value
        case "author-mail":
            commit.email = value.hasPrefix("<") && value.hasSuffix(">") ? String(value.dropFirst().dropLast()) : value
        case "committer-time":
            if let seconds = Int64(value), abs(seconds) < 9_200_000_000 { commit.time = Instant(seconds: seconds) }
        case "summary": commit.subject = value
        case "boundary": commit.isBoundary = true
        default: break
        }
    }
}
