/// Whether a line is one of those that a text with placeholders stands for.
enum LineText {
    private static let longestPlaceholder = 24

    /// - Parameter template: `took <N> ms`, `query <*> failed`, `SELECT ... FROM items`. It may leave out the end of the line.
    static func fits(_ template: String, message: String) -> Bool {
        let parts = fixedParts(of: Array(template.utf8))
        guard parts.contains(where: { $0.count >= 3 }) else { return false }
        var rest = Array(message.utf8.prefix(4_000))[...]
        for (index, part) in parts.enumerated() where !part.isEmpty {
            if index == 0 {
                guard rest.starts(with: part) else { return false }
                rest = rest.dropFirst(part.count)
            } else {
                guard let found = rest.firstRange(of: part) else { return false }
                rest = rest[found.upperBound...]
            }
        }
        return true
    }

    /// What stands between placeholders: `<…>` without white space in it, `...` and `…`.
    private static func fixedParts(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var place = 0
        while place < bytes.count {
            guard let end = endOfPlaceholder(bytes, place) else {
                place += 1
                continue
            }
            parts.append(bytes[start..<place])
            start = end
            place = end
        }
        return parts + [bytes[start...]]
    }

    private static func endOfPlaceholder(_ bytes: [UInt8], _ start: Int) -> Int? {
        let rest = bytes[start...]
        if rest.starts(with: [0x2E, 0x2E, 0x2E]) || rest.starts(with: [0xE2, 0x80, 0xA6]) { return start + 3 }
        guard bytes[start] == 0x3C else { return nil }
        for place in rest.indices.dropFirst().prefix(longestPlaceholder) {
            if bytes[place] == 0x3E { return place > start + 1 ? place + 1 : nil }
            if bytes[place] <= 0x20 || bytes[place] == 0x3C { return nil }
        }
        return nil
    }
}
