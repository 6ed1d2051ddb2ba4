import Core

/// Turns a text into a ``Sentence``: values, services and names first, then cues of events.
struct SentenceReader {
    let names: NameBook
    /// Seconds that the document's own zone is ahead of UTC.
    var zone: Int64 = 0

    func read(_ text: String) -> Sentence {
        var sentence = Sentence(tokens: tokens(of: Lexer.pieces(of: text)))
        sentence.flatten()
        divide(&sentence)
        for token in sentence.tokens {
            if token.isQuote { continue }
            if token.text.utf8.count > 1, Stem.isPlain(token.text) {
                if !Stem.stopWords.contains(token.text) { sentence.stems.insert(Stem.of(token.text)) }
                continue
            }
            for word in Stem.words(of: token.text) where !Stem.stopWords.contains(word) { sentence.stems.insert(Stem.of(word)) }
        }
        sentence.cues = CueReader(sentence).cues()
        return sentence
    }

    private func tokens(of pieces: [Piece]) -> [Sentence.Token] {
        let times = TimeReader(pieces: pieces, zone: zone)
        let numbers = NumberReader(pieces: pieces)
        var result: [Sentence.Token] = []
        var place = 0
        while place < pieces.count {
            let (value, end) = value(at: place, pieces, times, numbers, after: result.last)
            let range = place..<max(end, place + 1)
            var text = pieces[range.lowerBound].text
            for next in pieces[range].dropFirst() { text += (next.isAttached ? "" : " ") + next.text }
            result.append(
                Sentence.Token(
                    value: value, text: text, lower: range.count == 1 ? pieces[place].lower : text.lowercased(), clause: 0,
                    length: range.count))
            place = range.upperBound
        }
        shareUnits(&result)
        readRates(&result)
        qualify(&result)
        return result
    }

    private func value(
        at place: Int, _ pieces: [Piece], _ times: TimeReader, _ numbers: NumberReader, after last: Sentence.Token?
    ) -> (Sentence.Token.Value, Int) {
        let piece = pieces[place]
        switch piece.kind {
        case .quote:
            // One name in quotation marks is a name.
            let lower = piece.lower
            if let service = names.services[lower] { return (.service(service), place + 1) }
            if names.names[lower] != nil { return (.name, place + 1) }
            return (.quote, place + 1)
        case .mark: return (.mark, place + 1)
        case .word: break
        }
        if Claim.Citation(parsing: piece.text) != nil { return (.mark, place + 1) }
        let isPath = piece.isAttached && place > 0 && pieces[place - 1].text == "/"
        if isPath { return (.word, place + 1) }
        if let number = revisionNumber(at: place, pieces) { return (.version, number) }
        if let found = times.time(at: place) { return (.time(found.mention), found.end) }
        if let (service, end) = service(at: place, pieces) { return (.service(service), end) }
        if let end = name(at: place, pieces) { return (.name, end) }
        if MentionReader.isHash(piece.lower) { return (.hash, place + 1) }
        if isVersion(piece.lower) { return (.version, place + 1) }
        if place > 0,
            ["incident", "ticket", "issue", "number"].contains(pieces[place - 1].lower)
                || place > 1 && pieces[place - 1].text == "#",
            piece.lower.utf8.count >= 3, piece.lower.allSatisfy(\.isNumber)
        {
            return (names.words.contains(piece.lower) ? .name : .unknownName, place + 1)
        }
        if isStatusCode(place, pieces) {
            return (.word, place + 1)
        }
        // "Of the two, the page came first": things that were named.
        if ["two", "three", "four"].contains(piece.lower), place > 0,
            ["the", "these", "those"].contains(pieces[place - 1].lower),
            place + 1 == pieces.count || pieces[place + 1].kind == .mark
        {
            return (.word, place + 1)
        }
        if let found = numbers.amount(at: place) { return (.amount(found.amount), found.end) }
        if isUnknownName(piece) || isUnknownProduct(place, pieces) { return (.unknownName, place + 1) }
        return (.word, place + 1)
    }

    private func phrase(_ pieces: [Piece], _ place: Int, _ count: Int) -> String? {
        guard place + count <= pieces.count else { return nil }
        let part = pieces[place..<place + count]
        guard part.allSatisfy({ $0.kind == .word }) else { return nil }
        return part.map(\.lower).joined(separator: " ")
    }

