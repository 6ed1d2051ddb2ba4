import Core

/// `POST /wiki/api/v2/pages` of Cloud, or `POST /rest/api/content` of Data Center. The body is made here, from plain text.
struct ConfluencePublishPage: Tool {
    let description: ToolDescription
    private let deployment: AtlassianDeployment

    init(_ deployment: AtlassianDeployment) {
        self.deployment = deployment
        let isCloud = deployment == .cloud
        let space =
            isCloud
            ? ("spaceId", Schema.string("The space's id, a number; not its key"))
            : ("spaceKey", Schema.string("The space's key, such as OPS"))
        description = .write(
            "confluence_publish_page", "Creates a page. Markup, links, mentions and macros in its text have no effect.",
            [
                space, ("parentId", Schema.string("The id of the page above; when left out, the space decides")),
                ("title", Schema.string("One line, 255 characters at most; a space has each title once")),
                ("text", Schema.string("Plain text, 200,000 characters at most; blank lines part paragraphs")),
                ("status", Schema.choice(["draft", "current"], "draft: only its author sees it; current: published")),
            ], required: [space.0, "title", "text", "status"], route: .http(.post, Self.path(deployment)))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let parent = try input.optionalString("parentId") == nil ? nil : try input.numericID("parentId")
        let space = deployment == .cloud ? try input.numericID("spaceId") : try Self.spaceKey(input)
        let title = try input.line("title", most: 255)
        let storage = Self.storage(try input.text("text", most: 200_000))
        let status = try input.choice("status", of: ["draft", "current"])
        let document =
            deployment == .cloud
            ? Self.cloud(space: space, parent: parent, title: title, status: status, storage: storage)
            : Self.dataCenter(space: space, parent: parent, title: title, status: status, storage: storage)
        let deployment = deployment
        return OneWrite(
            .posting(document, to: Self.path(deployment)), "page", whereToLook: "look at the space's newest pages and drafts",
            reading: .init(answer: { Self.answer($0, $1, deployment, asked: status) }, reason: Self.reason))
    }

    /// Storage format (XHTML): paragraphs and line breaks, all else escaped.
    static func storage(_ text: String) -> String {
        OutgoingText.paragraphs(text).map { lines in
            "<p>" + lines.map(OutgoingText.escapedForXML).joined(separator: "<br />") + "</p>"
        }.joined()
    }

    private static func path(_ deployment: AtlassianDeployment) -> [String] {
        deployment == .cloud ? ["wiki", "api", "v2", "pages"] : ["rest", "api", "content"]
    }

    private static func cloud(space: String, parent: String?, title: String, status: String, storage: String) -> JSONObject {
        var document: JSONObject = ["spaceId": .string(space), "status": .string(status), "title": .string(title)]
        document["parentId"] = parent.map { .string($0) }
        document["body"] = ["representation": "storage", "value": .string(storage)]
        return document
    }

    private static func dataCenter(
        space: String, parent: String?, title: String, status: String, storage: String
    ) -> JSONObject {
        var document: JSONObject = [
            "type": "page", "status": .string(status), "title": .string(title), "space": ["key": .string(space)],
        ]
        document["ancestors"] = parent.map { [["id": .string($0)]] }
        document["body"] = ["storage": ["value": .string(storage), "representation": "storage"]]
        return document
    }

    private static func answer(
        _ answer: JSONValue, _ key: CallKey, _ deployment: AtlassianDeployment, asked: String
    ) -> OneWrite.Answer {
        guard let id = answer["id"]?.string, OutgoingText.isNumericID(id) else {
            return .unknown("answered without a page's id")
        }
        let status = answer["status"]?.string ?? asked
        let page = status == "draft" ? "resumedraft.action?draftId=" : "viewpage.action?pageId="
        return .made(
            Evidence(
                .record(
                    Record(
                        title: "Confluence page created",
                        fields: ["id": .string(id), "status": .string(OutgoingText.line(String(status.prefix(40))))])),
                from: [key], query: "page \(id)", link: (deployment == .cloud ? "/wiki" : "") + "/pages/" + page + id))
    }

    /// Cloud: `{"errors": [{"title": "…", "detail": "…"}]}`. Data Center: `{"statusCode": 400, "message": "…"}`.
    private static func reason(_ document: JSONValue) -> String? {
        let errors = (document["errors"]?.array ?? []).prefix(3).compactMap { error -> String? in
            let words = [error["title"]?.string, error["detail"]?.string].compactMap { $0 }
            return words.isEmpty ? nil : words.joined(separator: ": ")
        }
        return errors.isEmpty ? document["message"]?.string : errors.joined(separator: "; ")
    }

    /// Letters and digits; a personal space's key begins with `~`.
    private static func spaceKey(_ input: Input) throws(InputError) -> String {
        let text = try input.string("spaceKey")
        let body = text.first == "~" ? text.dropFirst() : text[...]
        let isKey = body.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "._-".utf8.contains($0)
        }
        guard (1...255).contains(body.utf8.count), isKey else {
            throw InputError("spaceKey", "expected a space's key, such as OPS")
        }
        return text
    }
}
