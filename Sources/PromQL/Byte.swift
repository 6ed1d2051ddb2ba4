/// The ASCII characters that the scanner looks for.
enum Byte {
    static let colon = UInt8(ascii: ":")
    static let comma = UInt8(ascii: ",")
    static let dot = UInt8(ascii: ".")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let doubleQuote = UInt8(ascii: "\"")
    static let singleQuote = UInt8(ascii: "'")
    static let backQuote = UInt8(ascii: "`")
    static let backslash = UInt8(ascii: "\\")
    static let newline = UInt8(ascii: "\n")

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte == 95
    }
    static func isQuote(_ byte: UInt8) -> Bool { byte == doubleQuote || byte == singleQuote || byte == backQuote }
    static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
        let value: UInt32
        switch byte {
        case 48...57: value = UInt32(byte) - 48
        case 97...102: value = UInt32(byte) - 87
        case 65...70: value = UInt32(byte) - 55
        default: return nil
        }
        return value < radix ? value : nil
    }
}
