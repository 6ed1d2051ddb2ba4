import Core

// Speech reported as speech: true as a quotation when the message is in evidence, never proof of what it says.
extension SentenceCheck {
    private static let verbs: Set<String> = [
        "wrote", "said", "posted", "asked", "writes", "says", "posts", "asks", "messaged", "commented", "replied", "claimed",
        "announced", "suggested", "mentioned", "remarked", "reported", "told", "noted", "answered", "confirmed", "guessed",
        "suspected", "quoted", "speculated", "stated", "observed", "wondered", "thought", "blamed", "proposed", "pointed",
        "saying", "writing", "asking", "mentions", "suspects", "notes", "thinks", "guesses", "claims", "proposes", "wonders",
        "thanks", "thanked", "reports",
        "suggests", "announces", "confirms", "replies", "typed", "types", "put", "sent", "texted", "pinged", "shared",
        "responded",
        "warned", "insisted", "admitted", "complained", "quipped", "commenting", "posting", "typing", "texting", "replying",
        "stating", "announcing", "reporting", "noting", "quoting",
    ]
    /// Where people write to each other, and what they write.
    private static let channels: Set<String> = [
        "chat", "slack", "channel", "message", "messages", "transcript", "thread", "words", "wording", "conversation", "teams",
    ]
    private static let speakers: Set<String> = [
        "someone", "engineer", "responder", "support", "chat", "slack", "channel", "message", "colleague", "manager", "bot",
        "he",
        "she", "they", "on-call", "sre", "lead", "developer", "person", "everyone", "somebody", "team", "customer", "customers",
    ]

    private static let attributions = speakers.union(channels)
    private static let systems: Set<String> = ["log", "logs", "logged", "trace", "traces", "rule", "title", "titled"]
    private static let records: Set<String> = [
        "calendar", "minutes", "ledger", "journal", "diary", "logbook", "tracker", "recording", "protocol", "line", "entry",
        "event", "events", "item", "record", "row", "register", "labelled", "labeled", "titled", "entitled", "marked",
        "timestamp", "timeline", "headed", "heading", "caption", "called",
    ]

    private var hasQuotes: Bool { sentence.tokens.contains(where: \.isQuote) }

    mutating func speechRuling() -> Ruling? {
        let quotes = sentence.tokens.filter(\.isQuote)
        guard let verb = speechVerb ?? (isAttributed(quotes.map(\.text)) ? 0 : nil) else { return entryRuling() }
        let times = sentence.tokens.indices.filter {
            sentence.tokens[$0].time.map { !$0.isDate } ?? false
                && ($0 < verb + 1 || $0 <= verb + 4 || quotes.isEmpty && $0 >= sentence.tokens.count - 2)
        }
        let said = index.occurrences(of: [.message, .annotated]).filter { isVisible($0.citations) }
        if !quotes.isEmpty {
            let all = sentence.tokens.indices.filter { sentence.tokens[$0].time.map { !$0.isDate } ?? false }
            return rule(quotes: quotes.map(\.text), all, said)
        }
        return rule(reportBehind: verb, times, said)
    }

    /// A person or a channel stands beside words in quotation marks: "A web engineer, 14:31: “…”", "“…” (the lead, in the chat)".
    private func isAttributed(_ quotes: [String]) -> Bool {
        guard !quotes.isEmpty, sentence.containsAny(SentenceCheck.attributions),
            !sentence.containsAny(SentenceCheck.systems)
        else { return false }
        let said = index.occurrences(of: [.message, .annotated]).filter { isVisible($0.citations) }
        let isKnown = quotes.contains { quote in
            let wanted = SentenceCheck.flat(quote)
            return said.contains { $0.says(wanted) }
        }
        // Else what the sentence itself says of events is decided with the rest.
        return isKnown || !sentence.cues.contains { !$0.isWeak } && quotes.contains { $0.split(separator: " ").count >= 3 }
    }

    /// "The line “Rollback of checkout” bears the time 14:38": a record's words that nobody said and no evidence has, so that they
    /// state what they say.
    var quotesRecord: Bool {
        guard hasQuotes, sentence.containsAny(SentenceCheck.records), speechVerb == nil else { return false }
        let quotes = sentence.tokens.filter(\.isQuote).map(\.text)
        guard !isAttributed(quotes) else { return false }
        return quotes.allSatisfy { $0.split(separator: " ").count >= 2 && holder(of: $0) == nil }
    }

    static func unquoted(_ text: String) -> String { String(text.filter { !"“”\"„«»".contains($0) }) }

    /// An entry of a timeline that is a message's own words.
    private func entryRuling() -> Ruling? {
        guard isTimelineEntry, let first = sentence.tokens.first, let mention = first.time else { return nil }
        let words = Occurrence.letters(of: sentence.tokens.dropFirst().map(\.text).joined())
        guard words.count >= 8 else { return nil }
        let holding = index.occurrences(of: [.message]).filter {
            isVisible($0.citations) && ($0.letters.map { TextSearch.contains(words, in: $0) } ?? false)
        }
        return holding.first { holds($0, mention) }.map { Ruling(.supported, citations: $0.citations) }
    }

