/// `key=value key="quoted value"`.
enum Logfmt {
    static func pairs(_ line: String) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        var rest = line[...]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].split(separator: " ").last.map(String.init) ?? ""
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest.removeFirst()
                while let character = rest.popFirst(), character != "\"" {
                    if character == "\\", let next = rest.popFirst() { value.append(next) } else { value.append(character) }
                }
            } else {
                value = String(rest.prefix { $0 != " " })
                rest = rest.dropFirst(value.count)
            }
            pairs.append((name, value))
        }
        return pairs
    }
}
