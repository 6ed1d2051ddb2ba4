/// What of an entry can be erased. The leaf stays.
public enum ErasedPart: String, Sendable, Hashable, CaseIterable {
    /// The entry's JSON.
    case content
    /// The bytes that it speaks of.
    case body
}
