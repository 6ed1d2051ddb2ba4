import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the disk does by itself.
enum Disk {
    /// Milliseconds of each of some appends of 4 KiB with a sync of the data after it: what one commit cannot go below.
    static func millisecondsPerSync(in folder: URL, count: Int = 300) -> [Double] {
        let path = folder.appendingPathComponent("sync").path
        let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard descriptor >= 0 else { return [.nan] }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 4096)
        return (0..<count).map { _ in
            let begun = ContinuousClock.now
            _ = page.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            #if canImport(Glibc)
                _ = fdatasync(descriptor)
            #else
                _ = fcntl(descriptor, F_FULLFSYNC)
            #endif
            return (ContinuousClock.now - begun).milliseconds
        }
    }
}

enum OpenSSL {
    /// `openssl speed sha256` at blocks of 16 KiB; `nil` when there is no such program.
    static func sha256MegabytesPerSecond() throws -> Double? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", "-s", "KILL", "20", "openssl", "speed", "-seconds", "2", "-bytes", "16384", "sha256"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        // openssl counts its seconds by this signal, and a child inherits what is blocked here.
        var alarm = sigset_t()
        sigemptyset(&alarm)
        sigaddset(&alarm, SIGALRM)
        pthread_sigmask(SIG_UNBLOCK, &alarm, nil)
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let last = text.split(separator: "\n").last { $0.hasPrefix("sha256") }?.split(separator: " ").last
        return last.flatMap { Double($0.dropLast()) }.map { $0 / 1000 }
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}

extension [Double] {
    func percentile(_ share: Double) -> Double {
        let sorted = self.sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
    var average: Double { isEmpty ? .nan : reduce(0, +) / Double(count) }
}
