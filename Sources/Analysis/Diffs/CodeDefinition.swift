/// A function or a named value that the lines of a change define.
struct CodeDefinition: Sendable {
    var name: String
    var parameters: [String]
    /// The words of its body, without the brackets around it.
    var body: [CodeWord]
    /// Its lines, among those that were given.
    var range: Range<Int>

    private static let openings: Set<String> = ["func", "def", "fn", "function", "fun"]
    private static let modifiers: Set<String> = [
        "private", "public", "protected", "internal", "static", "export", "async", "pub", "final", "override", "fileprivate",
        "inline",
        "crate",
    ]
    static let longest = 60

    /// The definition that begins at a line, if one does: its lines are the deeper ones that follow, and a closing one.
    init?(in lines: [PatchLines.Line], at start: Int) {
        let line = lines[start]
        if let constant = Self.constant(line) {
            self = CodeDefinition(name: constant.name, parameters: [], body: [constant.value], range: start..<(start + 1))
            return
        }
        let words = line.words
        guard let place = words.firstIndex(where: { $0.kind == .name && $0.isCalled }), place + 1 < words.count,
            words.prefix(place).contains(where: { Self.openings.contains($0.text) })
                || (words.first.map { Self.modifiers.contains($0.text) } == true),
            !words.prefix(place).contains(where: { ["=", "(", "."].contains($0.text) }),
            let close = Self.closing(words, from: place + 1)
        else { return nil }
        var end = start + 1
        while end < lines.count, end - start < Self.longest, lines[end].group == line.group,
            lines[end].indent > line.indent || lines[end].text == "{" && lines[end].indent == line.indent
        {
            end += 1
        }
        var body = Array(lines[(start + 1)..<end])
        if body.first?.text == "{" { body.removeFirst() }
        let isClosed = end < lines.count && lines[end].indent == line.indent && ["}", "end"].contains(lines[end].text)
        guard !body.isEmpty, isClosed || line.text.hasSuffix(":"), words[place].text == words[place].lastName else {
            return nil
        }
        name = words[place].text
        let declared = Self.arguments(words[(place + 2)..<close])
        let named = declared.compactMap { Self.parameter($0) }
        guard named.count == declared.count, !words.prefix(place).contains(where: { $0.text == "override" }) else { return nil }
        // The object itself is passed before the point of a call.
        parameters = named.first == "self" ? Array(named.dropFirst()) : named
        self.body = body.flatMap(\.words)
        range = start..<(isClosed ? end + 1 : end)
    }

    private init(name: String, parameters: [String], body: [CodeWord], range: Range<Int>) {
        (self.name, self.parameters, self.body, self.range) = (name, parameters, body, range)
    }

    /// `const limit = 50`, `MAX_ROWS = 500`.
    private static func constant(_ line: PatchLines.Line) -> (name: String, value: CodeWord)? {
        let words = line.words.filter { $0.text != ";" }
        guard words.count >= 3, let value = words.last, value.kind == .number || value.kind == .text,
            words[words.count - 2].text == "=", let name = words.dropLast(2).last, name.kind == .name,
            ["const", "let", "final", "static", "val"].contains(words[0].text) && words.count <= 7
                || words.count == 3 && name.text.uppercased() == name.text
        else { return nil }
        return (name.text, value)
    }

    /// The place of the bracket that closes the one at `start`.
    static func closing(_ words: [CodeWord], from start: Int) -> Int? {
        var depth = 0
        for index in words.indices.dropFirst(start) {
            if words[index].kind != .mark { continue }
            if "([{".contains(words[index].text) { depth += 1 }
            if ")]}".contains(words[index].text) { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// Words between commas that stand in no further bracket.
    static func arguments(_ words: ArraySlice<CodeWord>) -> [[CodeWord]] {
        guard !words.isEmpty else { return [] }
        var found: [[CodeWord]] = [[]]
        var depth = 0
        for word in words {
            if word.kind == .mark, "([{<".contains(word.text) { depth += 1 }
            if word.kind == .mark, ")]}>".contains(word.text) { depth -= 1 }
            if word.kind == .mark, word.text == ",", depth == 0 {
                found.append([])
            } else {
                found[found.count - 1].append(word)
            }
        }
        return found
    }

    /// The name of `v float64`, `Invoice invoice`, `lines: Line[]`, `value`.
    private static func parameter(_ words: [CodeWord]) -> String? {
        let names = words.filter { $0.kind == .name && !["mut", "final", "const", "ref", "in"].contains($0.text) }
        guard !names.isEmpty, !words.contains(where: { $0.text == "=" }) else { return nil }
        if words.contains(where: { $0.text == ":" }) || names.count == 1 { return names[0].text }
        // The type stands before the name in some languages, and after it in others: a type begins with a capital more often.
        guard names.count == 2 else { return nil }
        let isTypeFirst =
            names[0].text.first?.isUppercase == true
            || ["int", "long", "string", "bool", "double", "float"].contains(names[0].text)
        let isTypeLast =
            names[1].text.first?.isUppercase == true
            || ["int", "int64", "string", "bool", "float64", "error", "byte"].contains(names[1].text)
        return isTypeFirst == isTypeLast ? nil : isTypeFirst ? names[1].text : names[0].text
    }
}