    private func service(at place: Int, _ pieces: [Piece]) -> (String, Int)? {
        let longest = names.openers.contains(pieces[place].lower) ? min(names.longestService, 5) : 1
        for count in stride(from: longest, through: 1, by: -1) {
            if let text = phrase(pieces, place, count), let service = names.services[text] { return (service, place + count) }
        }
        return nil
    }

    private func name(at place: Int, _ pieces: [Piece]) -> Int? {
        let longest = names.openers.contains(pieces[place].lower) ? names.longestName : 1
        for count in stride(from: longest, through: 2, by: -1) {
            if let text = phrase(pieces, place, count), names.names[text] != nil { return place + count }
        }
        let piece = pieces[place]
        guard SentenceReader.isTechnical(piece.text), !MentionReader.isHash(piece.lower) else { return nil }
        return names.names[piece.lower] != nil || names.words.contains(piece.lower) ? place + 1 : nil
    }

    /// "Revision 8", "rev. 8", "r9": where it ends.
    private func revisionNumber(at place: Int, _ pieces: [Piece]) -> Int? {
        let lower = pieces[place].lower
        if lower.count <= 5, lower.first == "r", lower.count > 1, lower.dropFirst().allSatisfy(\.isNumber) { return place + 1 }
        guard ["revision", "rev", "version", "build", "release"].contains(lower) else { return nil }
        var next = place + 1
        if next < pieces.count, pieces[next].text == "#" || pieces[next].text == "." { next += 1 }
        guard next < pieces.count, pieces[next].kind == .word else { return nil }
        let text = pieces[next].lower
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.count <= 24, digits.allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
        // "Back on its previous revision 26 min later": a length of time.
        if next + 1 < pieces.count, let unit = UnitWord.scale(pieces[next + 1].lower), unit.dimension == .duration {
            return nil
        }
        return next + 1
    }

