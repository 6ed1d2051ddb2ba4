/// Check digits of national identity numbers. Each is named after the published rule of its country.
enum NationalID {
    static func accepts(_ validator: RuleValidator, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = value.filter(\.isASCIIAlphanumeric).map { $0.isASCIILetter ? $0 & 0xDF : $0 }
        let digits = text.filter(\.isASCIIDigit).map { Int($0 - 0x30) }
        if text.count == digits.count || validator == .sePNR { return acceptsNumber(validator, digits) }
        return acceptsMixed(validator, text, digits)
    }

    private static func acceptsNumber(_ validator: RuleValidator, _ d: [Int]) -> Bool {
        switch validator {
        case .luhn: Numbers.luhn(d.map { UInt8($0) })
        case .usSSN:
            d.count == 9 && ![0, 666].contains(number(d, 0, 3)) && d[0] != 9 && number(d, 3, 2) > 0 && number(d, 5, 4) > 0
        case .ukNHS: d.count == 10 && mod11(d, [10, 9, 8, 7, 6, 5, 4, 3, 2], { (11 - $0) % 11 })
        case .deTaxID: d.count == 11 && d[0] != 0 && iso7064(d)
        case .frNIR: frNIR(d)
        case .nlBSN: d.count == 9 && (weighted(d, [9, 8, 7, 6, 5, 4, 3, 2]) - d[8]) % 11 == 0 && d.contains { $0 > 0 }
        case .beNRN: d.count == 11 && beNRN(d)
        case .plPESEL:
            d.count == 11 && (weighted(d, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) + d[10]) % 10 == 0 && isDay(d[4] * 10 + d[5])
        case .sePNR: (d.count == 10 || d.count == 12) && sePNR(Array(d.suffix(10)))
        case .noFNR: d.count == 11 && noFNR(d)
        case .dkCPR: d.count == 10 && isDate(day: number(d, 0, 2), month: number(d, 2, 2))
        case .chAHV: d.count == 13 && d.starts(with: [7, 5, 6]) && ean13(d)
        case .atSVNR: d.count == 10 && d[0] != 0 && weighted(d, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == d[3]
        case .ptNIF: d.count == 9 && mod11(d, [9, 8, 7, 6, 5, 4, 3, 2], { $0 < 2 ? 0 : 11 - $0 })
        case .brCPF: d.count == 11 && brCPF(d)
        case .clRUT: d.count >= 8 && clRUT(Array(d.dropLast())) == d[d.count - 1]
        case .inAadhaar: d.count == 12 && d[0] > 1 && verhoeff(d)
        case .cnID: cnID(d, last: d.last ?? 0)
        case .krRRN: d.count == 13 && isDate(day: number(d, 4, 2), month: number(d, 2, 2)) && (1...8).contains(d[6])
        case .jpMyNumber: d.count == 12 && mod11(d, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], { $0 <= 1 ? 0 : 11 - $0 })
        case .auTFN: d.count == 9 && weighted(d, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0
        case .caSIN: d.count == 9 && d[0] != 0 && Numbers.luhn(d.map { UInt8($0) })
        case .zaID: d.count == 13 && isDate(day: number(d, 4, 2), month: number(d, 2, 2)) && Numbers.luhn(d.map { UInt8($0) })
        case .trID: d.count == 11 && trID(d)
        case .roCNP: d.count == 13 && mod11(d, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9], { $0 == 10 ? 1 : $0 })
        case .czRC: czRC(d)
        case .fiHETU: false
        default: false
        }
    }

