import ArgumentParser
import Foundation

/// The configuration that the Lab wrote, from which sources can be taken out: it has one line for each.
struct ConfiguredSources: Sendable {
    /// In the order of the configuration.
    let names: [String]
    /// The source that the incident's URL is of.
    let paging: String
    private let lines: [(source: String?, text: String)]

    init(_ text: String, incident: String) throws {
        var isInside = false
        var paging: String?
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if !line.hasPrefix(" ") { isInside = line == "sources:" }
            guard isInside, let match = line.firstMatch(of: #/^  - { name: ([^,]+), kind: /#) else {
                return (nil, String(line))
            }
            let name = String(match.1)
            if let url = line.firstMatch(of: #/url: ([^, }]+)/#), incident.hasPrefix(url.1 + "/") { paging = name }
            return (name, String(line))
        }
        names = lines.compactMap(\.source)
        guard let paging else { throw ValidationError("no configured source has the incident \(incident)") }
        self.paging = paging
    }

    /// The configuration without some of its sources.
    func text(without removed: Set<String>) -> String {
        lines.filter { line in line.source.map { !removed.contains($0) } ?? true }.map(\.text).joined(separator: "\n")
    }
}
