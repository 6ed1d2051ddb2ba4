/// The older form of a search: `tags` in logfmt, and bounds of the trace's duration.
struct LegacyTempoSearch {
    private var tags: [(name: String, value: String)] = []
    private var durations: ClosedRange<Int64> = 0...Int64.max

    /// `nil` when a request has none of its parameters.
    init?(_ request: WebRequest) throws {
        guard request["q"] == nil else { return nil }
        let bounds = try ["minDuration", "maxDuration"].map { name -> Int64? in
            guard let text = request[name] else { return nil }
            guard let value = LogQLLexer.duration(text) else {
                throw TempoError(message: "invalid \(name): time: invalid duration \"\(text)\"")
            }
            return value
        }
        guard request["tags"] != nil || bounds.contains(where: { $0 != nil }) else { return nil }
        tags = Logfmt.pairs(request["tags"] ?? "")
        durations = (bounds[0] ?? 0)...max(bounds[0] ?? 0, bounds[1] ?? .max)
    }

    func keeps(_ trace: OrderTrace) -> Bool {
        durations.contains(trace.end - trace.root.start)
            && tags.allSatisfy { tag in
                trace.spans.contains { span in
                    let own = span.attribute(tag.name) ?? span.resourceAttribute(tag.name)
                    return own?.text == tag.value || (tag.name == "name" && span.name == tag.value)
                        || (tag.name == "status.code" && tag.value == (span.isError ? "error" : "unset"))
                }
            }
    }
}
