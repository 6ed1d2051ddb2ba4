/// Lengths of time as configuration, log lines and attributes write them.
enum DurationText {
    private static let units: [(suffix: String, seconds: Double)] = [
        ("milliseconds", 1e-3), ("millis", 1e-3), ("msec", 1e-3), ("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9),
        ("minutes", 60), ("min", 60), ("seconds", 1), ("sec", 1), ("hours", 3600), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// Seconds. The unit stands at the end of the value (`5s`, `300 ms`, `1m30s`), or else at the end of the name (`duration_ms`).
    /// A bare number under a name without a unit is none.
    static func seconds(_ text: String, named name: String = "") -> Double? {
        let value = text.prefix(40).trimmingEnds(" \"'").lowercased()
        if let number = Double(value) {
            guard number.isFinite, number >= 0, let unit = unit(ofName: name) else { return nil }
            return number * unit
        }
        return parts(value)
    }

    /// `1m30s`: numbers, each with a unit.
    private static func parts(_ text: String) -> Double? {
        var rest = Substring(text)
        var sum = 0.0
        var count = 0
        while !rest.isEmpty, count < 4 {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let word = rest.prefix { $0.isLetter }
            guard let unit = units.first(where: { $0.suffix == word }) else { return nil }
            sum += number * unit.seconds
            rest = rest.dropFirst(word.count).drop { $0 == " " }
            count += 1
        }
        return rest.isEmpty && count > 0 && sum.isFinite ? sum : nil
    }

    private static func unit(ofName name: String) -> Double? {
        let words = nameWords(name)
        guard let last = words.last else { return nil }
        return units.first { $0.suffix == last && $0.suffix.utf8.count > 1 }?.seconds
            ?? (["s", "secs"].contains(last) ? 1 : nil)
    }

    static func isTimeoutName(_ name: String) -> Bool {
        guard mayHave(["time", "deadline"], name) else { return false }
        let words = nameWords(name)
        return words.contains { $0.hasSuffix("timeout") || $0 == "deadline" } || Words.contains("time out", in: words)
    }

    static func isDurationName(_ name: String) -> Bool {
        guard mayHave(["duration", "elapsed", "latency", "took"], name), !isTimeoutName(name) else { return false }
        return nameWords(name).contains { ["duration", "elapsed", "latency", "took"].contains($0) }
    }

    /// Does a name have one of these texts in small ASCII letters, in whatever case? Names come by the thousand, and few do.
    private static func mayHave(_ texts: [StaticString], _ name: String) -> Bool {
        let bytes = name.utf8.prefix(400).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return texts.contains { text in
            let count = text.utf8CodeUnitCount
            guard count > 0, bytes.count >= count else { return false }
            return (0...bytes.count - count).contains { start in
                (0..<count).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
            }
        }
    }

    /// Words of a name, apart by anything but letters and digits, and where capitals begin: `requestTimeoutMs` is three.
    private static func nameWords(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var lastWasLower = false
        for character in name.prefix(100) {
            let isPart = character.isLetter || character.isNumber
            if !isPart || (character.isUppercase && lastWasLower) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isPart { word.append(character) }
            lastWasLower = character.isLowercase
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }
}
