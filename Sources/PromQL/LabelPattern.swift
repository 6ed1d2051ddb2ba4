/// A regular expression as label matchers use it: RE2 syntax, anchored at both ends, `.` matching every character.
///
/// Matching follows all alternatives at once (Thompson 1968, "Regular expression search algorithm"), so no pattern is slow.
/// Unicode properties (`\pL`), word boundaries and patterns of more than 4000 steps are not supported.
public struct LabelPattern: Sendable {
    enum Step: Sendable {
        case scalar(Unicode.Scalar)
        case any
        case set(PatternSet)
        case start
        case end
        case jump(Int)
        case split(Int, Int)
        case match
    }

    private let steps: [Step]
    private let ignoresCase: Bool
    /// The only texts that match, where the pattern is one literal or a choice of literals.
    private let literals: Set<String>?

    /// - Returns: `nil` when the pattern is malformed, or uses what is not supported.
    public init?(_ pattern: String) {
        if !pattern.utf8.contains(where: LabelPattern.isSpecial) {
            literals = Set(pattern.split(separator: "|", omittingEmptySubsequences: false).map(String.init))
            steps = []
            ignoresCase = false
            return
        }
        var compiler = PatternCompiler(pattern)
        guard let steps = compiler.compile() else { return nil }
        literals = nil
        self.steps = steps
        self.ignoresCase = compiler.ignoresCase
    }

    /// Characters that may mean more than themselves, but for `|`.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "^"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    /// Whether the whole text matches. Texts of more than 20 000 bytes match no pattern but literals.
    public func matches(_ text: String) -> Bool {
        if let literals { return literals.contains(text) }
        guard text.utf8.count <= 20_000 else { return false }
        let scalars = Array((ignoresCase ? text.lowercased() : text).unicodeScalars)
        var marks = [Int](repeating: -1, count: steps.count)
        var current: [Int] = []
        var following: [Int] = []
        var open: [Int] = []
        follow(from: 0, at: 0, of: scalars.count, &marks, &open, &current)
        for (place, scalar) in scalars.enumerated() {
            following.removeAll(keepingCapacity: true)
            for index in current where consumes(steps[index], scalar) {
                follow(from: index + 1, at: place + 1, of: scalars.count, &marks, &open, &following)
            }
            if following.isEmpty { return false }
            swap(&current, &following)
        }
        return current.contains { if case .match = steps[$0] { true } else { false } }
    }

    private func consumes(_ step: Step, _ scalar: Unicode.Scalar) -> Bool {
        switch step {
        case .scalar(let wanted): wanted == scalar
        case .any: true
        case .set(let set): set.contains(scalar)
        default: false
        }
    }

    /// Adds the steps that can be reached without reading a character. `marks` holds the position each step was last added at.
    private func follow(
        from first: Int, at position: Int, of count: Int, _ marks: inout [Int], _ open: inout [Int], _ list: inout [Int]
    ) {
        open.append(first)
        while let index = open.popLast() {
            guard marks[index] != position else { continue }
            marks[index] = position
            switch steps[index] {
            case .jump(let target): open.append(target)
            case .split(let one, let other):
                open.append(other)
                open.append(one)
            case .start: if position == 0 { open.append(index + 1) }
            case .end: if position == count { open.append(index + 1) }
            default: list.append(index)
            }
        }
    }
}
