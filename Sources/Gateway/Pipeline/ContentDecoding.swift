import CZlib
public import Core

/// Undoes a reply's content-encoding, with a limit on what comes out: a small body may hold a very large one.
public enum ContentDecoding {
    /// `gzip`, `deflate` and none are understood.
    public static func decode(_ bytes: [UInt8], encoding: String, limit: Int) throws(Failure) -> [UInt8] {
        switch encoding.lowercased() {
        case "", "identity": return bytes
        // 32 lets zlib tell gzip and zlib heads apart.
        case "gzip", "x-gzip", "deflate": return try inflate(bytes, windowBits: 15 + 32, limit: limit)
        default: throw Failure(.undecodable, "the answer's content-encoding '\(encoding.prefix(40))' is not understood")
        }
    }

    private static func inflate(_ bytes: [UInt8], windowBits: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Failure(.undecodable, "zlib could not be started")
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let failure: Failure? = input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                let (status, produced) = chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(chunk.count)
                    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, chunk.count - Int(stream.avail_out))
                }
                if output.count + produced > limit {
                    return Failure(.undecodable, "the answer is longer than \(limit >> 20) MiB after decompression")
                }
                output.append(contentsOf: chunk[..<produced])
                if status == Z_STREAM_END {
                    // RFC 1952 allows several members, one after the other.
                    if stream.avail_in == 0 { return nil }
                    if inflateReset(&stream) == Z_OK { continue }
                }
                if status != Z_OK { return Failure(.undecodable, "the answer's compressed body is damaged or cut") }
            }
        }
        if let failure { throw failure }
        return output
    }
}
