/// OpenSSH's pattern-list (PATTERNS in ssh_config(5)): patterns with commas between, `*` for any characters, `?` for one
/// byte, `!` before a pattern for those that it must not match. Case counts.
public struct PatternList: Sendable, Hashable, CustomStringConvertible {
    private struct Pattern: Sendable, Hashable {
        var isNegated: Bool
        var bytes: [UInt8]
    }

    /// OpenSSH never matches a longer pattern.
    static let maximumPattern = 1022

    private let patterns: [Pattern]
    /// The list as it was written.
    public let description: String

    /// `nil` for a list with an empty pattern, or one longer than 1,022 bytes.
    public init?(_ text: String) {
        description = text
        var patterns: [Pattern] = []
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let isNegated = part.first == UInt8(ascii: "!")
            let bytes = Array(isNegated ? part.dropFirst() : part)
            guard (1...PatternList.maximumPattern).contains(bytes.count) else { return nil }
            patterns.append(Pattern(isNegated: isNegated, bytes: bytes))
        }
        self.patterns = patterns
    }

    /// Whether a pattern matches and no negated pattern does.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var matched = false
        for pattern in patterns where PatternList.matches(bytes, pattern.bytes) {
            guard !pattern.isNegated else { return false }
            matched = true
        }
        return matched
    }

    /// The same list with its letters in lower case.
    var lowercased: PatternList { PatternList(description.lowercased()) ?? self }

    /// Goes back to the last `*` alone when a match fails: at most the product of the two lengths in steps.
    private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var position = 0
        var next = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                star = (next, position)
                next += 1
            } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == text[position] {
                next += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                next = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
