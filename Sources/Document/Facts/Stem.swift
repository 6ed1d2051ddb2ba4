/// English words without the endings of number, tense and possession, so that `timeouts` is `timeout` and `rolled` is `roll`.
///
/// Cruder than Porter's stemmer, and the same for both sides of a comparison, which is all that is asked of it.
enum Stem {
    static func of(_ word: String) -> String {
        var letters = isPlain(word) ? Array(word.utf8) : Array(word.lowercased().utf8)
        func ends(_ suffix: StaticString) -> Bool {
            guard letters.count > suffix.utf8CodeUnitCount else { return false }
            return suffix.withUTF8Buffer { letters.suffix($0.count).elementsEqual($0) }
        }
        if ends("'s") { letters.removeLast(2) }
        if letters.count > 5, ends("ing") {
            letters.removeLast(3)
        } else if letters.count > 4, ends("ied") || ends("ies") {
            letters.removeLast(3)
            letters.append(UInt8(ascii: "y"))
        } else if letters.count > 4, ends("ed") {
            letters.removeLast(2)
        } else if letters.count > 4, ends("sses") || ends("ches") || ends("shes") || ends("xes") {
            letters.removeLast(2)
        } else if letters.count > 3, ends("s"), !ends("ss"), !ends("us") {
            letters.removeLast()
        }
        if letters.count > 4, let last = letters.last, last == letters[letters.count - 2], !ends("ss"), !ends("ll") {
            letters.removeLast()
        }
        if letters.count > 4, ends("e") { letters.removeLast() }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Stems of a text's words, those that say nothing left out. Names such as `connectTimeout` also give their parts.
    static func all(of text: String, limit: Int = 2_000) -> Set<String> {
        var result: Set<String> = []
        for word in words(of: text, limit: limit) where !stopWords.contains(word) { result.insert(of(word)) }
        return result
    }

    /// Words in lower case, split where a name's parts meet.
    static func words(of text: String, limit: Int = 2_000) -> [String] {
        var result: [String] = []
        var word: [UInt8] = []
        var wasLower = false
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        func close() {
            if word.count > 1 { result.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in text.utf8.prefix(limit) {
            guard isLetter(byte) || isDigit(byte) else {
                close()
                wasLower = false
                continue
            }
            let isUpper = (0x41...0x5A).contains(byte)
            if isUpper, wasLower { close() }
            word.append(isUpper ? byte | 0x20 : byte)
            wasLower = !isUpper
        }
        close()
        return result
    }

    /// Small letters of ASCII alone, as most words are.
    static func isPlain(_ word: String) -> Bool { word.utf8.allSatisfy { (0x61...0x7A).contains($0) } }

    static let stopWords: Set<String> = [
        "the", "of", "to", "in", "at", "on", "and", "or", "for", "by", "from", "with", "was", "were", "is", "are", "it", "its",
        "an", "as", "that", "this", "which", "be", "been", "had", "has", "have", "not", "no", "than", "then", "after", "before",
        "between", "about", "all", "utc", "per", "into", "so", "up", "out", "over", "he", "she", "they", "we", "our", "their",
        "there", "while", "when", "until", "but", "one", "also", "only", "did", "does", "do", "any", "more", "most", "other",
    ]
}
