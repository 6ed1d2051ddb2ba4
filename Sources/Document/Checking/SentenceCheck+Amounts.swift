import Core

// Numbers: recomputed from stored series, or looked up among what findings and settings hold.
extension SentenceCheck {
    mutating func checkAmounts() {
        for place in sentence.tokens.indices {
            guard let amount = sentence.tokens[place].amount, !settled.contains(place) else { continue }
            if isAside(place, amount) || isHearsay(place, amount) { continue }
            settled.insert(place)
            if let decision = ofUsual(amount, place) ?? servicesCounted(amount, place) {
                decide(decision)
                continue
            }
            if amount.isFactor {
                if let decision = factor(amount, place) { decide(decision) }
                continue
            }
            decide(number(amount, place))
        }
    }

    private func number(_ amount: Amount, _ place: Int) -> Decision {
        if let rule = ruleCondition(amount, place) ?? failedShare(amount, place) ?? ceilingShare(amount, place) { return rule }
        if let interval = interval(amount, place) { return interval }
        if isLevel(place, amount) { return self.measured(amount, place) }
        let isJoined = isJoined(place)
        let measured = isJoined && amount.quantity.dimension == .duration ? nil : measured(amount, place)
        if let measured, measured.outcome == .holds { return measured }
        let mayLast = amount.quantity.dimension == .duration && (isJoined || isEventDuration(place, amount))
        let lasted = mayLast ? duration(amount, place) : nil
        if let lasted, isJoined || lasted.outcome == .holds || measured?.outcome != .contradicted { return lasted }
        let topics = nearTopics(place)
        if let lasted, amount.quantity.value >= 60,
            topics.isDisjoint(with: [.threshold, .hold, .setting, .timeouts, .latency, .check])
        {
            return lasted
        }
        return measured ?? self.measured(amount, place)
    }

    private static let asides: Set<String> = [
        "sev", "severity", "step", "phase", "section", "priority", "figure", "level", "tier", "part", "point", "p", "item",
        "day",
        "page", "table", "port", "line",
    ]
    private static let uncounted: Set<String> = [
        "engineer", "team", "people", "person", "action", "item", "lesson", "step", "question", "reason", "factor", "way",
        "thing",
        "part", "phase", "review", "peopl", "why", "hypothes", "cause", "team", "developer", "rout", "option", "theory",
        "explanation",
        "theor", "candidat",
    ]

    /// Numbers that state nothing of the incident: of steps, severities, people.
    private func isAside(_ place: Int, _ amount: Amount) -> Bool {
        guard amount.quantity.dimension == .plain, !amount.isFactor else { return false }
        if SentenceCheck.asides.contains(sentence.lower(place - 1)) || sentence.lower(place - 1) == "#" { return true }
        // "Two deploys".
        if amount.quantity.value < 10,
            sentence.cues.contains(where: { $0.place == place + 1 && !$0.isWeak && $0.text.hasSuffix("s") })
        {
            return sentence.lower(place + 1) != "restarts"
        }
        let value = amount.quantity.value
        if value >= 1990, value <= 2100, value == value.rounded(), sentence.tokens[place].text.count == 4,
            sentence.tokens[place].length == 1, !SentenceCheck.counted.contains(Stem.of(sentence.lower(place + 1)))
        {
            return true
        }
        return (1...3).contains { SentenceCheck.uncounted.contains(Stem.of(sentence.lower(place + $0))) } && value < 20
    }

    /// A number that only a message has: "about 40 tickets".
    private func isHearsay(_ place: Int, _ amount: Amount) -> Bool {
        guard amount.quantity.dimension == .plain, !amount.isFactor else { return false }
        let noun = Stem.of(sentence.lower(place + 1))
        guard noun.count > 3, !["time", "request", "line", "order"].contains(noun) else { return false }
        let text = sentence.tokens[place].lower
        return index.occurrences(of: [.message]).contains { message in
            message.words.contains(noun) && message.words.contains(text) && isVisible(message.citations)
        }
    }

    private static let counted: Set<String> = ["request", "line", "time", "order", "error", "log", "of"]

    // MARK: Measures

