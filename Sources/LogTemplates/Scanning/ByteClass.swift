/// What a byte is to the scanner: bits, so that a word's bytes can be gathered with `or`.
enum ByteClass {
    static let letter: UInt8 = 1
    static let digit: UInt8 = 2
    static let slash: UInt8 = 4
    /// Holds parts of a word together: `node-7`, `core.12`, `a@b`.
    static let joiner: UInt8 = 8
    /// A letter that is no hexadecimal digit, or `_`.
    static let beyondHex: UInt8 = 16
    /// Stands between words and is kept.
    static let delimiter: UInt8 = 64
    /// Stands between words and is not kept.
    static let space: UInt8 = 128
    static let endsWord: UInt8 = delimiter | space

    /// By byte. Bytes above 0x7F are letters: no UTF-8 sequence is ever cut.
    static let table: [UInt8] = (0...255).map { of(UInt8($0)) }

    private static func of(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x00...0x20, 0x7F: space
        case 0x30...0x39: digit
        case 0x41...0x46, 0x61...0x66: letter
        case 0x47...0x5A, 0x67...0x7A, 0x5F, 0x80...0xFF: letter | beyondHex
        case 0x2F: slash
        // ! " ' ( ) , : ; < = > [ ] ` { | }
        case 0x22, 0x27, 0x28, 0x29, 0x2C, 0x3A...0x3E, 0x5B, 0x5D, 0x60, 0x7B...0x7D: delimiter
        default: joiner | beyondHex
        }
    }
}
