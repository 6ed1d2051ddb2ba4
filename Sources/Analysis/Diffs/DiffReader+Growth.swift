// What is kept, and what is done without end.
extension DiffReader {
    private static let inserting: Set<String> = [
        "put", "append", "push", "add", "insert", "computeifabsent", "set", "store", "enqueue", "offer", "addfirst",
        "putifabsent",
        "getoradd", "tryadd", "setdefault", "addlast", "entry", "unshift", "getorput", "loadorstore",
    ]
    private static let lasting: Set<String> = [
        "static", "private", "public", "protected", "internal", "global", "companion", "lateinit", "readonly", "self", "this",
        "final",
    ]

    /// A collection outside of a function that lines of the change put things into and take nothing from.
    mutating func readGrowth(_ patch: PatchLines) {
        let new = patch.lines.filter { $0.sign == .added && !$0.isMoved && !$0.isShown }
        let removing: Set<String> = [
            "remove", "delete", "evict", "del", "pop", "clear", "expire", "poll", "maxsize", "limit", "shift", "lru", "ttl",
            "weakmap", "capacity", "popleft", "maxlen", "ltrim", "truncate", "cache",
        ]
        guard !new.contains(where: { $0.has(removing) }) else { return readSubscriptions(new, patch) }
        for line in new {
            guard let name = Self.collection(line) else { continue }
            let isFilled = patch.lines.contains { other in
                guard other.sign != .removed, other.text != line.text, other.indent >= line.indent else { return false }
                let called = other.words.contains { word in
                    word.kind == .name && word.isCalled && word.text.hasSuffix("." + word.lastName)
                        && word.text.dropLast(word.lastName.utf8.count + 1).hasSuffix(name)
                        && Self.inserting.contains(CodeWord.parts(of: word.lastName).joined())
                }
                return called || other.text.contains(name + "[") && other.text.contains("] =")
                    || other.text.contains(name + " <<")
                    || other.text.contains("append(" + name) || other.text.contains(name + "[") && other.text.contains("] ||=")
                    || other.text.contains(name + " +=")
            }
            if isFilled {
                add(
                    .growthAdded, "keeps in \(Setting.quoted(name)) what nothing in it removes",
                    CodeWord.parts(of: name) + [name])
            }
        }
        readSubscriptions(new, patch)
    }

    /// The name of a collection that a line declares beyond a function's own.
    private static func collection(_ line: PatchLines.Line) -> String? {
        let text = line.text
        let makes = [
            "Map", "List", "Set", "Dictionary", "Queue", "= {}", "= []", "dict(", "list(", "set()", "defaultdict", "make(map",
            "[:]", "map[",
            "HashMap", "Vec<", "Vec::new", "Array", "Hash.new", "Bag", "[]()", "Deque", "deque",
        ].contains(where: text.contains)
        guard makes, let equals = line.words.firstIndex(where: { ["=", ":"].contains($0.text) }) ?? line.words.indices.last
        else { return nil }
        let before = line.words[..<equals].filter { $0.kind == .name }
        guard
            let name =
                (line.text.contains("=")
                    ? before.last(where: {
                        !$0.isCalled && $0.text.first?.isUppercase != true || $0.text.uppercased() == $0.text
                    }) : line.words.first)
        else { return nil }
        let isLasting =
            line.has(lasting) || name.text.hasPrefix("_") || name.text.hasPrefix("self.") || name.text.hasPrefix("this.")
            || name.text.uppercased() == name.text || line.text.hasPrefix("@") || line.indent == 0
            || line.text.contains("lazy_static")
            || !line.text.contains("=")
        return isLasting ? name.lastName : nil
    }

    private static let subscribing: Set<String> = [
        "addlistener", "addeventlistener", "subscribe", "setinterval", "addobserver", "on", "registerlistener",
        "scheduleatfixedrate",
        "newticker", "tick", "newfixedthreadpool", "newcachedthreadpool", "newsinglethreadexecutor", "newexecutor",
        "addhandler", "watch",
        "timer", "foreverscope", "opensession", "createconnection", "newconnection", "createclient", "newclient", "mongoclient",
        "httpclient",
    ]
    private static let ending: Set<String> = [
        "removelistener", "removeeventlistener", "unsubscribe", "clearinterval", "removeobserver", "off", "once", "stop",
        "close", "shutdown",
        "dispose", "defer", "using", "with", "finally", "cancel", "takeuntil", "static", "ensure", "singleton",
    ]

    /// Listeners, timers, clients and pools made inside of a function, which nothing in the change ends.
    private mutating func readSubscriptions(_ new: [PatchLines.Line], _ patch: PatchLines) {
        guard !new.contains(where: { $0.has(Self.ending) }) else { return }
        for line in new where line.indent > 0 && !line.isShown {
            let isNew = line.words.first { word in
                word.isCalled
                    && (word.text.contains(".") || line.text.contains("new ") || word.text.first?.isUppercase == true
                        || word.text == "setInterval")
                    && Self.subscribing.contains(CodeWord.parts(of: word.lastName).joined())
            }
            guard let call = isNew, (removedCounts[CodeWord.parts(of: call.lastName).joined()] ?? 0) == 0 else { continue }
            guard !line.scope.isEmpty || !line.text.hasPrefix("private"), !line.has(["static", "private", "val", "readonly"])
            else { continue }
            add(.growthAdded, "calls \(Setting.quoted(call.text)), which nothing in it undoes", Self.names(of: line))
        }
    }

