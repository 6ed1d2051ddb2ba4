import Connectors
import Core
import Foundation
import Testing

@Suite("The registry of connectors")
struct RegistryTests {
    @Test("every kind is registered once, in alphabetical order")
    func kinds() {
        let kinds = Registry.connectors.map { $0.kind.text }
        #expect(kinds == Array(Set(kinds)).sorted())
    }

    @Test("every connector has at least one recorded conversation and a page")
    func fixturesAndPages() throws {
        let recorded = Set(try TranscriptCase.names.map { try TranscriptCase(name: $0).source.kind })
        for connector in Registry.connectors {
            #expect(recorded.contains(connector.kind), "Tests/ConnectorsTests/Fixtures has no case for \(connector.kind)")
            let page = TranscriptCase.repository.appending(path: "Documentation/connectors/\(connector.kind).md")
            #expect(FileManager.default.fileExists(atPath: page.path), "\(page.path) is missing")
        }
    }

    @Test("the page of all connectors has a row for each, and says the class of its data")
    func overview() throws {
        let page = try String(
            contentsOf: TranscriptCase.repository.appending(path: "Documentation/connectors/README.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
        for connector in Registry.connectors {
            let kind = connector.kind.text
            #expect(rows.filter { $0.hasPrefix("| [`\(kind)`](\(kind).md) |") }.count == 1, "\(kind) has no row, or two")
            let row = rows.first { $0.hasPrefix("| `\(connector.dataClass.rawValue)` |") }
            let kinds = row?.split(separator: "|").last?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(kinds?.contains(kind) == true, "\(kind) is not in the row of \(connector.dataClass.rawValue)")
        }
    }

    @Test("tool names begin with the connector's kind, are unique, and every tool of a read has routes")
    func toolNames() throws {
        var seen: Set<String> = []
        for source in try TranscriptCase.sources() {
            let type = try #require(Registry.connector(for: source.kind), "no connector for \(source.kind)")
            let connector = try type.init(source)
            let descriptions = connector.tools.map(\.description)
            #expect(!descriptions.isEmpty)
            for description in descriptions {
                let prefix = source.kind.text.replacing("-", with: "_") + "_"
                #expect(description.name.hasPrefix(prefix), "\(description.name) should begin with \(prefix)")
                #expect(seen.insert(description.name).inserted, "two tools are called \(description.name)")
                #expect(!description.routes.isEmpty, "\(description.name) has no routes")
                #expect(!description.summary.isEmpty, "\(description.name) has no summary")
            }
            #expect(
                descriptions.contains { $0.name == connector.checkup.tool }, "\(source.kind): the checkup's tool is unknown")
        }
    }

    @Test("every probe names a tool of its connector and gives input that the tool accepts")
    func probes() throws {
        let window = TimeWindow(from: Instant(seconds: 1_795_183_200), to: Instant(seconds: 1_795_186_800))
        let scope = Scope(window: window, baseline: TimeWindow(from: window.from.adding(seconds: -7 * 86_400), to: window.from))
        let subjects: [Subject] = [
            .estate, .window(scope), .surroundings(scope), .service(Service(name: "payment-gateway"), scope),
            .trace("2347e0035d0339a06e22c99dfdbc5f8a", service: nil, scope),
            .trace("2347e0035d0339a06e22c99dfdbc5f8a", service: "payment-gateway", scope),
            .service(Service(name: "odd \"name\"\\", selector: "job=\"a\"", repository: "code"), scope),
        ]
        var asked = 0
        for source in try TranscriptCase.sources() {
            let type = try #require(Registry.connector(for: source.kind))
            let connector = try type.init(source)
            for probe in subjects.flatMap(connector.probes(for:)) + [connector.checkup] {
                let tool = try #require(connector.tools.first { $0.description.name == probe.tool }, "\(probe.tool)")
                #expect(throws: Never.self, "\(probe.tool)") { _ = try tool.begin(probe.input) }
                #expect(!probe.purpose.isEmpty)
                asked += 1
            }
        }
        #expect(asked > 0 || Registry.connectors.isEmpty)
    }
}
