import Connectors
import Core
import Testing

/// Text from evidence may try to ping, to link, to embed or to hide. What each tool sends must not.
@Suite("Hostile text in writes")
struct WriteTextTests {
    private static let hostile =
        "<!channel> <@U012AB3CD> @here <https://evil.example|see> [~admin] [x](https://evil.example) !https://evil.example/p.png!"
        + " {noformat} {NoFormat:title=x} {{noformat}} {html}x{html} <ac:structured-macro ac:name=\"html\"><ac:plain-text-body>"
        + "<![CDATA[x]]> ]]> <ri:user ri:username='x'/> <img src=x onerror=alert(1)> &lt;script&gt; & \u{1B}[31m \u{202E} \u{200B}"
        + "\u{0}\r\nsecond line\n\n\nthird\u{2028}line"

    private static func body(
        _ kind: SourceKind, _ tool: String, options: JSONObject = [:], _ input: JSONValue
    ) throws -> JSONValue {
        let source = SourceDescription(name: "x", kind: kind, url: "https://x.example", options: options)
        let connector = try #require(Registry.connector(for: kind)).init(source)
        var conversation = try #require(connector.tools.first { $0.description.name == tool }).begin(input)
        guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else { return .null }
        return try JSONValue(parsing: call.body)
    }

