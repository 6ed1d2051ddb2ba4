import Core

/// What a tool makes of the bytes of its files, as they come. A value without I/O.
protocol DirectoryDecoder: Sendable {
    /// Folders besides the directory itself that its files may be in.
    var folders: [String] { get }

    /// All entries of the folders, files or not.
    mutating func list(_ entries: [DirectoryListing.Entry])

    /// The files that it reads, in the order in which it wants them.
    func choose(from files: [DirectoryFile]) -> [DirectoryReading]

    mutating func begin(_ file: DirectoryFile)
    /// The next bytes of the file that was begun.
    mutating func take(_ bytes: [UInt8], from exchange: CallKey)
    /// - Parameter trouble: why not all of the file was read.
    mutating func end(trouble: String?)

    /// Everything was read that could be. `listing` are the exchanges that listed the folders.
    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic])
}

extension DirectoryDecoder {
    var folders: [String] { [] }
    mutating func list(_ entries: [DirectoryListing.Entry]) {}
}

/// A file with the stretches of it that are wanted: all of it, unless these say otherwise.
struct DirectoryReading: Sendable {
    var file: DirectoryFile
    var ranges: [FileCall.ByteRange]?

    init(_ file: DirectoryFile, ranges: [FileCall.ByteRange]? = nil) {
        self.file = file
        self.ranges = ranges
    }

    /// Bytes of one call: half of what a source's answer may have by default.
    static let chunk = 4 << 20

    /// The calls that read it, in order: at most `most`, and one at least. A listing may give a file any size: a sparse file has
    /// room for more calls than could ever be made.
    func calls(most: Int) -> [FileCall] {
        if let ranges { return ranges.map { FileCall(.read, path: file.path, range: $0) } }
        guard file.size > DirectoryReading.chunk else { return [FileCall(.read, path: file.path)] }
        let parts = (file.size - 1) / DirectoryReading.chunk + 1
        return (0..<max(1, min(parts, most))).map { part in
            let offset = part * DirectoryReading.chunk
            let count = min(DirectoryReading.chunk, file.size - offset)
            return FileCall(.read, path: file.path, range: .init(offset: offset, count: count))
        }
    }
}
