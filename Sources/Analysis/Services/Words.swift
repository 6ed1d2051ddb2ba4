/// Words of text that came from outside.
enum Words {
    /// Names as people write them: letters, digits, `-`, `_` and `.` inside, in lower case.
    static func identifiers(in text: String) -> Set<String> {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return asciiIdentifiers(text.utf8.prefix(4000)) }
        return Set(
            text.prefix(4000).lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ".") }
                .map { $0.trimmingEnds("-_.") })
    }

    /// The same for text that is all ASCII.
    private static func asciiIdentifiers(_ bytes: Substring.UTF8View) -> Set<String> {
        var names: Set<String> = []
        for part in bytes.split(whereSeparator: { lowerCase[Int($0)] == 0 }) {
            var name = part[...]
            while let first = name.first, isInside(first) { name.removeFirst() }
            while let last = name.last, isInside(last) { name.removeLast() }
            names.insert(String(decoding: name.map { lowerCase[Int($0)] }, as: UTF8.self))
        }
        return names
    }

    /// `-`, `_` and `.`, which stand inside names.
    private static func isInside(_ byte: UInt8) -> Bool { byte == 0x2D || byte == 0x5F || byte == 0x2E }

    /// The small letter of each byte of a name; 0 for what parts names.
    private static let lowerCase: [UInt8] = (0...255).map { (byte: UInt8) -> UInt8 in
        switch byte {
        case 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F: byte
        case 0x41...0x5A: byte | 0x20
        default: 0
        }
    }

    /// Plain words in lower case, in order, apostrophes dropped: `don't` is `dont`.
    static func plain(in text: String, limit: Int = 4000) -> [String] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return ascii(text.utf8.prefix(limit)) }
        var words: [String] = []
        var word = ""
        for character in text.prefix(limit).lowercased() {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else if character == "'" || character == "\u{2019}" {
                continue
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The same for text that is all ASCII, which most log lines are: several times faster.
    private static func ascii(_ bytes: Substring.UTF8View) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: word.append(byte)
            case 0x41...0x5A: word.append(byte | 0x20)
            case 0x27: continue
            default:
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    /// Does `phrase` (words apart by spaces) stand in `words`?
    static func contains(_ phrase: String, in words: [String]) -> Bool { position(of: phrase, in: words) != nil }

    static func position(of phrase: String, in words: [String]) -> Int? {
        let wanted = phrase.split(separator: " ").map(String.init)
        guard !wanted.isEmpty, words.count >= wanted.count else { return nil }
        return (0...words.count - wanted.count).first { start in
            zip(wanted, words[start...]).allSatisfy { $0 == $1 }
        }
    }
}

extension StringProtocol {
    /// Without the given characters at either end.
    func trimmingEnds(_ characters: String) -> String {
        var text = Substring(self)
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
