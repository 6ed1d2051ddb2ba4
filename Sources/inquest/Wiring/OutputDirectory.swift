import Foundation

/// Writes files so that a reader sees the old one or the new one and never half of one.
struct OutputDirectory {
    let path: String

    func write(_ files: [(name: String, content: String)]) throws(Problem) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for file in files {
                let url = URL(fileURLWithPath: path).appendingPathComponent(file.name)
                try Data(file.content.utf8).write(to: url, options: .atomic)
            }
        } catch {
            throw .badInput("cannot write to '\(path)': \(error.localizedDescription)")
        }
    }
}
