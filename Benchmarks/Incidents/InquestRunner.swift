import Foundation

/// Runs the whole program on one incident directory, in a folder of its own.
struct InquestRunner {
    var program: URL

    enum Failure: Error, CustomStringConvertible {
        case failed(String, status: Int32, says: String)
        case noResult(String)
        var description: String {
            switch self {
            case .failed(let name, let status, let says): "inquest ended with \(status) on \(name): \(says)"
            case .noResult(let name): "inquest left no investigation.json for \(name)"
            }
        }
    }

    func investigate(_ directory: URL) throws -> (conclusion: Conclusion, seconds: Double) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("incidents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = program
        process.arguments = ["investigate", "--from-dir", directory.path]
        process.currentDirectoryURL = folder
        let errors = folder.appendingPathComponent("errors.txt")
        try Data().write(to: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        let start = Date()
        try process.run()
        process.waitUntilExit()
        let seconds = Date().timeIntervalSince(start)
        let name = directory.lastPathComponent
        guard process.terminationStatus == 0 else {
            let says = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
            throw Failure.failed(name, status: process.terminationStatus, says: says)
        }
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent == "investigation.json" else { continue }
            return (try JSONDecoder().decode(Conclusion.self, from: Data(contentsOf: file)), seconds)
        }
        throw Failure.noResult(name)
    }
}
