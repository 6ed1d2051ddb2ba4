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
            let operands = line.words.filter { ($0.kind == .name && !Self.keywords.contains($0.text)) || $0.kind == .number }
            let hasMoved = operands.allSatisfy {
                addedNames.contains($0.text) || addedLiterals.contains($0.text) || $0.isCalled
            }
            guard !operands.isEmpty, !hasMoved else { continue }
            let isRange = line.text.contains("<") || line.text.contains(">") || line.text.lowercased().contains("valid")
            // `if !user {`, `unless session`: whether something is there.
            let isPresence =
                operands.count == 1 && (line.text.contains("!") || ["unless", "not"].contains(first.text) || line.has(["not"]))
            guard isRange || isPresence else { continue }
            add(
                isRange ? .validationRemoved : .absenceCheckRemoved, "removes the check \(Setting.quoted(line.text))",
                operands.filter { $0.kind == .name }.flatMap { CodeWord.parts(of: $0.lastName) })
        }
    }

    private static let errors: Set<String> = ["err", "error", "e", "ex", "exc", "exception", "ok"]

    /// The name that a line compares with nothing: `resp.ThreeDS == nil`, `user is None`, `if (!session)` is not one.
    private static func comparedWithNothing(_ line: PatchLines.Line) -> CodeWord? {
        guard let place = line.words.lastIndex(where: { absences.contains($0.text) }) else { return nil }
        let before = line.words[..<place].reversed().drop { $0.kind == .mark || ["is", "not"].contains($0.text) }
        return before.first.flatMap { $0.kind == .name && (!keywords.contains($0.text) || errors.contains($0.text)) ? $0 : nil }
    }

    private static let registering: Set<String> = [
        "register", "include", "use", "mount", "route", "handle", "bind", "provide", "map", "import", "install", "extend",
        "subscribe",
        "add", "configure", "schedule", "migrate", "wire", "enable", "hook", "on", "plugin", "apply", "seed", "init",
    ]

    /// Statements that only call something, which is called nowhere any more, or no longer with these arguments.
    mutating func readCalls() {
        var called: [String: Set<Set<String>>] = [:]
        for name in Set(added.flatMap(\.words).filter(\.isCalled).map(\.lastName)) {
            let parts = Set(CodeWord.parts(of: name))
            for part in parts { called[part, default: []].insert(parts) }
        }
        for line in removed where !line.isShown {
            let words = line.words.drop { ["await", "defer", "go", "try", "do"].contains($0.text) }
            guard let call = words.first, call.kind == .name, call.isCalled,
                // What is called `scan` may now be called by `scanProducts`.
                case let parts = CodeWord.parts(of: call.lastName), let first = parts.first,
                words.last.map({ [")", ";"].contains($0.text) }) == true,
                !Self.keywords.contains(call.text), !["for", "while", "switch", "catch", "super"].contains(call.text),
                !Self.collecting.contains(first) || Self.registering.contains(first) && line.scope.isEmpty
            else { continue }
            let isCalled = called[first]?.contains { $0.isSuperset(of: parts) } == true
            let isHere = addedNames.contains { CodeWord.parts(of: $0).last == parts.last } || addedCounts[parts.joined()] != nil
            guard !isCalled, !isHere else { continue }
            add(.callRemoved, "no longer calls \(Setting.quoted(call.text))", parts + Self.names(of: line))
        }
    }

    /// Calls that fill a local collection, which another expression may make whole.
    private static let collecting: Set<String> = [
        "append", "push", "add", "insert", "put", "extend", "concat", "printf", "println",
    ]

    private static let bounds: Set<String> = [
        "limit", "top", "take", "first", "pagesize", "perpage", "maxresults", "batch", "chunk", "rownum", "fetch",
        "setmaxresults", "per",
        "size", "count", "maxrecords", "maxsize",
    ]

    /// A `LIMIT` of a query, or a call that takes only so many.
    mutating func readBounds() {
        func bound(_ line: PatchLines.Line) -> String? {
            let words = Setting.plainWords(in: line.text)
            for (word, next) in zip(words, words.dropFirst())
            where Self.bounds.contains(word)
                && (Int(next) != nil || word == "limit" && line.text.uppercased().contains("LIMIT $"))
            {
                return "\(word) \(next)"
            }
            for word in line.words
            where word.isCalled
                && ["limit", "take", "setMaxResults", "paginate", "per", "first", "slice", "Take"].contains(word.lastName)
            {
                return word.lastName
            }
            return nil
        }
        guard !added.isEmpty || removed.contains(where: { bound($0) != nil }), !added.contains(where: { bound($0) != nil })
        else { return }
        for line in removed {
            guard let found = bound(line) else { continue }
            add(.boundRemoved, "removes the bound \(Setting.quoted(found.uppercased()))", Self.names(of: line))
        }
    }
}
