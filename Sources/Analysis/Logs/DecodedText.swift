/// Other readings of a text: what it says once a common encoding or disguise is undone.
///
/// Used in two places: to find instructions that are hidden in evidence, and to find secrets that are hidden in the arguments of
/// a call. Every reading costs time in proportion to the text; ``bytes`` bounds the text.
public enum DecodedText {
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        case base64, hexadecimal, percent, escapes, entities, rot13, reversed, leet, lookalikes, joined
    }

    /// A reading, and what was undone to get it.
    public struct View: Sendable, Hashable {
        public let encoding: Encoding
        public let text: String
    }

    /// UTF-8 bytes of the text that are looked at.
    public static let bytes = 16_384
    /// The shortest run of digits that is taken for base64 or hexadecimal.
    static let shortestRun = 12

    /// The readings that differ from the text. Base64, hexadecimal, percent-encoding and escapes are undone again in what they
    /// gave, `rounds` times in all.
    public static func views(of text: String, rounds: Int = 2, _ encodings: Set<Encoding> = Set(Encoding.allCases)) -> [View] {
        let head = String(decoding: Array(text.utf8.prefix(bytes)), as: UTF8.self)
        var found: [View] = []
        var known: Set<String> = [text, head]
        var open = [head]
        for round in 0..<max(1, rounds) {
            var next: [String] = []
            for text in open {
                for encoding in Encoding.allCases where encodings.contains(encoding) && (round == 0 || encoding.nests) {
                    for view in encoding.undo(text) where !view.isEmpty && known.insert(view).inserted {
                        found.append(View(encoding: encoding, text: view))
                        if next.count < 32 { next.append(view) }
                    }
                }
            }
            open = next
        }
        return found
    }
}

extension DecodedText.Encoding {
    fileprivate var nests: Bool {
        switch self {
        case .base64, .hexadecimal, .percent, .escapes, .entities, .rot13, .reversed: true
        case .leet, .lookalikes, .joined: false
        }
    }

    fileprivate func undo(_ text: String) -> [String] {
        switch self {
        case .base64: DecodedText.base64(in: text)
        case .hexadecimal: DecodedText.hexadecimal(in: text)
        case .percent: DecodedText.escaped(text, by: "%")
        case .escapes: DecodedText.escaped(text, by: "\\")
        case .entities: DecodedText.entities(in: text)
        case .rot13: [DecodedText.rot13(text)]
        case .reversed: [String(text.reversed())]
        case .leet: [DecodedText.unleeted(text)]
        case .lookalikes: [DecodedText.latin(text)]
        case .joined: DecodedText.joined(text)
        }
    }
}

extension DecodedText {
    // MARK: Runs of digits

    /// Each run of base64 digits (either alphabet), read from each of the four places at which a group can begin.
    fileprivate static func base64(in text: String) -> [String] {
        var views: [String] = []
        for run in runs(in: text, of: { sixBits($0) != nil }) {
            for start in 0..<4 where run.count - start >= shortestRun {
                if let text = readable(sixBitGroups(run[(run.startIndex + start)...])) { views.append(text) }
            }
        }
        return views
    }

    private static func sixBitGroups(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var value = 0
        var bits = 0
        for digit in digits {
            value = (value << 6 | (sixBits(digit) ?? 0)) & 0xFFFF
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            result.append(UInt8(truncatingIfNeeded: value >> bits))
        }
        return result
    }

