import Core

/// A file of the directory, as a listing gave it.
struct DirectoryFile: Sendable, Hashable {
    /// Components below the directory.
    var path: [String]
    /// Bytes at the time of the listing.
    var size: Int

    /// `context/commits.json`
    var name: String { path.joined(separator: "/") }
    var folder: [String] { Array(path.dropLast()) }
    var last: String { path.last ?? "" }

    func has(suffix: String) -> Bool { last.utf8.count > suffix.utf8.count && last.lowercased().hasSuffix(suffix) }
}

/// The entries of one folder, from the file transport's list: `{"name":"a.json","size":12,"type":"file"}`, one a line.
struct DirectoryListing: Sendable {
    enum Kind: String { case file, directory, link, other }

    struct Entry: Sendable {
        var path: [String]
        var kind: Kind
        var size: Int
        var name: String { path.joined(separator: "/") }
        var file: DirectoryFile? { kind == .file ? DirectoryFile(path: path, size: size) : nil }
    }

    var entries: [Entry] = []
    /// Lines that are no entries.
    var malformed = 0

    init(_ bytes: [UInt8], folder: [String]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let value = try? JSONValue(parsing: Array(line)), let name = value["name"]?.string, !name.isEmpty,
                let kind = value["type"]?.string.flatMap(Kind.init)
            else {
                malformed += 1
                continue
            }
            entries.append(Entry(path: folder + [name], kind: kind, size: max(0, Int(clamping: value["size"]?.int ?? 0))))
        }
    }
}

/// The files that an incident directory may have.
enum DirectoryLayout {
    static let folders = ["chat", "context"]
    static let alert = ["alert.json"]
    static let metricsCSV = ["metrics.csv"]
    static let openMetrics = ["metrics.prom"]
    static let logs = ["logs.ndjson"]
    static let traces = ["traces.json"]
    static let patterns = ["patterns.json"]
    static let commits = ["context", "commits.json"]
    static let deploys = ["context", "deploys.json"]
    static let flags = ["context", "flags.json"]
    static let topology = ["context", "topology.json"]
    static let repository = "repo"

    static func isLog(_ file: DirectoryFile) -> Bool {
        file.path == logs || file.path.count == 1 && file.has(suffix: ".log")
    }
    static func isTranscript(_ file: DirectoryFile) -> Bool { file.path.count == 1 && file.has(suffix: ".vtt") }
    static func isChat(_ file: DirectoryFile) -> Bool { file.folder == ["chat"] && file.has(suffix: ".json") }

    static func isKnown(_ file: DirectoryFile) -> Bool {
        let names = [alert, metricsCSV, openMetrics, traces, patterns, commits, deploys, flags, topology]
        return names.contains(file.path) || isLog(file) || isTranscript(file) || isChat(file)
    }
}
