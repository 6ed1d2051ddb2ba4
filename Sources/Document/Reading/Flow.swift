import Core

/// Running text of one block, scalar by scalar: markup removed, with what it was as long as that matters.
struct Flow {
    enum Kind: UInt8 {
        case text
        /// Inside a code span: no sentence ends here.
        case code
        /// Where the source breaks a line and the reader does not.
        case softBreak
        /// Where the author broke the line.
        case hardBreak
    }

    private(set) var scalars: [Unicode.Scalar] = []
    private(set) var kinds: [Kind] = []
    private(set) var lines: [Int32] = []
    /// Citations, with the number of scalars before each.
    private(set) var marks: [(offset: Int, citation: Claim.Citation)] = []

    var isEmpty: Bool { scalars.isEmpty }

    var isBlank: Bool { !scalars.contains { !$0.properties.isWhitespace } }

    mutating func append(_ text: String, line: Int, isCode: Bool = false) {
        var line = Int32(clamping: line)
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                space(.softBreak, line)
                line &+= 1
            } else if scalar.value > 0x20, scalar.value < 0x7F {
                add(scalar, isCode ? .code : .text, line)
            } else if scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F {
                space(.text, line)
            } else if !Flow.isInvisible(scalar) {
                add(scalar, isCode ? .code : .text, line)
            }
        }
    }

    mutating func breakLine(hard: Bool, line: Int) { space(hard ? .hardBreak : .softBreak, Int32(clamping: line)) }

    mutating func cite(_ citation: Claim.Citation) { marks.append((scalars.count, citation)) }

    private mutating func space(_ kind: Kind, _ line: Int32) {
        guard let last = kinds.last, let lastScalar = scalars.last else { return }
        if lastScalar == " ", last != .code {
            // Of several spaces the one that breaks the line counts.
            if kind.rawValue > last.rawValue { kinds[kinds.count - 1] = kind }
            return
        }
        scalars.append(" ")
        kinds.append(kind)
        lines.append(line)
    }

    private mutating func add(_ scalar: Unicode.Scalar, _ kind: Kind, _ line: Int32) {
        // A citation that was taken out before a full stop leaves no space.
        if kind == .text, ",.;:)".unicodeScalars.contains(scalar), scalars.last == " ", marks.last?.offset == scalars.count {
            scalars.removeLast()
            kinds.removeLast()
            lines.removeLast()
        }
        scalars.append(scalar)
        kinds.append(kind)
        lines.append(line)
    }

    /// Characters without width and meaning. Those that turn the direction of writing stay, and are shown by name.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF, 0xFFF9...0xFFFB: true
        default: false
        }
    }
}

extension Flow {
    /// The text of a range, without spaces around it.
    func text(_ range: Range<Int>) -> String {
        String(scalars: scalars[trimmed(range)])
    }

    var text: String { text(scalars.indices) }

    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, scalars[start] == " " { start += 1 }
        while end > start, scalars[end - 1] == " " { end -= 1 }
        return start..<end
    }

    /// First and last line of a range that is not empty.
    func span(_ range: Range<Int>) -> (line: Int, endLine: Int) {
        guard let first = range.first, let last = range.last else { return (1, 1) }
        let from = Int(lines[first])
        return (from, max(from, Int(lines[last])))
    }

    /// Ranges between breaks of the given kinds.
    func parts(at breaks: Set<Kind>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for place in kinds.indices where breaks.contains(kinds[place]) {
            parts.append(start..<place)
            start = place + 1
        }
        parts.append(start..<kinds.count)
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    /// For each of the ranges, which are in order, the citations that stand in it or behind it.
    func citations(in ranges: [Range<Int>]) -> [[Claim.Citation]] {
        var result = [[Claim.Citation]](repeating: [], count: ranges.count)
        guard !ranges.isEmpty else { return [] }
        var place = 0
        for mark in marks {
            while place + 1 < ranges.count, ranges[place + 1].lowerBound < mark.offset { place += 1 }
            if !result[place].contains(mark.citation) { result[place].append(mark.citation) }
        }
        return result
    }
}
