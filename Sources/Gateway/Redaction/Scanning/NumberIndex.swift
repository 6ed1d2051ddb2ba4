/// Which rules may match at a number, by the letters before it and by how many digits it begins with.
struct NumberIndex: Sendable {
    struct Entry {
        /// 0–6, or ``NumberIndex/anywhere``.
        var group: Int
        var beginning: Beginning
        var variant: Int32
        var table: Int32
        var context: Int32
        var isIP: Bool
    }

    struct Candidate: BitwiseCopyable, Sendable {
        var variant: Int32
        /// The table of the bytes that may follow the digits.
        var table: Int32
        /// As in the variant.
        var context: Int32
        var isIP: Bool
    }

    /// The group of rules that need no boundary before the number.
    static let anywhere = 7
    static let most = 31
    /// Where the list for group * 32 + digits begins; one more at the end.
    let starts: FixedTable<Int32>
    let candidates: FixedTable<Candidate>

    init(_ entries: [Entry]) {
        var starts: [Int32] = [0]
        var candidates: [Candidate] = []
        for group in 0...Self.anywhere {
            for digits in 0...Self.most {
                for entry in entries where entry.group == group && entry.beginning.lengths >> UInt32(digits) & 1 == 1 {
                    candidates.append(
                        Candidate(variant: entry.variant, table: entry.table, context: entry.context, isIP: entry.isIP))
                }
                starts.append(Int32(candidates.count))
            }
        }
        self.starts = FixedTable(starts)
        self.candidates = FixedTable(candidates)
    }

    /// How a pattern may begin, after its letters. Too much costs time, too little would lose matches.
    struct Beginning {
        /// Bit n: with n digits; the last bit: with that many or more.
        var lengths: UInt32 = 0
        /// What may follow the digits.
        var followers = ByteSet()

        init(_ nodes: [Pattern.Node]) {
            var open: UInt32 = 1
            for node in nodes {
                switch node {
                case .valueStart, .valueEnd: continue
                case .boundary:
                    // Before the digits it says nothing of what follows them.
                    if open == 1 { continue }
                    lengths |= open
                    followers.formUnion(ByteSet.letters.union(.digits).inverted)
                    return
                case .literal(let bytes), .word(let bytes):
                    for byte in bytes {
                        if byte.isASCIIDigit {
                            open = NumberIndex.shifted(open, by: 1)
                        } else if open != 1 {
                            lengths |= open
                            followers.formUnion(ByteSet(byte...byte).caseless)
                            return
                        }
                    }
                case .choice:
                    anything(open)
                    return
                case .set(let set, let minimum, let maximum):
                    if !set.members.contains(where: \.isASCIIDigit) {
                        if open == 1 { continue }
                        lengths |= open
                        followers.formUnion(set)
                        if minimum > 0 { return }
                    } else if set.union(.digits) == .digits, let maximum {
                        let before = open
                        open = 0
                        for count in minimum...min(max(minimum, maximum), minimum + NumberIndex.most) {
                            open |= NumberIndex.shifted(before, by: count)
                        }
                    } else {
                        anything(open)
                        return
                    }
                }
            }
            anything(open)
        }

        /// From the shortest length on, whatever follows.
        private mutating func anything(_ open: UInt32) {
            lengths |= open == 0 ? 0 : UInt32.max << UInt32(open.trailingZeroBitCount)
            followers = ByteSet().inverted
        }
    }

    fileprivate static func shifted(_ lengths: UInt32, by count: Int) -> UInt32 {
        var result = lengths
        for _ in 0..<min(count, most) { result = result << 1 | (result & 1 << UInt32(most)) }
        return result
    }
}