    private func isVersion(_ word: String) -> Bool {
        let rest = word.hasPrefix("v") ? word.dropFirst() : word[...]
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard rest.utf8.count < 32, rest.first?.isNumber == true else { return false }
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isNumber || $0.isLetter || $0 == "-" } }) else {
            return false
        }
        return word.hasPrefix("v") ? parts[0].allSatisfy(\.isNumber) : parts.count >= 3 && parts[1].allSatisfy(\.isNumber)
    }

    private func isStatusCode(_ place: Int, _ pieces: [Piece]) -> Bool {
        let text = pieces[place].lower
        guard text.utf8.count == 3 || text.utf8.count == 4 && text.hasSuffix("s"), text.prefix(3).allSatisfy(\.isNumber),
            let first = text.first, "12345".contains(first)
        else { return false }
        if text.hasSuffix("s") { return true }
        let before = place > 0 ? pieces[place - 1].lower : ""
        return ["http", "status", "code", "statuscode", "with"].contains(before) && text.count == 3 && !"1".contains(first)
            && (place + 1 >= pieces.count
                || !["requests", "lines", "times", "errors", "orders", "ms", "s", "%"].contains(pieces[place + 1].lower))
    }

    /// `a_b`, `aB`, `checkout-6d8f7c9b5-x2kqp`, `PAY-2291`.
    static func isTechnical(_ word: String) -> Bool {
        // Most words are small letters after the first.
        if word.utf8.dropFirst().allSatisfy({ (0x61...0x7A).contains($0) }) { return word.utf8.first == UInt8(ascii: "_") }
        if CommonNames.all.contains(word) { return false }
        if word.contains("_") { return true }
        let parts = word.split(separator: "-")
        if parts.count >= 2,
            parts.dropFirst().contains(where: { $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter) })
        {
            return parts.contains { $0.count >= 5 }
        }
        if parts.count == 2, parts[0].count >= 2, parts[0].allSatisfy({ $0.isUppercase || $0.isNumber }), parts[1].count >= 2,
            parts[1].allSatisfy(\.isNumber)
        {
            return true
        }
        var humps = 0
        var wasLower = false
        for character in word {
            if character.isUppercase, wasLower { humps += 1 }
            wasLower = character.isLowercase
        }
        return humps >= 1 && !word.contains("-") && !word.contains("'") && !word.contains("/")
    }

    private func isUnknownName(_ piece: Piece) -> Bool {
        let text = piece.text
        if names.words.contains(piece.lower) { return false }
        if SentenceReader.isTechnical(text) { return !SentenceReader.products.contains(piece.lower) }
        let parts = piece.lower.split(separator: "-").map(String.init)
        guard parts.count == 2 else { return false }
        if ["node", "pod", "host", "shard", "replica"].contains(parts[0]), parts[1].allSatisfy(\.isNumber) { return true }
        return ["api", "svc", "service", "gateway", "db", "frontend", "backend", "worker"].contains(parts[1])
            && !SentenceReader.plainParts.contains(parts[0])
    }

    /// "The Kafka cluster", where nothing in the evidence has such a name.
    private func isUnknownProduct(_ place: Int, _ pieces: [Piece]) -> Bool {
        let piece = pieces[place]
        guard place > 0, let first = piece.text.first, first.isUppercase, piece.text.count >= 4,
            piece.text.allSatisfy(\.isLetter),
            pieces[place - 1].kind == .word, !names.words.contains(piece.lower), !CommonNames.all.contains(piece.text),
            place + 1 < pieces.count
        else { return false }
        return [
            "cluster", "service", "database", "broker", "queue", "cache", "server", "node", "nodes", "proxy", "topic", "store",
        ]
        .contains(pieces[place + 1].lower)
    }

    private static let products: Set<String> = [
        "pagerduty", "github", "gitlab", "opentelemetry", "postgresql", "javascript", "devops", "argocd", "graphql", "mysql",
        "mongodb", "rabbitmq", "dynamodb", "kubernetes", "servicenow", "statuspage", "powerpoint", "youtube", "datadog",
        "promql",
        "victorialogs", "victoriametrics", "configmap", "replicaset", "statefulset", "daemonset", "linkedin", "opsgenie",
    ]
    private static let plainParts: Set<String> = [
        "micro", "self", "upstream", "downstream", "multi", "cross", "inter", "customer", "web", "third", "per", "in", "non",
        "single", "affected", "public", "private", "internal", "external", "api", "full", "out", "end", "mid", "pre", "post",
    ]

    /// "Between 13.9 and 15.8 ms": the former has the unit of the latter.
    private func shareUnits(_ tokens: inout [Sentence.Token]) {
        for place in tokens.indices.dropLast(2) {
            guard let first = tokens[place].amount, let second = tokens[place + 2].amount, first.quantity.dimension == .plain,
                second.quantity.dimension != .plain, !second.isShare,
                ["and", "to", "–", "-", "or"].contains(tokens[place + 1].lower),
                let (number, _, _) = NumberReader.leadingNumber(tokens[place + 2].text), number != 0
            else { continue }
            let scale = second.quantity.value / number
            var amount = first
            amount.quantity = Quantity(
                dimension: second.quantity.dimension, value: first.quantity.value * scale, below: first.quantity.below * scale,
                above: max(first.quantity.above, first.quantity.below) * scale)
            tokens[place].value = .amount(amount)
        }
    }

    /// "1.4 timeouts per second", "84 a minute": numbers of a second.
    private func readRates(_ tokens: inout [Sentence.Token]) {
        for place in tokens.indices {
            guard var amount = tokens[place].amount, amount.quantity.dimension == .plain, !amount.isFactor else { continue }
            let text = tokens[place].lower
            var seconds = ["/s", "/sec", "rps", "qps", "req/s", "requests/s"].contains { text.hasSuffix($0) } ? 1.0 : nil
            if text.hasSuffix("/min") { seconds = 60 }
            for near in place + 1..<min(tokens.count, place + 4) where seconds == nil && near + 1 < tokens.count {
                if tokens[near].lower == "per"
                    || near == place + 2 && ["a", "an", "every", "each"].contains(tokens[near].lower)
                {
                    seconds = SentenceReader.periods[tokens[near + 1].lower]
                }
                if tokens[near].amount != nil || tokens[near].isMark { break }
            }
            guard let seconds else { continue }
            amount.isRate = true
            amount.quantity = Quantity(
                dimension: .plain, value: amount.quantity.value / seconds, below: amount.quantity.below / seconds,
                above: amount.quantity.above / seconds)
            tokens[place].value = .amount(amount)
        }
    }

    private static let periods: [String: Double] = [
        "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3_600, "h": 3_600, "day": 86_400,
    ]

    /// Words before a value that say how exact it is.
    private func qualify(_ tokens: inout [Sentence.Token]) {
        for place in tokens.indices {
            let words = (max(0, place - 3)..<place).map { tokens[$0].lower }
            let near = words.suffix(2)
            switch tokens[place].value {
            case .time(var time):
                guard !near.isDisjoint(with: SentenceReader.vague) || words.last == "~" || words.last == "≈" else { break }
                // What is rounded to five minutes leaves more open.
                time.slack = time.clock % (5 * TimeMention.minute) == 0 ? 3 : 1
                tokens[place].value = .time(time)
            case .amount(var amount):
                amount.bound = bound(words)
                // "No sample exceeded 4.4 s".
                if amount.bound == .atLeast,
                    (max(0, place - 10)..<place).contains(where: {
                        // "No exaggeration, it was over 30 times …" denies nothing of it.
                        ["no", "none", "never", "nothing", "not"].contains(tokens[$0].lower)
                            && !($0 == 0 && tokens.count > 2 && tokens[2].lower == ",")
                    })
                {
                    amount.bound = .atMost
                }
                tokens[place].value = .amount(amount)
            default: break
            }
        }
    }

    private func bound(_ words: [String]) -> Amount.Bound {
        let near = words.suffix(2)
        let last = words.last ?? ""
        // An arrow.
        if last == ">", words.suffix(2).first.map({ ["-", "=", "–"].contains($0) }) ?? false { return .exact }
        if near == ["more", "than"] || near == ["at", "least"] || near == ["greater", "than"] || near == ["upwards", "of"]
            || ["over", "above", "exceeding", "exceeded", ">", "≥", "beyond"].contains(last)
        {
            return words.first == "no" || words.first == "not" ? .atMost : .atLeast
        }
        if near == ["less", "than"] || near == ["fewer", "than"] || near == ["at", "most"]
            || ["under", "below", "<", "≤", "within"].contains(last)
        {
            return .atMost
        }
        return near.isDisjoint(with: SentenceReader.vague) && last != "~" && last != "≈" ? .exact : .about
    }

    static let vague: Set<String> = [
        "about", "around", "roughly", "approximately", "approx", "ca", "circa", "some", "nearly", "almost", "close", "~", "≈",
    ]

    // MARK: Clauses

    private func divide(_ sentence: inout Sentence) {
        var clause = 0
        var count = 0
        var outside: Int?
        for place in sentence.tokens.indices {
            let token = sentence.tokens[place]
            let next = sentence.lower(place + 1)
            let opens =
                token.isWord && SentenceReader.openers.contains(token.lower) && place > 0
                || token.lower == "," && (SentenceReader.openers.contains(next) || SentenceReader.afterComma.contains(next))
                || token.isMark && [";", "—", ".", "(", ")"].contains(token.lower) && place > 0
                || token.isMark && ["–", "-"].contains(token.lower) && place > 0 && !isBetweenValues(place, sentence)
                || token.isMark && token.lower == ":" && place > 2 && !isValue(place + 1, sentence)
            if opens,
                !(place > 0 && sentence.lower(place - 1) == "," && sentence.tokens[place - 1].clause == clause && clause > 0
                    && place >= 2 && sentence.tokens[place - 2].clause != clause)
            {
                count += 1
                clause = count
            }
            // What follows a bracket goes on with what stood before it.
            if token.lower == "(", outside == nil { outside = max(0, place - 1) }
            if token.lower == ")", let before = outside {
                clause = sentence.tokens[before].clause
                outside = nil
            }
            sentence.tokens[place].clause = clause
        }
    }

    private func isValue(_ place: Int, _ sentence: Sentence) -> Bool {
        sentence.tokens.indices.contains(place) && (sentence.tokens[place].amount != nil || sentence.tokens[place].time != nil)
    }

    private func isBetweenValues(_ place: Int, _ sentence: Sentence) -> Bool {
        guard place > 0, place + 1 < sentence.tokens.count else { return false }
        let (left, right) = (sentence.tokens[place - 1], sentence.tokens[place + 1])
        return left.time != nil && right.time != nil || left.amount != nil && right.amount != nil
    }

    static let openers: Set<String> = [
        "but", "while", "whereas", "because", "then", "which", "when", "until", "so", "after", "before", "following", "once",
        "since", "although", "though", "where",
    ]
    private static let afterComma: Set<String> = [
        "and", "which", "with", "leading", "causing", "resulting", "caused", "making",
    ]
}

extension ArraySlice<String> {
    fileprivate func isDisjoint(with words: Set<String>) -> Bool { !contains { words.contains($0) } }
    fileprivate static func == (left: ArraySlice<String>, right: [String]) -> Bool { left.elementsEqual(right) }
}
