import Core

/// Slack's markup as plain text: what stands between `<` and `>` is written out, entities are read, once.
enum SlackText {
    static let longest = 40_000

    static func plain(_ text: String, _ directory: SlackDirectory) -> String {
        var result = ""
        var rest = text.prefix(longest)
        while let open = rest.firstIndex(of: "<") {
            result += unescaped(rest[..<open])
            let inner = rest[rest.index(after: open)...]
            guard let close = inner.firstIndex(where: { $0 == ">" || $0 == "<" }), inner[close] == ">" else {
                result += "<"
                rest = inner
                continue
            }
            result += written(inner[..<close], directory)
            rest = inner[inner.index(after: close)...]
        }
        return result + unescaped(rest)
    }

    private static func written(_ inner: Substring, _ directory: SlackDirectory) -> String {
        let parts = inner.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let target = parts[0]
        let label = parts.count > 1 && !parts[1].isEmpty ? unescaped(parts[1]) : nil
        switch target.first {
        case "@": return "@" + (label ?? directory.handle(String(target.dropFirst())))
        case "#": return "#" + (label ?? directory.channel(String(target.dropFirst())) ?? String(target.dropFirst()))
        case "!": return special(target.dropFirst(), label)
        default:
            let address = unescaped(target)
            guard let label, label != address else { return address }
            // An address that Slack itself found in the text has the text as its label.
            for scheme in ["https://", "http://", "mailto:", "tel:"] where address == scheme + label { return label }
            return "\(label) (\(address))"
        }
    }

    /// `!here`, `!subteam^S012|@oncall`, `!date^1763649780^{time}|14:43`.
    private static func special(_ command: Substring, _ label: String?) -> String {
        let parts = command.split(separator: "^", omittingEmptySubsequences: false)
        switch parts.first {
        case "date": return label ?? String(command)
        case "subteam":
            let name = label ?? (parts.count > 1 ? String(parts[1]) : String(command))
            return name.first == "@" ? name : "@" + name
        default: return "@" + (label ?? String(command))
        }
    }

    /// Reads `&lt;`, `&gt;` and `&amp;` in one pass, so that `&amp;lt;` stays `&lt;`.
    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            rest = rest[mark...]
            let entity = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].first { rest.hasPrefix($0.0) }
            result += entity?.1 ?? "&"
            rest = rest.dropFirst(entity?.0.count ?? 1)
        }
        return result + rest
    }

    /// A message's own text, and what its attachments and files say, since bots often put all there.
    static func body(_ message: JSONValue, _ directory: SlackDirectory) -> String {
        var parts: [String] = []
        func add(_ value: JSONValue?) {
            guard let text = value?.string, !text.isEmpty else { return }
            let plain = plain(text, directory)
            if !parts.contains(plain) { parts.append(plain) }
        }
        add(message["text"])
        for attachment in (message["attachments"]?.array ?? []).prefix(20) {
            let count = parts.count
            add(attachment["pretext"])
            add(attachment["title"])
            add(attachment["text"])
            for field in (attachment["fields"]?.array ?? []).prefix(50) {
                let pair = [field["title"]?.string, field["value"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
                add(pair.isEmpty ? nil : .string(pair.joined(separator: ": ")))
            }
            if parts.count == count { add(attachment["fallback"]) }
        }
        for file in (message["files"]?.array ?? []).prefix(20) {
            if let name = file["name"]?.string ?? file["title"]?.string { parts.append("[file: \(name.prefix(200))]") }
        }
        return parts.joined(separator: "\n")
    }
}
