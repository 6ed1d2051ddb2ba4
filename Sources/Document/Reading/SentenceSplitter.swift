/// Where the sentences of running text end.
///
/// A full stop ends a sentence when space follows and what stands before it is no abbreviation (`e.g.`, `approx.`), no initial
/// and no part of a number, version or file name; `!` and `?` do when space and no small letter follow. Code spans, quotations and
/// parentheses that close within ``reach`` characters are not split.
enum SentenceSplitter {
    /// How far a closing quotation mark or parenthesis may be away, in Unicode scalars.
    static let reach = 400

    /// The sentences of a range, without spaces around them, in order.
    static func sentences(_ flow: Flow, in range: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = range.lowerBound
        var place = range.lowerBound
        // A search that failed once for a sign is not made again: linear time whatever the text is.
        var unclosed: Set<Unicode.Scalar> = []
        while place < range.upperBound {
            let scalar = flow.scalars[place]
            if flow.kinds[place] == .code {
                place += 1
            } else if let close = closing[scalar], !unclosed.contains(close), opens(flow, at: place, in: range) {
                if let end = end(of: close, after: place, flow, range) {
                    // What is quoted may end its own sentence and with it the one around it.
                    let isSentenceEnd = scalar != "(" && end > 0 && isTerminator(flow.scalars[end - 1])
                    place = end + 1
                    if isSentenceEnd, beginsSentence(flow, after: place, in: range) { cut(&result, &start, at: place, flow) }
                } else {
                    unclosed.insert(close)
                    place += 1
                }
            } else if isTerminator(scalar), let end = boundary(flow, at: place, in: range) {
                place = end
                if scalar == "?", isAnswered(flow, from: start, at: end, in: range) { continue }
                cut(&result, &start, at: end, flow)
            } else {
                place += 1
            }
        }
        cut(&result, &start, at: range.upperBound, flow)
        return result
    }

    private static func cut(_ result: inout [Range<Int>], _ start: inout Int, at end: Int, _ flow: Flow) {
        guard end > start else { return }
        let sentence = flow.trimmed(start..<end)
        start = end
        if !sentence.isEmpty { result.append(sentence) }
    }

    // MARK: What is kept together

    /// "Why the outage? Because of X." states one thing, and its parts none.
    private static func isAnswered(_ flow: Flow, from start: Int, at end: Int, in range: Range<Int>) -> Bool {
        func text(_ place: Int, _ count: Int) -> String {
            var result = String.UnicodeScalarView()
            for scalar in flow.scalars[min(place, range.upperBound)..<min(range.upperBound, place + count)] {
                result.append(scalar)
            }
            return String(result)
        }
        var first = start
        while first < end, flow.scalars[first] == " " { first += 1 }
        let answers = ["Because ", "Blame ", "Due to ", "Thanks to ", "Owing to ", "On account of "]
        return text(first, 4) == "Why " && answers.contains { text(end + 1, 16).hasPrefix($0) }
    }

    private static let closing: [Unicode.Scalar: Unicode.Scalar] = ["“": "”", "\"": "\"", "(": ")", "«": "»", "„": "“"]

    private static func opens(_ flow: Flow, at place: Int, in range: Range<Int>) -> Bool {
        guard place > range.lowerBound else { return true }
        let before = flow.scalars[place - 1]
        return !before.properties.isAlphabetic && !before.isDigit
    }

    private static func end(of close: Unicode.Scalar, after place: Int, _ flow: Flow, _ range: Range<Int>) -> Int? {
        let limit = min(range.upperBound, place + 1 + reach)
        var next = place + 1
        while next < limit {
            if flow.scalars[next] == close, flow.kinds[next] != .code { return next }
            next += 1
        }
        return nil
    }

    // MARK: Ends

    private static func isTerminator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "!" || scalar == "?" || scalar == "…" || scalar == "。"
    }

    /// The place after the sentence that may end with the terminator at `place`.
    private static func boundary(_ flow: Flow, at place: Int, in range: Range<Int>) -> Int? {
        var end = place + 1
        while end < range.upperBound, isTerminator(flow.scalars[end]) || closers.contains(flow.scalars[end]) { end += 1 }
        guard end < range.upperBound else { return end }
        guard flow.scalars[end] == " " else { return flow.scalars[place] == "。" ? end : nil }
        guard end + 1 < range.upperBound else { return end }
        let next = flow.scalars[end + 1]
        let isPlainStop = flow.scalars[place] == "." && end == place + 1
        if !isPlainStop { return next.properties.isLowercase && flow.kinds[end + 1] != .code ? nil : end }
        let word = word(before: place, flow, range)
        // "It took 14 min. 15 min passed until …": a unit behind its number is no abbreviation of what follows.
        let before = place - word.unicodeScalars.count - 2
        if units.contains(word.lowercased()), before >= range.lowerBound, flow.scalars[before].isDigit {
            return next.properties.isLowercase ? nil : end
        }
        return endsSentence(word, next: next) ? end : nil
    }

    private static let closers: Set<Unicode.Scalar> = ["”", "\"", "'", "’", ")", "]", "»"]

    private static func beginsSentence(_ flow: Flow, after place: Int, in range: Range<Int>) -> Bool {
        guard place + 1 < range.upperBound, flow.scalars[place] == " " else { return false }
        return flow.scalars[place + 1].properties.isUppercase
    }

    private static func word(before place: Int, _ flow: Flow, _ range: Range<Int>) -> String {
        var start = place
        while start > range.lowerBound, place - start < 24 {
            let scalar = flow.scalars[start - 1]
            guard scalar.properties.isAlphabetic || scalar.isDigit || scalar == "." else { break }
            start -= 1
        }
        return flow.text(start..<place)
    }

    private static func endsSentence(_ written: String, next: Unicode.Scalar) -> Bool {
        let word = written.lowercased()
        if always.contains(word) { return false }
        let goesOn = !next.properties.isUppercase
        if beforeNumbers.contains(word), next.isDigit { return false }
        // "… at 2:37 pm. “Rolling back”, wrote …", "… at 2:37 pm. 14:47 is when …".
        if "“\"„«".unicodeScalars.contains(next), beforeMore.contains(word) { return true }
        if next.isDigit, ["am", "pm", "a.m", "p.m", "hr", "hrs"].contains(word) { return true }
        if beforeMore.contains(word) { return !goesOn }
        // An initial: `J. Smith`. A small letter is a unit: `5 s.`
        if written.unicodeScalars.count == 1, let letter = written.unicodeScalars.first, letter.properties.isUppercase {
            return false
        }
        return true
    }

    private static let always: Set<String> = [
        "e.g", "i.e", "cf", "vs", "approx", "ca", "mr", "mrs", "dr", "prof", "resp", "incl", "excl", "ref", "al",
        "esp", "fig", "eq", "ver",
    ]
    /// Abbreviations that may also end a sentence: they do when a capital follows.
    private static let beforeMore: Set<String> = [
        "etc", "a.m", "p.m", "am", "pm", "min", "mins", "hr", "hrs", "sec", "secs", "inc", "ltd", "corp", "co", "u.s", "max",
        "avg", "dept",
        "no", "jr", "sr", "misc", "temp", "ext",
    ]
    private static let units: Set<String> = ["min", "mins", "hr", "hrs", "sec", "secs"]
    private static let beforeNumbers: Set<String> = [
        "no", "nr", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "v", "vol", "p", "pp",
    ]
}
