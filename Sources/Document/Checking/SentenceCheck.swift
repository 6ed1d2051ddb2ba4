import Core

/// Decides the facts of one sentence.
struct SentenceCheck {
    let index: FactIndex
    let sentence: Sentence
    /// What may be rested on; `nil`: all.
    let visible: Set<Claim.Citation>?
    var context: CheckContext
    var isTimelineEntry = false
    var decisions: [Decision] = []
    /// Which cue a time, a hash, a version or a name belongs to, by place.
    var owners: [Int: Int] = [:]
    /// The occurrence that a cue was found to mean.
    var meant: [Int: Occurrence] = [:]
    /// Places of values that something else decided.
    var settled: Set<Int> = []
    /// What each time of the sentence may mean, worked out once.
    private var moments: [TimeMention: [Instant]] = [:]
    private var stretches: [TimeMention: [(from: Int64, to: Int64)]] = [:]
    /// Which amounts are what is usual and which what was reached.
    let levels: [Int: LevelReader.Level]
    let levelReader: LevelReader

    init(_ index: FactIndex, _ sentence: Sentence, visible: Set<Claim.Citation>?, context: CheckContext) {
        self.index = index
        self.sentence = sentence
        self.visible = visible
        self.context = context
        levelReader = LevelReader(sentence)
        levels = levelReader.levels()
    }

    mutating func ruling() -> Ruling {
        // What was supposed and what a search over thresholds tried is no statement of what was.
        if isPlanOrOpinion || sentence.lower(0) == "hypothesis" || sentence.has(["with", "a", "threshold"], at: 0) {
            return Ruling(.notChecked)
        }
        if isCounterfactual, !isSpared {
            let hasValues = sentence.tokens.contains { $0.time != nil || $0.amount != nil }
            return hasValues
                ? Ruling(
                    .unsupported, problem: "it says what would have been, which no evidence holds",
                    needed: "a statement of what was observed") : Ruling(.notChecked)
        }
        noteDates()
        for token in sentence.tokens {
            guard let time = token.time, moments[time] == nil else { continue }
            moments[time] = instants(of: time)
            stretches[time] = spans(of: time)
        }
        if !joinsEvents, let ruling = speechRuling() { return ruling }
        for place in sentence.tokens.indices where OrderReader.isEnumerator(place, in: sentence) { settled.insert(place) }
        bind()
        checkNames()
        checkQuotes()
        checkRanges()
        for place in sentence.cues.indices { checkEvent(place) }
        checkLooseTimes()
        checkAmounts()
        checkOrder()
        checkCauses()
        checkQuantifiers()
        checkSteadiness()
        remember()
        return Ruling(decisions)
    }

    mutating func decide(_ decision: Decision) { if decisions.count < 64 { decisions.append(decision) } }

    func isVisible(_ citations: [Claim.Citation]) -> Bool {
        guard let visible else { return true }
        return citations.contains { visible.contains($0) }
    }

    // MARK: What kind of sentence

    private static let wishes = [
        "would have", "could have", "might have prevented", "may have prevented", "should have", "had we", "if we had",
        "if the",
        "would not have", "would've", "could've", "should've", "had the", "would be", "wouldn't have", "couldn't have",
    ]

    /// "Had it not been for X": a cause, and nothing that could have been measured.
    private var isSpared: Bool {
        CauseReader(sentence: sentence).spared != nil && !sentence.tokens.contains { $0.time != nil || $0.amount != nil }
    }

    private var isCounterfactual: Bool {
        if isOfFact { return false }
        // "120 ms would be typical", "4.9 s instead of 14 s should have made us suspicious": both numbers were measured.
        let isMeasured = levels.values.contains(.usual) && levels.values.contains(.reached)
        for phrase in SentenceCheck.wishes where sentence.contains(phrase) {
            if isMeasured, phrase == "would be" || phrase == "should have" { continue }
            // "Had the" and "if the" make one only with a "would" behind them.
            if phrase.hasPrefix("had ") || phrase.hasPrefix("if ") {
                guard sentence.containsAny(["would", "could", "might", "wouldn't", "couldn't"]) else { continue }
            }
            return true
        }
        return false
    }

    private static let senses: Set<String> = [
        "noticed", "seen", "found", "known", "learned", "learnt", "realised", "realized", "discovered", "spotted", "told",
    ]
    private static let guesses: Set<String> = [
        "bet", "expected", "thought", "guessed", "sworn", "assumed", "wagered", "predicted",
    ]

    /// "They would have noticed that …", "I would have bet on a spike, but …": what follows is said to be so.
    private var isOfFact: Bool {
        sentence.tokens.indices.contains { place in
            guard sentence.lower(place + 1) == "have", ["would", "could", "might", "should"].contains(sentence.lower(place))
            else {
                return false
            }
            if SentenceCheck.senses.contains(sentence.lower(place + 2)) {
                return (3...4).contains { sentence.lower(place + $0) == "that" }
            }
            return SentenceCheck.guesses.contains(sentence.lower(place + 2))
                && (place..<min(sentence.tokens.count, place + 14)).contains {
                    ["but", "yet", "instead"].contains(sentence.lower($0))
                }
        }
    }

