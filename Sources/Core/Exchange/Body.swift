/// The content of a reply: a handle on stored bytes, read in chunks, so that a large answer never stands in memory whole
/// unless a decoder asks for it. The bytes are those after content-decoding.
public struct Body: Sendable {
    /// Size in bytes.
    public let count: Int
    private let read: @Sendable (Range<Int>) throws -> [UInt8]

    /// A body whose bytes come from elsewhere. `read` is given ranges inside `0..<count`.
    public init(count: Int, read: @escaping @Sendable (Range<Int>) throws -> [UInt8]) {
        self.count = count
        self.read = read
    }

    public init(_ bytes: [UInt8]) {
        self.init(count: bytes.count) { $0 == 0..<bytes.count ? bytes : Array(bytes[$0]) }
    }
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// All bytes.
    public func bytes() throws -> [UInt8] { count == 0 ? [] : try read(0..<count) }

    /// The bytes of a range, clamped to the body.
    public func bytes(in range: Range<Int>) throws -> [UInt8] {
        let clamped = range.clamped(to: 0..<count)
        return clamped.isEmpty ? [] : try read(clamped)
    }

    /// The whole body as text, with invalid UTF-8 replaced.
    public func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }
}
