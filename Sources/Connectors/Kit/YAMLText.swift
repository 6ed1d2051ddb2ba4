import Yams

/// YAML that a server wrote, and that the parser may not be given as it is: it follows nesting with its stack, to tell the names
/// of a mapping apart it walks through all that the aliases in them unfold to, and what it makes of a text takes some twenty times
/// the text's memory, so that of a long one it is given a section at a time.
struct YAMLText {
    /// What aliases may make of a text, in bytes.
    static let longestUnfolded = 10_000_000.0
    /// Bytes of a text from which on its sections are parsed one by one.
    static let longestParsedWhole = 1 << 16

    private enum Root {
        case node(Node?)
        /// Parts of a mapping, each a text that was found to hold whole members.
        case sections([Section])
    }

    private struct Section {
        var text: Substring
        var members: Int
    }

    private let root: Root

    /// - Throws: ``YAMLError`` for what is not one document, has a name twice, or could take too long to parse.
    init(_ text: String) throws(YAMLError) {
        try YAMLText.check(text)
        if text.utf8.count > YAMLText.longestParsedWhole, let sections = YAMLText.sections(of: text) {
            var names: Set<Node> = []
            var isWhole = true
            for section in sections where isWhole {
                guard let mapping = YAMLText.mapping(section) else {
                    isWhole = false
                    continue
                }
                for (name, _) in mapping where !names.insert(name).inserted {
                    throw YAMLError("the name '\((name.scalar?.string ?? "").prefix(80))' occurs twice")
                }
            }
            if isWhole {
                root = .sections(sections)
                return
            }
        }
        do { root = .node(try Yams.compose(yaml: text)) } catch {
            throw YAMLError("\(error)".split(separator: "\n").joined(separator: " "))
        }
    }

    /// Whether no more than a section of it is parsed at a time.
    var isInSections: Bool { if case .sections = root { true } else { false } }

    /// The document's root where it is no mapping; `nil` for an empty text.
    var value: Node? {
        if case .node(let node) = root, node?.mapping == nil { node } else { nil }
    }

    var isMapping: Bool {
        switch root {
        case .node(let node): node?.mapping != nil
        case .sections: true
        }
    }

    /// Hands each member of the root to `body`.
    func forEachMember<Failure>(_ body: (_ name: String, _ value: Node) throws(Failure) -> Void) throws(Failure) {
        let mappings: [() -> Node.Mapping?] =
            switch root {
            case .node(let node): [{ node?.mapping }]
            case .sections(let sections): sections.map { section in { YAMLText.mapping(section) } }
            }
        for mapping in mappings {
            for (name, value) in mapping() ?? [:] { try body(name.scalar?.string ?? "", value) }
        }
    }

    /// The members of a section; `nil` when what seemed to be one is none.
    private static func mapping(_ section: Section) -> Node.Mapping? {
        guard case .mapping(let mapping)? = try? Yams.compose(yaml: String(section.text)), mapping.count == section.members
        else {
            return nil
        }
        return mapping
    }

    /// The members of a root in block style, each from its name's line to the next name, in sections as long as a text that is parsed
    /// whole or of one member; `nil` where the text may be anything else, or a member may refer to another.
    private static func sections(of text: String) -> [Section]? {
        guard aliases(in: text) == 0 else { return nil }
        var begins: [String.Index] = []
        var isStart = true
        var last: UInt8 = 0x0A
        var place = text.utf8.startIndex
        while place < text.utf8.endIndex {
            let byte = text.utf8[place]
            // Other line breaks that YAML knows: a lone CR, and NEL, LS and PS, which are C2 85, E2 80 A8 and E2 80 A9.
            if last == 0x0D && byte != 0x0A || last == 0xC2 && byte == 0x85 || last == 0x80 && (0xA8...0xA9).contains(byte) {
                return nil
            }
            last = byte
            if isStart {
                switch byte {
                case UInt8(ascii: " "), UInt8(ascii: "#"), 0x0A, 0x0D: break
                case UInt8(ascii: "-"):
                    if text.utf8[place...].starts(with: "---".utf8) { return nil }
                case UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "{"),
                    UInt8(ascii: "["), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "!"), 0x09:
                    return nil
                default: begins.append(place)
                }
            }
            isStart = byte == 0x0A
            place = text.utf8.index(after: place)
        }
        guard !begins.isEmpty else { return nil }
        // What stands before the first is parsed with it.
        begins[0] = text.startIndex
        var sections: [Section] = []
        for (begin, end) in zip(begins, begins.dropFirst() + [text.endIndex]) {
            if let last = sections.last?.text, text.utf8.distance(from: last.startIndex, to: end) <= longestParsedWhole {
                sections[sections.count - 1].text = text[last.startIndex..<end]
                sections[sections.count - 1].members += 1
            } else {
                sections.append(Section(text: text[begin..<end], members: 1))
            }
        }
        return sections
    }

    /// - Throws: when parsing the text could take too long.
    private static func check(_ text: String) throws(YAMLError) {
        guard isShallow(text) else { throw YAMLError("it is nested too deeply") }
        var unfolded = Double(text.utf8.count)
        // Of aliases in anchors in aliases, each makes a text at most 3^(1/3) times as long: three in each of many levels.
        for _ in 0..<aliases(in: text) {
            unfolded *= 1.4423
            guard unfolded <= longestUnfolded else { throw YAMLError("its aliases unfold to too many values") }
        }
    }

    /// A bound on the nesting, since the YAML parser follows it with its stack: brackets, and dashes and spaces before a line.
    private static func isShallow(_ text: String) -> Bool {
        var depth = 0
        var indent = 0
        var inIndent = true
        for byte in text.utf8 {
            switch byte {
            case 0x0A:
                inIndent = true
                indent = 0
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
                if inIndent { indent += 1 }
                if indent > 200 { return false }
                continue
            default: break
            }
            inIndent = false
            if depth > 100 { return false }
        }
        return true
    }

    /// How often `*name` stands where an alias may, and `&name` somewhere where an anchor may.
    private static func aliases(in text: String) -> Int {
        var anchors: Set<[UInt8]> = []
        var aliases: [[UInt8]] = []
        var mark: UInt8?
        var name: [UInt8] = []
        var last = UInt8(ascii: " ")
        func isWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
        }
        func close() {
            defer {
                mark = nil
                name = []
            }
            guard !name.isEmpty else { return }
            if mark == UInt8(ascii: "&") { anchors.insert(name) } else if mark != nil { aliases.append(name) }
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "*"):
                close()
                // Inside of a word, or behind a dot as in `.*`, it is neither.
                if !isWord(last), last != UInt8(ascii: ".") { mark = byte }
            case _ where isWord(byte) || byte == UInt8(ascii: "-"):
                if mark != nil { name.append(byte) }
            default: close()
            }
            last = byte
        }
        close()
        return aliases.count { anchors.contains($0) }
    }
}
