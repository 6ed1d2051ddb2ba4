/// Do two runs of code say the same, but for layout, the names of locals, and what the change's own definitions stand for?
struct CodeSameness {
    let definitions: [String: CodeDefinition]
    private static let deepest = 3
    private static let most = 4000

    /// `old` is what stood there, `new` what stands there now; `kept` the other words of the same file.
    func holds(_ old: [PatchLines.Line], _ new: [PatchLines.Line], kept: Set<String>, path: String) -> Bool {
        guard isLayoutFree(old, new, path: path) else { return false }
        let before = Self.significant(old.flatMap(\.words))
        var after: [CodeWord] = []
        for line in new { after += expanded(line.words, isStatement: true, depth: 0) }
        after = Self.significant(after)
        guard before.count == after.count, before.count <= Self.most else { return false }
        return isRenaming(before, after, kept: kept, path: path)
    }

    /// Indentation and line ends mean something in some languages, and quotation marks in others.
    private func isLayoutFree(_ old: [PatchLines.Line], _ new: [PatchLines.Line], path: String) -> Bool {
        let texts = (old + new).map(\.text)
        if old.map(\.words) == new.map(\.words), old.map(\.text) == new.map(\.text) {
            return old.map(\.indent) == new.map(\.indent)
        }
        guard
            !texts.contains(where: {
                $0.contains("\\") || $0.contains("`") || $0.contains("\"\"\"") || $0.contains("'''") || $0.contains("<<")
            })
        else { return false }
        func quotes(_ lines: [PatchLines.Line]) -> [Int] {
            [UInt8(ascii: "'"), UInt8(ascii: "\"")].map { mark in lines.reduce(0) { $0 + $1.text.utf8.count { $0 == mark } } }
        }
        if quotes(old) != quotes(new), definitions.isEmpty || texts.contains(where: { $0.contains("$") || $0.contains("#{") }) {
            return false
        }
        if new.contains(where: { ["return", "throw", "break", "yield"].contains($0.text) })
            != old.contains(where: { ["return", "throw", "break", "yield"].contains($0.text) })
        {
            return false
        }
        let isIndented = [".py", ".yaml", ".yml", ".hs", ".nim", ".sass", ".pug", ".haml", ".coffee"].contains(
            where: path.hasSuffix)
        guard isIndented else { return true }
        if old.count == new.count { return old.map(\.indent) == new.map(\.indent) }
        return old.first?.indent == new.first?.indent && (old.count == 1 || new.count == 1)
    }

    /// Without what only ends or parts statements.
    private static func significant(_ words: [CodeWord]) -> [CodeWord] {
        var kept: [CodeWord] = []
        for word in words where !(word.kind == .mark && word.text == ";") {
            if word.kind == .mark, ")]}".contains(word.text), let last = kept.last, last.kind == .mark, last.text == "," {
                kept.removeLast()
            }
            kept.append(word)
        }
        return kept
    }

