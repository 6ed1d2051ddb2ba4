import Foundation
import Testing

@Suite("Template files")
struct TemplateTests {
    private static let template = Programs.path("inquest")

    @Test("the included ones are printed as files that can be taken as they are", arguments: ["google", "etsy"])
    func included(name: String) throws {
        let printed = try Programs.run(Self.template, ["template", name])
        #expect(printed.status == 0)
        let checked = try check(printed.output)
        #expect(checked.status == 0 && checked.output.hasPrefix("\(name): "), "\(checked.errors)")
        #expect(checked.output.contains("timeline") && checked.output.contains("actions"))
    }

    @Test(
        "what is wrong in one is told with its line and what is known",
        arguments: [
            ("", "is empty"),
            ("name: ours", "needs 'sections'"),
            (
                "name: ours\nsections:\n  - heading: A\n    parts: [sumary]",
                ":4: 'sections[0].parts[0]': 'sumary' is not known here"
            ),
            ("name: ours\nsections:\n  - parts: [summary, summary]", "'summary' is placed twice"),
            ("name: ours\nsections:\n  - level: 2", "'sections[0]': is empty"),
            ("name: ours\nsections:\n  - fields: [{ label: Tier }]", "needs a 'label', and 'ask' or 'value'"),
            ("name: ours\nsections:\n  - parts: [summary]\nfactors: { gremlins: x }", "'gremlins' is not known here"),
            ("name: [", "own.yaml"),
        ])
    func wrong(text: String, problem: String) throws {
        let checked = try check(text)
        #expect(checked.status == 2)
        #expect(checked.errors.contains(problem), "\(checked.errors)")
    }

    @Test("one that is not there is told with those that are")
    func missing() throws {
        let checked = try Programs.run(Self.template, ["template", "gogle"])
        #expect(checked.status == 2 && checked.errors.contains("inquest, google, etsy"))
    }

    private func check(_ text: String) throws -> Programs.Finished {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-\(UUID().uuidString)-own.yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try Programs.run(Self.template, ["template", file.path])
    }
}
