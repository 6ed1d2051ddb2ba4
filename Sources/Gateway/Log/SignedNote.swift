/// Text with signatures, in the form of C2SP `signed-note`: the text, an empty line, and signature lines.
///
/// Reading a note checks no signature. The text is worth nothing before ``verified(by:)`` has returned.
public struct SignedNote: Sendable, Hashable {
    /// UTF-8, not empty, ending in a line feed, without control characters other than line feeds.
    public let text: [UInt8]
    public let signatures: [NoteSignature]

    /// Longer notes are refused.
    public static let maximumBytes = 65536
    /// Notes with more signatures are refused.
    public static let maximumSignatures = 64

    /// A note with these signatures, which are not checked.
    public init(text: [UInt8], signatures: [NoteSignature]) throws(NoteError) {
        try Self.validate(text: text)
        guard (1...Self.maximumSignatures).contains(signatures.count) else {
            throw .malformed("a note has 1 to \(Self.maximumSignatures) signatures, and this one has \(signatures.count)")
        }
        self.text = text
        self.signatures = signatures
        guard bytes.count <= Self.maximumBytes else { throw Self.tooLong }
    }

    /// Signs the text with each of the signers in turn, none of which may be a witness.
    public init(signing text: [UInt8], by signers: [NoteSigner]) throws(NoteError) {
        var signatures: [NoteSignature] = []
        for signer in signers { signatures.append(try signer.sign(text)) }
        try self.init(text: text, signatures: signatures)
    }

    /// The note as it is stored and sent.
    public var bytes: [UInt8] { text + [0x0A] + Self.bytes(of: signatures) }

    /// Signature lines, each with its line feed.
    static func bytes(of signatures: [NoteSignature]) -> [UInt8] { signatures.flatMap { Array($0.line.utf8) + [0x0A] } }

    /// Reads a note. Signature lines come after the last empty line.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.maximumBytes else { throw Self.tooLong }
        guard let end = Self.endOfText(bytes) else {
            throw .malformed("a note is text, an empty line, and signature lines")
        }
        try self.init(text: Array(bytes[..<end]), signatures: try Self.signatures(parsing: Array(bytes[(end + 1)...])))
    }

    /// Reads signature lines, each with its line feed.
    static func signatures(parsing bytes: [UInt8]) throws(NoteError) -> [NoteSignature] {
        guard bytes.last == 0x0A else { throw .malformed("the last signature line has no line feed") }
        let lines = bytes.dropLast().split(separator: 0x0A, maxSplits: maximumSignatures, omittingEmptySubsequences: false)
        var signatures: [NoteSignature] = []
        for line in lines { signatures.append(try NoteSignature(parsingLine: Array(line))) }
        return signatures
    }

    /// One past the line feed that ends the text.
    private static func endOfText(_ bytes: [UInt8]) -> Int? {
        var position = bytes.count - 1
        while position > 0 {
            if bytes[position] == 0x0A, bytes[position - 1] == 0x0A { return position }
            position -= 1
        }
        return nil
    }

    private static let tooLong = NoteError.malformed("a note has at most \(maximumBytes) bytes")

    static func validate(text: [UInt8]) throws(NoteError) {
        guard text.count <= maximumBytes else { throw tooLong }
        guard text.last == 0x0A else { throw .malformed("a note's text ends with a line feed") }
        guard !text.contains(where: { $0 < 0x20 && $0 != 0x0A }) else {
            throw .malformed("a note's text has no control characters but line feeds")
        }
        guard String(validating: text, as: UTF8.self) != nil else { throw .malformed("a note's text is UTF-8") }
    }

    /// The signatures by known keys, in the order of the note; of several by one key the first counts. Signatures by others are
    /// passed over. Throws when a signature by a known key is wrong, and when there is none by a known key.
    @discardableResult
    public func verified(by verifiers: [NoteVerifier]) throws(NoteError) -> [(verifier: NoteVerifier, signature: NoteSignature)]
    {
        var found: [(verifier: NoteVerifier, signature: NoteSignature)] = []
        for signature in signatures {
            guard let verifier = verifiers.first(where: { $0.isNamed(by: signature) }),
                !found.contains(where: { $0.verifier == verifier })
            else { continue }
            guard verifier.verifies(signature, over: text) else { throw .wrongSignature(key: verifier.description) }
            found.append((verifier, signature))
        }
        guard !found.isEmpty else { throw .noKnownSignature }
        return found
    }

    /// This note with more signatures after its own.
    public func adding(_ more: [NoteSignature]) throws(NoteError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + more)
    }
}
