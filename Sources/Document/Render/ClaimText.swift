/// A checked sentence as runs of plain text and of what stands in backticks.
enum ClaimText {
    static func runs(_ text: String) -> [(isCode: Bool, text: String)] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        // With an odd number of backticks the last one is a character like any other.
        let closed = parts.count.isMultiple(of: 2) ? parts.count - 1 : parts.count
        var runs: [(isCode: Bool, text: String)] = []
        for (place, part) in parts.prefix(closed).enumerated() where !part.isEmpty {
            runs.append((!place.isMultiple(of: 2), part))
        }
        if closed < parts.count { runs.append((false, "`" + parts[closed])) }
        return runs
    }
}
