import Gateway

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes the ledger's file before SQLite opens it, so that it is never readable by others, not even for a moment. SQLite gives
/// its log the same permissions.
enum LedgerFile {
    /// Creates the directory (0700) and the file (0600) unless they are there. Returns whether the file is new or empty.
    static func prepare(_ path: String) throws(LedgerError) -> Bool {
        guard !path.isEmpty, !path.utf8.contains(0), path.utf8.last != UInt8(ascii: "/") else {
            throw LedgerError("\(path.debugDescription) is not a file's path")
        }
        _ = try makeDirectory(of: path)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerError("\(path) cannot be written: \(reason())") }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw LedgerError("\(path) cannot be read: \(reason())") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw LedgerError("\(path) is not a regular file") }
        return status.st_size == 0
    }

    /// Creates the directory that a file is to be in, and returns its path.
    static func makeDirectory(of path: String) throws(LedgerError) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        guard slash != path.startIndex else { return "/" }
        let directory = String(path[..<slash])
        try makeDirectory(directory)
        return directory
    }

    private static func makeDirectory(_ path: String) throws(LedgerError) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw LedgerError("\(path) is not a directory") }
            return
        }
        var parent = "."
        if let slash = path.lastIndex(of: "/") {
            parent = slash == path.startIndex ? "/" : String(path[..<slash])
            try makeDirectory(parent)
        }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw LedgerError("the directory \(path) cannot be created: \(reason())")
        }
        // SQLite syncs the directory that its files are in, and not the one above.
        _ = sync(directory: parent)
    }

    /// Makes the names in a directory durable.
    static func sync(directory: String) -> Bool {
        let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { _ = close(descriptor) }
        return fsync(descriptor) == 0
    }

    static func reason() -> String { String(cString: strerror(errno)) }
}
