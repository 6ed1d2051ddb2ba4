/// Patterns of subjects: `*` for any characters, `?` for one.
enum Glob {
    /// Whether a pattern matches a whole text. Linear in the product of their lengths at worst.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let pattern = Array(pattern.unicodeScalars.prefix(2000))
        let text = Array(text.unicodeScalars.prefix(2000))
        var (place, position) = (0, 0)
        var star: Int?
        var mark = 0
        while position < text.count {
            if place < pattern.count, pattern[place] == "*" {
                star = place
                mark = position
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = star {
                place = last + 1
                mark += 1
                position = mark
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
