import Foundation

/// Keeps two runs off one investigation: both would ask what is missing, and each would be half a run. The system gives the
/// lock back when the process ends, however it ends.
final class RunLock {
    private let descriptor: Int32
    private let path: String

    /// `nil` when another process holds it.
    init?(ledger: String, investigation: String) {
        path = "\(ledger).\(investigation).lock"
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        // Another run may have removed the file between the opening and the lock: then this lock is on a file without a name.
        var mine = stat()
        var named = stat()
        guard fstat(descriptor, &mine) == 0, stat(path, &named) == 0, mine.st_ino == named.st_ino else {
            close(descriptor)
            return nil
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }
}
