import PromQL

/// Looks for labels that pass some matchers and of several lists of others none as a whole.
///
/// Every label is tried with the values that the matchers name, with none, and with a value that none of them names, for which
/// each pattern that is no literal is taken to be free to hold or not. So labels may be thought possible that are not, never
/// the other way round.
struct LabelSearch {
    let wanted: [CompiledMatcher]
    /// Of each of these lists one matcher at least must fail.
    let unwanted: [[CompiledMatcher]]

    private enum Value {
        case literal(String)
        /// A value that no matcher names, and the patterns that hold for it.
        case other(Set<String>)
    }

    private static let stepLimit = 20_000
    private static let valueLimit = 2000

    /// Whether there are certainly none. False also where looking would take too long.
    var findsNone: Bool {
        if unwanted.contains(where: \.isEmpty) { return true }
        let names = Set((wanted + unwanted.flatMap { $0 }).map(\.name)).sorted()
        var choices: [[Set<Int>]] = []
        for name in names {
            guard let values = values(of: name) else { return false }
            let passing = values.filter { value in
                wanted.allSatisfy { $0.name != name || LabelSearch.passes($0, value) ?? true }
            }
            guard !passing.isEmpty else { return true }
            guard passing.count * unwanted.count <= 400_000 else { return false }
            choices.append(best(passing.map { failing(name, $0) }))
        }
        var steps = LabelSearch.stepLimit
        return !covers(Set(unwanted.indices), choices[...], &steps) && steps > 0
    }

    /// Whether one choice for each label makes all of `open` fail.
    private func covers(_ open: Set<Int>, _ choices: ArraySlice<[Set<Int>]>, _ steps: inout Int) -> Bool {
        steps -= 1
        if open.isEmpty { return true }
        guard steps > 0, let next = choices.first else { return false }
        return next.contains { covers(open.subtracting($0), choices.dropFirst(), &steps) }
    }

    /// The lists that a value of a label makes fail.
    private func failing(_ name: String, _ value: Value) -> Set<Int> {
        Set(
            unwanted.indices.filter { index in
                unwanted[index].contains { $0.name == name && LabelSearch.passes($0, value) == false }
            })
    }

    /// Without the choices that another one is as good as.
    private func best(_ choices: [Set<Int>]) -> [Set<Int>] {
        var kept: [Set<Int>] = []
        for choice in choices.sorted(by: { $0.count > $1.count }) where !kept.contains(where: choice.isSubset) {
            kept.append(choice)
            if kept.count > 64 { return Array(Set(choices)) }
        }
        return kept
    }

    /// `nil`: there are too many.
    private func values(of name: String) -> [Value]? {
        var literals: Set<String> = [""]
        var patterns: Set<String> = []
        for matcher in wanted + unwanted.flatMap({ $0 }) where matcher.name == name {
            if let named = LabelSearch.literals(of: matcher) {
                literals.formUnion(named)
            } else {
                patterns.insert(matcher.value)
            }
        }
        patterns.subtract(LabelSearch.universal)
        guard patterns.count <= 5, literals.count <= LabelSearch.valueLimit else { return nil }
        var subsets: [Set<String>] = [[]]
        for pattern in patterns.sorted() { subsets += subsets.map { $0.union([pattern]) } }
        return subsets.map(Value.other) + literals.sorted().map(Value.literal)
    }

    /// `nil`: the pattern cannot be read.
    private static func passes(_ matcher: CompiledMatcher, _ value: Value) -> Bool? {
        switch value {
        case .literal(let text): return matcher.matches(text)
        case .other(let patterns):
            let holds = literals(of: matcher) == nil && (universal.contains(matcher.value) || patterns.contains(matcher.value))
            return holds == matcher.isPositive
        }
    }

    /// Patterns that hold for every value that is not empty.
    private static let universal: Set<String> = [".*", ".+", "(.*)", "(.+)", "^.*$", "^.+$", ".*.*"]

    /// The values that a matcher names; `nil` for a pattern that is no choice of literals.
    private static func literals(of matcher: CompiledMatcher) -> [String]? {
        guard matcher.operation == .regex || matcher.operation == .notRegex else { return [matcher.value] }
        guard !matcher.value.contains(where: { "\\.*+?()[]{}^$".contains($0) }) else { return nil }
        return matcher.value.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
}