    private static func sixBits(_ digit: UInt8) -> Int? {
        switch digit {
        case 0x41...0x5A: Int(digit) - 65
        case 0x61...0x7A: Int(digit) - 71
        case 0x30...0x39: Int(digit) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// Runs of hexadecimal digits, in pairs that may be apart by a space, a colon or `\x`.
    fileprivate static func hexadecimal(in text: String) -> [String] {
        let plain = runs(in: text) { fourBits($0) != nil }
        let spaced = runs(in: text.without("\\x").without("0x")) {
            fourBits($0) != nil || $0 == 0x20 || $0 == 0x3A
        }
        return (plain + spaced).flatMap { run -> [String] in
            let digits = run.compactMap(fourBits)
            guard digits.count >= shortestRun else { return [] }
            return (0..<2).compactMap { start in
                readable(stride(from: start, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
            }
        }
    }

    private static func fourBits(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    private static func runs(in text: String, of isDigit: (UInt8) -> Bool) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var runs: [ArraySlice<UInt8>] = []
        var start = 0
        for place in 0...bytes.count where place == bytes.count || !isDigit(bytes[place]) {
            if place - start >= shortestRun { runs.append(bytes[start..<place]) }
            if runs.count == 64 { break }
            start = place + 1
        }
        return runs
    }

    /// The bytes as text, when nearly all of it is what people write.
    private static func readable(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 6 else { return nil }
        let plain = bytes.count { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
        if plain * 10 >= bytes.count * 9 { return String(decoding: bytes, as: UTF8.self) }
        // Other scripts: valid UTF-8 without control characters. A run that was cut may end inside a character.
        let controls = bytes.count { $0 < 0x20 || $0 == 0x7F }
        guard controls * 10 <= bytes.count else { return nil }
        let end = bytes.count - (bytes.lastIndex { $0 & 0xC0 != 0x80 }.map { bytes[$0] >= 0xC0 ? bytes.count - $0 : 0 } ?? 0)
        return String(validating: bytes, as: UTF8.self) ?? String(validating: bytes[..<end], as: UTF8.self)
    }

    // MARK: Escapes

    /// `%41`, or `\u0041`, `\x41`, `\n`, `\"`.
    fileprivate static func escaped(_ text: String, by mark: Unicode.Scalar) -> [String] {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(mark.value)) else { return [] }
        var result: [UInt8] = []
        var units: [UInt16] = []
        var position = 0
        while position < bytes.count {
            guard let (value, length, isUnit) = escape(bytes[position...], mark) else {
                flush(&units, into: &result)
                result.append(bytes[position])
                position += 1
                continue
            }
            if isUnit {
                units.append(value)
            } else {
                flush(&units, into: &result)
                result.append(UInt8(truncatingIfNeeded: value))
            }
            position += length
        }
        flush(&units, into: &result)
        return [String(decoding: result, as: UTF8.self)]
    }

    private static func flush(_ units: inout [UInt16], into bytes: inout [UInt8]) {
        guard !units.isEmpty else { return }
        bytes.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
        units.removeAll()
    }

    /// The value of the escape that stands first, its length, and whether it is a UTF-16 unit and not a byte.
    private static func escape(_ bytes: ArraySlice<UInt8>, _ mark: Unicode.Scalar) -> (UInt16, Int, Bool)? {
        guard bytes.first == UInt8(mark.value) else { return nil }
        func number(_ from: Int, _ count: Int) -> UInt16? {
            let digits = bytes.dropFirst(from).prefix(count).compactMap(fourBits)
            guard digits.count == count else { return nil }
            return digits.reduce(0) { $0 << 4 | UInt16($1) }
        }
        if mark == "%" { return number(1, 2).map { ($0, 3, false) } }
        switch bytes.dropFirst().first {
        case UInt8(ascii: "u"): return number(2, 4).map { ($0, 6, true) }
        case UInt8(ascii: "x"): return number(2, 2).map { ($0, 4, false) }
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return (0x20, 2, false)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return bytes.dropFirst().first.map { (UInt16($0), 2, false) }
        default: return nil
        }
    }

    /// `&#65;`, `&#x41;` and the named ones that any text may hold.
    fileprivate static func entities(in text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return [] }
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " "]
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            let body = rest.dropFirst().prefix(10)
            guard let end = body.firstIndex(of: ";") else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            let name = body[..<end]
            var value = named[String(name)]
            if name.first == "#" {
                let digits = name.dropFirst()
                let number = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
                value = number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
            }
            result += value ?? "&\(name);"
            rest = rest[rest.index(after: end)...]
        }
        return [result + rest]
    }

    // MARK: Disguises

    fileprivate static func rot13(_ text: String) -> String {
        let bytes = text.utf8.map { byte -> UInt8 in
            switch byte {
            case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
            case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Digits and signs that stand for letters, in words that have letters too.
    fileprivate static func unleeted(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            guard word.utf8.contains(where: { (0x41...0x5A).contains($0 & 0xDF) }) else { return String(word) }
            return String(decoding: word.utf8.map { leetLetters[$0] ?? $0 }, as: UTF8.self)
        }.joined(separator: " ")
    }

    private static let leetLetters: [UInt8: UInt8] = Dictionary(
        zip("013457@$!|".utf8, "oieastasil".utf8).map { ($0, $1) }
    ) { first, _ in first }

    /// Letters of other scripts that look like Latin ones, and the wide, bold and circled forms of Latin letters.
    fileprivate static func latin(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let letter = lookalikes[scalar] {
                result.append(letter)
            } else if let letter = styled(scalar) {
                result.append(letter)
            } else if !scalar.properties.isDefaultIgnorableCodePoint, scalar.properties.generalCategory != .nonspacingMark {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
        zip(
            "аеорсухіјѕԁԛԝһӏВЕКМНОРСТАХІЈЅαεορτυνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧɡɑıᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ".unicodeScalars,
            "aeopcyxijsdqwhlBEKMHOPCTAXIJSaeoptuvikABEZHIKMNOPTYXgaiabcdeghijklmnoprtuvwyz".unicodeScalars
        ).map { ($0, $1) }
    ) { first, _ in first }

    /// Fullwidth, mathematical, circled and regional forms of a letter.
    private static func styled(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let value = scalar.value
        switch value {
        case 0xFF01...0xFF5E: return Unicode.Scalar(value - 0xFEE0)
        // Thirteen alphabets of 52 letters.
        case 0x1D400...0x1D6A3:
            let letter = (value - 0x1D400) % 52
            return Unicode.Scalar(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
        case 0x24B6...0x24CF: return Unicode.Scalar(value - 0x24B6 + 0x41)
        case 0x24D0...0x24E9: return Unicode.Scalar(value - 0x24D0 + 0x61)
        case 0x1F130...0x1F149: return Unicode.Scalar(value - 0x1F130 + 0x41)
        case 0x1F1E6...0x1F1FF: return Unicode.Scalar(value - 0x1F1E6 + 0x41)
        default: return nil
        }
    }

    /// How many words of one character there are, apart by spaces.
    private static func singles(in bytes: [UInt8]) -> Int {
        var count = 0
        var length = 0
        for byte in bytes + [0x20] {
            if byte == 0x20 {
                if length == 1 { count += 1 }
                length = 0
            } else if byte & 0xC0 != 0x80 {
                length += 1
            }
        }
        return count
    }

    /// Words put together again: strings that a program would concatenate, letters apart by spaces, hyphens inside words.
    fileprivate static func joined(_ text: String) -> [String] {
        var views: [String] = []
        var concatenated = text
        for seam in ["\" + \"", "' + '", "\"+\"", "'+'", "\" . \"", "\" \"", "\\\n", "\u{AD}"] {
            concatenated = concatenated.without(seam)
        }
        if concatenated != text { views.append(concatenated) }
        let bytes = Array(text.utf8)
        for separator in "-.*_|".utf8 where bytes.count(where: { $0 == separator }) >= 3 {
            views.append(String(decoding: bytes.filter { $0 != separator }, as: UTF8.self))
        }
        if singles(in: bytes) >= 6 {
            // Two spaces part the words of a text whose letters are apart by one.
            views.append(
                text.replacing("  ", with: "\u{1}").replacing(" ", with: "").replacing("\u{1}", with: " "))
        }
        return views
    }
}

extension String {
    /// The text with every occurrence of another taken out. Looked for byte by byte first: nearly all texts have none.
    fileprivate func without(_ part: String) -> String {
        let wanted = Array(part.utf8)
        guard let first = wanted.first, utf8.contains(first) else { return self }
        let bytes = Array(utf8)
        guard bytes.count >= wanted.count else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == first, position + wanted.count <= bytes.count,
                (0..<wanted.count).allSatisfy({ bytes[position + $0] == wanted[$0] })
            {
                position += wanted.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result.count == bytes.count ? self : String(decoding: result, as: UTF8.self)
    }
}
