// What was not there before.
extension DiffReader {
    private static let remote: Set<String> = [
        "query", "select", "get", "put", "fetch", "find", "load", "insert", "update", "delete", "execute", "exec", "send",
        "post", "call", "request", "invoke", "publish", "lookup", "read", "write", "save", "create", "count", "where", "list",
        "describe",
        "store", "upload", "download", "search", "resolve", "check", "refresh",
    ]
    private static let grouped: Set<String> = ["batch", "bulk", "chunk", "multi", "many", "group", "all"]
    private static let loopCalls: Set<String> = [
        "forEach", "map", "each", "ForEach", "Select", "flatMap", "for_each", "each_with_index", "mapIndexed",
    ]

    /// A call to another system inside a loop that had none, or where it was made for many at once.
    mutating func readLoops(_ patch: PatchLines) {
        let old = Set(patch.lines(.removed).flatMap { $0.words.filter(\.isCalled).flatMap { CodeWord.parts(of: $0.lastName) } })
        let oldNames = Set(patch.lines(.removed).flatMap { $0.words.filter(\.isCalled).map(\.lastName) })
        let keptNames = Set(patch.lines(.kept).flatMap { $0.words.filter(\.isCalled).map(\.lastName) })
        var loops: [Int] = []
        for line in patch.lines where line.sign != .removed {
            while let last = loops.last, line.indent <= last { loops.removeLast() }
            let loopCall =
                line.words.firstIndex { $0.isCalled && Self.loopCalls.contains($0.lastName) }
                ?? line.words.firstIndex { word in [".map", ".each", ".forEach"].contains { word.text.hasSuffix($0) } }
            let isComprehension =
                line.words.dropFirst().contains { $0.text == "for" } && line.words.contains { $0.text == "in" }
            let isLoop = Self.isLoop(line) || loopCall != nil
            if line.sign == .added, !line.isMoved, !line.isShown, !loops.isEmpty || loopCall != nil || isComprehension {
                let start = loops.isEmpty && !isComprehension ? (loopCall ?? 0) + 1 : 0
                for word in line.words.dropFirst(start)
                where word.text.contains(".") && (word.isCalled || line.text.contains(word.text + "!")) {
                    let parts: [String] = CodeWord.parts(of: word.lastName)
                    let wasGrouped = !old.isDisjoint(with: Self.grouped)
                    guard let verb = parts.first, Self.remote.contains(verb), !oldNames.contains(word.lastName),
                        !keptNames.contains(word.lastName) || wasGrouped, !Self.isLocal(word)
                    else { continue }
                    let was = wasGrouped ? " instead of many at once" : ""
                    let receiver = word.text.split(separator: ".").dropLast().flatMap { CodeWord.parts(of: String($0)) }
                    add(
                        .callPerElement, "calls \(Setting.quoted(word.text)) for each element\(was)",
                        (parts + receiver).filter { $0.utf8.count >= 4 })
                }
            }
            if isLoop { loops.append(line.indent) }
        }
    }

    /// Calls of maps and texts that have the same verbs.
    private static func isLocal(_ word: CodeWord) -> Bool {
        let receiver = word.text.split(separator: ".").dropLast().last.map { CodeWord.parts(of: String($0)) } ?? []
        return [
            "map", "dict", "headers", "params", "options", "config", "seen", "list", "set", "args", "env", "builder", "sb",
            "buf", "writer", "out", "names", "strings",
        ]
        .contains { receiver.contains($0) }
    }

    private static let stopWords: Set<String> = [
        "select", "where", "set", "the", "a", "an", "this", "that", "lateral", "only", "unnest", "dual", "values", "group",
        "order", "with", "not", "if", "exists", "table",
    ]

    /// Tables that a query newly names and no statement of the change makes.
    mutating func readRelations() {
        let known = Set(
            patches.flatMap(\.lines).filter { $0.sign != .added || $0.isMoved }.flatMap {
                Self.relations($0, after: ["from", "into", "join", "update"])
            })
        let made = Set(
            patches.flatMap(\.lines).flatMap {
                Self.relations($0, after: ["table", "exists", "view", "as"]) + Self.madeNames($0)
            })
        for line in added {
            for relation in Self.relations(line, after: ["from", "into", "join", "update"])
            where !known.contains(relation) && !made.contains(relation) {
                add(.newRelation, "reads \(Setting.quoted(relation)), which nothing in it makes", [relation])
            }
        }
    }

    /// `WITH recent AS (`, `create_table :badges`.
    private static func madeNames(_ line: PatchLines.Line) -> [String] {
        let words = Setting.plainWords(in: line.text)
        let made = zip(words, words.dropFirst()).flatMap {
            [$0.1 == "as" ? $0.0 : "", ["with", "create_table", "createtable"].contains($0.0) ? $0.1 : ""]
        }
        return made.filter { !$0.isEmpty }
    }

