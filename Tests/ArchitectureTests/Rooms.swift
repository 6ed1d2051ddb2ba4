import Foundation

/// The table of ARCHITECTURE.md: which room may import which. Nothing else may.
enum Rooms {
    static let all: [String: Set<String>] = [
        "Core": [],
        "LogTemplates": [],
        "PromQL": ["Core"],
        "OTLP": ["Core"],
        "Connectors": ["Core", "LogTemplates", "PromQL", "OTLP"],
        "Analysis": ["Core", "LogTemplates"],
        "Alerting": ["Core", "PromQL"],
        "AlertAudit": ["Core", "Alerting", "Analysis", "PromQL"],
        "Document": ["Core", "Alerting", "Analysis", "AlertAudit"],
        "LanguageModels": ["Core", "Connectors"],
        "Gateway": ["Core"],
        "Store": ["Core", "Gateway"],
        "Transports": ["Core", "Gateway"],
        "Investigation": [
            "Core", "Gateway", "Connectors", "LanguageModels", "Alerting", "Analysis", "PromQL", "AlertAudit", "Document",
        ],
        "inquest": [
            "Core", "Gateway", "Connectors", "LanguageModels", "Alerting", "Analysis", "PromQL", "AlertAudit", "Document",
            "Store",
            "Transports", "Investigation", "LogTemplates",
        ],
        "Lab": ["Core"],
    ]

    /// What may be imported from outside the project, by room.
    static let outside: [String: Set<String>] = [
        "Core": [],
        "LogTemplates": [],
        "PromQL": [],
        "OTLP": [],
        "Connectors": ["Yams"],
        "Analysis": [],
        "Alerting": [],
        "AlertAudit": [],
        "Document": ["CCMarkGFM", "CXML2"],
        "LanguageModels": [],
        "Gateway": ["Crypto", "CZlib", "Foundation", "Yams", "Glibc", "Darwin"],
        "Store": ["GRDB", "Crypto", "Dispatch", "Foundation", "Synchronization", "Glibc", "Darwin"],
        "Transports": [
            "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "Subprocess", "Glibc", "Darwin",
        ],
        "Investigation": ["Crypto", "FoundationEssentials"],
        "inquest": ["ArgumentParser", "Foundation", "Yams", "Glibc", "Darwin", "Synchronization"],
        "Lab": ["ArgumentParser", "Foundation", "Hummingbird", "Dispatch", "Synchronization"],
    ]

    /// Rooms that hold values and functions alone.
    static let pure: Set<String> = [
        "Core", "LogTemplates", "PromQL", "OTLP", "Connectors", "LanguageModels", "Alerting", "Analysis", "AlertAudit",
        "Document",
    ]

    /// Rooms that may start programs and open connections: the outbound transports, and the Lab, which stages incidents.
    static let outward: Set<String> = ["Transports", "Lab"]

    /// What would start a program, open a connection or get round access control. In no room but the outward ones.
    static let wayOut = [
        "Process(", "posix_spawn", "fork(", "vfork(", "execv", "execl", "system(", "popen(", "socket(", "connect(",
        "URLSession",
        "@testable", "dlopen",
    ]

    /// What Foundation and the C library would still let through, in the pure rooms.
    static let banned = [
        "FileManager", "FileHandle", "contentsOf: URL", "contentsOfFile", "Data(contentsOf", "String(contentsOf", "fopen(",
        "getenv", "ProcessInfo", "unsafeBitCast", "unsafeDowncast", "assumingMemoryBound", "Date()", "Date.now", ".random(",
        "SystemRandomNumberGenerator", "UUID()", "ContinuousClock", "SuspendingClock", "Task.sleep", "print(",
    ]

    /// What may not stand in the code of a room. `.write(to:` is Foundation's way to write a file; PromQL, which imports no
    /// module that has it, gives that name to its own printing of expressions.
    static func banned(in room: String) -> [String] {
        guard pure.contains(room) else { return outward.contains(room) ? [] : wayOut }
        return wayOut + banned + (room == "PromQL" ? [] : [".write(to:"])
    }

    /// Whether the word stands in the line's code and is not the end of a longer name, as `connect(` is of `disconnect(`.
    static func uses(_ word: String, in line: Substring) -> Bool {
        let code = code(of: line)
        return code.ranges(of: word).contains { range in
            guard let before = code[..<range.lowerBound].last, word.first?.isLetter == true else { return true }
            return !before.isLetter && !before.isNumber && before != "_"
        }
    }

    /// The line up to its comment, without what its strings say. A string with an interpolation is code too.
    private static func code(of line: Substring) -> String {
        let keepsStrings = line.contains("\\(")
        var code = ""
        var isInString = false
        var last: Character?
        for character in line {
            if character == "\"", last != "\\" { isInString.toggle() }
            if !isInString, character == "/", last == "/" { return String(code.dropLast()) }
            if !isInString || keepsStrings || character == "\"" { code.append(character) }
            last = character
        }
        return code
    }

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