    private static func isVisible(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !$0.isUnprintable || $0 == "\n" }
    }

    @Test("Slack gets no mention, link, markup or preview")
    func slack() throws {
        let body = try Self.body("slack", "slack_post_message", ["channel": "C012AB3CD", "text": .string(Self.hostile)])
        let text = try #require(body["text"]?.string)
        #expect(!text.contains("<") && !text.contains(">") && Self.isVisible(text))
        #expect(text.contains("&lt;!channel&gt;") && text.contains("&amp;lt;script&amp;gt;") && text.contains("⟨U+001B⟩"))
        #expect(body["parse"]?.string == "none")
        for name in ["link_names", "mrkdwn", "unfurl_links", "unfurl_media"] { #expect(body[name]?.bool == false, "\(name)") }
        #expect(body["blocks"] == nil && body["attachments"] == nil)
    }

    @Test("a Jira Cloud document has paragraphs, text and line breaks, and no marks")
    func jiraCloud() throws {
        let body = try Self.issue([:])
        let description = try #require(body["description"])
        var texts: [String] = []
        func walk(_ node: JSONValue) throws {
            let type = try #require(node["type"]?.string)
            #expect(["doc", "paragraph", "text", "hardBreak"].contains(type))
            #expect(node["marks"] == nil && node["attrs"] == nil)
            if let text = node["text"]?.string { texts.append(text) }
            for child in node["content"]?.array ?? [] { try walk(child) }
        }
        try walk(description)
        #expect(texts.count == 3 && texts.allSatisfy { !$0.isEmpty && Self.isVisible($0) && !$0.contains("\n") })
        #expect(description["content"]?.array?.count == 2)
    }

    @Test("Jira Data Center gets one block without markup, which nothing in the text can end")
    func jiraDataCenter() throws {
        let text = try #require(try Self.issue(["deployment": "datacenter"])["description"]?.string)
        #expect(text.hasPrefix("{noformat}\n") && text.hasSuffix("\n{noformat}"))
        #expect(text.lowercased().ranges(of: "{noformat").count == 2)
        #expect(Self.isVisible(text))
    }

    private static func issue(_ options: JSONObject) throws -> JSONValue {
        let input: JSONValue = [
            "project": "PAY", "issueType": "Bug", "summary": .string(String(hostile.prefix(100)) + "\n\u{1B}x"),
            "description": .string(hostile),
        ]
        let fields = try #require(try body("jira", "jira_create_issue", options: options, input)["fields"])
        let summary = try #require(fields["summary"]?.string)
        #expect(isVisible(summary) && !summary.contains("\n"))
        return fields
    }

    @Test("a Confluence page has paragraphs and line breaks, and no other tag", arguments: [nil, "datacenter"])
    func confluence(deployment: String?) throws {
        var input: JSONObject = ["title": "T", "text": .string(Self.hostile), "status": "draft"]
        input[deployment == nil ? "spaceId" : "spaceKey"] = deployment == nil ? "7" : "OPS"
        let options: JSONObject = deployment.map { ["deployment": .string($0)] } ?? [:]
        let body = try Self.body("confluence", "confluence_publish_page", options: options, .object(input))
        let storage = try #require((deployment == nil ? body["body"] : body["body"]?["storage"])?["value"]?.string)
        var rest = storage
        for tag in ["<p>", "</p>", "<br />"] { rest = rest.replacing(tag, with: "") }
        #expect(!rest.contains("<") && !rest.contains(">") && Self.isVisible(rest))
        for entity in ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"] { rest = rest.replacing(entity, with: "") }
        #expect(!rest.contains("&") && !rest.contains("\"") && !rest.contains("'"))
        #expect(storage.hasPrefix("<p>") && storage.hasSuffix("</p>"))
        #expect(storage.ranges(of: "<p>").count == 2 && storage.ranges(of: "<br />").count == 1)
    }

    @Test("Grafana, PagerDuty, GitHub and Alertmanager get no tag that works and no hidden character")
    func others() throws {
        let grafana = try Self.body(
            "grafana", "grafana_annotate", ["time": "2026-11-20T14:23:00Z", "text": .string(Self.hostile)])
        let annotation = try #require(grafana["text"]?.string)
        #expect(!annotation.contains("<") && !annotation.contains(">") && Self.isVisible(annotation))

        let note = try Self.body(
            "pagerduty", "pagerduty_add_note", options: ["from": "a@b.example"],
            ["id": "Q1CHKOUT5XX9ZZ", "text": .string(Self.hostile)])
        #expect(Self.isVisible(try #require(note["note"]?["content"]?.string)))

        let status = try Self.body(
            "github", "github_set_deployment_status",
            [
                "owner": "o", "repo": "r", "deployment": 1, "says": "cleared",
                "description": .string(String(Self.hostile.suffix(40))),
            ])
        let description = try #require(status["description"]?.string)
        #expect(Self.isVisible(description) && !description.contains("\n") && description.hasPrefix("Cleared: "))
        #expect(status["state"]?.string == "pending" && status["auto_inactive"]?.bool == false)

        let silence = try Self.body(
            "alertmanager", "alertmanager_create_silence",
            [
                "matchers": ["a=\"b\""], "startsAt": "2026-12-01T00:00:00Z", "endsAt": "2026-12-02T00:00:00Z",
                "createdBy": .string(String(Self.hostile.suffix(60))), "comment": .string(Self.hostile),
            ])
        #expect(Self.isVisible(try #require(silence["comment"]?.string)))
        #expect(!(try #require(silence["createdBy"]?.string)).contains("\n"))
    }

    @Test(
        "an address for notes that is none is refused where the source is read",
        arguments: ["ana", "a@b\r\nX-Evil: 1", "Ana <a@b.example>", "a@b@c", "@b", "a@", "", "a@b.example, c@d.example"])
    func requester(text: String) {
        let source = SourceDescription(name: "x", kind: "pagerduty", options: ["from": .string(text)])
        #expect { try PagerDutyConnector(source) } throws: { ($0 as? InputError)?.field == "options.from" }
    }

    @Test("a deployment of Jira or Confluence that there is not is refused", arguments: ["jira", "confluence"])
    func deployment(kind: String) {
        let source = SourceDescription(name: "x", kind: SourceKind(kind), options: ["deployment": "server"])
        #expect { try Registry.connector(for: SourceKind(kind))?.init(source) } throws: {
            ($0 as? InputError)?.field == "options.deployment"
        }
    }
}
