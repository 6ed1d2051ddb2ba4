import Core
import Document
import Testing

@Suite("The shape of the post-mortem")
struct TemplateTests {
    private func written(_ sections: [DocumentTemplate.Section], _ change: (inout DocumentTemplate) -> Void = { _ in })
        throws -> String
    {
        var record = try Fixture.record()
        record.template = DocumentTemplate(name: "ours", sections: sections)
        change(&record.template)
        return Documents(record).postmortem
    }

    private func headings(_ document: String) -> [String] {
        document.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("#### E") && !$0.hasPrefix("#### F") }
            .map(String.init)
    }

    @Test("sections stand in the template's order under its headings, and what must be told follows")
    func order() throws {
        let document = try written([
            .init(heading: "What happened", parts: [.timeline]),
            .init(heading: "Why", parts: [.hypotheses, .resolution], prompt: "what surprised you."),
            .init(heading: "Luck", level: 3, prompt: "what was not planned."),
        ])
        let found = headings(document)
        #expect(found.dropFirst().first == "## What happened")
        #expect(found.contains("### Hypotheses considered") && found.contains("### Resolution"))
        #expect(found.contains("#### 1. A change: strong confidence"))
        #expect(found.contains("### Luck"))
        #expect(Array(found.suffix(3)) == ["## What could not be seen", "## Findings", "## Evidence"])
        #expect(!found.contains("## Timeline") && !document.contains("## Summary"))
        #expect(document.contains("> For people to write: what was not planned."))
    }

    @Test("a section in which nothing stands is left out, and one that asks people is not")
    func empty() throws {
        let document = try written([.init(heading: "Spans", parts: [.cluster]), .init(heading: "Lessons", prompt: "lessons.")])
        #expect(!document.contains("## Spans"))
        #expect(document.contains("## Lessons"))
    }

    @Test("fields have their values with citations, and say what is not known")
    func fields() throws {
        let fields = StructuredFields.Name.allCases.map { DocumentTemplate.Field($0.label, .known($0)) }
        let all = [.init("Severity", .asked("1 to 4"))] + fields
        let document = try written([.init(fields: all)]) { $0.factors[.alertThreshold] = "Paging gap" }
        #expect(document.contains("- Severity: For people to fill in: 1 to 4"))
        #expect(document.contains("- Services: `payment-gateway`"))
        #expect(document.contains("Paging gap ["))
        for line in document.split(separator: "\n") where line.hasPrefix("- Time to") {
            #expect(line.hasSuffix(")") || line.hasSuffix("Not known."), "\(line)")
        }
        var record = try Fixture.record()
        record.findings = []
        record.hypotheses = []
        record.onset = nil
        record.template.sections = [.init(fields: fields)]
        #expect(Documents(record).postmortem.contains("- Time to detect: Not known."))
    }

    @Test("the JSON has the fields whatever the template is, by Inquest's own names")
    func json() throws {
        var record = try Fixture.record()
        let standard = try JSONValue(parsing: Array(Documents(record).json.utf8))["fields"]
        record.template = DocumentTemplate(
            name: "ours", sections: [.init(prompt: "all.")], factors: [.alertThreshold: "Paging gap"])
        let own = try JSONValue(parsing: Array(Documents(record).json.utf8))["fields"]
        #expect(standard == own)
        #expect(own?["mitigation"]?["kind"]?.string == "rollback")
        #expect(own?["factors"]?.array?.contains { $0["factor"]?.string == "alert-threshold" } == true)
    }
}
