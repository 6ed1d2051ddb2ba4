import Core

/// A place in a tool's decoded input: `channel`, `matchers[*].value`, `labels["app.kubernetes.io/name"]`.
public struct ArgumentPath: Sendable, Hashable, CustomStringConvertible {
    public enum Segment: Sendable, Hashable {
        case member(String)
        /// Each element of a list.
        case elements
    }

    public let segments: [Segment]
    public let text: String

    static let maximumSegments = 16

    /// `nil` when the text is not a path of 1 to 16 segments.
    public init?(_ text: String) {
        var segments: [Segment] = []
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix("[*]") {
                segments.append(.elements)
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("[\"") {
                guard let end = rest.firstRange(of: "\"]") else { return nil }
                let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<end.lowerBound]
                segments.append(.member(String(name)))
                rest = rest[end.upperBound...]
            } else {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty, !name.contains(where: { "]\"*".contains($0) }) else { return nil }
                segments.append(.member(String(name)))
                rest = rest.dropFirst(name.count)
            }
            guard segments.count <= ArgumentPath.maximumSegments else { return nil }
            if rest.first == "." {
                rest = rest.dropFirst()
                guard let next = rest.first, next != ".", next != "[" else { return nil }
            }
        }
        guard !segments.isEmpty else { return nil }
        self.segments = segments
        self.text = text
    }

    public var description: String { text }

    /// The values at the path, and how many branches of the input lack it: an element without the member, for instance.
    func values(in input: JSONValue) -> (found: [JSONValue], missing: Int) {
        var found = [input]
        var missing = 0
        for segment in segments {
            var next: [JSONValue] = []
            for value in found {
                switch segment {
                case .member(let name):
                    if let member = value[name] { next.append(member) } else { missing += 1 }
                case .elements:
                    if let elements = value.array { next += elements } else { missing += 1 }
                }
            }
            found = next
        }
        return (found, missing)
    }
}
