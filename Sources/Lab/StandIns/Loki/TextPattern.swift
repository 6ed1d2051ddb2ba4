import Foundation

/// A literal text or a regular expression.
struct TextPattern: Sendable {
    let text: String
    private let bytes: [UInt8]
    private let search: NSRegularExpression?
    private let whole: NSRegularExpression?

    init(_ text: String, isRegex: Bool) throws {
        self.text = text
        bytes = Array(text.utf8)
        guard isRegex else {
            (search, whole) = (nil, nil)
            return
        }
        do {
            search = try NSRegularExpression(pattern: text)
            whole = try NSRegularExpression(pattern: "\\A(?:\(text))\\z")
        } catch {
            throw LogQLError(message: "parse error : error parsing regexp: invalid pattern: `\(text)`")
        }
    }

    func isFound(in line: String) -> Bool {
        guard let search else { return Self.contains(line, bytes) }
        return search.firstMatch(in: line, range: NSRange(line.startIndex..., in: line)) != nil
    }

    func isAll(of value: String) -> Bool {
        guard let whole else { return value == text }
        return whole.firstMatch(in: value, range: NSRange(value.startIndex..., in: value)) != nil
    }

    private static func contains(_ line: String, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        var line = line
        return line.withUTF8 { hay in
            guard hay.count >= needle.count else { return false }
            return needle.withUnsafeBufferPointer { needle in
                var position = 0
                while position <= hay.count - needle.count {
                    if hay[position] == first {
                        var length = 1
                        while length < needle.count, hay[position + length] == needle[length] { length += 1 }
                        if length == needle.count { return true }
                    }
                    position += 1
                }
                return false
            }
        }
    }
}
