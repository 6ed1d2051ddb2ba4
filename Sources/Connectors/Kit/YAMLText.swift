import Yams

/// YAML that a server wrote, and that the parser may not be given as it is: it follows nesting with its stack, and to tell the names
/// of a mapping apart it walks through all that the aliases in them unfold to.
enum YAMLText {
    /// What aliases may make of a text, in bytes.
    static let longestUnfolded = 10_000_000.0

    /// The document's root; `nil` for an empty text.
    static func node(of text: String) throws(YAMLError) -> Node? {
        guard isShallow(text) else { throw YAMLError("it is nested too deeply") }
        var unfolded = Double(text.utf8.count)
        // Of aliases in anchors in aliases, each makes a text at most 3^(1/3) times as long: three in each of many levels.
        for _ in 0..<aliases(in: text) {
            unfolded *= 1.4423
            guard unfolded <= longestUnfolded else { throw YAMLError("its aliases unfold to too many values") }
        }
        do { return try Yams.compose(yaml: text) } catch {
            throw YAMLError("\(error)".split(separator: "\n").joined(separator: " "))
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
