import Core

/// What differs between two answers to the same question, in words for a person.
enum Difference {
    /// Differences beyond this many are counted and not listed.
    static let most = 12
    /// Answers longer than this are compared byte by byte alone.
    static let readable = 4 << 20

    /// Empty for the same bytes.
    static func lines(from old: [UInt8], to new: [UInt8]) -> [String] {
        guard old != new else { return [] }
        guard max(old.count, new.count) <= readable else { return ["\(old.count) bytes then, \(new.count) bytes now"] }
        if let old = try? JSONValue(parsing: old), let new = try? JSONValue(parsing: new) {
            var found: [String] = []
            compare(old, new, at: "", into: &found)
            return found.isEmpty ? ["the same values, written differently"] : cut(found)
        }
        return text(old, new)
    }

    private static func compare(_ old: JSONValue, _ new: JSONValue, at path: String, into found: inout [String]) {
        guard old != new, found.count <= 10_000 else { return }
        let place = path.isEmpty ? "the document" : path
        switch (old, new) {
        case (.object(let left), .object(let right)):
            for (name, value) in left.members {
                if let other = right[name] {
                    compare(value, other, at: path.isEmpty ? name : "\(path).\(name)", into: &found)
                } else {
                    found.append("\(place): '\(name)' is gone")
                }
            }
            for (name, value) in right.members where left[name] == nil {
                found.append("\(place): '\(name)' is new: \(short(value))")
            }
        case (.array(let left), .array(let right)):
            for index in 0..<min(left.count, right.count) {
                compare(left[index], right[index], at: "\(path)[\(index)]", into: &found)
            }
            if left.count != right.count { found.append("\(place): \(left.count) elements then, \(right.count) now") }
        default: found.append("\(place): \(short(old)) then, \(short(new)) now")
        }
    }

    private static func text(_ old: [UInt8], _ new: [UInt8]) -> [String] {
        let left = String(decoding: old, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let right = String(decoding: new, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        var counts: [Substring: Int] = [:]
        for line in left { counts[line, default: 0] += 1 }
        var added: [String] = []
        for line in right {
            if let count = counts[line], count > 0 { counts[line] = count - 1 } else { added.append("+ " + short(line)) }
        }
        var removed: [String] = []
        for line in left where counts[line, default: 0] > 0 {
            counts[line, default: 0] -= 1
            removed.append("- " + short(line))
        }
        return removed.isEmpty && added.isEmpty ? ["the same lines in another order"] : cut(removed + added)
    }

    private static func cut(_ lines: [String]) -> [String] {
        lines.count <= most ? lines : Array(lines.prefix(most)) + ["and \(lines.count - most) more differences"]
    }

    private static func short(_ value: JSONValue) -> String { short(value.compact) }
    private static func short(_ text: some StringProtocol) -> String {
        text.count <= 80 ? String(text) : text.prefix(79) + "…"
    }
}