    /// Calls of the change's own functions replaced by what these do.
    private func expanded(_ words: [CodeWord], isStatement: Bool, depth: Int) -> [CodeWord] {
        guard depth < Self.deepest, words.count <= Self.most else { return words }
        var result: [CodeWord] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            let name = word.text.hasPrefix("this.") || word.text.hasPrefix("self.") ? word.lastName : word.text
            guard word.kind == .name, let definition = definitions[name] else {
                result.append(word)
                index += 1
                continue
            }
            if definition.parameters.isEmpty, !word.isCalled, definition.body.count == 1 {
                result += definition.body
                index += 1
                continue
            }
            guard word.isCalled, index + 1 < words.count, let close = CodeDefinition.closing(words, from: index + 1),
                let body = Self.body(of: definition, with: CodeDefinition.arguments(words[(index + 2)..<close]))
            else { return words }
            let rest = words.dropFirst(close + 1).filter { $0.text != ";" }
            let lead = words[..<index].map(\.text)
            let isReturned = body.first?.text == "return" && !body.dropFirst().contains { $0.text == "return" }
            if isStatement, rest.isEmpty, lead == ["return"], body.contains(where: { $0.text == "return" }) {
                result = expanded(body, isStatement: true, depth: depth + 1)
            } else if isStatement, rest.isEmpty, lead.isEmpty, !body.contains(where: { $0.text == "return" }) {
                result += expanded(body, isStatement: true, depth: depth + 1)
            } else if isReturned {
                let value = Array(body.dropFirst().filter { $0.text != ";" })
                let isValue =
                    result.last?.text == "=" && result.dropLast().last.map { $0.kind != .mark || $0.text == ")" } == true
                let isAmong =
                    (!isValue && (result.last.map(Self.isOperator) ?? false)) || (rest.first.map(Self.isOperator) ?? false)
                let needs = isAmong && value.contains(where: Self.isOperator)
                let inner = expanded(value, isStatement: false, depth: depth + 1)
                result += needs ? [Self.mark("(")] + inner + [Self.mark(")")] : inner
            } else {
                return words
            }
            index = close + 1
        }
        return result
    }

    private static func mark(_ text: String) -> CodeWord { CodeWord(kind: .mark, text: text) }
    private static func isOperator(_ word: CodeWord) -> Bool { word.kind == .mark && "+-*/%<>=!&|^?:.".contains(word.text) }

    /// The body with what is passed in place of the parameters; `nil` where that might compute something more or less often.
    private static func body(of definition: CodeDefinition, with arguments: [[CodeWord]]) -> [CodeWord]? {
        guard arguments.count == definition.parameters.count else { return nil }
        var values: [String: [CodeWord]] = [:]
        for (name, argument) in zip(definition.parameters, arguments) {
            let uses = definition.body.count { $0.kind == .name && ($0.text == name || $0.text.hasPrefix(name + ".")) }
            let isSimple = argument.count == 1
            guard isSimple || (uses == 1 && definition.parameters.count == 1 && !argument.contains(where: \.isCalled)),
                !argument.isEmpty,
                // A parameter that is set is no name for what was passed.
                !zip(definition.body, definition.body.dropFirst()).contains(where: {
                    $0.text == name && ["=", ":", "+", "-"].contains($1.text) && !isSimple
                })
            else { return nil }
            values[name] = argument
        }
        var result: [CodeWord] = []
        for (index, word) in definition.body.enumerated() {
            let root = word.kind == .name ? word.text.split(separator: ".").first.map(String.init) ?? "" : ""
            guard let value = values[root], !word.isCalled || word.text != root else {
                result.append(word)
                continue
            }
            if word.text != root {
                guard value.count == 1, value[0].kind == .name else { return nil }
                result.append(
                    CodeWord(kind: .name, text: value[0].text + word.text.dropFirst(root.utf8.count), isCalled: word.isCalled))
                continue
            }
            let isAmong =
                index > 0 && isOperator(definition.body[index - 1])
                || index + 1 < definition.body.count && isOperator(definition.body[index + 1])
            let products = value.allSatisfy { !isOperator($0) || $0.text == "*" } || bracketsHoldSums(value)
            let next = index + 1 < definition.body.count ? definition.body[index + 1].text : ""
            let isFirst = index == 0 || ["(", "return", ",", "="].contains(definition.body[index - 1].text)
            if value.count > 1, isAmong, !(products && isFirst && ["*", "/"].contains(next)) {
                result += [mark("(")] + value + [mark(")")]
            } else {
                result += value
            }
        }
        return result
    }

    /// Sums stand within brackets only: `net * (1 + rate)`.
    private static func bracketsHoldSums(_ words: [CodeWord]) -> Bool {
        var depth = 0
        for word in words where word.kind == .mark {
            if word.text == "(" { depth += 1 }
            if word.text == ")" { depth -= 1 }
            if depth == 0, isOperator(word), word.text != "*" { return false }
        }
        return true
    }

    /// The same words, but for locals that have other names throughout.
    private func isRenaming(_ old: [CodeWord], _ new: [CodeWord], kept: Set<String>, path: String) -> Bool {
        func parted(_ word: CodeWord) -> (root: String, rest: Substring) {
            let root = word.text.prefix { $0 != "." }
            return (String(root), word.text.dropFirst(root.count))
        }
        var names: [String: String] = [:]
        var back: [String: String] = [:]
        for (before, after) in zip(old, new) {
            guard before.kind == after.kind else { return false }
            if before == after, before.kind != .name { continue }
            guard before.kind == .name, before.isCalled == after.isCalled else { return false }
            let (left, right) = (parted(before), parted(after))
            guard left.rest == right.rest, names[left.root] ?? right.root == right.root,
                back[right.root] ?? left.root == left.root
            else { return false }
            names[left.root] = right.root
            back[right.root] = left.root
        }
        let renamed = names.filter { $0.key != $0.value }
        guard !renamed.isEmpty else { return true }
        let texts = old.filter { $0.kind == .text }.map(\.text)
        return renamed.allSatisfy { before, after in
            !kept.contains(before) && !kept.contains(after) && Self.isDeclared(before, old) && Self.isDeclared(after, new)
                && !texts.contains { $0.contains(before) } && !Self.isKey(before, old) && !Self.isKey(after, new)
        }
    }

    /// `let x`, `x :=`, `Type x =`, `Type x)`.
    private static func isDeclared(_ name: String, _ words: [CodeWord]) -> Bool {
        let keywords: Set<String> = ["let", "var", "val", "const", "for", "mut", "auto", "final"]
        let others: Set<String> = [
            "return", "new", "await", "throw", "case", "in", "else", "yield", "import", "package", "delete", "typeof", "not",
            "and", "or", "if",
        ]
        return words.indices.contains { index in
            guard words[index].text == name, words[index].kind == .name, !words[index].isCalled else { return false }
            let before = index > 0 ? words[index - 1] : nil
            let next = index + 1 < words.count ? words[index + 1].text : ""
            let second = index + 2 < words.count ? words[index + 2].text : ""
            if let before, keywords.contains(before.text) { return true }
            if next == ":", second == "=" || second == "&" { return true }
            if let before, before.kind == .name, !others.contains(before.text), ["=", ":", ";", ")", ","].contains(next) {
                return true
            }
            return false
        }
    }

    /// A name in brackets alone may be a key: `{ total }`.
    private static func isKey(_ name: String, _ words: [CodeWord]) -> Bool {
        words.indices.contains { index in
            words[index].text == name && index > 0 && ["{", ","].contains(words[index - 1].text) && index + 1 < words.count
                && ["}", ","].contains(words[index + 1].text)
        }
    }
}
