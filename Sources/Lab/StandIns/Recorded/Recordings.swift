import Foundation

/// The recordings that come with the Lab.
enum Recordings {
    /// Loki and Tempo were recorded with a second server, too, which has tenants; these are its exchanges.
    private static let secondServer: [String: ClosedRange<Int>] = ["loki": 46...55, "tempo": 43...43]

    /// All exchanges with one system, in order of their names: those of its usual server, or those of the second one.
    static func load(_ system: String, tenants: Bool = false) throws -> [RecordedExchange] {
        let directory = (Bundle.module.resourceURL ?? URL(fileURLWithPath: ".")).appendingPathComponent("Recordings/\(system)")
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "http" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        return try files.compactMap { file in
            let name = file.deletingPathExtension().lastPathComponent
            let number = Int(name.prefix(2)) ?? 0
            guard (secondServer[system]?.contains(number) == true) == tenants else { return nil }
            return try RecordedExchange(name: name, file: Array(try Data(contentsOf: file)))
        }
    }
}
