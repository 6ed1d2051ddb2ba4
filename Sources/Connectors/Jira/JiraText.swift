import Core

/// Plain text in the formats of Jira's descriptions, so that nothing in it is a mention, a link, an image or a macro.
enum JiraText {
    /// An Atlassian document (developer.atlassian.com/cloud/jira/platform/apis/document/structure) of paragraphs with text
    /// and line breaks. A text node without marks is shown as it is; mentions and links would be nodes and marks of their own.
    static func document(_ text: String) -> JSONValue {
        let paragraphs = OutgoingText.paragraphs(text).map { lines -> JSONValue in
            var content: [JSONValue] = []
            for line in lines {
                if !content.isEmpty { content.append(["type": "hardBreak"]) }
                content.append(["type": "text", "text": .string(line)])
            }
            return ["type": "paragraph", "content": .array(content)]
        }
        return ["type": "doc", "version": 1, "content": .array(paragraphs)]
    }

    /// Wiki text in a `{noformat}` block, in which Jira reads no markup but the block's own end. Escaping each mark would not
    /// do: bare addresses become links without any. An end inside the text gets a space, which is all that changes.
    static func wiki(_ text: String) -> String {
        var result = "{noformat}\n"
        var rest = text[...]
        while let brace = rest.firstIndex(of: "{") {
            let after = rest.index(after: brace)
            result += rest[..<after]
            rest = rest[after...]
            if rest.prefix("noformat".count).lowercased() == "noformat" { result += " " }
        }
        return result + rest + "\n{noformat}"
    }
}
