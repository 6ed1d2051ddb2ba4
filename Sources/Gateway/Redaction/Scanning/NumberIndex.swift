/// Which rules may match at a number, by the letters before it and by how many digits it begins with.
struct NumberIndex: Sendable {
    struct Entry {
        var letters: Int
        /// Bit n: the pattern may begin with n digits; the last bit: with that many or more.
        var lengths: UInt32
        var variant: Int32
    }

    static let most = 31
    /// Where the list for letters * 32 + digits begins; one more at the end.
    let starts: FixedTable<Int32>
    let variants: FixedTable<Int32>

    init(_ entries: [Entry]) {
        var starts: [Int32] = [0]
        var variants: [Int32] = []
        for letters in 0...6 {
            for digits in 0...Self.most {
                for entry in entries where entry.letters == letters && entry.lengths >> UInt32(digits) & 1 == 1 {
                    variants.append(entry.variant)
                }
                starts.append(Int32(variants.count))
            }
        }
        self.starts = FixedTable(starts)
        self.variants = FixedTable(variants)
    }

    /// How many digits a pattern may begin with, after its letters. Too many bits cost time, too few would lose matches.
    static func lengths(_ nodes: [Pattern.Node]) -> UInt32 {
        var open: UInt32 = 1
        var closed: UInt32 = 0
        for node in nodes {
            switch node {
            case .valueStart, .valueEnd: continue
            case .boundary:
                // At the start it says nothing of the end of the digits.
                if open == 1 { continue }
                return closed | open
            case .literal(let bytes):
                for byte in bytes {
                    guard byte.isASCIIDigit else {
                        if open == 1 { continue }
                        return closed | open
                    }
                    open = shifted(open, by: 1)
                }
            case .choice: return closed | atLeast(open)
            case .set(let set, let minimum, let maximum):
                let hasDigits = set.members.contains(where: \.isASCIIDigit)
                if !hasDigits {
                    if open == 1 { continue }
                    closed |= open
                    if minimum > 0 { return closed }
                } else if set.union(.digits) == .digits, let maximum {
                    let before = open
                    open = 0
                    for count in minimum...min(max(minimum, maximum), minimum + most) { open |= shifted(before, by: count) }
                } else {
                    return closed | atLeast(open)
                }
            }
        }
        return closed | atLeast(open)
    }

    private static func shifted(_ lengths: UInt32, by count: Int) -> UInt32 {
        var result = lengths
        for _ in 0..<min(count, most) { result = result << 1 | (result & 1 << UInt32(most)) }
        return result
    }

    /// All lengths from the shortest on.
    private static func atLeast(_ lengths: UInt32) -> UInt32 {
        lengths == 0 ? 0 : UInt32.max << UInt32(lengths.trailingZeroBitCount)
    }
}
