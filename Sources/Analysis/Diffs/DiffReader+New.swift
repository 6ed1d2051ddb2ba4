// What was not there before.
extension DiffReader {
    private static let remote: Set<String> = [
        "query", "select", "get", "put", "fetch", "find", "load", "insert", "update", "delete", "execute", "exec", "send",
        "post",
        "call", "request", "invoke", "publish", "lookup", "read", "write", "save",
    ]
    private static let grouped: Set<String> = ["batch", "bulk", "chunk", "multi", "many", "group"]

    /// A call to another system inside a loop that had none, or where it was made for many at once.
    mutating func readLoops(_ patch: PatchLines) {
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
    mutating func readRelations() {
        func relations(_ lines: [PatchLines.Line], after openings: Set<String>) -> [String] {
            lines.flatMap { line -> [String] in
                let words = Setting.plainWords(in: line.text)
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

    mutating func readConcurrency() {
        func words(_ lines: [PatchLines.Line]) -> Set<String> {
            Set(lines.flatMap(\.words).filter { $0.kind == .name }.flatMap { CodeWord.parts(of: $0.text) }).intersection(
                Self.locks)
        }
        let (before, after) = (words(removed), words(added))
        guard before != after, let word = before.symmetricDifference(after).min() else { return }
        add(.concurrencyChanged, "changes the use of \(Setting.quoted(word))", [word])
    }
}
