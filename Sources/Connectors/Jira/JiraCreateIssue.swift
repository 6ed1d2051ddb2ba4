import Core

/// `POST /rest/api/3/issue` with the description as an Atlassian document, or `POST /rest/api/2/issue` with wiki text.
struct JiraCreateIssue: Tool {
    let description: ToolDescription
    private let deployment: AtlassianDeployment

    init(_ deployment: AtlassianDeployment) {
        self.deployment = deployment
        description = .write(
            "jira_create_issue", "Creates an issue. Mentions, markup, links and macros in its texts have no effect.",
            [
                ("project", Schema.string("The project's key, such as PAY")),
                ("issueType", Schema.string("The issue type's name, such as Bug")),
                ("summary", Schema.string("One line, 255 characters at most")),
                ("description", Schema.string("Plain text, 30,000 characters at most; blank lines part paragraphs")),
                ("labels", Schema.strings("Up to 20 labels without spaces")),
            ], required: ["project", "issueType", "summary", "description"],
            route: .http(.post, JiraConnector.base(deployment) + ["issue"]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let project = try input.string("project")
        guard Self.isProjectKey(project) else { throw InputError("project", "expected a project's key, such as PAY") }
        let type = try input.line("issueType", most: 60)
        let summary = try input.line("summary", most: 255)
        let text = try input.text("description", most: 30_000)
        let labels = try Self.labels(try input.strings("labels"))
        var fields: JSONObject = [
            "project": ["key": .string(project)], "issuetype": ["name": .string(type)], "summary": .string(summary),
            "description": deployment == .cloud ? JiraText.document(text) : .string(JiraText.wiki(text)),
        ]
        if !labels.isEmpty { fields["labels"] = .array(labels.map { .string($0) }) }
        return OneWrite(
            .posting(["fields": .object(fields)], to: JiraConnector.base(deployment) + ["issue"]), "issue in \(project)",
            whereToLook: "look at the project's newest issues", reading: .init(answer: Self.answer, reason: Self.reason))
    }

    private static func answer(_ answer: JSONValue, _ key: CallKey) -> OneWrite.Answer {
        guard let issue = answer["key"]?.string, isIssueKey(issue) else { return .unknown("answered without an issue's key") }
        var fields: JSONObject = ["key": .string(issue)]
        if let id = answer["id"]?.string, OutgoingText.isNumericID(id) { fields["id"] = .string(id) }
        return .made(
            Evidence(
                .record(Record(title: "Jira issue created", fields: fields)), from: [key], query: "key = \(issue)",
                link: "/browse/\(issue)"))
    }

    /// `{"errorMessages": ["…"], "errors": {"field": "…"}}`; some proxies and 401 answer `{"message": "…"}`.
    private static func reason(_ document: JSONValue) -> String? {
        let general = (document["errorMessages"]?.array ?? []).compactMap(\.string)
        let byField = (document["errors"]?.object?.members ?? []).compactMap { name, value in
            value.string.map { "\(name): \($0)" }
        }
        let words = (general + byField.sorted()).prefix(5)
        return words.isEmpty ? document["message"]?.string : words.joined(separator: "; ")
    }

    private static func labels(_ texts: [String]) throws(InputError) -> [String] {
        guard texts.count <= 20 else { throw InputError("labels", "more than 20 labels") }
        for (position, text) in texts.enumerated() {
            guard (1...255).contains(text.utf16.count),
                text.unicodeScalars.allSatisfy({ !$0.isUnprintable && !$0.properties.isWhitespace })
            else { throw InputError("labels[\(position)]", "expected 1 to 255 characters that can be seen, without spaces") }
        }
        return texts
    }

    private static func isProjectKey(_ text: some StringProtocol) -> Bool {
        guard (2...30).contains(text.utf8.count), let first = text.utf8.first, (0x41...0x5A).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isIssueKey(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 2 && isProjectKey(parts[0]) && OutgoingText.isNumericID(String(parts[1]))
    }
}
