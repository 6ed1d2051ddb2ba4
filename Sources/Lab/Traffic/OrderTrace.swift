/// All spans of one order or product view, from the root on.
struct OrderTrace: Sendable {
    /// 32 hexadecimal digits.
    var id: String
    var spans: [TraceSpan]

    var root: TraceSpan { spans[0] }
    var end: Int64 { spans.map(\.end).max() ?? root.end }

    /// Without leading zeros, as Tempo's search gives it.
    var shortID: String {
        let short = id.drop { $0 == "0" }
        return short.isEmpty ? "0" : String(short)
    }
}
