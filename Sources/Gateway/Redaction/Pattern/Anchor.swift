/// Where the scanner looks whether a pattern matches. It is found from the pattern, so that no rule can name a wrong one.
enum Anchor: Hashable {
    /// The first three bytes, folded.
    case trigrams(Set<UInt32>)
    /// The first digit of a number, after this many letters; `gap`: after letters and one space.
    case number(letters: Int, gap: Bool)
    /// A byte that the pattern has after a set of others, which are looked for backwards.
    case byte(UInt8, before: ByteSet, maximum: Int)
    /// The start of a run of base64 characters.
    case longRun

    /// Folds upper and lower case together (and some other pairs of bytes, which costs time and is not wrong).
    static func fold(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
        (UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16) | 0x20_20_20
    }

    static let maximumTrigrams = 4096
    /// A run that is shorter is not looked at.
    static let longRunLength = 16

    static func find(_ pattern: [Pattern.Node]) -> Anchor? {
        let nodes = pattern.filter { $0 != .boundary && $0 != .valueStart && $0 != .valueEnd }
        if let number = number(nodes) { return number }
        if case .set(let set, let minimum, let maximum)? = nodes.first {
            if nodes.count > 1, case .literal(let bytes) = nodes[1], let byte = bytes.first, let maximum, maximum > 1,
                maximum <= 64, !set.contains(byte)
            {
                return .byte(byte, before: set, maximum: maximum)
            }
            if minimum >= longRunLength, set.union(.base64) == .base64 { return .longRun }
        }
        guard let prefixes = prefixes(nodes[...], length: 3), prefixes.allSatisfy({ $0.count == 3 }) else { return nil }
        return .trigrams(Set(prefixes.map { fold($0[0], $0[1], $0[2]) }))
    }

    private static func number(_ nodes: [Pattern.Node]) -> Anchor? {
        var letters = 0
        for (position, node) in nodes.enumerated() {
            guard case .set(let set, let minimum, let maximum) = node else {
                if case .literal(let bytes) = node, let first = bytes.first, first.isASCIIDigit {
                    return letters <= 6 ? .number(letters: letters, gap: false) : nil
                }
                return nil
            }
            if minimum >= 1, set.union(.digits) == .digits {
                return letters <= 6 ? .number(letters: letters, gap: false) : nil
            }
            if letters > 0, set == ByteSet(" "), minimum == 0, maximum == 1, position + 1 < nodes.count {
                return .number(letters: letters, gap: true)
            }
            guard minimum == maximum, set.union(.letters) == .letters else { return nil }
            letters += minimum
        }
        return nil
    }

    /// Every way in which the first bytes of the pattern can be, or `nil` when there are too many or the pattern is too short.
    private static func prefixes(_ nodes: ArraySlice<Pattern.Node>, length: Int) -> Set<[UInt8]>? {
        if length == 0 { return [[]] }
        guard let node = nodes.first else { return nil }
        let rest = nodes.dropFirst()
        var result: Set<[UInt8]> = []
        func add(_ bytes: [UInt8], then nodes: ArraySlice<Pattern.Node>) -> Bool {
            guard let tails = prefixes(nodes, length: max(0, length - bytes.count)) else { return false }
            for tail in tails { result.insert(Array((bytes + tail).prefix(length))) }
            return result.count <= maximumTrigrams
        }
        switch node {
        case .boundary, .valueStart, .valueEnd: return prefixes(rest, length: length)
        case .literal(let bytes), .word(let bytes): return add(Array(bytes.prefix(length)), then: rest) ? result : nil
        case .choice(let choices):
            for choice in choices {
                guard let some = prefixes(choice[...] + rest, length: length) else { return nil }
                result.formUnion(some)
            }
            return result.count <= maximumTrigrams ? result : nil
        case .set(let set, let minimum, let maximum):
            guard maximum != 0 else { return prefixes(rest, length: length) }
            let fewer = maximum.map { max(0, $0 - 1) }
            let again: ArraySlice<Pattern.Node> = [.set(set, minimum: max(0, minimum - 1), maximum: fewer)] + rest
            let members = Set(set.members.map { $0 | 0x20 })
            for byte in members { guard add([byte], then: again) else { return nil } }
            if minimum == 0 {
                guard let without = prefixes(rest, length: length) else { return nil }
                result.formUnion(without)
            }
            return result.count <= maximumTrigrams ? result : nil
        }
    }
}
