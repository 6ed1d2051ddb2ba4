import Core
public import Gateway

/// Reads a file, or lists a directory, below the directory that the configuration pins.
///
/// The path is walked one component at a time without following symbolic links, so that no link, `.` or `..` leads outside;
/// pipes, sockets and devices are not opened for reading.
///
/// A read with a range gives those of the range's bytes that the file has.
///
/// A list has one line for each entry, sorted by the bytes of the name: `{"name":"a.json","size":12,"type":"file"}`. Types are
/// `file`, `directory`, `link` and `other`; only files have a size, in bytes. A reply's status is 0.
public struct FileTransport: Transport {
    /// More entries than this are not listed.
    public static let maximumEntries = 100_000
    private static let chunkBytes = 64 << 10

    public init() {}

    public func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        guard case .file(let file, let directory) = call.request else { return .misdirected(to: "file") }
        return await TimeLimit.run(seconds: call.timeout, late: "the file was not read") {
            do throws(Failure) {
                let opened = try FileWalk.open(file.path, below: directory)
                switch file.operation {
                case .read: return try await read(opened, file.range, into: body)
                case .list: return try await list(opened, into: body)
                }
            } catch {
                return .failed(error)
            }
        }
    }

    private func read(
        _ file: borrowing FileWalk, _ range: FileCall.ByteRange?, into body: any BodySink
    ) async throws(Failure) -> TransportResult {
        guard file.kind == .file else { throw Failure(.refused, "\(file.name) is not a regular file") }
        if let range { try file.seek(to: range.offset) }
        var left = range?.count ?? Int.max
        while left > 0 {
            guard !Task.isCancelled else { return .stopped }
            let bytes = try file.read(min(FileTransport.chunkBytes, left))
            guard !bytes.isEmpty else { break }
            left -= bytes.count
            do throws(BodySinkFull) { try await body.write(bytes) } catch { return .cut(status: 0, headers: []) }
        }
        return .reply(status: 0, headers: [])
    }

    private func list(_ directory: borrowing FileWalk, into body: any BodySink) async throws(Failure) -> TransportResult {
        guard directory.kind == .directory else { throw Failure(.refused, "\(directory.name) is not a directory") }
        let entries = try directory.entries(limit: FileTransport.maximumEntries)
        var lines: [UInt8] = []
        for entry in entries.list {
            guard !Task.isCancelled else { return .stopped }
            lines += Array(entry.json.canonical.utf8) + [UInt8(ascii: "\n")]
            guard lines.count >= FileTransport.chunkBytes else { continue }
            do throws(BodySinkFull) { try await body.write(lines) } catch { return .cut(status: 0, headers: []) }
            lines = []
        }
        if !lines.isEmpty {
            do throws(BodySinkFull) { try await body.write(lines) } catch { return .cut(status: 0, headers: []) }
        }
        return entries.isWhole ? .reply(status: 0, headers: []) : .cut(status: 0, headers: [])
    }
}