    private var isPlanOrOpinion: Bool {
        let first = sentence.lower(0)
        if ["todo", "action", "follow-up", "we should", "ensure"].contains(first) { return true }
        // What is to be done stands in the imperative: "Review all silences once a month."
        if ["review", "document", "consider", "audit", "give", "keep", "make", "always"].contains(first),
            !sentence.tokens.contains(where: { $0.time != nil })
        {
            return true
        }
        // "On normal days it will be around 120 ms" is a habit, and no plan.
        let isHabit = levels.values.contains(.usual)
        return SentenceCheck.plans.contains { phrase in
            // "Lay in the future" is an order of what happened.
            if phrase == "in the future", sentence.containsAny(["lay", "lies"]) { return false }
            guard sentence.contains(phrase), !(phrase == "will be" && isHabit) else { return false }
            // "Must be attributed to" says a cause.
            return !(phrase.hasSuffix(" be") && isCausal(behind: phrase))
        }
    }

    private static let plans = [
        "we will", "will be", "we should", "should be", "needs to", "need to", "must be", "we plan", "we intend", "we must",
        "going forward", "in future", "in the future", "we recommend", "will add", "we believe", "we think",
        "in our opinion",
        "we learned", "let's", "need an", "need a", "every team should", "several of us",
        "found the situation", "should not", "will have", "ought to",
    ]

    private func isCausal(behind phrase: String) -> Bool {
        let words = phrase.split(separator: " ").map(String.init)
        return sentence.tokens.indices.contains { place in
            sentence.has(words, at: place) && CauseWords.backward.phrase(in: sentence, at: place + words.count) != nil
        }
    }

    // MARK: Context

    private mutating func noteDates() {
        // A time in the text of the entry names its day for the rest.
        for token in sentence.tokens {
            if let time = token.time, !time.isDate, let day = time.day { context.day = normalised(day) }
        }
    }

    private mutating func remember() {
        if let service = sentence.tokens.lazy.compactMap(\.service).first { context.service = service }
        if let last = sentence.cues.indices.reversed().compactMap({ meant[$0] }).first {
            context.lastEvent = last
            context.lastTime = last.time
        }
        for token in sentence.tokens {
            if let time = token.time, !time.isDate, let instant = instants(of: time).first { context.lastTime = instant }
        }
    }

    // MARK: Times

    /// A day printed without its year is of the window's.
    func normalised(_ day: Instant) -> Instant {
        guard day.rfc3339().hasPrefix("2000-") else { return day }
        let year = String(index.window.from.rfc3339().prefix(4))
        return Instant(rfc3339: year + String(day.rfc3339().dropFirst(4))) ?? day
    }

    /// The moments that a mention may mean.
    func instants(of mention: TimeMention) -> [Instant] {
        if let known = moments[mention] { return known }
        if let day = mention.day { return [Instant(nanoseconds: normalised(day).nanoseconds &+ mention.clock)] }
        var days: [Instant] = []
        for token in sentence.tokens {
            if let date = token.time, date.isDate, let day = date.day { days.append(normalised(day)) }
        }
        if let day = context.day { days.append(day) }
        var day = index.window.from.floored(toStep: 86_400)
        while day <= index.window.to, days.count < 16 {
            days.append(day)
            day = day.adding(seconds: 86_400)
        }
        return days.map { Instant(nanoseconds: $0.nanoseconds &+ mention.clock) }
    }

    /// The stretches of time that a mention allows: the minute printed, rounded either way.
    func spans(of mention: TimeMention) -> [(from: Int64, to: Int64)] {
        if let known = stretches[mention] { return known }
        let slack = mention.slack * TimeMention.minute
        return instants(of: mention).map { instant in
            if mention.isDate { return (instant.nanoseconds, instant.nanoseconds &+ mention.width) }
            let before = mention.width >= TimeMention.minute ? mention.width / 2 : mention.width
            return (instant.nanoseconds &- before &- slack, instant.nanoseconds &+ max(mention.width, 2_000_000_000) &+ slack)
        }
    }

    func holds(_ occurrence: Occurrence, _ mention: TimeMention) -> Bool {
        spans(of: mention).contains { span in
            occurrence.earliest.nanoseconds < span.to && occurrence.latest.nanoseconds >= span.from
                || occurrence.further.contains { $0.nanoseconds >= span.from && $0.nanoseconds < span.to }
        }
    }

    /// A time as the mention prints its own.
    func text(_ instant: Instant, like mention: TimeMention) -> String {
        if mention.isDate { return instant.date }
        let clock = String(instant.rfc3339().suffix(9).prefix(mention.width < TimeMention.minute ? 8 : 5))
        let isInWindow = index.window.widened(before: 86_400, after: 86_400).contains(instant)
        return isInWindow ? clock : instant.date + " " + clock
    }

    func distance(_ occurrence: Occurrence, _ mention: TimeMention) -> Int64 {
        instants(of: mention).map { abs($0.nanoseconds &- occurrence.time.nanoseconds) }.min() ?? .max
    }
}