    private static func acceptsMixed(_ validator: RuleValidator, _ text: [UInt8], _ d: [Int]) -> Bool {
        guard let last = text.last else { return false }
        switch validator {
        case .esID:
            var number = d
            if let lead = "XYZ".utf8.firstIndex(of: text[0]) {
                number.insert("XYZ".utf8.distance(from: "XYZ".utf8.startIndex, to: lead), at: 0)
            }
            return number.count == 8 && letter("TRWAGMYFPDXBNJZSQVHLCKE", Self.number(number, 0, 8) % 23) == last
        case .frNIR: return frNIRCorsica(text)
        case .itCode: return itCode(text)
        case .fiHETU: return text.count >= 10 && fiHETU(d, last)
        case .iePPS: return iePPS(text, d)
        case .clRUT: return last == UInt8(ascii: "K") && clRUT(d) == 10
        case .cnID: return last == UInt8(ascii: "X") && cnID(d + [10], last: 10)
        case .sgNRIC: return sgNRIC(text, d)
        default: return false
        }
    }

    // MARK: Parts

    private static func number(_ d: [Int], _ start: Int, _ count: Int) -> Int {
        d.dropFirst(start).prefix(count).reduce(0) { $0 * 10 + $1 }
    }

    private static func weighted(_ d: [Int], _ weights: [Int]) -> Int { zip(d, weights).reduce(0) { $0 + $1.0 * $1.1 } }

    private static func mod11(_ d: [Int], _ weights: [Int], _ check: (Int) -> Int) -> Bool {
        d.count == weights.count + 1 && check(weighted(d, weights) % 11) == d[d.count - 1]
    }

    private static func isDay(_ day: Int) -> Bool { (1...31).contains(day) }
    private static func isDate(day: Int, month: Int) -> Bool { isDay(day) && (1...12).contains(month) }

    private static func letter(_ table: String, _ index: Int) -> UInt8? { table.utf8.dropFirst(index).first }

