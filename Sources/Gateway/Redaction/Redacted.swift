/// A text with secrets and personal data taken out. It is made from raw bytes, once, by a ``Redactor``: there is no other way to
/// get one, and none to redact it again.
public struct Redacted: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text; bytes that are not UTF-8 are replaced.
    public let text: String
    public let counts: [RedactionClass: Int]
    /// In the order of the text; one entry for each place.
    public let found: [RedactionFinding]
    private let originals: [String: [UInt8]]

    init(_ engine: RedactionEngine, _ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        counts = engine.counts
        found = engine.found
        originals = engine.originals
    }

    /// What a token stands for, as it stood in the text the first time. For people who may see it, and never for a model. `nil`
    /// for a token that is not from this text, and for one that was made without a key.
    public func original(of token: String) -> String? {
        originals[token].map { String(decoding: $0, as: UTF8.self) }
    }

    public var description: String { text }
    public var debugDescription: String { "Redacted(\(text.utf8.count) bytes, \(found.count) found)" }
    public var customMirror: Mirror { Mirror(self, children: ["text": text]) }
}