    /// The place of a verb of speech whose subject is a person or a channel.
    private var speechVerb: Int? {
        for (place, token) in sentence.tokens.enumerated() where token.isWord && SentenceCheck.verbs.contains(token.lower) {
            let before = (0..<place).contains {
                SentenceCheck.speakers.contains(sentence.lower($0)) && sentence.tokens[$0].clause == token.clause
            }
            let near =
                ["that", ":", ",", "in"].contains(sentence.lower(place + 1))
                || ["that", ":"].contains(sentence.lower(place + 2))
            if token.lower == "reported", !before { continue }
            // "Somebody asked, and it turned out that …"; what a page or a graph says.
            if sentence.contains("turned out") { continue }
            if ["page", "alert", "title", "dashboard", "graph", "graphs", "notification"].contains(sentence.lower(place - 1)) {
                continue
            }
            // What logs, rules and systems say is no speech.
            if (0..<place).contains(where: {
                ["log", "logs", "line", "lines", "cluster", "traces"].contains(sentence.lower($0))
            }) {
                continue
            }
            let inChat = sentence.containsAny(["chat", "slack", "channel"])
            if hasQuotes || before && (near || inChat || sentence.tokens[0].time != nil && place <= 6) { return place }
        }
        // "A message in chat at 14:30:05: …".
        if hasQuotes, sentence.containsAny(["chat", "slack", "channel"]) { return 0 }
        return nil
    }

    private mutating func rule(quotes: [String], _ times: [Int], _ said: [Occurrence]) -> Ruling {
        for quote in quotes {
            let wanted = SentenceCheck.flat(quote)
            let holding = said.filter { $0.says(wanted) }
            if holding.isEmpty {
                if let citation = holder(of: quote) {
                    decide(.holds([citation]))
                } else if quote.split(separator: " ").count >= 3 {
                    decide(.unsupported("no message says “\(quote.prefix(80))”", needed: "the message itself"))
                }
                continue
            }
            guard let place = times.first, let mention = sentence.tokens[place].time else {
                decide(.holds(holding[0].citations))
                continue
            }
            if let found = holding.first(where: { occurrence in
                times.contains { sentence.tokens[$0].time.map { holds(occurrence, $0) } ?? false }
            }) {
                decide(.holds(found.citations))
            } else {
                decide(
                    .contradicted(
                        "the message is of \(text(holding[0].time, like: mention))", said: clockText(place),
                        holds: text(holding[0].time, like: mention), holding[0].citations))
            }
        }
        return Ruling(decisions)
    }

    /// As a message may be quoted: without the signs at its end.
    static func flat(_ text: String) -> [UInt8] {
        var end = text[...]
        while let last = end.last, ".,…!? ".contains(last) { end.removeLast() }
        return TextSearch.flatLower(end)
    }

    /// Without quotation marks: a message of that time that has the words.
    private mutating func rule(reportBehind verb: Int, _ times: [Int], _ said: [Occurrence]) -> Ruling {
        var words: Set<String> = []
        for token in sentence.tokens.dropFirst(verb + 1) {
            for word in Stem.words(of: token.text) where !Stem.stopWords.contains(word) { words.insert(Stem.of(word)) }
        }
        let beginnings = Set(words.filter { $0.count >= 4 }.map { String($0.prefix(4)) })
        let shared = { (occurrence: Occurrence) in
            Set(occurrence.words.filter { $0.count >= 4 }.map { String($0.prefix(4)) }).intersection(beginnings).count
        }
        if let place = times.first, let mention = sentence.tokens[place].time {
            let near = said.filter { holds($0, mention) }
            if let found = near.max(by: { shared($0) < shared($1) }),
                words.isEmpty || shared(found) > 0 && shared(found) * 4 >= words.count
            {
                return Ruling([.holds(found.citations)])
            }
            if let other = said.max(by: { shared($0) < shared($1) }), shared(other) >= max(2, words.count / 3) {
                return Ruling([
                    .contradicted(
                        "the message is of \(text(other.time, like: mention))", said: clockText(place),
                        holds: text(other.time, like: mention), other.citations)
                ])
            }
            return Ruling([.unsupported("no message of \(sentence.tokens[place].text) says so", needed: "the chat's messages")])
        }
        if let found = said.max(by: { shared($0) < shared($1) }), shared(found) >= max(2, words.count / 3) {
            return Ruling([.holds(found.citations)])
        }
        if words.count < 2 { return Ruling(.notChecked) }
        return Ruling([.unsupported("no message in the evidence says so", needed: "the chat's messages")])
    }
}
