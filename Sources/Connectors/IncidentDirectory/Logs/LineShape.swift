/// The shape of a line: its words, with those that hold a digit replaced by `<_>`. It tells kinds of lines apart well enough to count
/// millions of them in one pass; who has the lines themselves finds better templates.
enum LineShape {
    private static let longest = 400
    private static let variable = Array("<_>".utf8)

    static func of(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var shape: [UInt8] = []
            shape.reserveCapacity(min(bytes.count, longest))
            var position = 0
            while position < bytes.count, shape.count < longest {
                let byte = bytes[position]
                guard isPart(byte) else {
                    // Line ends and runs of space count as one space.
                    if byte > 0x20 { shape.append(byte) } else if shape.last != 0x20 { shape.append(0x20) }
                    position += 1
                    continue
                }
                let start = position
                var hasDigit = false
                while position < bytes.count, isPart(bytes[position]) {
                    if (0x30...0x39).contains(bytes[position]) { hasDigit = true }
                    position += 1
                }
                if !hasDigit {
                    shape += bytes[start..<min(position, start + longest)]
                } else if !shape.suffix(variable.count + 1).dropLast().elementsEqual(variable) || shape.last == 0x20 {
                    shape += variable
                } else {
                    // `10:20:30` is one variable, and not three.
                    shape.removeLast()
                }
            }
            return String(decoding: shape, as: UTF8.self)
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x80...0xFF: true
        default: false
        }
    }
}
