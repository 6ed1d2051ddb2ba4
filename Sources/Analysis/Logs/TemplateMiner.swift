public import Core

/// Reduces lines to templates, in one pass and bounded memory.
///
/// After Drain (He, Zhu, Zheng, Lyu: "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017): lines of the
/// same length and the same first word are compared word by word, and join the template that shares most of them.
public struct TemplateMiner: Sendable {
    /// Share of words that must agree.
    public var similarity: Double
    /// Templates kept at most; lines beyond them are counted in ``dropped``.
    public var maximumTemplates: Int
    /// In the order in which they were first met.
    public private(set) var templates: [LogTemplate] = []
    /// Lines that found no place.
    public private(set) var dropped = 0
    public private(set) var lines = 0

    private struct Bucket: Hashable {
        var length: Int
        var first: String
    }
    private var buckets: [Bucket: [Int]] = [:]
    private static let maximumPerBucket = 64

    public init(similarity: Double = 0.6, maximumTemplates: Int = 1000) {
        self.similarity = similarity
        self.maximumTemplates = maximumTemplates
    }

    /// Adds a line and returns the place of its template in ``templates``; `nil` when it found none.
    @discardableResult
    public mutating func add(_ line: LogLines.Line) -> Int? {
        lines += 1
        let words = LineMask.words(of: line.text)
        guard !words.isEmpty else { return nil }
        let bucket = Bucket(length: words.count, first: words[0].contains("<") ? "<*>" : words[0])
        if let index = bestMatch(for: words, in: bucket) {
            merge(words, line, into: index)
            return index
        }
        guard templates.count < maximumTemplates, buckets[bucket]?.count ?? 0 < TemplateMiner.maximumPerBucket else {
            dropped += 1
            return nil
        }
        buckets[bucket, default: []].append(templates.count)
        templates.append(
            LogTemplate(
                words: words, count: 1, first: line.time, last: line.time, errors: line.isError ? 1 : 0,
                example: String(line.text.prefix(500))))
        return templates.count - 1
    }

    private func bestMatch(for words: [String], in bucket: Bucket) -> Int? {
        var best: (index: Int, equal: Int)?
        for index in buckets[bucket] ?? [] {
            let equal = zip(templates[index].words, words).count { $0 == $1 }
            if equal > best?.equal ?? -1 { best = (index, equal) }
        }
        guard let best, Double(best.equal) >= similarity * Double(words.count) else { return nil }
        return best.index
    }

    private mutating func merge(_ words: [String], _ line: LogLines.Line, into index: Int) {
        for (place, word) in words.enumerated() where templates[index].words[place] != word {
            templates[index].words[place] = "<*>"
        }
        templates[index].count += 1
        templates[index].first = min(templates[index].first, line.time)
        templates[index].last = max(templates[index].last, line.time)
        if line.isError { templates[index].errors += 1 }
    }
}

extension LogLines.Line {
    /// Does the line, or its source, call itself an error?
    var isError: Bool {
        if let severity = severity?.lowercased() {
            return ["error", "err", "fatal", "critical", "crit", "alert", "emergency", "panic"].contains(severity)
        }
        let words = Words.plain(in: text, limit: 300)
        return ["error", "fatal", "panic", "exception", "critical"].contains { words.contains($0) }
    }
}
