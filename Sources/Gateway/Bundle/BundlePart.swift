/// The two sealed parts of an entry.
public enum BundlePart: String, Sendable, Hashable, CaseIterable {
    /// The entry's JSON.
    case content
    /// The bytes that the entry speaks of.
    case body
}

/// How a part stands in a bundle.
public enum BundleMark: UInt8, Sendable, Hashable {
    /// The entry has no such part. Bodies only.
    case none = 0
    /// Its bytes and salt are in the bundle.
    case disclosed = 1
    /// Whoever made the bundle left it out.
    case withheld = 2
    /// Its key was destroyed, and a later entry of kind `erased` says so.
    case erased = 3
}
