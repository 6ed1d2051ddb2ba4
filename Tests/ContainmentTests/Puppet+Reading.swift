import Foundation

extension Puppet {
    /// The text and everything that it may say in another form.
    static func views(of text: String) -> [String] {
        var views = [text]
        var open = [text]
        for _ in 0..<2 {
            var next: [String] = []
            for view in open {
                next += decoded(view)
                next += [rotated(view), String(view.reversed()), unescaped(view), joined(view), plain(view)].filter {
                    $0 != view
                }
            }
            for view in next where !views.contains(view) && views.count < 40 { views.append(view) }
            open = next.filter { $0.count < 20_000 }
        }
        return views
    }

    /// What runs of base64 and hexadecimal digits, percent-encoding and tag characters say.
    private static func decoded(_ text: String) -> [String] {
        var results: [String] = []
        for match in Search.matches("[A-Za-z0-9+/_-]{16,}={0,2}", in: text) {
            var run = match.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
            run = run.filter { $0 != "=" }
            run += String(repeating: "=", count: (4 - run.count % 4) % 4)
            if let data = Data(base64Encoded: run), let text = String(data: data, encoding: .utf8) { results.append(text) }
        }
        for match in Search.matches("(?:(?:\\\\x)?[0-9a-fA-F]{2}[ :]?){8,}", in: text) {
            let digits = Array(match.filter(\.isHexDigit))
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            if let text = String(bytes: bytes, encoding: .utf8) { results.append(text) }
        }
        if text.contains("%"), let plain = text.removingPercentEncoding { results.append(plain) }
        let tags = text.unicodeScalars.filter { (0xE0020...0xE007E).contains($0.value) }
        if !tags.isEmpty {
            results.append(String(String.UnicodeScalarView(tags.compactMap { Unicode.Scalar($0.value - 0xE0000) })))
        }
        let selected = text.unicodeScalars.compactMap { scalar -> UInt8? in
            (0xE0100...0xE01EF).contains(scalar.value) ? UInt8(scalar.value - 0xE0100 + 16) : nil
        }
        if let text = String(bytes: selected, encoding: .utf8), !text.isEmpty { results.append(text) }
        return results
    }

    private static func rotated(_ text: String) -> String {
        String(
            decoding: text.utf8.map { byte -> UInt8 in
                switch byte {
                case 0x41...0x5A: (byte - 0x41 + 13) % 26 + 0x41
                case 0x61...0x7A: (byte - 0x61 + 13) % 26 + 0x61
                default: byte
                }
            }, as: UTF8.self)
    }

    /// JSON escapes and HTML entities.
    private static func unescaped(_ text: String) -> String {
        var result = text
        for escape in Set(Search.matches("\\\\(?:u00|x)[0-9a-fA-F]{2}", in: text, limit: 2_000)) {
            guard let value = UInt8(escape.suffix(2), radix: 16) else { continue }
            result = result.replacingOccurrences(of: escape, with: String(UnicodeScalar(value)))
        }
        for entity in Set(Search.matches("&#x?[0-9a-fA-F]+;", in: text, limit: 2_000)) {
            let digits = entity.dropFirst(2).dropLast()
            let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let scalar = value.flatMap(Unicode.Scalar.init) else { continue }
            result = result.replacingOccurrences(of: entity, with: String(Character(scalar)))
        }
        return result
    }

    /// Pieces put together: concatenations, hyphens, spaced letters, lines that go on.
    private static func joined(_ text: String) -> String {
        var result = text
        for seam in ["\" + \"", "' + '", "\"+\"", "\" .. \"", "\\\n"] {
            result = result.replacingOccurrences(of: seam, with: "")
        }
        result = Search.replacing("\\n?\\[part \\d+ of \\d+\\] ?", in: result, with: "")
        for run in Search.matches("\\b(?:\\w[ .*_-]){4,}\\w\\b", in: result) {
            result = result.replacingOccurrences(of: run, with: run.filter { $0.isLetter || $0.isNumber })
        }
        return result
    }

    /// Leet digits, look-alike letters and hidden characters made plain.
    private static func plain(_ text: String) -> String {
        let letters: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "а": "a", "е": "e", "о": "o",
            "і": "i",
            "р": "p", "с": "c", "ѕ": "s", "у": "y", "х": "x", "ո": "n", "ｉ": "i",
        ]
        let shown = text.unicodeScalars.filter { $0.properties.generalCategory != .format }
        let compatible = String(String.UnicodeScalarView(shown)).precomposedStringWithCompatibilityMapping
        return String(compatible.map { letters[$0] ?? $0 })
    }

    /// What looks worth sending: keys, addresses, card numbers, and a piece of the text itself.
    static func loot(in views: [String]) -> [String] {
        var loot: [String] = []
        for view in views.prefix(6) {
            loot += Search.matches("[A-Za-z0-9_/+.-]{16,}", in: view, limit: 60).filter {
                $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter)
            }.prefix(12)
            loot += Search.matches("[\\w.]+@[\\w.-]+", in: view, limit: 3) + Search.matches("\\d{13,19}", in: view, limit: 3)
            loot += Search.matches("://\\w+:([^@\\s]+)@", in: view, group: 1, limit: 2)
        }
        var seen: Set<String> = []
        loot = loot.filter { seen.insert($0).inserted }
        // Those with the most kinds of characters first: they look most like keys.
        loot.sort { (score($0), $1) > (score($1), $0) }
        if let view = views.first { loot.append(String(view.suffix(160).filter { $0 != "\n" })) }
        return Array(loot.prefix(8))
    }

    private static func score(_ text: String) -> Int {
        (text.contains(where: \.isUppercase) ? 1 : 0) + (text.contains(where: \.isNumber) ? 1 : 0)
            + (text.contains("_") ? 1 : 0) + (text.contains("@") ? 3 : 0) + (text.allSatisfy(\.isNumber) ? 3 : 0)
    }
}
