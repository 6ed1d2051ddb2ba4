/// Numbers in a text, replaced by `<N>`; prettified, times, dates and ids of their usual forms by one word each.
enum NumberCollapse {
    static func collapse(_ text: String, prettify: Bool) -> String {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            // Between a date and a time stands a letter.
            let isAfterDate = place > 1 && bytes[place - 1] == UInt8(ascii: "T") && isDigit(bytes[place - 2])
            let isFree = place == 0 || !isWord(bytes[place - 1]) || isAfterDate
            let run = bytes[place...].prefix { isHex($0) }
            let end = place + run.count
            let isWhole = end == bytes.count || !isWord(bytes[end]) || isUnit(bytes[end...].prefix { isWord($0) })
            let hasDigit = run.contains { isDigit($0) }
            if isFree, isWhole, hasDigit, run.allSatisfy(isDigit) || run.count >= 4 {
                result += "<N>".utf8
                place = end
            } else if run.isEmpty {
                result.append(bytes[place])
                place += 1
            } else {
                result += run
                place = end
            }
        }
        var collapsed = String(decoding: result, as: UTF8.self)
        guard prettify else { return collapsed }
        let forms = [
            ("<N>-<N>-<N>-<N>-<N>", "<UUID>"), ("<N>-<N>-<N>T<N>:<N>:<N>.<N>Z", "<DATETIME>"),
            ("<N>-<N>-<N>T<N>:<N>:<N>Z", "<DATETIME>"), ("<N>.<N>.<N>.<N>", "<IP4>"), ("<N>:<N>:<N>.<N>", "<TIME>"),
            ("<N>:<N>:<N>", "<TIME>"), ("<N>-<N>-<N>", "<DATE>"),
        ]
        for (form, word) in forms { collapsed = collapsed.replacing(form, with: word) }
        return collapsed
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isHex(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }
    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
    }
    private static func isUnit(_ bytes: ArraySlice<UInt8>) -> Bool {
        ["s", "ms", "us", "ns", "m", "h", "T", "Z", "KB", "MB", "GB"].contains(String(decoding: bytes, as: UTF8.self))
            || bytes.first == UInt8(ascii: "T")
    }
}
