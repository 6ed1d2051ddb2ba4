/// Bytes that cannot be sealed, or that are not what was sealed.
public struct SealingError: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String
    public init(_ reason: String) { self.reason = reason }
    public var description: String { reason }
}
