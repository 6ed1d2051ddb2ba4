public import Core

extension Trace {
    /// The spans that the trace's end waited for, each with the seconds that it held it up, the longest first; at most `most`.
    public func criticalPath(most: Int) -> [(span: Span, seconds: Double)] {
        let tree = SpanTree(spans)
        return CriticalPath(tree).parts.prefix(max(0, most)).map { (tree.spans[$0.place], $0.seconds) }
    }
}
