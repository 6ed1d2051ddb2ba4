extension String {
    var capitalizedFirst: String { first.map { $0.uppercased() + dropFirst() } ?? self }

    /// For a name at the start of a sentence: a plain word gets its capital, `p99 latency` and `http_requests` stay as they are.
    var asSentenceStart: String {
        guard let first, first.isLowercase else { return self }
        let word = prefix { $0 != " " }
        guard word.allSatisfy(\.isLetter), word.count > 3 else { return self }
        return capitalizedFirst
    }
}
