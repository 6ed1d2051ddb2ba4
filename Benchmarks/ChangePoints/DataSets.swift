import Foundation

/// Archives of public data beside the repository, unpacked into a scratch folder when they are first needed.
struct DataSets {
    let source: URL
    let scratch: URL

    /// The folder into which an archive was unpacked; `nil`, and a line that says so, where it is absent.
    func folder(_ archive: String) -> URL? {
        let file = source.appending(path: archive + ".tar.xz")
        guard FileManager.default.fileExists(atPath: file.path) else {
            print("skipped: \(file.path) is not there")
            return nil
        }
        let folder = scratch.appending(path: archive)
        let done = folder.appending(path: ".unpacked")
        if FileManager.default.fileExists(atPath: done.path) { return folder }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            guard try run("tar", ["-xJf", file.path, "-C", folder.path]).status == 0 else {
                print("skipped: tar could not unpack \(file.path)")
                return nil
            }
            try Data().write(to: done)
            return folder
        } catch {
            print("skipped: \(file.path): \(error)")
            return nil
        }
    }
}

/// Runs a program that the path has, with standard error passed through.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, output)
}
