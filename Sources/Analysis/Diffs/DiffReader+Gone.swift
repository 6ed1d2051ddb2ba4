// What stood there and stands nowhere any more.
extension DiffReader {
    private static let absences: Set<String> = ["nil", "null", "None", "undefined", "nullptr", "NULL"]
    private static let keywords: Set<String> = [
        "if", "guard", "unless", "assert", "require", "let", "var", "not", "and", "or", "else", "return", "elif", "when",
        "const",
        "throw", "raise", "err", "error",
    ]

    /// Conditions that stand nowhere any more. One whose numbers and names all occur in what was added has only moved.
    mutating func readChecks() {
        let kept = Set(added.compactMap { Self.comparedWithNothing($0)?.lastName })
        for line in removed {
            guard let first = line.words.first(where: { $0.kind == .name }),
                ["if", "guard", "unless", "assert", "require", "elif"].contains(first.text)
            else { continue }
            if let subject = Self.comparedWithNothing(line) {
                guard !kept.contains(subject.lastName), !Self.errors.contains(subject.lastName.lowercased()) else { continue }
                add(
                    .absenceCheckRemoved, "removes the check \(Setting.quoted(line.text))", CodeWord.parts(of: subject.lastName)
                )
                continue
            }
            guard line.text.contains("<") || line.text.contains(">") || line.text.lowercased().contains("valid") else {
                continue
            }
            let operands = line.words.filter { ($0.kind == .name && !Self.keywords.contains($0.text)) || $0.kind == .number }
            let hasMoved = operands.allSatisfy {
                addedNames.contains($0.text) || addedLiterals.contains($0.text) || $0.isCalled
            }
            guard !operands.isEmpty, !hasMoved else { continue }
            add(
                .validationRemoved, "removes the check \(Setting.quoted(line.text))",
                operands.filter { $0.kind == .name }.flatMap { CodeWord.parts(of: $0.lastName) })
        }
    }

    private static let errors: Set<String> = ["err", "error", "e", "ex", "exc", "exception", "ok"]

    /// The name that a line compares with nothing: `resp.ThreeDS == nil`, `user is None`, `if (!session)` is not one.
    private static func comparedWithNothing(_ line: PatchLines.Line) -> CodeWord? {
        guard let place = line.words.lastIndex(where: { absences.contains($0.text) }) else { return nil }
        let before = line.words[..<place].reversed().drop { $0.kind == .mark || ["is", "not"].contains($0.text) }
        return before.first.flatMap { $0.kind == .name && !keywords.subtracting(errors).contains($0.text) ? $0 : nil }
    }

    private static let logging: Set<String> = [
        "log", "logger", "logging", "print", "println", "printf", "console", "fmt", "trace", "debug",
    ]

    /// Statements that only call something, which is called nowhere any more.
    mutating func readCalls() {
        var called: [String: Set<Set<String>>] = [:]
        for name in Set(added.flatMap(\.words).filter(\.isCalled).map(\.lastName)) {
            let parts = Set(CodeWord.parts(of: name))
            for part in parts { called[part, default: []].insert(parts) }
        }
        for line in removed {
            let words = line.words.drop { ["await", "defer", "go", "try", "do"].contains($0.text) }
            guard let call = words.first, call.kind == .name, call.isCalled,
                // What is called `scan` may now be called by `scanProducts`.
                case let parts = CodeWord.parts(of: call.lastName), let first = parts.first,
                called[first]?.contains(where: { $0.isSuperset(of: parts) }) != true,
                words.last.map({ [")", ";"].contains($0.text) }) == true,
                !Self.keywords.contains(call.text), call.text != "for", call.text != "while", call.text != "switch",
                Self.logging.isDisjoint(with: CodeWord.parts(of: call.text))
            else { continue }
            add(.callRemoved, "no longer calls \(Setting.quoted(call.text))", parts)
        }
    }

    private static let bounds: Set<String> = [
        "limit", "top", "take", "first", "pagesize", "perpage", "maxresults", "batch", "chunk",
    ]

    /// A `LIMIT` of a query, or a call that takes only so many.
    mutating func readBounds() {
        func bound(_ line: PatchLines.Line) -> String? {
            let words = Setting.plainWords(in: line.text)
            for (word, next) in zip(words, words.dropFirst()) where Self.bounds.contains(word) && Int(next) != nil {
                return "\(word) \(next)"
            }
            return nil
        }
        guard !added.isEmpty, !added.contains(where: { bound($0) != nil }) else { return }
        for line in removed {
            guard let found = bound(line) else { continue }
            add(.boundRemoved, "removes the bound \(Setting.quoted(found.uppercased()))", [])
        }
    }
}
