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

    /// - Returns: `nil` when the pattern is malformed, or uses what is not supported.
    public init?(_ pattern: String) {
        var compiler = PatternCompiler(pattern)
        guard let steps = compiler.compile() else { return nil }
        self.steps = steps
        self.ignoresCase = compiler.ignoresCase
    }

    /// Whether the whole text matches. Texts of more than 20 000 characters match nothing.
    public func matches(_ text: String) -> Bool {
        let scalars = (ignoresCase ? text.lowercased() : text).unicodeScalars
        guard text.utf8.count <= 20_000 else { return false }
        var marks = [Int](repeating: -1, count: steps.count)
        var current: [Int] = []
        var position = 0
        let count = scalars.count
        follow(from: 0, at: position, of: count, &marks, &current)
        for scalar in scalars {
            var following: [Int] = []
            position += 1
            for index in current where consumes(steps[index], scalar) {
                follow(from: index + 1, at: position, of: count, &marks, &following)
            }
            if following.isEmpty { return false }
            current = following
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
    private func follow(from first: Int, at position: Int, of count: Int, _ marks: inout [Int], _ list: inout [Int]) {
        var open = [first]
        while let index = open.popLast() {
            guard marks[index] != position else { continue }
            marks[index] = position
            switch steps[index] {
            case .jump(let target): open.append(target)
            case .split(let one, let other): open += [other, one]
            case .start: if position == 0 { open.append(index + 1) }
            case .end: if position == count { open.append(index + 1) }
            default: list.append(index)
            }
        }
    }
}
