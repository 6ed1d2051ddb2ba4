/// The characters that a class such as `[a-z_]` or `\d` stands for.
struct PatternSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar.value) } != isNegated }

    static let digits = PatternSet(ranges: [48...57])
    static let word = PatternSet(ranges: [48...57, 65...90, 95...95, 97...122])
    static let space = PatternSet(ranges: [9...10, 12...13, 32...32])

    /// The set of `\d`, `\W` and so on.
    init?(escape letter: Unicode.Scalar) {
        switch letter {
        case "d", "D": self = .digits
        case "w", "W": self = .word
        case "s", "S": self = .space
        default: return nil
        }
        isNegated = letter.value < 97
    }

    init(ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    /// The set of `[:alpha:]` and so on.
    init?(posix name: String) {
        switch name {
        case "digit": self = .digits
        case "word": self = .word
        case "space": self.init(ranges: [9...13, 32...32])
        case "alpha": self.init(ranges: [65...90, 97...122])
        case "alnum": self.init(ranges: [48...57, 65...90, 97...122])
        case "lower": self.init(ranges: [97...122])
        case "upper": self.init(ranges: [65...90])
        case "punct": self.init(ranges: [33...47, 58...64, 91...96, 123...126])
        case "xdigit": self.init(ranges: [48...57, 65...70, 97...102])
        default: return nil
        }
    }

    /// Adds another set's characters, also those of a negated one.
    mutating func add(_ other: PatternSet) {
        guard other.isNegated else { return ranges += other.ranges }
        var next: UInt32 = 0
        for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { ranges.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { ranges.append(next...0x10FFFF) }
    }

    /// The same set over small letters, for patterns that ignore case.
    var lowercased: PatternSet {
        var result = self
        for range in ranges {
            let upper = max(range.lowerBound, 65)...max(min(range.upperBound, 90), 65)
            if range.lowerBound <= 90, range.upperBound >= 65 {
                result.ranges.append(upper.lowerBound + 32...upper.upperBound + 32)
            }
        }
        return result
    }
}
