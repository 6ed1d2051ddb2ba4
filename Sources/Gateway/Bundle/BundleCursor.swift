import Crypto

/// Takes fields from a bundle's bytes in order, and hashes what it took. Nothing is allocated on the word of a length.
struct BundleCursor {
    private let next: () throws -> [UInt8]?
    private var buffer: [UInt8] = []
    private var start = 0
    private var hasher = SHA256()
    /// How many bytes were taken.
    private(set) var offset: Int64 = 0

    /// `next` gives the next bytes, as many as it likes, and `nil` at the end.
    init(_ next: @escaping () throws -> [UInt8]?) { self.next = next }

    /// SHA-256 of all bytes taken so far.
    var digest: [UInt8] { Array(hasher.finalize()) }

    /// At least one and at most `maximum` bytes; `nil` at the end.
    mutating func some(_ maximum: Int) throws(BundleError) -> [UInt8]? {
        while start == buffer.count {
            do {
                guard let more = try next() else { return nil }
                buffer = more
                start = 0
            } catch {
                throw BundleError(offset: offset, "cannot be read: \(error)")
            }
        }
        // A piece that is wanted whole is handed on as it came.
        let end = start + min(maximum, buffer.count - start)
        let bytes = start == 0 && end == buffer.count ? buffer : Array(buffer[start..<end])
        start = end
        offset += Int64(bytes.count)
        hasher.update(data: bytes)
        return bytes
    }

    /// Exactly so many bytes; `what` names the field in the error.
    mutating func take(_ count: Int, _ what: String) throws(BundleError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let more = try some(count - bytes.count) else { throw ended(what) }
            bytes += more
        }
        return bytes
    }

    func ended(_ what: String) -> BundleError { BundleError(offset: offset, "it ends within \(what)") }
    func error(_ reason: String) -> BundleError { BundleError(offset: offset, reason) }

    /// A big-endian integer of so many bytes, not above `maximum`.
    mutating func number(_ width: Int, maximum: Int, _ what: String) throws(BundleError) -> Int {
        let value = BigEndian.value(try take(width, what))
        guard value <= UInt64(maximum) else { throw error("\(what) is \(value), and \(maximum) is the limit") }
        return Int(value)
    }

    /// A length of four bytes, and so many bytes.
    mutating func field(maximum: Int, _ what: String) throws(BundleError) -> [UInt8] {
        try take(try number(4, maximum: maximum, "the length of \(what)"), what)
    }

    /// Whether nothing is left.
    mutating func isAtEnd() throws(BundleError) -> Bool { try some(1) == nil }
}
