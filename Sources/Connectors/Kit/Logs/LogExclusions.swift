import Core

/// What the next, narrower question of the same logs would leave out.
enum LogExclusions {
    /// Names templates in the form that ``LogQuestion/exclude`` takes.
    ///
    /// - Parameter evidence: that of the answer they were found in.
    static func evidence(_ texts: [String], from evidence: [Evidence]) -> Evidence? {
        var seen: Set<String> = []
        let phrases = texts.filter { seen.insert($0).inserted }.filter { (try? LogPhrase($0, field: "exclude")) != nil }
        let patterns = evidence.first { if case .logPatterns(let found) = $0.observation { !found.isBaseline } else { false } }
        guard !phrases.isEmpty, let patterns else { return nil }
        var bytes = 0
        let fitting = phrases.prefix { text in
            bytes += text.utf8.count
            return bytes <= LogQuestion.longestExclusions
        }
        let list = JSONValue.array(fitting.prefix(LogQuestion.mostExclusions).map { .string($0) })
        return Evidence(
            .record(Record(title: "templates to leave out next", fields: ["exclude": list])), from: patterns.exchanges,
            service: patterns.service, window: patterns.window, query: patterns.query, completeness: patterns.completeness)
    }
}
