import Foundation

/// The table of ARCHITECTURE.md: which room may import which. Nothing else may.
enum Rooms {
    static let all: [String: Set<String>] = [
        "Core": [],
        "PromQL": ["Core"],
        "Connectors": ["Core", "PromQL"],
        "Analysis": ["Core"],
        "AlertAudit": ["Core", "Analysis", "PromQL"],
        "Document": ["Core", "Analysis"],
        "Gateway": ["Core"],
        "Store": ["Core", "Gateway"],
        "Transports": ["Core", "Gateway"],
        "Investigation": ["Core", "Gateway", "Connectors", "Analysis", "PromQL", "AlertAudit", "Document"],
        "inquest": [
            "Core", "Gateway", "Connectors", "Analysis", "PromQL", "AlertAudit", "Document", "Store", "Transports",
            "Investigation",
        ],
        "Lab": ["Core"],
    ]

    /// What may be imported from outside the project, by room.
    static let outside: [String: Set<String>] = [
        "Core": [],
        "PromQL": [],
        "Connectors": ["Yams", "FoundationEssentials"],
        "Analysis": ["FoundationEssentials"],
        "AlertAudit": [],
        "Document": ["FoundationEssentials"],
        "Gateway": ["Crypto", "CZlib", "Glibc", "Darwin"],
        "Store": ["GRDB", "Foundation", "Synchronization", "Dispatch", "Glibc", "Darwin"],
        "Transports": [
            "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOSSL", "Subprocess", "Foundation", "Glibc", "Darwin",
            "Synchronization", "SystemPackage", "System", "NIOPosix",
        ],
        "Investigation": ["Crypto", "FoundationEssentials"],
        "inquest": ["ArgumentParser", "Foundation", "Yams", "Glibc", "Darwin", "Synchronization"],
        "Lab": [
            "ArgumentParser", "Foundation", "Hummingbird", "Subprocess", "NIOCore", "HTTPTypes", "Logging", "Synchronization",
            "Glibc", "Darwin", "Dispatch", "AsyncAlgorithms", "ServiceLifecycle", "NIOPosix", "NIOHTTP1", "AsyncHTTPClient",
        ],
    ]

    /// Rooms that hold values and functions alone.
    static let pure: Set<String> = ["Core", "PromQL", "Connectors", "Analysis", "AlertAudit", "Document"]

    /// What Foundation and the C library would still let through.
    static let banned = [
        "Process(", "FileManager", "FileHandle", "contentsOf: URL", "contentsOfFile", "URLSession", "socket(", "fopen(",
        "getenv", "ProcessInfo", "@testable", "unsafeBitCast", "unsafeDowncast", "assumingMemoryBound", "Date()", "Date.now",
        ".random(", "SystemRandomNumberGenerator", "UUID()", "ContinuousClock", "SuspendingClock", "Task.sleep", "print(",
    ]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func swiftFiles(in room: String) -> [URL] {
        let folder = root.appendingPathComponent("Sources/\(room)")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return found.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
    }

    /// Modules that a file imports, with submodules cut off.
    static func imports(of text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let position = words.firstIndex(of: "import"), words[..<position].allSatisfy(isImportPrefix) else {
                return nil
            }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "typealias", "let", "var"]
            let rest = words[words.index(after: position)...].drop { kinds.contains($0) }
            return rest.first.flatMap { $0.split(separator: ".").first }.map(String.init)
        }
    }

    private static func isImportPrefix(_ word: Substring) -> Bool {
        word.first == "@" || ["public", "internal", "package", "private", "fileprivate"].contains(word)
    }
}
