/// Decodes what may hide a secret. Every decoder is one pass, and takes what does not belong to the encoding as it stands.
enum EncodedRun {
    /// Bytes of an encoded run that are decoded at a time. Of a longer run the next piece begins ``stride`` bytes on.
    static let pieceLength = 3072
    static let stride = 2048
    /// Bytes before a `%` or `\` that belong to the run.
    static let lookBehind = 256

    /// Room for what the scanner reads past the end.
    private static let padding = Scanner.padding

    static let percentText = ByteSet.letters.union(.digits).union(ByteSet("-_.~+!*'()@:$%"))
    static let escapedText = ByteSet(0x21...0xFF).subtracting(ByteSet("\"'<>\u{7F}"))
    /// What may stand between the first and the last line of a key block, also inside JSON or quoted.
    static let blockText = ByteSet.letters.union(.digits).union(ByteSet("+/=-_ \t\r\n\\:,.()'\"|>*#@"))

    /// What the characters of base64 stand for; 64 for all others.
    static let sextets = FixedTable<UInt8>(
        {
            var table = [UInt8](repeating: 64, count: 256)
            for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
                table[Int(byte)] = UInt8(value)
            }
            table[Int(UInt8(ascii: "-"))] = 62
            table[Int(UInt8(ascii: "_"))] = 63
            return table
        }())

    static let nibbles = FixedTable<UInt8>(
        {
            var table = [UInt8](repeating: 16, count: 256)
            for (value, byte) in "0123456789abcdef".utf8.enumerated() { table[Int(byte)] = UInt8(value) }
            for (value, byte) in "ABCDEF".utf8.enumerated() { table[Int(byte)] = UInt8(value + 10) }
            return table
        }())

    /// At `position modulo 4 * 256 + byte`: bit a says that, were the base64 to begin at a, the byte that this character
    /// decides the top bits of could be printable ASCII. Bit 4: a hexadecimal digit; bit 5: that or a hyphen.
    static let printable = FixedTable<UInt8>(
        (0..<4).flatMap { position in
            (0..<256).map { byte -> UInt8 in
                let six = Int(sextets.pointer[byte])
                var flags: UInt8 = nibbles.pointer[byte] < 16 ? 0b11_0000 : byte == 0x2D ? 0b10_0000 : 0
                guard six < 64 else { return flags }
                let fits = [(8..<32).contains(six), (2..<8).contains(six & 15), six & 3 <= 1, true]
                for start in 0..<4 where fits[(position - start + 4) & 3] { flags |= 1 << UInt8(start) }
                return flags
            }
        })

    /// Fewer printable bytes in a row cannot be anything that is looked for: `a@b.co` has six.
    static let fewestPrintable = 6

    static func base64(_ text: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout [UInt8]) {
        let sextets = sextets.pointer
        let length = max(0, text.count - start)
        output = Array(unsafeUninitializedCapacity: length * 3 / 4 + padding) { buffer, written in
            var value: UInt32 = 0
            var bits: UInt32 = 0
            written = 0
            for index in start..<(start + length) {
                value = value << 6 | UInt32(sextets[Int(text[index])] & 63)
                bits += 6
                if bits >= 8 {
                    bits -= 8
                    buffer[written] = UInt8(truncatingIfNeeded: value >> bits)
                    written += 1
                }
            }
        }
    }

    static func hex(_ text: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout [UInt8]) {
        let nibbles = nibbles.pointer
        let pairs = max(0, text.count - start) / 2
        output = Array(unsafeUninitializedCapacity: pairs + padding) { buffer, written in
            for pair in 0..<pairs {
                let index = start + 2 * pair
                buffer[pair] = nibbles[Int(text[index])] << 4 | nibbles[Int(text[index + 1])] & 15
            }
            written = pairs
        }
    }

    static func percent(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
        output.removeAll(keepingCapacity: true)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), let byte = hexByte(text, index + 1) {
                output.append(byte)
                index += 3
            } else {
                output.append(text[index])
                index += 1
            }
        }
    }

    static func hexByte(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt8? {
        guard index + 1 < text.count else { return nil }
        let high = nibbles.pointer[Int(text[index])]
        let low = nibbles.pointer[Int(text[index + 1])]
        return high < 16 && low < 16 ? high << 4 | low : nil
    }

    /// JSON's escapes, and `\xNN`. Several backslashes count as one: text is often escaped more than once.
    static func escapes(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
        output.removeAll(keepingCapacity: true)
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < text.count else {
                output.append(byte)
                continue
            }
            switch text[index] {
            case UInt8(ascii: "\\"): continue
            case UInt8(ascii: "u"):
                guard let scalar = scalar(text, index + 1) else { continue }
                output.append(contentsOf: Array(String(scalar.value).utf8))
                index += scalar.length + 1
            case UInt8(ascii: "x"):
                guard let byte = hexByte(text, index + 1) else { continue }
                output.append(byte)
                index += 3
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
                output.append(0x20)
                index += 1
            default:
                output.append(text[index])
                index += 1
            }
        }
    }

    /// The character that four hexadecimal digits stand for, or twelve characters of a pair of surrogates.
    private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (value: Unicode.Scalar, length: Int)? {
        guard let first = unit(text, index) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, 4) }
        guard index + 5 < text.count, text[index + 4] == UInt8(ascii: "\\"), text[index + 5] == UInt8(ascii: "u"),
            let second = unit(text, index + 6), first < 0xDC00, (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { return ("\u{FFFD}", 4) }
        return (scalar, 10)
    }

    private static func unit(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32? {
        guard let high = hexByte(text, index), let low = hexByte(text, index + 2) else { return nil }
        return UInt32(high) << 8 | UInt32(low)
    }
}