    func measured(_ amount: Amount, _ place: Int) -> Decision {
        var subject = subject(of: place)
        if subject.topics.contains(.check) {
            let checks = (index.measurePlaces[amount.quantity.dimension] ?? []).filter {
                index.measures[$0].topics.contains(.check)
            }
            subject.checkShare = checks.map { shared(index.measures[$0], subject) }.max() ?? 0
        }
        let said = sentence.tokens[place].text
        if let decision = quoted(amount, said) { return decision }
        var fitting: [(measure: Measure, score: Int)] = []
        for position in index.measurePlaces[amount.quantity.dimension] ?? [] {
            let measure = index.measures[position]
            guard let score = score(measure, subject), isVisible(measure.citations) else { continue }
            if amount.admits(measure.value) { return .holds(measure.citations) }
            // What is usual varies by more than its last digit.
            if measure.aspect == .usual, subject.aspects.contains(.usual),
                abs(measure.value - amount.quantity.value) <= abs(measure.value) * 0.1
            {
                return .holds(measure.citations)
            }
            fitting.append((measure, score))
        }
        if let sampled = sampled(amount, subject) { return sampled }
        if let other = beyondSpecial(amount, place, subject) { return other }
        fitting = fitting.filter {
            !$0.measure.isIncidental && !$0.measure.words.contains("suggest") && !$0.measure.words.contains("normal")
        }
        for position in fitting.indices { fitting[position].score += 2 * fitting[position].measure.weight }
        guard let highest = fitting.map(\.score).max(), highest >= 3 else {
            return otherUnit(amount, subject, said)
                ?? .unsupported("no evidence holds \(said) of what the sentence speaks of", needed: needed(subject))
        }
        let top = fitting.filter { $0.score >= highest }
        let nearest = top.min { far($0.measure.value, amount) < far($1.measure.value, amount) }
        guard let right = nearest?.measure else { return .unsupported("no evidence holds \(said)", needed: needed(subject)) }
        return .contradicted(
            "it says \(said) where the evidence holds \(right.text(like: said))", said: said, holds: right.text(like: said),
            right.citations)
    }

    /// "The page said that 3.5 % failed": a number of a title's or a message's own text.
    private func quoted(_ amount: Amount, _ said: String) -> Decision? {
        let sources = ["page", "alert", "incident", "title", "notification", "pager", "subject"]
        let verbs: Set<String> = ["said", "says", "read", "reads", "told", "stated", "claimed", "had"]
        guard
            let verb = sentence.tokens.indices.first(where: { place in
                verbs.contains(sentence.lower(place)) && (1...3).contains { sources.contains(sentence.lower(place - $0)) }
            }), sentence.lower(verb + 1) == "that" || sentence.lower(verb) != "had"
        else { return nil }
        let titles = Set(index.occurrences(of: [.opened, .alertFired]).flatMap(\.citations))
        var first: Measure?
        for position in index.measurePlaces[amount.quantity.dimension] ?? [] {
            let measure = index.measures[position]
            guard measure.isIncidental, isVisible(measure.citations) else { continue }
            if amount.admits(measure.value) { return .holds(measure.citations) }
            if first == nil, !titles.isDisjoint(with: measure.citations) { first = measure }
        }
        guard let first else { return nil }
        return .contradicted(
            "it says \(said) where its text has \(first.text(like: said))", said: said, holds: first.text(like: said),
            first.citations)
    }

    /// "Its threshold is 10 s, so it did not fire at 4.4 s": a number that the threshold is not of.
    private func beyondSpecial(_ amount: Amount, _ place: Int, _ subject: Subject) -> Decision? {
        guard !subject.topics.isDisjoint(with: .special) else { return nil }
        let reader = TopicReader(sentence)
        let near = (max(0, place - 6)..<min(sentence.tokens.count, place + 4)).reduce(into: Topics()) {
            $0.formUnion(reader.topics(at: $1))
        }
        guard near.isDisjoint(with: .special) else { return nil }
        for position in index.measurePlaces[amount.quantity.dimension] ?? [] {
            let measure = index.measures[position]
            guard measure.aspect == .peak, isVisible(measure.citations), amount.admits(measure.value),
                measure.service.map({ subject.services.isEmpty || subject.services.contains($0) }) ?? true
            else { continue }
            return .holds(measure.citations)
        }
        return nil
    }

    private func far(_ value: Double, _ amount: Amount) -> Double {
        guard value > 0, amount.quantity.value > 0 else { return abs(value - amount.quantity.value) + 10 }
        let ratio = value / amount.quantity.value
        return ratio > 1 ? ratio : 1 / ratio
    }

    private func needed(_ subject: Subject) -> String {
        "a measurement" + (subject.services.count == 1 ? subject.services.first.map { " of \($0)" } ?? "" : "")
    }

    private func shared(_ measure: Measure, _ subject: Subject) -> Int {
        measure.keys.reduce(0) { subject.words.contains($1) ? $0 + 1 : $0 }
    }

