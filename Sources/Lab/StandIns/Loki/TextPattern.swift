import Foundation

/// A literal text or a regular expression.
struct TextPattern: Sendable {
    let text: String
    private let bytes: [UInt8]
    /// For `(?i)(one|two)`, the form of most filters, which needs no engine.
    private let words: WordSearch?
    private let search: NSRegularExpression?
    private let whole: NSRegularExpression?

    init(_ text: String, isRegex: Bool) throws {
        self.text = text
        bytes = Array(text.utf8)
        guard isRegex else {
            (search, whole, words) = (nil, nil, nil)
            return
        }
        words = Self.alternatives(text).map(WordSearch.init)
        do {
            search = try NSRegularExpression(pattern: text)
            whole = try NSRegularExpression(pattern: "\\A(?:\(text))\\z")
        } catch {
            throw LogQLError(message: "parse error : error parsing regexp: invalid pattern: `\(text)`")
        }
    }

    /// Whether a line, given as UTF-8, contains the pattern. `isASCII` says that the line is known to be ASCII.
    func isFound(in line: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> Bool {
        guard let search else { return Self.contains(line, bytes) }
        if let words {
            if words.isFound(in: line) { return true }
            // Some letters outside of ASCII fold to ASCII ones, which the engine knows.
            if isASCII || line.allSatisfy({ $0 < 0x80 }) { return false }
        }
        let text = String(decoding: line, as: UTF8.self)
        return search.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    func isAll(of value: String) -> Bool {
        guard let whole else { return value == text }
        return whole.firstMatch(in: value, range: NSRange(value.startIndex..., in: value)) != nil
    }

    private static func alternatives(_ pattern: String) -> [[UInt8]]? {
        guard pattern.hasPrefix("(?i)(") && pattern.hasSuffix(")") else { return nil }
        let inner = pattern.dropFirst(5).dropLast()
        guard inner.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "|") }) else { return nil }
        return inner.split(separator: "|", omittingEmptySubsequences: false).map { Array($0.lowercased().utf8) }
    }

    private static func contains(_ line: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        guard line.count >= needle.count else { return false }
        return needle.withUnsafeBufferPointer { needle in
            var position = 0
            while position <= line.count - needle.count {
                if line[position] == first {
                    var length = 1
                    while length < needle.count, line[position + length] == needle[length] { length += 1 }
                    if length == needle.count { return true }
                }
                position += 1
            }
            return false
        }
    }
}
