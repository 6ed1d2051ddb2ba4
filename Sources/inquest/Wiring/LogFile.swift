import Foundation

/// Reads files of our own, or standard input, in chunks.
enum LogFile {
    private static let chunk = 1 << 18

    /// Says what is wrong with a file before anything is read.
    static func check(_ path: String) throws(Problem) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw .badInput("there is no file '\(path)'")
        }
        guard !isDirectory.boolValue else { throw .badInput("'\(path)' is a directory; name the files in it") }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw .badInput("'\(path)' may not be read by this user")
        }
    }

    static func read(_ path: String, _ take: (Span<UInt8>) -> Void) throws(Problem) {
        let file: FileHandle
        if path == "-" {
            file = .standardInput
        } else if let opened = FileHandle(forReadingAtPath: path) {
            file = opened
        } else {
            throw .badInput("'\(path)' cannot be opened")
        }
        defer { if path != "-" { try? file.close() } }
        var buffer = [UInt8](repeating: 0, count: chunk)
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { Foundation.read(file.fileDescriptor, $0, bytes.count) } ?? 0
            }
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw .somethingWrong("reading '\(path)' failed: \(String(cString: strerror(errno)))")
            }
            take(buffer.span.extracting(0..<min(count, buffer.count)))
        }
    }
}
