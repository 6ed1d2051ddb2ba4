public import Core

/// One thing that is wrong with a bundle.
public struct BundleProblem: Sendable, Hashable, CustomStringConvertible {
    /// The entry's number in the bundle, from 0; `nil` when the trouble is with the bundle as a whole.
    public var entry: Int?
    /// What the entry's leaf says of itself, where the leaf can be read.
    public var position: Int64?
    public var key: CallKey?
    /// Safe to show: control and other invisible characters are written as escapes.
    public var reason: String

    public var description: String {
        guard let entry else { return reason }
        guard let position else { return "entry \(entry): \(reason)" }
        guard let key else { return "entry \(entry) (position \(position)): \(reason)" }
        return "entry \(entry) (position \(position), \(Self.shown(key.description))): \(reason)"
    }

    /// The text with characters that move or hide text written as escapes, cut after `limit` of them.
    static func shown(_ text: String, limit: Int = 400) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            shown += scalar.isUnprintable ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return shown
    }
}