    private static let steps: Set<String> = [
        "token", "cursor", "nexttoken", "pagetoken", "offset", "page", "after", "marker", "continuation", "continuationtoken",
        "next",
        "startkey", "exclusivestartkey", "since", "skip", "lastid", "scrollid", "startafter", "startingtoken",
    ]

    /// A step, a guard or a way out of a loop or a recursion that is gone; a loop without end.
    mutating func readEndlessness(_ edits: [DiffEdit], _ patch: PatchLines) {
        let loops = Set(patch.lines.filter(Self.isLoop).map(\.hunk))
        for edit in edits where edit.gone.count >= 1 {
            let lost = edit.goneTokens.intersection(Self.steps)
            guard let step = lost.min(), edit.comeTokens.isDisjoint(with: Self.steps), loops.contains(edit.old.hunk) else {
                continue
            }
            add(
                .loopUnbounded, "no longer steps by \(Setting.quoted(step)) in \(Setting.quoted(edit.new.text))",
                Self.names(of: edit.old))
        }
        let paired = Set(edits.map(\.old.text))
        let recursive = Self.recursive(patch)
        for line in patch.lines where line.sign == .removed && !line.isMoved && !line.isShown && !paired.contains(line.text) {
            let loops = patch.scope(of: line).contains(where: Self.isLoop)
            let isStep =
                ["break", "return", "continue"].contains(line.words.first?.text ?? "") && line.words.count <= 3
                || line.text.contains("++")
                || line.text.contains("+= 1") || line.text.contains("-= ") || line.text.contains("+= ") && line.has(Self.steps)
                || line.text.contains(" = ") && line.has(Self.steps)
            if loops, isStep, !added.contains(where: { $0.hunk == line.hunk && $0.words.first == line.words.first }) {
                add(.loopUnbounded, "takes \(Setting.quoted(line.text)) out of a loop", Self.names(of: line))
            }
            let isGuard = ["if", "guard", "unless", "return", "case", "elif"].contains(line.words.first?.text ?? "")
            if let name = recursive[line.hunk], isGuard {
                add(
                    .loopUnbounded, "takes \(Setting.quoted(line.text)) out of \(Setting.quoted(name)), which calls itself",
                    [name] + Self.names(of: line))
            }
        }
        readNewLoops(patch, recursive)
    }

    private mutating func readNewLoops(_ patch: PatchLines, _ recursive: [Int: String]) {
        var left = Self.mostCompared
        for line in patch.lines where line.sign == .added && !line.isMoved && left > 0 {
            let text = line.text.lowercased().filter { $0 != " " }
            if Self.endless.contains(where: text.hasPrefix) {
                left -= 1
                readEndlessLoop(line, patch)
            }
            guard let name = recursive[line.hunk], Self.calls(line, name) else { continue }
            left -= 1
            guard !patch.lines.contains(where: { $0.hunk == line.hunk && $0.sign != .added && Self.calls($0, name) }) else {
                continue
            }
            add(.loopUnbounded, "\(Setting.quoted(name)) calls itself", [name])
        }
    }

    private static let endless = [
        "whiletrue", "while(true)", "for{", "for(;;)", "loop{", "while1:", "while(1)", "loopdo", "untilfalse",
    ]

    private static func calls(_ line: PatchLines.Line, _ name: String) -> Bool {
        line.words.contains { $0.isCalled && $0.lastName == name } && !isDefinition(line)
    }

    private mutating func readEndlessLoop(_ line: PatchLines.Line, _ patch: PatchLines) {
        let inner = patch.lines.filter { $0.hunk == line.hunk && $0.sign != .removed && $0.indent > line.indent }
        func holds(_ words: Set<String>) -> Bool { inner.contains { $0.has(words) } }
        let names = inner.prefix(Self.mostCompared).flatMap { Self.names(of: $0) }
        if holds(["catch", "except", "rescue", "err", "error", "continue", "retry"]), holds(["return", "break"]),
            !holds(["sleep", "backoff", "delay", "after", "tick", "wait", "attempt", "attempts"])
        {
            add(.retriesChanged, "tries again without a pause in \(Setting.quoted(line.text))", names)
        }
        let waits: Set<String> = [
            "break", "return", "yield", "sleep", "raise", "throw", "receive", "recv", "select", "accept", "take", "poll",
        ]
        if !holds(waits) { add(.loopUnbounded, "loops without end in \(Setting.quoted(line.text))", names) }
    }

    static func isLoop(_ line: PatchLines.Line) -> Bool {
        ["for", "while", "foreach", "loop", "until", "do", "repeat"].contains(line.words.first?.text ?? "")
    }

    private static func isDefinition(_ line: PatchLines.Line) -> Bool {
        [
            "func", "def", "fn", "function", "fun", "private", "public", "static", "protected", "internal", "pub", "export",
            "async", "override",
        ]
        .contains(line.words.first?.text ?? "")
    }

    /// For each hunk, a function that it defines and whose own lines call it.
    private static func recursive(_ patch: PatchLines) -> [Int: String] {
        var names: [Int: [String]] = [:]
        var found: [Int: String] = [:]
        for line in patch.lines where line.sign != .removed {
            if isDefinition(line), let name = line.words.first(where: { $0.isCalled }) {
                names[line.hunk, default: []].append(name.lastName)
            } else if let call = line.words.first(where: {
                $0.isCalled && names[line.hunk]?.last == $0.lastName
                    && ($0.lastName == $0.text || $0.text.hasPrefix("self.") || $0.text.hasPrefix("this."))
            }) {
                found[line.hunk] = call.lastName
            }
        }
        return found
    }
}