    /// How well a measure fits what the sentence speaks of; `nil` when it is something else.
    private func score(_ measure: Measure, _ subject: Subject) -> Int? {
        if let service = measure.service, !subject.services.isEmpty, !subject.services.contains(service) {
            // "The database connect time-out" is a setting of what connects.
            let isSetting = measure.topics.contains(.setting) && shared(measure, subject) >= 2
            let isCall =
                measure.topics.contains(.calls) && subject.topics.contains(.calls)
                && !subject.services.isDisjoint(with: index.callees[service] ?? [])
            guard isSetting || isCall else { return nil }
        }
        if subject.isRate != nil, subject.isRate != measure.isRate { return nil }
        // A 99th percentile is no median.
        if !subject.quantiles.isEmpty, !measure.quantiles.isEmpty, measure.quantiles.isDisjoint(with: subject.quantiles) {
            return nil
        }
        // What a rule compares with is no value of the signal.
        if !subject.aspects.isDisjoint(with: [.peak, .lowest, .usual]), subject.topics.isDisjoint(with: [.threshold, .hold]),
            !measure.topics.isDisjoint(with: [.threshold, .hold])
        {
            return nil
        }
        if measure.topics.contains(.check), shared(measure, subject) < subject.checkShare { return nil }
        if measure.aspect == .first, !subject.speaksOfBeginning { return nil }
        var score = 0
        if subject.isQuoting, measure.topics.contains(.logs), measure.aspect == .none { score += 2 }
        if !subject.rules.isEmpty, !measure.rules.isEmpty, measure.rules.isDisjoint(with: subject.rules) { return nil }
        if !subject.rules.isEmpty, !measure.topics.isDisjoint(with: [.threshold, .hold, .rules]) {
            guard !measure.rules.isDisjoint(with: subject.rules) else { return nil }
            score += 2
        }
        if measure.topics.isEmpty {
            let shared = shared(measure, subject)
            // A number that a rule's expression has in passing proves nothing of checks and probes.
            if measure.isIncidental, subject.isBound && !subject.isQuoting { return nil }
            if measure.isIncidental, !subject.topics.isDisjoint(with: .special), !subject.isQuoting { return nil }
            guard shared >= 2 else { return nil }
            score += min(shared, 2)
        } else {
            let common = measure.topics.intersection(subject.topics)
            let special = subject.topics.intersection(.special)
            if !special.isEmpty, measure.topics.isDisjoint(with: special), measure.topics.isDisjoint(with: [.setting, .alert]) {
                return nil
            }
            if common.isEmpty {
                // Names tell it too: a setting's, a rule's.
                guard subject.topics.isEmpty || measure.topics.contains(.setting) || measure.topics.contains(.alert),
                    shared(measure, subject) >= (subject.topics.isEmpty ? 1 : 2)
                else { return nil }
                score += 1
            } else {
                score += 2 + min(2, common.rawValue.nonzeroBitCount)
            }
            score += min(4, shared(measure, subject))
        }
        if measure.aspect == .none, measure.topics.contains(.setting), !subject.aspects.isEmpty { score += 2 }
        if !subject.aspects.isEmpty, measure.aspect != .none {
            guard subject.aspects.contains(measure.aspect) else { return nil }
            score += 2
        }
        // All log lines are no failures.
        if measure.topics == .logs, measure.aspect == .total, !subject.speaksOfLines { return nil }
        if subject.isPart, measure.aspect == .total || measure.topics == .limit { return nil }
        if measure.aspect == .total { score -= 2 }
        if !subject.speaksOfTraces, measure.words.contains("trac") { score -= 1 }
        if subject.isWhole, measure.aspect == .total || measure.topics == .limit { score += 3 }
        if let service = measure.service, subject.services.contains(service) { score += 2 }
        return score
    }

    /// The value of a series at a time that the sentence names.
    private func sampled(_ amount: Amount, _ subject: Subject) -> Decision? {
        for mention in subject.times {
            for instant in instants(of: mention) {
                let values = index.values(
                    of: subject.topics, services: subject.services, from: instant.adding(seconds: -60),
                    to: instant.adding(seconds: 120), amount.quantity.dimension)
                if let found = values.first(where: { amount.admits($0.value) && isVisible([$0.citation]) }) {
                    return .holds([found.citation])
                }
            }
        }
        return nil
    }