    /// ISO 7064 MOD 11,10.
    private static func iso7064(_ d: [Int]) -> Bool {
        var product = 10
        for digit in d.dropLast() {
            let sum = (digit + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - product) % 10 == d[d.count - 1]
    }

    private static func frNIR(_ d: [Int]) -> Bool {
        guard d.count == 15, d[0] == 1 || d[0] == 2 else { return false }
        return number(d, 13, 2) == 97 - number(d, 0, 13) % 97
    }

    /// Corsica's departments 2A and 2B count as 19 and 18.
    private static func frNIRCorsica(_ text: [UInt8]) -> Bool {
        guard text.count == 15, text[5] == UInt8(ascii: "2"), text[6] == UInt8(ascii: "A") || text[6] == UInt8(ascii: "B")
        else { return false }
        var digits = text
        digits[5] = UInt8(ascii: "1")
        digits[6] = text[6] == UInt8(ascii: "A") ? UInt8(ascii: "9") : UInt8(ascii: "8")
        return digits.allSatisfy(\.isASCIIDigit) && frNIR(digits.map { Int($0 - 0x30) })
    }

    private static func beNRN(_ d: [Int]) -> Bool {
        let check = number(d, 9, 2)
        let base = number(d, 0, 9)
        return check == 97 - base % 97 || check == 97 - (2_000_000_000 + base) % 97
    }

    private static func sePNR(_ d: [Int]) -> Bool {
        let day = number(d, 4, 2)
        return isDate(day: day > 60 ? day - 60 : day, month: number(d, 2, 2)) && Numbers.luhn(d.map { UInt8($0) })
    }

    private static func noFNR(_ d: [Int]) -> Bool {
        let day = number(d, 0, 2)
        guard isDate(day: day > 40 ? day - 40 : day, month: number(d, 2, 2)) else { return false }
        return (weighted(d, [3, 7, 6, 1, 8, 9, 4, 5, 2]) + d[9]) % 11 == 0
            && (weighted(d, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) + d[10]) % 11 == 0
    }

    private static func fiHETU(_ d: [Int], _ last: UInt8) -> Bool {
        let body = last.isASCIIDigit ? Array(d.dropLast()) : d
        guard body.count == 9, isDate(day: number(body, 0, 2), month: number(body, 2, 2)) else { return false }
        return letter("0123456789ABCDEFHJKLMNPRSTUVWXY", number(body, 0, 9) % 31) == last
    }

    private static func ean13(_ d: [Int]) -> Bool {
        weighted(d, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
    }

    private static func iePPS(_ text: [UInt8], _ d: [Int]) -> Bool {
        guard d.count == 7, text.count >= 8 else { return false }
        let second = text.count > 8 && text[8] != UInt8(ascii: "W") ? Int(text[8]) - 64 : 0
        return letter("WABCDEFGHIJKLMNOPQRSTUV", (weighted(d, [8, 7, 6, 5, 4, 3, 2]) + second * 9) % 23) == text[7]
    }

    private static func brCPF(_ d: [Int]) -> Bool {
        guard Set(d).count > 1 else { return false }
        func check(_ count: Int) -> Int {
            let sum = (0..<count).reduce(0) { $0 + d[$1] * (count + 1 - $1) }
            return sum * 10 % 11 % 10
        }
        return check(9) == d[9] && check(10) == d[10]
    }

    /// The check digit of a Chilean RUT; 10 stands for K.
    private static func clRUT(_ body: [Int]) -> Int {
        let sum = body.reversed().enumerated().reduce(0) { $0 + $1.element * (2 + $1.offset % 6) }
        return (11 - sum % 11) % 11
    }

    private static func cnID(_ d: [Int], last: Int) -> Bool {
        guard d.count == 18, isDate(day: number(d, 12, 2), month: number(d, 10, 2)), [18, 19, 20].contains(number(d, 6, 2))
        else { return false }
        return (12 - weighted(d, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11 == last
    }

    private static func sgNRIC(_ text: [UInt8], _ d: [Int]) -> Bool {
        guard d.count == 7, text.count == 9 else { return false }
        let isLater = text[0] == UInt8(ascii: "T") || text[0] == UInt8(ascii: "G")
        let sum = weighted(d, [2, 7, 6, 5, 4, 3, 2]) + (isLater ? 4 : 0)
        let isCitizen = text[0] == UInt8(ascii: "S") || text[0] == UInt8(ascii: "T")
        return letter(isCitizen ? "JZIHGFEDCBA" : "XWUTRQPNMLK", sum % 11) == text[8]
    }

    private static func trID(_ d: [Int]) -> Bool {
        guard d[0] != 0 else { return false }
        let odd = d[0] + d[2] + d[4] + d[6] + d[8]
        let even = d[1] + d[3] + d[5] + d[7]
        return (odd * 7 - even + 100) % 10 == d[9] && (odd + even + d[9]) % 10 == d[10]
    }

    private static func czRC(_ d: [Int]) -> Bool {
        let month = number(d, 2, 2) % 50
        guard isDate(day: number(d, 4, 2), month: month > 20 ? month - 20 : month) else { return false }
        return d.count == 9 || (d.count == 10 && (number(d, 0, 10) % 11 == 0 || (number(d, 0, 9) % 11 == 10 && d[9] == 0)))
    }

    /// The Verhoeff check digit, by the multiplication of the dihedral group of order 10.
    private static func verhoeff(_ d: [Int]) -> Bool {
        let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        var check = 0
        for (position, digit) in d.reversed().enumerated() {
            var permuted = digit
            for _ in 0..<(position % 8) { permuted = permutation[permuted] }
            check = dihedral(check, permuted)
        }
        return check == 0
    }

    private static func dihedral(_ a: Int, _ b: Int) -> Int {
        if a < 5 { return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5 }
        return b < 5 ? 5 + (a - b + 5) % 5 : (a - b + 10) % 5
    }

    /// Decreto ministeriale 23 dicembre 1976: odd and even places have tables of their own.
    private static func itCode(_ text: [UInt8]) -> Bool {
        guard text.count == 16 else { return false }
        let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
        var sum = 0
        for (position, byte) in text.prefix(15).enumerated() {
            let value = byte.isASCIIDigit ? Int(byte - 0x30) : Int(byte) - 65
            guard odd.indices.contains(value) else { return false }
            sum += position % 2 == 0 ? odd[value] : value
        }
        return UInt8(65 + sum % 26) == text[15]
    }
}
