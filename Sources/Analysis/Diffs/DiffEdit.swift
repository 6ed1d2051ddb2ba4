/// A line and what stands in its place.
struct DiffEdit: Sendable {
    var old: PatchLines.Line
    var new: PatchLines.Line
    /// Words of one line that the other has not, or has less often; in their order.
    var gone: [CodeWord]
    var come: [CodeWord]

    /// Words at places where both lines, of one length, differ.
    var replaced: [(place: Int, before: CodeWord, after: CodeWord)] {
        guard old.words.count == new.words.count else { return [] }
        return zip(old.words, new.words).enumerated().filter { $0.element.0 != $0.element.1 }.map {
            ($0.offset, $0.element.0, $0.element.1)
        }
    }

    /// Tokens that stand in one of the two alone.
    let goneTokens: Set<String>
    let comeTokens: Set<String>

    init(old: PatchLines.Line, new: PatchLines.Line, gone: [CodeWord], come: [CodeWord]) {
        (self.old, self.new, self.gone, self.come) = (old, new, gone, come)
        goneTokens = old.tokens.subtracting(new.tokens)
        comeTokens = new.tokens.subtracting(old.tokens)
    }

    func has(_ words: Set<String>) -> Bool { old.has(words) || new.has(words) }
}

extension DiffReader {
    /// Pairs of a hunk's removed and added lines that share most, each line in one pair. Only near lines are compared.
    static func edits(of patch: PatchLines) -> [DiffEdit] {
        var open: [Int: [PatchLines.Line]] = [:]
        for line in patch.lines where line.sign == .added && !line.isMoved { open[line.group, default: []].append(line) }
        let bags = WordBag.all(of: patch)
        var edits: [DiffEdit] = []
        for old in patch.lines where old.sign == .removed && !old.isMoved {
            guard let candidates = open[old.group], !candidates.isEmpty else { continue }
            var best: (index: Int, share: Double)?
            for (index, new) in candidates.prefix(mostCompared).enumerated() {
                let share = likeness(old, new, bags)
                if share > best?.share ?? 0.4 { best = (index, share) }
            }
            guard let best, let new = open[old.group]?.remove(at: best.index) else { continue }
            edits.append(
                DiffEdit(old: old, new: new, gone: surplus(old.words, new.words), come: surplus(new.words, old.words)))
        }
        return edits
    }

    /// The share of words that both have, marks counted for less.
    private static func likeness(_ old: PatchLines.Line, _ new: PatchLines.Line, _ bags: [Int: WordBag]) -> Double {
        guard let left = bags[old.number], let right = bags[new.number] else { return 0 }
        let most = max(left.weight, right.weight)
        let shared = left.shared(with: right)
        // Two values of one name are one setting, whatever the values.
        if let end = old.words.firstIndex(where: { ["=", ":"].contains($0.text) }), end > 0, end <= 4,
            old.words.prefix(end + 1) == new.words.prefix(end + 1), old.words.prefix(end).contains(where: { $0.kind != .mark })
        {
            return max(0.5, shared / most)
        }
        return most > 0 ? shared / most : 0
    }

    private static func surplus(_ words: [CodeWord], _ others: [CodeWord]) -> [CodeWord] {
        var left: [CodeWord: Int] = [:]
        for word in others { left[word, default: 0] += 1 }
        return words.filter { word in
            guard let count = left[word], count > 0 else { return true }
            left[word] = count - 1
            return false
        }
    }
}

/// The words of a line as numbers in order, so that two lines are compared in one pass.
private struct WordBag {
    private var numbers: [Int]
    private(set) var weight: Double

    /// Of the changed lines, by their numbers. Marks have odd numbers.
    static func all(of patch: PatchLines) -> [Int: WordBag] {
        var known: [CodeWord: Int] = [:]
        var bags: [Int: WordBag] = [:]
        for line in patch.lines where line.sign != .kept && !line.isMoved {
            let numbers = line.words.map { word in
                let next = known.count * 2 + (word.kind == .mark ? 1 : 0)
                let number = known[word] ?? next
                known[word] = number
                return number
            }
            bags[line.number] = WordBag(numbers: numbers.sorted(), weight: numbers.reduce(0) { $0 + Self.weight($1) })
        }
        return bags
    }

    private static func weight(_ number: Int) -> Double { number.isMultiple(of: 2) ? 1 : 0.25 }

    func shared(with other: WordBag) -> Double {
        var (left, right, sum) = (0, 0, 0.0)
        while left < numbers.count, right < other.numbers.count {
            let (mine, theirs) = (numbers[left], other.numbers[right])
            if mine == theirs { sum += Self.weight(mine) }
            if mine <= theirs { left += 1 }
            if theirs <= mine { right += 1 }
        }
        return sum
    }
}