    /// The number is right and its unit is not.
    private func otherUnit(_ amount: Amount, _ subject: Subject, _ said: String) -> Decision? {
        guard let (number, _, _) = NumberReader.leadingNumber(said) else { return nil }
        var bare = amount
        for dimension in [Quantity.Dimension.percent, .duration, .plain] where dimension != amount.quantity.dimension {
            for scale in dimension == .duration ? [1, 1e-3, 60] : [1] {
                bare.quantity = Quantity(
                    dimension: dimension, value: number * scale, below: number * scale * 0.01, above: number * scale * 0.01)
                for position in index.measurePlaces[dimension] ?? [] {
                    let measure = index.measures[position]
                    guard !measure.isIncidental, isVisible(measure.citations), let score = score(measure, subject), score >= 4,
                        bare.admits(measure.value)
                    else { continue }
                    return .contradicted(
                        "it says \(said) where the evidence holds \(measure.text(like: ""))", said: said,
                        holds: measure.text(like: ""), measure.citations)
                }
            }
        }
        return nil
    }

    /// "A third of its usual value": a series' extremes over what is usual.
    private func ofUsual(_ amount: Amount, _ place: Int) -> Decision? {
        let next = (1...4).map { sentence.lower(place + $0) }
        guard amount.quantity.dimension == .percent, next.first == "of",
            next.contains(where: { ["usual", "normal", "baseline", "former", "previous"].contains($0) })
        else { return nil }
        let subject = subject(of: place)
        var shares: [(Double, Claim.Citation)] = []
        for fact in index.series
        where !fact.series.isBaseline && !fact.topics.isDisjoint(with: subject.topics) && isVisible([fact.citation]) {
            if let service = fact.service, !subject.services.isEmpty, !subject.services.contains(service) { continue }
            let values = fact.series.samples.map(\.value).filter(\.isFinite)
            let usual = values.prefix(values.count / 3).sorted().quantile(0.5)
            guard usual > 0, let low = values.min(), let high = values.max() else { continue }
            shares += [(low / usual * 100, fact.citation), (high / usual * 100, fact.citation)]
        }
        if let found = shares.first(where: { abs($0.0 - amount.quantity.value) <= max(4, amount.quantity.value * 0.2) }) {
            return .holds([found.1])
        }
        guard let first = shares.first else { return nil }
        let said = sentence.tokens[place].text
        return .contradicted(
            "it was \(Quantity.text(first.0, .percent, like: "1")) of what was usual", said: said,
            holds: Quantity.text(first.0, .percent, like: "1"), [first.1])
    }

    /// "Three services returned errors".
    private func servicesCounted(_ amount: Amount, _ place: Int) -> Decision? {
        guard amount.quantity.dimension == .plain, !amount.isFactor, !index.failing.isEmpty,
            (1...4).contains(where: { sentence.lower(place + $0) == "services" }),
            sentence.cues.contains(where: { $0.kinds.contains(.onset) })
                || sentence.containsAny(["errors", "affected", "normal"])
        else { return nil }
        let count = index.failing.count
        let proof = index.occurrences(of: [.onset]).filter { isFailure($0) && isVisible($0.citations) }.prefix(6).flatMap(
            \.citations)
        if amount.quantity.value == Double(count) { return .holds(Array(proof)) }
        return .contradicted(
            "\(count) services left their baselines", said: sentence.tokens[place].text, holds: String(count), Array(proof))
    }

    // MARK: Factors

    /// "Doubled", "rose tenfold": what a series rose by, at its peak, over what is usual.
    private func factor(_ amount: Amount, _ place: Int) -> Decision? {
        let subject = subject(of: place)
        let topics = subject.topics.intersection([.latency, .errors, .traffic, .saturation, .timeouts, .logs])
        guard !topics.isEmpty else { return nil }
        var ratios: [(Double, [Claim.Citation])] = []
        for fact in index.series
        where !fact.series.isBaseline && !fact.topics.isDisjoint(with: topics) && isVisible([fact.citation]) {
            if let service = fact.service, !subject.services.isEmpty, !subject.services.contains(service) { continue }
            let values = fact.series.samples.map(\.value).filter(\.isFinite)
            let before = values.prefix(values.count / 3).sorted()
            guard let high = values.max(), !before.isEmpty else { continue }
            let usual = before.quantile(0.5)
            if usual > 0 { ratios.append((high / usual, [fact.citation])) }
        }
        guard !ratios.isEmpty else { return nil }
        if let found = ratios.first(where: {
            amount.admits($0.0) || abs($0.0 - amount.quantity.value) < amount.quantity.value * 0.2
        }) {
            return .holds(found.1)
        }
        let said = sentence.tokens[place].text
        guard let first = ratios.first else { return nil }
        return .contradicted(
            "it says \(said) where the peak was \(Quantity.text(first.0, .plain, like: "")) times what was usual", said: said,
            holds: Quantity.text(first.0, .plain, like: "") + " times", first.1)
    }
}
