import Core
import Gateway

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file or directory that was reached without following a symbolic link.
struct FileWalk: ~Copyable {
    enum Kind: String { case file, directory, link, other }

    struct Entry {
        var name: String
        var kind: Kind
        var size: Int

        var json: JSONValue {
            kind == .file
                ? ["name": .string(name), "type": "file", "size": .number(size)]
                : ["name": .string(name), "type": .string(kind.rawValue)]
        }
    }

    /// The path below the pinned directory, for messages.
    let name: String
    let kind: Kind
    private let descriptor: Int32

    private init(name: String, kind: Kind, descriptor: Int32) {
        self.name = name
        self.kind = kind
        self.descriptor = descriptor
    }

    deinit { _ = close(descriptor) }

    /// Opens what the components lead to; the pinned directory itself when there are none.
    static func open(_ path: [String], below directory: String) throws(Failure) -> FileWalk {
        guard directory.hasPrefix("/"), !directory.utf8.contains(0) else {
            throw Failure(.refused, "the source's directory is not an absolute path")
        }
        for component in path {
            guard !component.isEmpty, component != ".", component != "..",
                !component.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") })
            else { throw Failure(.refused, "\(component.debugDescription) is not allowed in a file's path") }
        }
        // The configuration names this one, so a link here is the operator's.
        var current = Platform.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard current >= 0 else { throw failure(directory) }
        var name = directory
        for (position, component) in path.enumerated() {
            name = path[...position].joined(separator: "/")
            // O_NONBLOCK: opening a pipe must not wait for a writer.
            let isLast = position == path.count - 1
            let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (isLast ? 0 : O_DIRECTORY)
            let kind = try FileWalk.kind(of: component, in: current, name: name)
            let next = kind == .file || kind == .directory ? openat(current, component, flags) : -1
            let reason = errno
            _ = close(current)
            guard next >= 0 else {
                guard kind != .link else { throw Failure(.refused, "\(name) is a symbolic link, which is not followed") }
                guard kind != .other else { throw Failure(.refused, "\(name) is not a regular file") }
                throw failure(name, reason)
            }
            current = next
        }
        var status = stat()
        guard fstat(current, &status) == 0 else {
            let reason = errno
            _ = close(current)
            throw failure(name, reason)
        }
        return FileWalk(name: name, kind: FileWalk.kind(status.st_mode), descriptor: current)
    }

    /// Closes `directory` when it throws.
    private static func kind(of component: String, in directory: Int32, name: String) throws(Failure) -> Kind {
        var status = stat()
        guard fstatat(directory, component, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            let reason = errno
            _ = close(directory)
            throw failure(name, reason)
        }
        return kind(status.st_mode)
    }

    private static func kind(_ mode: mode_t) -> Kind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .link
        default: .other
        }
    }

    /// Goes to a place in a file, which may lie beyond its end.
    func seek(to offset: Int) throws(Failure) {
        guard offset >= 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw FileWalk.failure(name) }
    }

    /// The next bytes; none at the end.
    func read(_ count: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { buffer in Platform.read(descriptor, buffer) }
        guard got >= 0 else { throw FileWalk.failure(name) }
        return Array(bytes[..<got])
    }

    /// The directory's entries in order of the bytes of their names, and whether these are all.
    func entries(limit: Int) throws(Failure) -> (list: [Entry], isWhole: Bool) {
        let copy = dup(descriptor)
        guard copy >= 0, let stream = fdopendir(copy) else { throw FileWalk.failure(name) }
        defer { _ = closedir(stream) }
        var list: [Entry] = []
        while let next = readdir(stream) {
            let entry = withUnsafePointer(to: &next.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            guard entry != ".", entry != ".." else { continue }
            guard list.count < limit else { return (sorted(list), false) }
            var status = stat()
            // An entry that is gone by now is not listed.
            guard fstatat(descriptor, entry, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            list.append(Entry(name: entry, kind: FileWalk.kind(status.st_mode), size: Int(status.st_size)))
        }
        return (sorted(list), true)
    }

    private func sorted(_ list: [Entry]) -> [Entry] {
        list.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private static func failure(_ name: String, _ code: Int32 = errno) -> Failure {
        Failure(.notFound, "\(name): \(Platform.message(code))")
    }
}
