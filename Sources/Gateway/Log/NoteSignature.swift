/// One signature line of a note: who signed, and the bytes of the signature.
public struct NoteSignature: Sendable, Hashable {
    public let name: String
    public let keyID: UInt32
    /// The signature without the key's id. A cosignature's begins with its time.
    public let bytes: [UInt8]

    /// The longest signature that is read: post-quantum ones have nearly 5,000 bytes.
    public static let maximumBytes = 8192
    private static let dash = Array("— ".utf8)

    init(name: String, keyID: UInt32, bytes: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    /// The line without its line feed: em dash, space, name, space, base64 of key id and signature.
    public var line: String { "— \(name) \(Base64.encode(BigEndian.bytes(keyID) + bytes))" }

    /// Reads ``line``.
    public init(parsingLine line: [UInt8]) throws(NoteError) {
        guard line.starts(with: Self.dash) else { throw .malformed("a signature line begins with an em dash and a space") }
        let words = line.dropFirst(Self.dash.count).split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 2, let name = String(validating: words[0], as: UTF8.self), NoteVerifier.isValid(name: name) else {
            throw .malformed("a signature line is an em dash, a key's name and base64, with one space between them")
        }
        guard words[1].count <= (Self.maximumBytes + 4) * 4 / 3 + 4,
            let bytes = Base64.decode(String(decoding: words[1], as: UTF8.self)), bytes.count > 4
        else { throw .malformed("the signature by \(name) is not base64 of 5 to \(Self.maximumBytes) bytes") }
        self.init(name: name, keyID: UInt32(truncatingIfNeeded: BigEndian.value(bytes[..<4])), bytes: Array(bytes[4...]))
    }

    /// When a witness signed, in seconds since 1970, if this is a cosignature; `nil` when it is too short or above 2^63 - 1.
    public var cosignatureTime: Int64? {
        bytes.count == 72 ? Int64(exactly: BigEndian.value(bytes[..<8])) : nil
    }

    /// What a witness signs (C2SP `tlog-cosignature`, `cosignature/v1`).
    static func cosigned(_ text: [UInt8], at time: Int64) -> [UInt8] { Array("cosignature/v1\ntime \(time)\n".utf8) + text }
}
