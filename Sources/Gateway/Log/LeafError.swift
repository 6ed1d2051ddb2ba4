/// Bytes that are no leaf, or values that cannot stand in one.
public struct LeafError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1; 0 when the trouble is with the whole.
    public var line: Int
    public var reason: String

    public var description: String { line == 0 ? "not a leaf: \(reason)" : "not a leaf: line \(line) \(reason)" }
}
