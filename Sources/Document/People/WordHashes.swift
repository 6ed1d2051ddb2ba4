/// Hashes of lower-case words, to tell quickly that a text holds none of them. FNV-1a, 64 bits: a collision costs time and
/// nothing else.
struct WordHashes {
    private var hashes: Set<UInt64> = []

    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x100_0000_01B3

    mutating func insert(_ word: String) {
        hashes.insert(word.utf8.reduce(WordHashes.basis) { ($0 ^ UInt64($1)) &* WordHashes.prime })
    }

    /// False only when no word of the text is among the hashed ones. Text that is not plain ASCII, or has percent signs, may
    /// hold words in other spellings and is always looked at.
    func mayOccur(in text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable(mayOccur) ?? true
    }

    private func mayOccur(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var hash = WordHashes.basis
        var isInWord = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                hash = (hash ^ UInt64(byte)) &* WordHashes.prime
                isInWord = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                hash = (hash ^ UInt64(byte | 0x20)) &* WordHashes.prime
                isInWord = true
            case 0x80..., UInt8(ascii: "%"): return true
            default:
                if isInWord, hashes.contains(hash) { return true }
                hash = WordHashes.basis
                isInWord = false
            }
        }
        return isInWord && hashes.contains(hash)
    }
}
