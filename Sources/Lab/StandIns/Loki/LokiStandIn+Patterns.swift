import Core

/// Patterns, as a server with the pattern ingester finds them.
extension LokiStandIn {
    /// Lines of one shape: the words that all of them share, and when they came.
    private struct Shape {
        /// `nil` where the lines differ.
        var words: [String?]
        /// `order_id=` of `order_id=ord-705494`, which stays where the value differs.
        var names: [String]
        var times: [Int64]
    }

    /// Fewer lines make no pattern.
    private static let fewest = 5

    func patterns(_ request: WebRequest) throws -> WebAnswer {
        let (from, to) = try window(request)
        let selector = try LogQLParser.parseSelector(request["query"] ?? "")
        let width = request["step"].flatMap { text in Double(text).map { Int64($0 * 1e9) } ?? LogQLLexer.duration(text) }
        let step = max(10_000_000_000, width ?? 10_000_000_000)
        var shapes: [String: Shape] = [:]
        for selection in select(LogSelector(matchers: selector.matchers, stages: []), from: from, to: to) {
            for position in 0..<selection.count {
                let index = selection[position]
                let line = selection.lines.withText(index) { String(decoding: $0, as: UTF8.self) }
                // Of JSON only the message counts, which is too short for a pattern here.
                guard !line.hasPrefix("{") else { continue }
                let words = line.split(separator: " ").map(String.init)
                guard words.count >= 4 else { continue }
                let key = words.map { String($0.filter { !$0.isNumber && !($0.isHexDigit && $0.isLowercase) }) }
                    .joined(separator: " ")
                if var known = shapes.removeValue(forKey: key) {
                    for place in known.words.indices where known.words[place] != words[place] { known.words[place] = nil }
                    known.times.append(selection.lines.times[index])
                    shapes[key] = known
                } else {
                    let names = words.map { word in word.firstIndex(of: "=").map { String(word[...$0]) } ?? "" }
                    shapes[key] = Shape(words: words, names: names, times: [selection.lines.times[index]])
                }
            }
        }
        let found = shapes.filter { $0.value.times.count >= Self.fewest }
            .sorted { ($1.value.times.count, $0.key) < ($0.value.times.count, $1.key) }
        let data = found.map { _, shape -> JSONValue in
            let words = zip(shape.words, shape.names).map { $0 ?? $1 + "<_>" }
            var counts: [Int64: Int] = [:]
            // Buckets are stamped with their start.
            for time in shape.times { counts[time / step * step / 1_000_000_000, default: 0] += 1 }
            let samples = counts.sorted { $0.key < $1.key }.map { JSONValue.array([.number(Int($0.key)), .number($0.value)]) }
            return ["pattern": .string(words.joined(separator: " ")), "samples": .array(samples)]
        }
        var answer = WebAnswer.json(["status": "success", "data": .array(data)], type: Self.type)
        answer.body.append(UInt8(ascii: "\n"))
        return answer
    }
}
