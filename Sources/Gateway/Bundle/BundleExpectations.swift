/// What the reader of a bundle knows from elsewhere. Without a key from elsewhere a bundle proves only that it is whole and that
/// whoever holds the key in it stands by it.
public struct BundleExpectations: Sendable {
    /// The log's key, as it was made known before.
    public var logKey: NoteVerifier?
    /// Witnesses that must have signed the checkpoint.
    public var witnesses: [NoteVerifier]
    /// A checkpoint of the same log that was kept outside it: the bytes of the signed note.
    public var checkpoint: [UInt8]?

    public init(logKey: NoteVerifier? = nil, witnesses: [NoteVerifier] = [], checkpoint: [UInt8]? = nil) {
        self.logKey = logKey
        self.witnesses = witnesses
        self.checkpoint = checkpoint
    }
}
