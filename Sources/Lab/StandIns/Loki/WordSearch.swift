/// Looks for any of some ASCII words, whatever their case, in one pass: Wu and Manber, "A fast algorithm for multi-pattern
/// searching" (1994), with blocks of two bytes.
struct WordSearch: Sendable {
    /// In lower case.
    private let words: [[UInt8]]
    private let shortest: Int
    /// For two bytes, how far the place where the shortest word would end can move on; 0 where a word may begin before it.
    private let shifts: [UInt8]
    /// The first two bytes of each word.
    private let heads: [UInt16]

    /// `words` are ASCII letters and digits, in lower case.
    init(_ words: [[UInt8]]) {
        self.words = words
        shortest = words.map(\.count).min() ?? 0
        guard shortest >= 2 else {
            shifts = []
            heads = []
            return
        }
        heads = words.map { UInt16($0[0]) << 8 | UInt16($0[1]) }
        var shifts = [UInt8](repeating: UInt8(clamping: shortest - 1), count: 1 << 16)
        for word in words {
            for place in 1..<shortest {
                for first in Self.cases(word[place - 1]) {
                    for second in Self.cases(word[place]) {
                        let block = Int(first) << 8 | Int(second)
                        shifts[block] = min(shifts[block], UInt8(clamping: shortest - 1 - place))
                    }
                }
            }
        }
        self.shifts = shifts
    }

    private static func cases(_ byte: UInt8) -> [UInt8] {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? [byte, byte - 32] : [byte]
    }

    func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard shortest >= 2 else { return text.indices.contains { isWord(at: $0, in: text) } || words.contains([]) }
        return shifts.withUnsafeBufferPointer { shifts in
            var end = shortest - 1
            while end < text.count {
                let shift = shifts[Int(text[end - 1]) << 8 | Int(text[end])]
                if shift == 0, isWord(at: end - shortest + 1, in: text) { return true }
                end += max(1, Int(shift))
            }
            return false
        }
    }

    private func isWord(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        if !heads.isEmpty {
            guard heads.contains(UInt16(Self.lower(text[start])) << 8 | UInt16(Self.lower(text[start + 1]))) else {
                return false
            }
        }
        return words.contains { word in
            word.count <= text.count - start && word.indices.allSatisfy { Self.lower(text[start + $0]) == word[$0] }
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
    }
}
