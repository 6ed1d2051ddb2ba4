import Core

/// The alerts of a route that are told of together.
public struct AlertGroup: Sendable, Hashable {
    /// The node of the routing tree.
    public var route: Int
    /// The labels that they have in common by the route's `group_by`.
    public var labels: [String: String]
    /// The name by which Alertmanager remembers what it has told. Two routes of the same matchers share it.
    public var key: String
}

extension RoutingTree {
    /// The group of an alert that a node takes: of the labels by which the route groups, those that the alert has.
    public func group(of labels: [String: String], at node: Int) -> AlertGroup {
        guard routing.routes.indices.contains(node) else { return AlertGroup(route: node, labels: [:], key: "") }
        let route = routing.routes[node]
        let names = Set(route.groupBy)
        let kept = route.groupsByAll ? labels : labels.filter { names.contains($0.key) }
        let text = kept.sorted { $0.key < $1.key }.map { $0.key + "=" + GoText.quoted($0.value) }.joined(separator: ", ")
        return AlertGroup(route: node, labels: kept, key: key(of: node) + ":{" + text + "}")
    }

    /// The matchers from the root to a node: `{}/{team="a"}/{severity=~"page|critical"}` (`Route.Key` in `dispatch/route.go`).
    /// Patterns of the old form, `match_re`, are written as the new form writes them.
    func key(of node: Int) -> String {
        chain(of: node).reversed().map { node in
            let sorted = routing.routes[node].matchers.sorted { left, right in
                (left.name, left.value, order(left)) < (right.name, right.value, order(right))
            }
            let texts = sorted.map { matcher in
                matcher.name + (matcher.isEqual ? (matcher.isRegex ? "=~" : "=") : (matcher.isRegex ? "!~" : "!="))
                    + "\"" + GoText.escaped(matcher.value) + "\""
            }
            return "{" + texts.joined(separator: ",") + "}"
        }.joined(separator: "/")
    }

    private func order(_ matcher: Silence.Matcher) -> Int { (matcher.isRegex ? 2 : 0) + (matcher.isEqual ? 0 : 1) }
}

/// Text as Alertmanager's programs quote it.
enum GoText {
    /// A string as Go's `%q` writes it (pkg.go.dev/strconv#Quote).
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\u{7}": result += "\\a"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{b}": result += "\\v"
            default: result += isPrinted(scalar) ? String(scalar) : code(scalar)
            }
        }
        return result + "\""
    }

    /// A value inside a matcher's quotes: `\`, `"` and line feeds are escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func code(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        let (letter, width) = scalar.value < 0x80 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\\(letter)" + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
