import Core

/// Reads the effects out of a change's files. Lexical and language-neutral: it sees what lines say, not what they mean, so that an
/// effect is a possibility for the evidence to bear out and never a verdict.
struct DiffReader {
    private let patches: [PatchLines]
    private let added: [PatchLines.Line]
    private let removed: [PatchLines.Line]
    private let addedNames: Set<String>
    private let addedLiterals: Set<String>
    private(set) var effects: [DiffEffect] = []

    static let mostFiles = 100
    static let mostEffects = 20

    /// Effects in the order of the files, each once.
    static func effects(of files: [Change.FileChange]) -> [DiffEffect] {
        var reader = DiffReader(files)
        reader.read()
        var seen: Set<DiffEffect> = []
        return Array(reader.effects.filter { seen.insert($0).inserted }.prefix(mostEffects))
    }

    private init(_ files: [Change.FileChange]) {
        patches = files.prefix(Self.mostFiles).filter { !DiffReader.isText($0.path) }.map(PatchLines.init)
        added = patches.flatMap { $0.lines(.added) }
        removed = patches.flatMap { $0.lines(.removed) }
        let words = added.flatMap(\.words)
        addedNames = Set(words.filter { $0.kind == .name }.map(\.text))
        addedLiterals = Set(words.filter { $0.kind == .number || $0.kind == .text }.map(\.text))
    }

    /// Documentation, tests, and what only people look at.
    static func isText(_ path: String) -> Bool {
        let path = path.lowercased()
        let name = path.split(separator: "/").last ?? ""
        let endings = [".md", ".rst", ".css", ".scss", ".less", ".svg", ".png", ".jpg", ".html", ".snap", ".golden"]
        return endings.contains(where: path.hasSuffix) || path.contains("/testdata/") || path.contains("/tests/")
            || path.hasPrefix("tests/") || path.hasPrefix("docs/") || name.contains("_test.") || name.contains(".test.")
            || name.contains("_fuzz_test") || name == "codeowners" || name == "license"
    }

    private mutating func add(_ kind: DiffEffect.Kind, _ says: String, _ names: [String]) {
        effects.append(DiffEffect(kind: kind, says: says, names: Set(names.filter { $0.utf8.count >= 3 })))
    }

    private mutating func read() {
        for patch in patches {
            if DiffReader.isManifest(patch.path) {
                readVersions(patch)
                continue
            }
            readEdits(patch)
            readLoops(patch)
        }
        readChecks()
        readCalls()
        readBounds()
        readRelations()
        readConcurrency()
    }

    // MARK: Edits of one value

    /// Lines that differ in a literal or a name alone.
    private mutating func readEdits(_ patch: PatchLines) {
        var open = patch.lines(.added)
        for old in patch.lines(.removed) {
            let candidates = open.indices.filter { open[$0].hunk == old.hunk && open[$0].words.count == old.words.count }
            for index in candidates {
                let new = open[index]
                let differing = zip(old.words, new.words).enumerated().filter { $0.element.0 != $0.element.1 }
                guard (1...2).contains(differing.count), differing.count < old.words.count else { continue }
                open.remove(at: index)
                for (place, (before, after)) in differing { readEdit(old.words, place, before, after) }
                break
            }
        }
        readMovedValues(patch)
    }

    private mutating func readEdit(_ words: [CodeWord], _ place: Int, _ before: CodeWord, _ after: CodeWord) {
        if before.kind == .number || after.kind == .number || Setting.isSwitch(before.text, after.text) {
            guard let name = Setting.name(in: words, before: place) else { return }
            change(of: name, from: before.text, to: after.text)
        } else if before.kind == .text, after.kind == .text, Setting.isIdentifier(before.text), Setting.isIdentifier(after.text)
        {
            add(.renamed, "renames \(Setting.quoted(before.text)) to \(Setting.quoted(after.text))", [before.text])
        }
    }

    /// A call whose line changed in other ways as well, with another number: `WithTimeout(ctx, 5*time.Second)`.
    private mutating func readMovedValues(_ patch: PatchLines) {
        for old in patch.lines(.removed) {
            for call in old.words where call.isCalled && Setting.kind(of: call.text) != nil {
                let before = Setting.arguments(of: call, in: old.words)
                guard !before.isEmpty else { continue }
                for new in patch.lines(.added) where new.hunk == old.hunk && new.words.contains(call) {
                    let after = Setting.arguments(of: call, in: new.words)
                    if !after.isEmpty, after != before { change(of: call.text, from: before, to: after) }
                }
            }
        }
    }

    private mutating func change(of name: String, from before: String, to after: String) {
        guard let kind = Setting.kind(of: name), let effect = kind.effect(from: before, to: after) else { return }
        let verb = Setting.verb(from: before, to: after)
        let parts = CodeWord.parts(of: name).filter { $0.utf8.count >= 4 }
        add(
            effect,
            "\(verb) \(Setting.quoted(name)) from \(Setting.quoted(before)) to \(Setting.quoted(after))", parts + [name])
    }

    // MARK: Manifests

    private static func isManifest(_ path: String) -> Bool {
        let name = path.lowercased().split(separator: "/").last.map(String.init) ?? path
        return [
            "go.mod", "go.sum", "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "cargo.toml", "cargo.lock",
            "pom.xml", "build.gradle", "gemfile", "gemfile.lock", "requirements.txt", "pyproject.toml", "poetry.lock",
            "package.swift", "package.resolved", "composer.json",
        ].contains(name)
    }

