import Core

/// Finds the words of a sentence that speak of events, and what the words around them say of each.
struct CueReader {
    let sentence: Sentence

    init(_ sentence: Sentence) { self.sentence = sentence }

    func cues() -> [Cue] {
        var found: [Cue] = []
        var place = 0
        while place < sentence.tokens.count, found.count < 48 {
            guard sentence.tokens[place].isWord, let cue = cue(at: place) else {
                place += 1
                continue
            }
            found.append(cue)
            place = cue.end
        }
        return describe(found)
    }

    private func cue(at place: Int) -> Cue? {
        if let cue = pointedCue(at: place) { return cue }
        let longest = CueWords.longest[sentence.tokens[place].lower] ?? 0
        for length in stride(from: longest, through: 1, by: -1) where place + length <= sentence.tokens.count {
            let words = sentence.tokens[place..<place + length]
            guard words.allSatisfy({ $0.isWord || $0.lower == "-" || $0.service != nil }) else { continue }
            let phrase = words.map(\.lower).joined(separator: " ")
            if let stem = CueWords.actions[phrase] {
                return Cue(kinds: [.other], place: place, length: length, text: phrase, stem: stem)
            }
            if phrase.hasSuffix(" over"), place + length < sentence.tokens.count, sentence.tokens[place + length].amount != nil
            {
                continue
            }
            // "Opening with the page and closing with the rollback": the ends of a stretch of time.
            if length == 1, CueReader.bounds.contains(phrase), sentence.lower(place + 1) == "with" { continue }
            // "The calls all ended after about 5 s": how long they took.
            if length == 1, phrase == "ended", ["after", "in", "within"].contains(sentence.lower(place + 1)),
                (2...3).contains(where: {
                    place + $0 < sentence.tokens.count
                        && sentence.tokens[place + $0].amount?.quantity.dimension == .duration
                })
            {
                continue
            }
            // "It went up, and up again".
            if phrase == "up again", ["and", "up", ","].contains(sentence.lower(place - 1)) { continue }
            // "The latency did not come back up" speaks of no check.
            if let kinds = CueWords.events[phrase]?.kinds, kinds == [.checkUp] || kinds == [.checkDown], isOfSignal { continue }
            if let entry = CueWords.events[phrase] {
                return Cue(kinds: entry.kinds, place: place, length: length, text: phrase, isWeak: entry.isWeak)
            }
        }
        // "Rolled payment-gateway back", "rolling the change back".
        let word = sentence.tokens[place].lower
        if ["rolled", "rolling", "roll"].contains(word),
            let back = (place + 2...place + 5).first(where: { sentence.lower($0) == "back" })
        {
            return Cue(kinds: [.rollback], place: place, length: back - place + 1, text: "roll back")
        }
        return nil
    }

    static let things: Set<String> = ["page", "pages", "alert", "alerts", "pager"]
    static let records: Set<String> = [
        "register", "registry", "minutes", "calendar", "ledger", "journal", "diary", "logbook", "tracker", "transcript", "log",
        "record", "records", "recording", "protocol", "spreadsheet", "sheet", "notebook", "chronicle",
    ]
    static let deeds: Set<String> = [
        "committed", "commit", "merged", "merge", "reverted", "revert", "deployed", "deployment", "rolled out",
    ]
    private static let bounds: Set<String> = [
        "opening", "closing", "beginning", "starting", "ending", "commencing", "concluding", "finishing",
    ]

    private var isOfSignal: Bool {
        let topics = TopicReader(sentence).topics(in: nil)
        return !topics.isDisjoint(with: [.latency, .traffic, .saturation]) && topics.isDisjoint(with: [.check, .probes])
            && !sentence.containsAny(["check", "checks", "synthetic", "monitor", "probe"])
    }

    private func pointedCue(at place: Int) -> Cue? {
        // "The first charge that failed", "the last charge error": a line of a log, or the first of its kind.
        if ["first", "last", "final"].contains(sentence.tokens[place].lower),
            let end = (place + 1...place + 3).first(where: { CueWords.failing.contains(sentence.lower($0)) }),
            sentence.tokens[place..<end].allSatisfy({ $0.isWord }),
            // "The first scheduling failure" is of what stands between.
            !(place + 1..<end).contains(where: { CueWords.events[sentence.lower($0)].map { !$0.isWeak } ?? false })
        {
            // "The first failure of the synthetic check", "the first failed readiness probe": of a check or a probe.
            let behind = (end + 1...end + 4).map { sentence.lower($0) }
            if behind.contains(where: { ["check", "checks", "synthetic"].contains($0) }) {
                return Cue(kinds: [.checkDown, .probeFailure], place: place, length: end - place + 1, text: "first failed")
            }
            if !behind.prefix(2).contains(where: { ["readiness", "liveness", "probe", "probes", "startup"].contains($0) }) {
                return Cue(kinds: [.onset, .logBurst], place: place, length: end - place + 1, text: "first failed")
            }
        }
        return nil
    }
}

/// Finds what the numbers of a clause are numbers of.
struct TopicReader {
    let sentence: Sentence
    init(_ sentence: Sentence) { self.sentence = sentence }

    func topics(in clause: Int?) -> Topics {
        var result: Topics = []
        for place in sentence.tokens.indices where clause == nil || sentence.tokens[place].clause == clause {
            result.formUnion(topics(at: place))
        }
        return result
    }

    func topics(at place: Int) -> Topics {
        var result: Topics = []
        let token = sentence.tokens[place]
        if token.lower == "error" && ["budget", "logs", "log", "lines"].contains(sentence.lower(place + 1)) { return [] }
        // "It held at 5 s".
        if ["held", "holds", "hold"].contains(token.lower), ["at", "steady", "around"].contains(sentence.lower(place + 1)) {
            return []
        }
        // "A flat line".
        if token.lower == "line", ["flat", "straight", "red", "dotted"].contains(sentence.lower(place - 1)) { return [] }
        if let topics = TopicWords.topics[token.lower] { result.formUnion(topics) }
        let pair = token.lower + " " + sentence.lower(place + 1)
        if let topics = TopicWords.topics[pair] { result.formUnion(topics) }
        if case .name = token.value {
            if token.lower.contains("timeout") { result.insert(.timeouts) }
            if token.lower.contains("connections") || token.lower.contains("pool") { result.insert(.saturation) }
        }
        return result
    }
}
