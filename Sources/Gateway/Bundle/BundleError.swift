/// A bundle that cannot be read or written.
public struct BundleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes from the bundle's start, where that is known.
    public var offset: Int64?
    public var reason: String

    public init(offset: Int64? = nil, _ reason: String) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String {
        if let offset { "the bundle, at byte \(offset): \(reason)" } else { "the bundle: \(reason)" }
    }
}
