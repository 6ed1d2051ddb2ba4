/// The value of a rule's label: a text in which simple actions of Go's `text/template` stand for what the expression gave. Read
/// are `{{ $labels.x }}`, `{{ .Labels.x }}`, `{{ index $labels "x" }}`, `{{ $value }}` and `{{ .Value }}`, with or without the
/// dashes that trim space. As in Prometheus, a label that is not there is the empty text.
struct LabelTemplate: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case text(String)
        case label(String)
        case value
    }

    private var parts: [Part] = []
    /// Whether it depends on the value, so that another value makes another alert.
    var readsValue: Bool { parts.contains(.value) }

    /// `nil` where it holds anything else than the simple forms.
    init?(_ template: String) {
        var rest = Substring(template)
        while let open = rest.firstRange(of: "{{") {
            var text = rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { return nil }
            var action = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            if action.hasPrefix("- ") {
                action = action.dropFirst(2)
                text = LabelTemplate.trimmedEnd(text)
            }
            if action.hasSuffix(" -") {
                action = action.dropLast(2)
                rest = rest.drop { $0.isWhitespace }
            }
            if !text.isEmpty { parts.append(.text(String(text))) }
            guard let part = LabelTemplate.part(action) else { return nil }
            parts.append(part)
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
    }

    func text(labels: [String: String], value: Double) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .label(let name): labels[name] ?? ""
            case .value: GoNumber.text(value)
            }
        }.joined()
    }

    private static func part(_ action: Substring) -> Part? {
        let words = action.split(whereSeparator: \.isWhitespace)
        if words.count == 3, words[0] == "index", words[1] == "$labels" || words[1] == ".Labels" {
            let name = words[2]
            guard name.count > 2, name.first == "\"", name.last == "\"", !name.dropFirst().dropLast().contains(where: isUnsafe)
            else { return nil }
            return .label(String(name.dropFirst().dropLast()))
        }
        guard words.count == 1, let word = words.first else { return nil }
        if word == "$value" || word == ".Value" { return .value }
        for prefix in ["$labels.", ".Labels."] where word.hasPrefix(prefix) {
            let name = word.dropFirst(prefix.count)
            guard !name.isEmpty, name.utf8.allSatisfy(isWord), name.utf8.first.map({ $0 > 57 }) == true else { return nil }
            return .label(String(name))
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    }

    private static func isUnsafe(_ character: Character) -> Bool { character == "\"" || character == "\\" }

    private static func trimmedEnd(_ text: Substring) -> Substring {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
