import Core

/// What the directory holds, and what of it is not read.
struct FilesDecoder: DirectoryDecoder {
    let folders = DirectoryLayout.folders
    /// The source that reads `repo/`.
    private let repository: String?
    private var entries: [DirectoryListing.Entry] = []

    init(repository: String?) { self.repository = repository }

    mutating func list(_ entries: [DirectoryListing.Entry]) { self.entries = entries }
    func choose(from files: [DirectoryFile]) -> [DirectoryReading] { [] }
    mutating func begin(_ file: DirectoryFile) {}
    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {}
    mutating func end(trouble: String?) {}

    private static let mostTold = 50

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let known = entries.compactMap(\.file).filter(DirectoryLayout.isKnown)
        let inventory = Inventory(of: "files", entries: known.map { .init(name: $0.name, count: $0.size, detail: "bytes") })
        let evidence = Evidence(
            .inventory(inventory), from: listing, query: "the directory", completeness: known.isEmpty ? .noneThere : .complete)
        var told = entries.compactMap { entry in problem(entry).map { "\(entry.name) \($0)" } }
        if told.count > Self.mostTold {
            told = told.prefix(Self.mostTold) + ["\(told.count - Self.mostTold) more entries were not read"]
        }
        return ([evidence], told.map { Diagnostic(.partial, $0, exchange: listing.last) })
    }

    private func problem(_ entry: DirectoryListing.Entry) -> String? {
        switch entry.kind {
        case .file:
            return DirectoryLayout.isKnown(DirectoryFile(path: entry.path, size: entry.size))
                ? nil : "is no file of an incident directory, and was not read"
        case .link: return "is a symbolic link, which is not followed, and was not read"
        case .other: return "is no regular file, and was not read"
        case .directory:
            if entry.path.count == 1, DirectoryLayout.folders.contains(entry.name) { return nil }
            guard entry.path == [DirectoryLayout.repository] else {
                return "is no folder of an incident directory, and was not read"
            }
            return repository == nil
                ? "was not read: a source of kind git reads it, once one is configured for it" : nil
        }
    }
}
