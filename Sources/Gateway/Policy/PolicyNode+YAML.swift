import Core
import Yams

extension PolicyNode {
    /// A longer text is refused: a policy is written by people.
    static let maximumBytes = 256 << 10
    /// Nesting deeper than this is refused.
    static let maximumDepth = 32

    /// Reads YAML. Anchors, aliases and tags are refused: a file that people approve by reading says everything where it
    /// stands, and without aliases a small file cannot become a large tree.
    ///
    /// - Returns: `nil` for an empty document.
    static func read(yaml: String, file: String) throws(PolicyError) -> PolicyNode? {
        func problem(_ expected: String, line: Int? = nil) -> PolicyError {
            PolicyError(file: file, line: line, key: "", expected: expected)
        }
        guard yaml.utf8.count <= maximumBytes else { throw problem("expected at most \(maximumBytes) bytes") }
        if let line = firstLineWithReference(yaml) {
            throw problem(
                "expected no anchors ('&name') and no tags ('!name'), in comments and quotes neither; "
                    + "put a space after the sign where none is meant", line: line)
        }
        let root: Node?
        do {
            // The basic resolver has no patterns to try on each scalar; what a plain scalar means is decided below.
            root = try Yams.compose(yaml: yaml, .basic, .default, .utf8)
        } catch {
            let (expected, line) = PolicyNode.explanation(of: error)
            throw problem(expected, line: line)
        }
        guard let root else { return nil }
        let node = try PolicyNode(root, file: file, depth: 0)
        if case .scalar(.null, _) = node.content { return nil }
        return node
    }

    private init(_ node: Node, file: String, depth: Int) throws(PolicyError) {
        let line = node.mark?.line
        guard depth < PolicyNode.maximumDepth else {
            throw PolicyError(
                file: file, line: line, key: "", expected: "expected nesting of at most \(PolicyNode.maximumDepth) levels")
        }
        switch node {
        case .scalar(let scalar):
            let value = scalar.style == .plain ? PolicyNode.plain(scalar.string) : .string(scalar.string)
            self.init(.scalar(value, text: scalar.string), line: line)
        case .sequence(let sequence):
            var elements: [PolicyNode] = []
            for element in sequence { elements.append(try PolicyNode(element, file: file, depth: depth + 1)) }
            self.init(.list(elements), line: line)
        case .mapping(let mapping):
            var members: [Member] = []
            for (name, value) in mapping {
                guard case .scalar(let scalar) = name else {
                    throw PolicyError(file: file, line: name.mark?.line, key: "", expected: "expected keys that are words")
                }
                let value = try PolicyNode(value, file: file, depth: depth + 1)
                members.append(Member(name: scalar.string, line: name.mark?.line, value: value))
            }
            self.init(.map(members), line: line)
        case .alias:
            throw PolicyError(file: file, line: line, key: "", expected: "expected no aliases ('*name')")
        }
    }

    /// What a scalar without quotes means: `null`, `~` and nothing, `true`, `false`, a number as JSON writes it, else text.
    /// YAML 1.1's further spellings (`yes`, `on`, `0x1F`, `1:30`) are text.
    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
                let value = try? JSONValue(parsing: text), case .number = value
            else { return .string(text) }
            return value
        }
    }

    /// The line of the first `&` or `!` that stands where an anchor or a tag could begin and is not followed by a space.
    /// It also finds those in quotes and comments: telling them apart would need YAML's whole grammar.
    private static func firstLineWithReference(_ text: String) -> Int? {
        var line = 1
        var before = UInt8(ascii: "\n")
        var candidate = false
        for byte in text.utf8 {
            if candidate, byte > 0x20, byte != UInt8(ascii: "=") { return line }
            let startsToken = !(isWordByte(before) || before == byte)
            candidate = startsToken && (byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!"))
            if byte == UInt8(ascii: "\n") { line += 1 }
            before = byte
        }
        return nil
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The parser's complaint in one line. The error's own description is not asked for: it cuts a snippet out of the text by
    /// line numbers that need not exist.
    private static func explanation(of error: any Error) -> (String, line: Int?) {
        guard let error = error as? YamlError else { return ("expected YAML", nil) }
        switch error {
        case .scanner(_, let problem, let mark, _):
            let hint = problem.contains("alphabetic or numeric") ? "; a lone * is written \"*\"" : ""
            return ("expected YAML: \(problem)\(hint)", mark.line)
        case .parser(_, let problem, let mark, _): return ("expected YAML: \(problem)", mark.line)
        case .composer(_, let problem, let mark, _): return ("expected YAML without aliases: \(problem)", mark.line)
        case .reader(let problem, _, _, _): return ("expected YAML: \(problem)", nil)
        case .duplicatedKeysInMapping(let names, let context):
            return ("expected each key once; '\(names.first?.prefix(60) ?? "")' occurs twice", context.mark.line)
        default: return ("expected YAML", nil)
        }
    }
}