    /// Names after the keywords of a query, in a quoted text or a file of queries, or where the keywords are in capitals.
    private static func relations(_ line: PatchLines.Line, after openings: Set<String>) -> [String] {
        var found: [String] = []
        let quoted = line.words.filter { $0.kind == .text && $0.text.contains(" ") }.map(\.text)
        for text in quoted.isEmpty ? [line.text] : quoted + [line.text] {
            let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
            let lower = Set(words.map { $0.lowercased() })
            guard !lower.isDisjoint(with: ["select", "insert", "update", "delete", "create", "join", "from", "with"]) else {
                continue
            }
            let isQuery =
                lower.contains("select") || lower.contains("insert") || lower.contains("delete") || lower.contains("update")
                || lower.contains("join")
            for (word, next) in zip(words, words.dropFirst()) {
                let isCapital = word.uppercased() == word && word.utf8.count >= 4
                let isKnown = text != line.text && isQuery
                guard isCapital || isKnown || next.contains("_") && isQuery, openings.contains(word.lowercased()),
                    let name = next.split(separator: ".").last.map({ $0.lowercased() }), name.first?.isLetter == true,
                    name.utf8.count >= 2,
                    !stopWords.contains(name), next.uppercased() != next || name.utf8.count > 3 || !isCapital
                else { continue }
                found.append(name)
            }
        }
        return found
    }

    private static let locks: Set<String> = [
        "lock", "unlock", "mutex", "synchronized", "semaphore", "goroutine", "thread", "rlock", "nolock", "forupdate",
        "selectforupdate",
        "reentrantlock", "withlock", "transactional", "isolation", "serializable",
    ]

    mutating func readConcurrency() {
        func words(_ counts: [String: Int]) -> Set<String> { Set(counts.keys).intersection(Self.locks) }
        let (before, after) = (words(removedCounts), words(addedCounts))
        if before != after, let word = before.symmetricDifference(after).min() {
            add(.concurrencyChanged, "changes the use of \(Setting.quoted(word))", [word])
        }
        for (gone, come) in zip(removed, added)
        where gone.text.contains("make(chan") && come.text.contains("make(chan") && gone.text.contains(",")
            && !come.text.contains(",")
        {
            add(.concurrencyChanged, "makes a channel that holds nothing of \(Setting.quoted(gone.text))", Self.names(of: gone))
        }
        for edit in edits where edit.old.has(["lock"]) && edit.replaced.allSatisfy({ $0.before.kind == .name }) {
            let called = edit.new.words.contains {
                $0.isCalled && !Set(CodeWord.parts(of: $0.text)).isDisjoint(with: ["lock", "rlock"])
            }
            guard called, !edit.gone.isEmpty else { continue }
            add(
                .concurrencyChanged, "locks \(Setting.quoted(edit.new.text)) where it was \(Setting.quoted(edit.old.text))",
                Self.names(of: edit.old))
        }
        for line in added where line.text.uppercased().contains("FOR UPDATE") {
            add(.concurrencyChanged, "locks the rows that \(Setting.quoted(line.text)) reads", Self.names(of: line))
        }
    }

    /// Locks that are taken in another order than before.
    mutating func readOrder(_ patch: PatchLines) {
        let taking = Self.locks.union(["acquire", "update", "begin"])
        func sequence(_ sign: PatchLines.Sign, _ hunk: Int) -> [PatchLines.Line] {
            patch.lines.filter {
                $0.hunk == hunk && ($0.sign == sign || $0.sign == .kept)
                    && $0.has(taking) && !$0.has(["unlock", "release"])
            }
        }
        for hunk in Set(patch.lines.filter { $0.sign == .added }.map(\.hunk)).sorted().prefix(Self.mostCompared) {
            let (before, after) = (
                sequence(.removed, hunk).prefix(Self.mostCompared), sequence(.added, hunk).prefix(Self.mostCompared)
            )
            guard before.count > 1, before.map(\.text) != after.map(\.text),
                before.map(\.text).sorted() == after.map(\.text).sorted(),
                let line = before.first
            else { continue }
            add(
                .concurrencyChanged, "takes locks in another order, \(Setting.quoted(line.text)) not first",
                before.flatMap { Self.names(of: $0) })
        }
    }

    private static let blocking: [String] = [
        ".Result;", ".Result)", ".Wait()", "GetAwaiter().GetResult", ".block()", "blockLast(", "blockFirst(", "block_on(",
        "runBlocking", "readFileSync",
        "execSync", "spawnSync", "writeFileSync", "pbkdf2Sync", "time.sleep(", "Thread.sleep", "time.Sleep(", "thread::sleep",
        "usleep(", ".sync {", "sleepSync",
        ".join()", "Sync(", "deasync", "queue.sync", ".wait()", "runBlocking", "requests.get(", "requests.post(",
        "synchronized (", "await asyncio.sleep",
        "Task.Delay(", "sleep ",
    ]

    mutating func readNew() {
        for line in added where !line.isShown {
            let wait = Self.blocking.first { line.text.contains($0) }
            if let wait, !removed.contains(where: { $0.text.contains(wait) }), !line.has(["retry", "backoff", "attempt"]) {
                add(.blockingAdded, "waits in \(Setting.quoted(line.text))", Self.names(of: line))
            }
            let whole = line.tokens.intersection([
                "fetchall", "readall", "tolist", "findall", "readalltext", "readallbytes", "readallasync", "readtostring",
                "readtoend", "collectlist", "getall", "loadall",
            ]).min()
            if let whole, (removedCounts[whole] ?? 0) == 0, !removed.isEmpty, !line.has(["limit", "take"]) {
                add(.boundRemoved, "reads all at once in \(Setting.quoted(line.text))", Self.names(of: line))
            }
            readPattern(line)
            readNeed(line)
            readQuery(line)
        }
        readRefusals()
    }
}
