/// Names with values inside a line, whether it is logfmt (`name=value`), JSON (`"name":"value"`) or text with either in it.
enum LogFields {
    private static let longestName = 64
    private static let longestValue = 200
    private static let mostBytes = 8000

    /// In the order of the line. Found by the sign between name and value, so a line that is no whole JSON (cut, say) gives what it
    /// holds.
    static func pairs(in text: String) -> [(name: String, value: String)] {
        let bytes = Array(text.utf8.prefix(mostBytes))
        var result: [(name: String, value: String)] = []
        for (place, byte) in bytes.enumerated() where byte == 0x3D || byte == 0x3A {
            guard let name = name(before: place, in: bytes), let value = value(after: place, in: bytes) else { continue }
            result.append((name, value))
        }
        return result
    }

    private static func name(before place: Int, in bytes: [UInt8]) -> String? {
        var end = place
        while end > 0, place - end < 4, [0x20, 0x22, 0x27, 0x5C].contains(bytes[end - 1]) { end -= 1 }
        var start = end
        while start > 0, end - start < longestName, isName(bytes[start - 1]) { start -= 1 }
        return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
    }

    private static func value(after place: Int, in bytes: [UInt8]) -> String? {
        var start = place + 1
        while start < bytes.count, start - place < 4, bytes[start] == 0x20 || bytes[start] == 0x5C { start += 1 }
        var end = start
        if start < bytes.count, bytes[start] == 0x22 || bytes[start] == 0x27 {
            let quote = bytes[start]
            start += 1
            end = start
            while end < bytes.count, end - start < longestValue, bytes[end] != quote, bytes[end] != 0x5C { end += 1 }
        } else {
            while end < bytes.count, end - start < longestValue, !isEnd(bytes[end]) { end += 1 }
        }
        return start < end ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2D: true
        default: false
        }
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x22, 0x27, 0x2C, 0x3B, 0x7D, 0x5D, 0x29, 0x5C: true
        default: false
        }
    }
}
