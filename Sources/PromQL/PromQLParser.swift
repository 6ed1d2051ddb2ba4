/// Reads PromQL. Linear in the length of the text; never traps.
public enum PromQLParser {
    /// How deep a tree may be. Chains such as `a or b or c` count one level for each operator.
    public static let depthLimit = 400

    /// Reads one expression.
    ///
    /// - Throws: ``PromQLError`` with the byte offset of the first thing that is not legal, also for a tree deeper than
    ///   ``depthLimit``.
    public static func parse(_ text: String) throws(PromQLError) -> Expression {
        var reader = TreeReader(text)
        return try reader.wholeText()
    }
}
