import Document
import Foundation

/// A document that someone wrote, as a file.
enum DocumentFile {
    static func read(_ path: String) throws(Problem) -> Manuscript {
        let bytes: [UInt8]
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            // One byte more than may be tells that there is more.
            bytes = Array(try handle.read(upToCount: Manuscript.sizeLimit + 1) ?? Data())
        } catch {
            throw .badInput("'\(path)' cannot be read: \(error.localizedDescription)")
        }
        do throws(ManuscriptError) { return try Manuscript(reading: bytes, name: path) } catch {
            throw .badInput("'\(path)': \(error)")
        }
    }

    /// To standard output without a path.
    static func write(_ text: String, to path: String?) throws(Problem) {
        guard let path else { return Terminal.result(text) }
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw .badInput("cannot write to '\(path)': \(error.localizedDescription)")
        }
        Terminal.note("Written: \(path)")
    }
}
