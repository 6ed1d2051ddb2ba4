import Foundation

/// A shell that kills what the Lab started when the Lab itself is gone, however it went: it reads process ids from a pipe that
/// only the Lab holds open, and acts when the pipe ends.
final class Watchdog: Sendable {
    private let input: FileHandle
    private let process: Process

    init() throws {
        let pipe = Pipe()
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            """
            trap '' INT TERM HUP
            pids=
            while read -r word pid; do
                case $word in
                    watch) pids="$pids $pid" ;;
                    done) pids= ;;
                esac
            done
            [ -z "$pids" ] || kill -KILL $pids 2>/dev/null
            """,
        ]
        process.standardInput = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        input = pipe.fileHandleForWriting
        try process.run()
        try? pipe.fileHandleForReading.close()
    }

    func watch(_ pid: Int32) { try? input.write(contentsOf: Data("watch \(pid)\n".utf8)) }

    /// All is stopped: a process id may now belong to someone else.
    func finish() {
        try? input.write(contentsOf: Data("done 0\n".utf8))
        try? input.close()
    }
}
