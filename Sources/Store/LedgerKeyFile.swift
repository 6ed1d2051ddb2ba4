public import Gateway

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that holds a ledger's master key: 64 hexadecimal digits or 44 characters of base64, and a line feed.
public enum LedgerKeyFile {
    private static let maximumBytes = 4096

    /// Reads the key. The file must be regular, and nobody but its owner and, for reading, its group may have access to it.
    public static func read(_ path: String) throws(LedgerError) -> MasterKey {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw LedgerError("the master key's file \(path) cannot be read: \(LedgerFile.reason())") }
        defer { _ = close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerError("the master key's file \(path) is not a regular file")
        }
        guard status.st_mode & 0o037 == 0 else {
            throw LedgerError(
                "the master key's file \(path) is open to others (mode \(String(status.st_mode & 0o777, radix: 8))); run "
                    + "'chmod 600' on it, and consider whether the key is still secret")
        }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        // The file is small and local: one read gives all of it.
        let count = pread(descriptor, &bytes, maximumBytes, 0)
        guard count >= 0 else { throw LedgerError("the master key's file \(path) cannot be read: \(LedgerFile.reason())") }
        do throws(SealingError) {
            return try MasterKey(text: String(decoding: bytes.prefix(count), as: UTF8.self))
        } catch {
            throw LedgerError("the file \(path) holds no master key: \(error)")
        }
    }

    /// Reads the key. When there is no file and the ledger is new, a random key is written to a new file first, readable by its
    /// owner only, and synced with its directory. When there is no file and the ledger has content, its key is lost or
    /// elsewhere, and that is an error.
    public static func readOrCreate(_ path: String, forLedger ledger: String) throws(LedgerError) -> MasterKey {
        var status = stat()
        if stat(path, &status) != 0, errno == ENOENT {
            guard stat(ledger, &status) != 0 || status.st_size == 0 else {
                throw LedgerError(
                    "the master key of \(ledger) is not at \(path); without the key that the ledger was created with it cannot be "
                        + "read or continued. Put the file back, or start a new ledger under another name")
            }
            try create(path)
        }
        return try read(path)
    }

    /// Writes a complete file under another name first, so that nobody ever finds half a key. If another program was faster, its
    /// key is the one.
    private static func create(_ path: String) throws(LedgerError) {
        let directory = try LedgerFile.makeDirectory(of: path)
        let name = path + ".new-\(getpid())-" + Hex.encode(MasterKey.randomBytes().prefix(8))
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerError("a master key cannot be written to \(name): \(LedgerFile.reason())") }
        defer { _ = unlink(name) }
        let text = Array((Hex.encode(MasterKey.randomBytes()) + "\n").utf8)
        let isWritten = write(descriptor, text, text.count) == text.count && fsync(descriptor) == 0
        let reason = LedgerFile.reason()
        guard close(descriptor) == 0, isWritten else {
            throw LedgerError("a master key cannot be written to \(name): \(reason)")
        }
        guard link(name, path) == 0 || errno == EEXIST else {
            throw LedgerError("a master key cannot be written to \(path): \(LedgerFile.reason())")
        }
        guard LedgerFile.sync(directory: directory) else {
            throw LedgerError("the directory \(directory) cannot be synced: \(LedgerFile.reason())")
        }
    }
}
