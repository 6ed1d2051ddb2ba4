/// Parts of one entry that are to be erased, or were.
public struct Erasure: Sendable, Hashable {
    /// The entry's position in the log.
    public var position: Int64
    public var parts: Set<ErasedPart>

    public init(position: Int64, parts: Set<ErasedPart>) {
        self.position = position
        self.parts = parts
    }

    public init(position: Int64, content: Bool, body: Bool) {
        self.init(position: position, parts: Set((content ? [.content] : []) + (body ? [.body] : [])))
    }
}
