import Core
import Document
import Testing

@Suite struct PeopleTests {
    @Test("no name, id or address of a person is in any file")
    func noLeak() throws {
        for file in Documents(try Fixture.record()).files {
            for name in Example.names {
                #expect(!file.content.lowercased().contains(name.lowercased()), "\(name) in \(file.name)")
            }
        }
    }

    @Test(
        "names in trailers, comments, links and other spellings are replaced",
        arguments: [
            "Fix\n\nSigned-off-by: Dana Ruiz <dana.ruiz@example.com>\nCo-authored-by: Wes Lynn <wes@lynn.example>",
            "Reviewed-by: Dana Ruiz", "ask DANA or druiz", "by Ruiz, Dana", "/u/dana.ruiz?m=dana.ruiz%40example.com",
            "<@U078IJ9KL> please",
            "dana_ruiz pushed", "Dana's change", "cc @danar @wes", "mailto:wes@lynn.example",
        ])
    func spellings(text: String) throws {
        var example = Example()
        example.add(
            .record(Record(title: text, fields: ["body": .string(text), "by": [.string(text)]])), source: "chat", tool: "x",
            query: text,
            link: text)
        example.add(
            .message(ChatMessage(id: "1", channel: "c", author: Example.tomas, text: text)), source: "chat", tool: "x",
            at: "14:40")
        example.add(.nothing("Signed-off-by: Wes Lynn <wes@lynn.example>"), source: "chat", tool: "x")
        for file in Documents(example.assessed()).files {
            for name in ["dana", "ruiz", "lynn.example", "Wes Lynn", "U078IJ9KL", "@wes"] {
                #expect(!file.content.lowercased().contains(name.lowercased()), "\(name) in \(file.name)")
            }
        }
    }

    @Test("services and everyday words are no names")
    func noNames() throws {
        var example = Example()
        example.add(.person(Person(id: "payment-gateway", name: "Will Gateway")), source: "chat", tool: "x")
        example.add(.person(Person(id: "ops", name: "Platform Team")), source: "chat", tool: "x")
        example.add(
            .message(ChatMessage(id: "1", channel: "c", author: Example.tomas, text: "will the platform hold? @here")),
            source: "chat",
            tool: "x", at: "14:40")
        let text = Documents(example.assessed()).postmortem
        #expect(text.contains("p99 latency of payment-gateway left its baseline"))
        #expect(text.contains("will the platform hold? `@here`"))
    }

    @Test("people are named when the record says so")
    func named() throws {
        var record = try Fixture.record()
        record.namesPeople = true
        let text = Documents(record).postmortem
        #expect(text.contains("Dana Ruiz wrote: “rolling back now”"))
        #expect(text.contains("Wesley Crusher"))
    }

    @Test("one person has one pseudonym, wherever they are named")
    func stable() throws {
        let json = try JSONValue(parsing: Array(Documents(try Fixture.record()).json.utf8))
        let evidence = try #require(json["evidence"]?.array)
        let author = evidence.first { $0["kind"]?.string == "change" }?["observation"]?["author"]?["id"]?.string
        let writer = evidence.first { $0["observation"]?["text"]?.string == "rolling back now" }?["observation"]?["author"]?[
            "id"]?.string
        #expect(author != nil)
        #expect(author == writer)
    }
}