    private mutating func readVersions(_ patch: PatchLines) {
        let names = patch.lines(.added).compactMap { $0.text.split(separator: " ").first.map(String.init) }
        guard let first = names.first else { return }
        let more = names.count > 1 ? " and \(names.count - 1) more" : ""
        add(
            .dependencyChanged, "changes the version of \(Setting.quoted(first))\(more)",
            names.flatMap { CodeWord.parts(of: $0) })
    }

    // MARK: What is gone

    private static let absences: Set<String> = ["nil", "null", "None", "undefined", "nullptr", "NULL"]
    private static let keywords: Set<String> = [
        "if", "guard", "unless", "assert", "require", "let", "var", "not", "and", "or", "else", "return", "elif", "when",
        "const",
        "throw", "raise", "err", "error",
    ]

    /// Conditions that stand nowhere any more. One whose numbers and names all occur in what was added has only moved.
    private mutating func readChecks() {
        for line in removed {
            guard let first = line.words.first(where: { $0.kind == .name }),
                ["if", "guard", "unless", "assert", "require", "elif"].contains(first.text)
            else { continue }
            if let subject = Self.comparedWithNothing(line) {
                let isKept = added.contains { new in
                    Self.comparedWithNothing(new).map { $0.lastName == subject.lastName } ?? false
                }
                guard !isKept, !Self.errors.contains(subject.lastName.lowercased()) else { continue }
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
    private mutating func readCalls() {
        let called = added.flatMap(\.words).filter(\.isCalled).map { Set(CodeWord.parts(of: $0.lastName)) }
        for line in removed {
            let words = line.words.drop { ["await", "defer", "go", "try", "do"].contains($0.text) }
            guard let call = words.first, call.kind == .name, call.isCalled,
                // What is called `scan` may now be called by `scanProducts`.
                case let parts = CodeWord.parts(of: call.lastName), !called.contains(where: { $0.isSuperset(of: parts) }),
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
    private mutating func readBounds() {
        func bound(_ line: PatchLines.Line) -> String? {
            let words = Setting.plainWords(of: line)
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

    // MARK: What is new

    private static let remote: Set<String> = [
        "query", "select", "get", "put", "fetch", "find", "load", "insert", "update", "delete", "execute", "exec", "send",
        "post",
        "call", "request", "invoke", "publish", "lookup", "read", "write", "save",
    ]
    private static let grouped: Set<String> = ["batch", "bulk", "chunk", "multi", "many", "group"]

    /// A call to another system inside a loop that had none, or where it was made for many at once.
    private mutating func readLoops(_ patch: PatchLines) {
        let old = Set(patch.lines(.removed).flatMap { $0.words.filter(\.isCalled).flatMap { CodeWord.parts(of: $0.lastName) } })
        let oldNames = Set(patch.lines(.removed).flatMap { $0.words.filter(\.isCalled).map(\.lastName) })
        let keptNames = Set(patch.lines(.kept).flatMap { $0.words.filter(\.isCalled).map(\.lastName) })
        var loops: [Int] = []
        for line in patch.lines where line.sign != .removed {
            while let last = loops.last, line.indent <= last { loops.removeLast() }
            let isLoop =
                ["for", "while", "foreach", "loop"].contains(line.words.first?.text ?? "")
                || line.words.contains { $0.isCalled && ["forEach", "map", "each"].contains($0.lastName) }
            if !loops.isEmpty, line.sign == .added {
                for word in line.words where word.isCalled && word.text.contains(".") {
                    let parts = CodeWord.parts(of: word.lastName)
                    guard let verb = parts.first, Self.remote.contains(verb), !oldNames.contains(word.lastName),
                        !keptNames.contains(word.lastName)
                    else { continue }
                    let was = old.isDisjoint(with: Self.grouped) ? "" : " instead of many at once"
                    let receiver = word.text.split(separator: ".").dropLast().flatMap { CodeWord.parts(of: String($0)) }
                    add(
                        .callPerElement, "calls \(Setting.quoted(word.text)) for each element\(was)",
                        (parts + receiver).filter { $0.utf8.count >= 4 })
                }
            }
            if isLoop { loops.append(line.indent) }
        }
    }

    /// Tables that a query newly names and no statement of the change makes.
    private mutating func readRelations() {
        func relations(_ lines: [PatchLines.Line], after openings: Set<String>) -> [String] {
            lines.flatMap { line -> [String] in
                let words = Setting.plainWords(of: line)
                guard !Set(words).isDisjoint(with: ["select", "insert", "update", "delete", "create", "join"]) else {
                    return []
                }
                return zip(words, words.dropFirst()).filter { openings.contains($0.0) && $0.1.contains("_") }.map(\.1)
            }
        }
        let known = Set(relations(removed, after: ["from", "into", "join", "update"]))
        let all = patches.flatMap(\.lines)
        let made = Set(relations(all, after: ["table", "exists", "view"]))
        for relation in relations(added, after: ["from", "into", "join", "update"])
        where !known.contains(relation) && !made.contains(relation) {
            add(.newRelation, "reads \(Setting.quoted(relation)), which nothing in it makes", [relation])
        }
    }

    private static let locks: Set<String> = [
        "lock", "unlock", "mutex", "synchronized", "semaphore", "async", "await", "goroutine", "thread",
    ]

    private mutating func readConcurrency() {
        func words(_ lines: [PatchLines.Line]) -> Set<String> {
            Set(lines.flatMap(\.words).filter { $0.kind == .name }.flatMap { CodeWord.parts(of: $0.text) }).intersection(
                Self.locks)
        }
        let (before, after) = (words(removed), words(added))
        guard before != after, let word = before.symmetricDifference(after).min() else { return }
        add(.concurrencyChanged, "changes the use of \(Setting.quoted(word))", [word])
    }
}
