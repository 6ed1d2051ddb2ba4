/// Cards, IBANs and telephone numbers.
enum Numbers {
    /// ISO/IEC 7812-1: every second digit from the right doubled, digits summed.
    static func luhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
        var sum = 0
        var isDoubled = false
        for digit in digits.reversed() {
            let value = Int(digit) * (isDoubled ? 2 : 1)
            sum += value > 9 ? value - 9 : value
            isDoubled.toggle()
        }
        return sum % 10 == 0
    }

    /// Digits with single spaces or hyphens between them; the longest start that is a card and ends where a group does.
    static func card(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        guard value.count(where: \.isASCIIDigit) >= 13 else { return nil }
        var digits: [UInt8] = []
        digits.reserveCapacity(20)
        var accepted: Int?
        for (index, byte) in value.enumerated() {
            if byte.isASCIIDigit {
                digits.append(byte - 0x30)
                if digits.count > 19 { break }
                let isGroupEnd = index + 1 == value.count || !value[index + 1].isASCIIDigit
                if isGroupEnd, isCardLength(digits), luhn(digits) { accepted = index + 1 }
            } else if index > 0, !value[index - 1].isASCIIDigit {
                break
            }
        }
        return accepted
    }

    /// Prefixes and lengths of the card networks.
    private static func isCardLength(_ digits: [UInt8]) -> Bool {
        guard digits.count >= 13 else { return false }
        let two = Int(digits[0]) * 10 + Int(digits[1])
        let four = two * 100 + Int(digits[2]) * 10 + Int(digits[3])
        switch digits.count {
        case 13: return digits[0] == 4
        case 14: return two == 36 || two == 38 || two == 39 || (3000...3059).contains(four)
        case 15: return two == 34 || two == 37
        case 16:
            return digits[0] == 4 || (51...55).contains(two) || (2221...2720).contains(four) || two == 35 || four == 6011
                || two == 65 || two == 62 || (6440...6499).contains(four) || two == 50 || (56...58).contains(two) || two == 63
                || two == 67
        case 19: return digits[0] == 4 || two == 62 || four == 6011 || two == 65
        default: return two == 62 || two == 67
        }
    }

    /// Lengths of IBANs by country, from the SWIFT IBAN registry.
    private static let ibanLengths: [String: Int] = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
        "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
        "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
        "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
        "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
        "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
        "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
        "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
    ]

    /// ISO 13616: the first four characters moved to the end, letters as 10–35, modulo 97 is 1.
    static func iban(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        guard value.count >= 15 else { return nil }
        let country = String(decoding: [value[0] & 0xDF, value[1] & 0xDF], as: UTF8.self)
        guard let length = ibanLengths[country] else { return nil }
        var characters: [UInt8] = []
        var end = 0
        for (index, byte) in value.enumerated() where byte.isASCIIAlphanumeric {
            characters.append(byte)
            end = index + 1
            if characters.count == length { break }
        }
        guard characters.count == length, end == value.count || !value[end].isASCIIAlphanumeric else { return nil }
        var remainder = 0
        for byte in characters[4...] + characters[..<4] {
            if byte.isASCIIDigit {
                remainder = (remainder * 10 + Int(byte - 0x30)) % 97
            } else {
                remainder = (remainder * 100 + Int(byte | 0x20) - 0x57) % 97
            }
        }
        return remainder == 1 ? end : nil
    }

    /// E.164 has at most 15 digits; fewer than 8 are no subscriber's number. Ends with a digit.
    static func phone(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var digits = 0
        var end = 0
        var groupEnd = 0
        for (index, byte) in value.enumerated() {
            guard byte.isASCIIDigit else {
                if index > 1, !value[index - 1].isASCIIDigit, !value[index - 2].isASCIIDigit { break }
                groupEnd = digits <= 15 ? end : groupEnd
                continue
            }
            digits += 1
            if digits > 15 { break }
            end = index + 1
        }
        if digits > 15 { end = groupEnd }
        let count = value.prefix(end).count { $0.isASCIIDigit }
        return count >= 8 ? end : nil
    }
}
