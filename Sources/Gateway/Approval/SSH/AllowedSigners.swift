public import Core

/// The people whose signatures count, in the format that ssh-keygen(1) describes under ALLOWED SIGNERS.
///
/// Stricter than OpenSSH where that could hide a mistake: a line that cannot be used at all is an error for the whole file
/// (a certificate authority, an RSA key, an unknown option, a time without `Z`).
public struct AllowedSigners: Sendable, Hashable {
    /// One line: a key, whom it stands for, and when and what for it counts.
    public struct Entry: Sendable, Hashable {
        /// From 1.
        public let line: Int
        public let principals: PatternList
        public let key: SSHPublicKey
        /// `nil`: any.
        public let namespaces: PatternList?
        /// The key counts from this second on.
        public let validAfter: Instant?
        /// The key counts up to and including this second.
        public let validBefore: Instant?
    }

    /// Longer files are refused.
    public static let maximumBytes = 1 << 20

    public let entries: [Entry]

    /// Reads the file's text. `file` is the name that errors give.
    public init(text: String, file: String = "allowed_signers") throws(ApprovalFormatError) {
        var entries: [Entry] = []
        for line in try KeyLine.lines(of: text, file: file, atMost: AllowedSigners.maximumBytes) {
            entries.append(try Entry(line))
        }
        self.entries = entries
    }

    /// The lines that list a key.
    public func entries(for key: SSHPublicKey) -> [Entry] { entries.filter { $0.key == key } }
}

extension AllowedSigners.Entry {
    fileprivate init(_ line: KeyLine) throws(ApprovalFormatError) {
        var rest = line.text
        let names = try AllowedSigners.Entry.principals(&rest, of: line)
        guard let principals = PatternList(names) else {
            throw line.fail("the list of principals has an empty or overlong name")
        }
        guard !rest.isEmpty else { throw line.fail("expected principals, options, a key's type and its base64") }
        var options = SignerOptions()
        if !KeyLine.beginsWithKeyType(rest) {
            options = try SignerOptions(reading: line.takeOptions(&rest), of: line)
        }
        let words = KeyLine.words(rest)
        guard words.count >= 2 else { throw line.fail("expected principals, options, a key's type and its base64") }
        do throws(ApprovalFormatError) {
            key = try SSHPublicKey(type: words[0], base64: words[1])
        } catch {
            throw line.fail(error.reason)
        }
        self.line = line.number
        self.principals = principals
        namespaces = options.namespaces
        validAfter = options.validAfter
        validBefore = options.validBefore
    }

    /// The first field: up to a space, or between quotation marks.
    private static func principals(_ rest: inout Substring, of line: KeyLine) throws(ApprovalFormatError) -> String {
        let names: Substring
        if rest.first == "\"" {
            rest = rest.dropFirst()
            guard let quote = rest.firstIndex(of: "\"") else { throw line.fail("a quotation mark is not closed") }
            names = rest[..<quote]
            rest = rest[rest.index(after: quote)...]
            guard let next = rest.first, KeyLine.isSpace(next) else {
                throw line.fail("a space must follow the principals' closing quotation mark")
            }
        } else {
            names = rest.prefix { !KeyLine.isSpace($0) }
            rest = rest.dropFirst(names.count)
            guard !names.contains("\"") else { throw line.fail("a quotation mark inside the list of principals") }
        }
        rest = KeyLine.trimmed(rest)
        return String(names)
    }
}
