import Connectors
import Core
import Foundation
import Gateway
import Investigation

/// The sources that an incident directory is read through: itself, and its repository where it has one.
struct IncidentDirectorySource {
    let sources: [ConfiguredSource]
    /// What an investigation of the directory's own alert is started from.
    let reference: String

    init(path: String, beside others: [ConfiguredSource]) throws(Problem) {
        let directory = URL(fileURLWithPath: path).standardizedFileURL.path
        guard IncidentDirectorySource.isDirectory(directory) else { throw .badInput("--from-dir: '\(path)' is no directory") }
        let taken = Set(others.map(\.description.name))
        let name = IncidentDirectorySource.free("directory", taken)
        reference = IncidentDirectoryConnector.reference(to: name)
        var options = JSONObject()
        var sources: [ConfiguredSource] = []
        let repository = directory + "/repo"
        if IncidentDirectorySource.isRepository(repository) {
            let git = IncidentDirectorySource.free("repository", taken)
            options["repository"] = .string(git.text)
            sources = [IncidentDirectorySource.source(git, GitConnector.kind, repository)]
        }
        self.sources = [IncidentDirectorySource.source(name, IncidentDirectoryConnector.kind, directory, options)] + sources
    }

    /// Files of this machine cost nobody else anything: what keeps the asking from adding to an outage need not hold them up. A
    /// budget that the configuration gives is kept.
    static func budget(_ given: Budget.Limits) -> Budget.Limits {
        given == Budget.Limits() ? Budget.Limits(calls: 100_000, bytes: 64 << 30, seconds: 4 * 3600) : given
    }

    private static func source(
        _ name: SourceName, _ kind: SourceKind, _ path: String, _ options: JSONObject = [:]
    ) -> ConfiguredSource {
        ConfiguredSource(
            description: SourceDescription(name: name, kind: kind, options: options),
            endpoint: Endpoint(name: name, kind: kind, location: .directory(path)))
    }

    private static func free(_ name: String, _ taken: Set<SourceName>) -> SourceName {
        var result = SourceName(name)
        var number = 2
        while taken.contains(result) {
            result = SourceName("\(name)-\(number)")
            number += 1
        }
        return result
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    /// A work tree, or a bare repository; not behind a link, which could lead anywhere.
    private static func isRepository(_ path: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard type == .typeDirectory else { return false }
        return [path + "/.git", path + "/HEAD"].contains { FileManager.default.fileExists(atPath: $0) }
    }
}
