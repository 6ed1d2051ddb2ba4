/// Which rules may match at a number, by the letters before it and by how many digits it begins with.
struct NumberIndex: Sendable {
    struct Entry {
        /// 0–6, or ``NumberIndex/anywhere``.
        var group: Int
        var digits: Int
        var candidate: Candidate
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
                for entry in entries where entry.group == group && entry.digits == digits {
                    candidates.append(entry.candidate)
                }
                starts.append(Int32(candidates.count))
            }
        }
        self.starts = FixedTable(starts)
        self.candidates = FixedTable(candidates)
    }

    /// How a pattern may begin, after its letters. Too much costs time, too little would lose matches.
    struct Beginning {
        /// What may follow when the pattern begins with n digits; `nil`: it cannot. The last is for that many or more.
        private(set) var followers: [ByteSet?] = Array(repeating: nil, count: NumberIndex.most + 1)
        /// Numbers of digits that may have been taken so far, as bits.
        private var open: UInt32 = 1

        init(_ nodes: [Pattern.Node]) { read(nodes) }

        private mutating func read(_ nodes: [Pattern.Node]) {
            for node in nodes {
                switch node {
                case .valueStart, .valueEnd: continue
                case .boundary:
                    // Before the digits it says nothing of what follows them.
                    if open == 1 { continue }
                    return add(ByteSet.letters.union(.digits).inverted)
                case .literal(let bytes), .word(let bytes):
                    for byte in bytes {
                        if byte.isASCIIDigit {
                            shift(1...1)
                        } else if open != 1 {
                            return add(ByteSet(byte...byte).caseless)
                        }
                    }
                case .choice: return addAnything(from: 0)
                case .set(let set, let minimum, let maximum):
                    if !set.members.contains(where: \.isASCIIDigit) {
                        if open == 1 { continue }
                        add(set)
                        if minimum > 0 { return }
                    } else if set.union(.digits) == .digits, let maximum {
                        shift(minimum...max(minimum, maximum))
                    } else {
                        // The digits may end inside this set, at a member that is none.
                        for more in 0..<minimum { add(set.subtracting(.digits), shifted: more) }
                        return addAnything(from: minimum)
                    }
                }
            }
            addAnything(from: 0)
        }

        private mutating func add(_ set: ByteSet, shifted count: Int = 0) {
            for length in 0...most where open >> UInt32(length) & 1 == 1 {
                let length = min(length + count, NumberIndex.most)
                followers[length] = (followers[length] ?? ByteSet()).union(set)
            }
        }

        /// Anything may follow the shortest length and this many more digits, and all longer ones.
        private mutating func addAnything(from count: Int) {
            guard open != 0 else { return }
            for length in min(open.trailingZeroBitCount + count, NumberIndex.most)...most {
                followers[length] = ByteSet().inverted
            }
        }

        private mutating func shift(_ counts: ClosedRange<Int>) {
            var result: UInt32 = 0
            for length in 0...most where open >> UInt32(length) & 1 == 1 {
                for count in counts.lowerBound...min(counts.upperBound, counts.lowerBound + NumberIndex.most) {
                    result |= 1 << UInt32(min(length + count, NumberIndex.most))
                }
            }
            open = result
        }
    }
}
