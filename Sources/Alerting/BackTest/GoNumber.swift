/// Numbers as Go's `fmt` prints a `float64` with `%v`: the shortest digits that read back as the value, with an exponent where
/// that is less than -4 or at least 6.
enum GoNumber {
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        var digits: [UInt8] = []
        var exponent = 0
        var point: Int?
        var rest = Substring(abs(value).description)
        if let mark = rest.firstIndex(of: "e") {
            exponent = Int(rest[rest.index(after: mark)...]) ?? 0
            rest = rest[..<mark]
        }
        for byte in rest.utf8 {
            if byte == 46 { point = digits.count } else { digits.append(byte) }
        }
        var place = (point ?? digits.count) + exponent
        while digits.count > 1, digits.first == 48 {
            digits.removeFirst()
            place -= 1
        }
        while digits.count > 1, digits.last == 48 { digits.removeLast() }
        let sign = value < 0 ? "-" : ""
        return sign + (place - 1 < -4 || place - 1 >= 6 ? scientific(digits, place - 1) : plain(digits, place))
    }

    private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
        let head = String(decoding: digits.prefix(1), as: UTF8.self)
        let tail = String(decoding: digits.dropFirst(), as: UTF8.self)
        let size = String(abs(exponent))
        return head + (tail.isEmpty ? "" : "." + tail) + "e" + (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" : "") + size
    }

    private static func plain(_ digits: [UInt8], _ place: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        if place <= 0 { return "0." + String(repeating: "0", count: -place) + text }
        if place >= digits.count { return text + String(repeating: "0", count: place - digits.count) }
        return String(text.prefix(place)) + "." + text.dropFirst(place)
    }
}
