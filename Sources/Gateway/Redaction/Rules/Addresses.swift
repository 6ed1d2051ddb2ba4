/// E-mail and network addresses.
enum Addresses {
    /// A local part, `@`, and a domain with a dot and a last label that is not a number.
    static func email(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let at = value.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return nil }
        var end = value.count
        while end > at + 1, value[end - 1] == UInt8(ascii: ".") || value[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard let dot = value[at..<end].lastIndex(of: UInt8(ascii: ".")), dot > at + 1, end - dot > 2 else { return nil }
        let last = value[(dot + 1)..<end]
        return last.contains { $0.isASCIILetter || $0 >= 0x80 } && !(last.first?.isASCIIDigit ?? true) ? end : nil
    }

    /// What stands before the last `@` of a URL's authority; the password in it is no placeholder.
    static func userinfo(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let at = value.lastIndex(of: UInt8(ascii: "@")), at > 0 else { return nil }
        return SecretShape.isPlaceholder(UnsafeBufferPointer(rebasing: value[..<at])) ? nil : at
    }

    static func ipv4(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var octet = 0
        for byte in value {
            if byte == UInt8(ascii: ".") {
                octet = 0
            } else {
                octet = octet * 10 + Int(byte &- 0x30)
                guard octet <= 255 else { return nil }
            }
        }
        return value.count
    }

    /// RFC 4291 section 2.2: eight groups, or fewer with `::` once. A dotted end counts as two groups.
    static func ipv6(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var end = value.count
        while end > 0, value[end - 1] == UInt8(ascii: ".") { end -= 1 }
        if end > 1, value[end - 1] == UInt8(ascii: ":"), value[end - 2] != UInt8(ascii: ":") { end -= 1 }
        var groups = 0
        var digits = 0
        var gaps = 0
        var dots = 0
        for index in 0..<end {
            let byte = value[index]
            if byte == UInt8(ascii: ":") {
                if index > 0, value[index - 1] == UInt8(ascii: ":") { gaps += 1 }
                if digits > 0 { groups += 1 }
                digits = 0
            } else if byte == UInt8(ascii: ".") {
                dots += 1
                digits = 0
            } else {
                digits += 1
                guard digits <= 4 else { return nil }
            }
        }
        if digits > 0 { groups += dots == 3 ? 2 : 1 }
        guard dots == 0 || dots == 3, gaps <= 1 else { return nil }
        return (gaps == 1 ? (1..<8).contains(groups) : groups == 8) ? end : nil
    }
}
