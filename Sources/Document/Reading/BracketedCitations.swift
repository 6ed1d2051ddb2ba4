import Core

/// Citations that stand in brackets in running text: `[E12]`, `[E12, F3]`, `(F3)`.
enum BracketedCitations {
    /// The text without them, and what they cite.
    static func take(from text: String) -> (text: String, citations: [Claim.Citation]) {
        // Most text has no brackets.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "(") }) else { return (text, []) }
        var result = ""
        var found: [Claim.Citation] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "[" || $0 == "(" }) {
            let close: Character = rest[open] == "[" ? "]" : ")"
            let inside = rest[rest.index(after: open)...].prefix(120)
            let end = inside.firstIndex(of: close)
            let parts = end.map { inside[..<$0].split { $0 == "," || $0 == " " || $0 == ";" } } ?? []
            let citations = parts.compactMap { Claim.Citation(parsing: String($0)) }
            guard let end, !citations.isEmpty, citations.count == parts.count else {
                result += rest[...open]
                rest = rest[rest.index(after: open)...]
                continue
            }
            result += rest[..<open]
            found += citations
            rest = rest[rest.index(after: end)...]
            if result.hasSuffix(" "), rest.isEmpty || ".,;:".contains(rest.first ?? " ") || rest.first == " " {
                result.removeLast()
            }
        }
        return found.isEmpty ? (text, []) : (result + rest, found)
    }
}
