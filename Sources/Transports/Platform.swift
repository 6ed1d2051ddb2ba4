#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The C library's calls whose names Swift methods would hide.
enum Platform {
    static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, flags)
        #else
            Darwin.open(path, flags)
        #endif
    }

    /// Tries again when a signal interrupts it.
    static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    static func message(_ code: Int32) -> String { String(cString: strerror(code)) }

    struct Reason: Error {
        var text: String
    }

    /// The content of a small regular file that is not a link; `nil` when there is none or it is longer than `limit`.
    static func smallFile(_ path: String, limit: Int) -> [UInt8]? {
        try? content(of: path, limit: limit, flags: O_NOFOLLOW).get()
    }

    /// The content of a regular file of at most `limit` bytes.
    static func content(of path: String, limit: Int, flags: Int32 = 0) -> Result<[UInt8], Reason> {
        // O_NONBLOCK: opening a pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | flags)
        guard descriptor >= 0 else { return .failure(Reason(text: message(errno))) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(Reason(text: "not a regular file"))
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let got = chunk.withUnsafeMutableBytes { read(descriptor, $0) }
            guard got >= 0 else { return .failure(Reason(text: message(errno))) }
            guard got > 0 else { return .success(bytes) }
            bytes += chunk[..<got]
            guard bytes.count <= limit else { return .failure(Reason(text: "longer than \(limit) bytes")) }
        }
    }
}
