import Core

/// A JSON value as indented lines for a terminal of 80 columns: a member a line, what is not there left out.
struct Outline {
    private(set) var lines: [String] = []
    private let limit: Int
    private var leftOut = 0

    /// - Parameter limit: Lines after which the rest is counted only.
    init(_ value: JSONValue, indent: Int = 2, limit: Int = 120) {
        self.limit = limit
        add(value, indent: indent)
        if leftOut > 0 { lines.append("  … \(leftOut) more lines; --format json has all") }
    }

    private mutating func add(_ value: JSONValue, indent: Int) {
        switch value {
        case .object(let object):
            let members = object.members.filter { !Outline.isNothing($0.value) }
            let names = members.filter { Outline.plain($0.value) != nil }.map(\.name.count)
            let column = min(20, names.max() ?? 0) + 2
            for (name, value) in members {
                let name = Terminal.printable(name)
                if let text = Outline.plain(value) {
                    // A name that is too long for the column stands before its text.
                    tell(
                        name.count + 2 > column
                            ? Terminal.wrap(Outline.space(indent) + name + " " + text, indent: Outline.space(indent + 2))
                            : Terminal.labelled(name, text, column: column, indent: indent))
                } else {
                    tell(Outline.space(indent) + name)
                    add(value, indent: indent + 2)
                }
            }
        case .array(let elements):
            for element in elements where !Outline.isNothing(element) {
                if let text = Outline.plain(element) {
                    tell(Terminal.labelled("-", text, column: 2, indent: indent))
                } else {
                    let first = lines.count
                    add(element, indent: indent + 2)
                    guard first < lines.count, case .object = element else { continue }
                    let line = lines[first]
                    lines[first] = String(line.prefix(indent)) + "- " + line.dropFirst(indent + 2)
                }
            }
        default:
            if let text = Outline.plain(value) {
                tell(Terminal.wrap(Outline.space(indent) + text, indent: Outline.space(indent)))
            }
        }
    }

    private mutating func tell(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if lines.count < limit { lines.append(String(line)) } else { leftOut += 1 }
        }
    }

    private static func space(_ count: Int) -> String { String(repeating: " ", count: count) }

    private static func isNothing(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .object(let object): object.members.isEmpty
        default: false
        }
    }

    /// What fits behind a name: a text, a number, or a list of short ones.
    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): return Terminal.printable(text)
        case .array(let elements):
            let texts = elements.map { element -> String? in
                switch element {
                case .array, .object: nil
                default: plain(element)
                }
            }
            guard !texts.contains(nil) else { return nil }
            let all = texts.compactMap { $0 }
            return all.contains { $0.count > 40 } ? nil : all.joined(separator: ", ")
        case .object: return nil
        default: return value.compact
        }
    }
}
