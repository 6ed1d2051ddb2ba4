import Connectors
import Core
import Foundation

/// One recorded conversation, read from its directory.
struct TranscriptCase {
    let name: String
    let directory: URL
    let source: SourceDescription
    let tool: String
    let input: JSONValue
    let checkHeaders: [String]

    struct Problem: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// `UPDATE_SNAPSHOTS=1` rewrites the expectations of all cases, `UPDATE_SNAPSHOTS=Loki/` those whose name begins so.
    static func updatesSnapshot(_ name: String) -> Bool {
        guard let value = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"], !value.isEmpty else { return false }
        return value == "1" || name.hasPrefix(value)
    }

    /// The directory of this test target, also when it is reached through a link.
    static let tests = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let repository = tests.deletingLastPathComponent().deletingLastPathComponent()

    /// `<System>/<case>` of every directory with a `case.json`, sorted.
    static let names: [String] = {
        let fixtures = tests.appending(path: "Fixtures")
        let files = FileManager.default
        let systems = ((try? files.contentsOfDirectory(atPath: fixtures.path)) ?? []).sorted()
        return systems.flatMap { system in
            let cases = (try? files.contentsOfDirectory(atPath: fixtures.appending(path: system).path)) ?? []
            return cases.sorted().map { "\(system)/\($0)" }
        }.filter { files.fileExists(atPath: fixtures.appending(path: "\($0)/case.json").path) }
    }()

    /// One source of each kind that the fixtures know: the first by name of the case.
    static func sources() throws -> [SourceDescription] {
        var kinds: Set<SourceKind> = []
        return try names.map { try TranscriptCase(name: $0).source }.filter { kinds.insert($0.kind).inserted }
    }

    init(name: String) throws {
        self.name = name
        directory = Self.tests.appending(path: "Fixtures/\(name)")
        let bytes = Array(try Data(contentsOf: directory.appending(path: "case.json")))
        let document: JSONValue
        do { document = try JSONValue(parsing: bytes) } catch { throw Problem("\(name)/case.json is \(error)") }
        guard let tool = document["tool"]?.string, let kind = document["source"]?["kind"]?.string else {
            throw Problem("\(name)/case.json needs 'tool' and 'source.kind'")
        }
        self.tool = tool
        source = SourceDescription(
            name: SourceName(document["source"]?["name"]?.string ?? kind), kind: SourceKind(kind),
            url: document["source"]?["url"]?.string, options: document["source"]?["options"]?.object ?? [:])
        input = document["input"] ?? [:]
        checkHeaders = (document["checkHeaders"]?.array ?? []).compactMap(\.string)
    }

    /// The exchanges' files that are in the directory.
    var recordedFiles: Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return Set(names.filter { $0.hasSuffix(".http") || $0.hasSuffix(".process") || $0.hasSuffix(".file") })
    }
}
