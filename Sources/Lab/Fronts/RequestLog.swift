import Foundation
import Synchronization

/// A front's record of what it was asked: one line a request, written when its answer has ended, with tab-separated columns:
/// arrival and end (microseconds since the epoch), status, bytes of the body, method, target, User-Agent. A request whose
/// answer could not be written to its end has status 0; one that is left hanging is written at once, with status 0.
final class RequestLog: Sendable {
    private let handle: FileHandle
    private let lock = Mutex(0)

    init(_ file: URL) throws {
        try Data().write(to: file)
        handle = try FileHandle(forWritingTo: file)
    }

    /// Microseconds since the epoch.
    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    func write(_ request: WebRequest, arrived: Int64, status: Int, bytes: Int) {
        let agent = (request.header("user-agent") ?? "-").replacing("\t", with: " ")
        let line = "\(arrived)\t\(Self.now())\t\(status)\t\(bytes)\t\(request.method)\t\(request.target)\t\(agent)\n"
        lock.withLock { count in
            count += 1
            try? handle.write(contentsOf: Data(line.utf8))
        }
    }

    var count: Int { lock.withLock { $0 } }
}
