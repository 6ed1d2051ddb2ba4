import Core

// Events: each needs evidence of that event, for that service, near that time, of that version.
extension SentenceCheck {
    mutating func checkEvent(_ place: Int) {
        let cue = sentence.cues[place]
        let candidates = candidates(for: cue)
        if cue.isIntended {
            checkIntention(cue, place)
            return
        }
        let times = attributes(of: place).filter { sentence.tokens[$0].time != nil && !settled.contains($0) }
        let named = attributes(of: place).filter { sentence.tokens[$0].time == nil }
        if cue.isNegated {
            checkAbsence(cue, candidates, named)
            return
        }
        // A bare "failing", "change" or "alert" states nothing that is not stated elsewhere.
        let isBare = times.isEmpty && named.isEmpty
        if isBare, ["change", "alert", "alerts", "over", "end", "start", "flag", "release"].contains(cue.text) { return }
        // "The rule fires above 10 s", "it goes off when more than 90 % are in use": a threshold.
        if ["fires", "fire", "goes off", "triggers", "trips"].contains(cue.text),
            ["above", "below", "when", "whenever", "if", "at", "once", "on"].contains(sentence.lower(cue.end)), times.isEmpty
        {
            return
        }
        if times.isEmpty, cue.text == "alert" || cue.text == "alerts" || cue.text == "live" { return }
        if candidates.isEmpty {
            if cue.isWeak || isBare && cue.kinds.contains(where: { [.onset, .peak, .recovery].contains($0) }) { return }
            decide(absent(cue))
            return
        }
        guard let scoped = scoped(candidates, to: cue) else {
            if cue.isWeak, times.isEmpty, !isSteady(cue.service) {
                let isStated = ["down", "unavailable", "outage", "unhealthy"].contains(cue.text)
                let isKnown = index.occurrences.contains {
                    $0.service == cue.service && !$0.isAny(of: [.deploy, .commit, .scale, .podStarted, .rollback])
                }
                if isStated, cue.service != nil, !isKnown {
                    decide(
                        .unsupported("no evidence has \(cue.service ?? "it") failing", needed: "its metrics, logs or traces"))
                }
                return
            }
            decide(wrongSystem(cue, candidates))
            return
        }
        guard let best = best(scoped, cue, times, named) else { return }
        meant[place] = best
        var isRight = true
        for time in times {
            settled.insert(time)
            if !checkTime(time, of: cue, best, scoped) { isRight = false }
        }
        for name in named where !checkIdentity(name, of: cue, best, scoped) { isRight = false }
        if isRight, !cue.isWeak || cue.service != nil || !times.isEmpty { decide(.holds(best.citations)) }
    }

    func attributes(of cue: Int) -> [Int] { owners.filter { $0.value == cue }.map(\.key).sorted() }

    func candidates(for cue: Cue) -> [Occurrence] {
        if let stem = cue.stem {
            return index.occurrences.filter { occurrence in
                !occurrence.kinds.contains(.message) && isVisible(occurrence.citations)
                    && occurrence.words.contains { $0.hasPrefix(stem) }
            }
        }
        var found = index.occurrences(of: cue.kinds).filter { isVisible($0.citations) }
        // A revert undoes the change that the words speak of.
        if cue.kinds.contains(.configuration), !cue.kinds.contains(.revert) { found.removeAll { $0.kinds.contains(.revert) } }
        guard cue.kinds.contains(where: { [.onset, .peak, .recovery].contains($0) }) else { return found }
        let wanted = cue.topics.intersection([.latency, .errors, .saturation, .timeouts, .traffic, .logs])
        let topical = found.filter {
            !$0.topics.isDisjoint(with: wanted) || !$0.isAny(of: [.onset, .peak, .recovery]) || $0.topics.isEmpty
        }
        if !wanted.isEmpty, topical.contains(where: { !$0.topics.isEmpty }) {
            found = topical
        } else if wanted == .traffic, cue.kinds.contains(.onset) {
            found = []
        } else {
            found = found.filter(isFailure)
        }
        if wanted.contains(.logs) || wanted.contains(.errors), cue.kinds.contains(.onset) {
            found += index.occurrences(of: [.logBurst]).filter { isVisible($0.citations) }
        }
        return found
    }

    /// Kinds that are the event of one service, so that another's is another event.
    private func isScoped(_ cue: Cue) -> Bool {
        if cue.kinds.first == .recovery { return true }
        // Who noticed something need not be whose trouble it was.
        if cue.kinds.contains(.checkDown), cue.kinds.first == .opened { return false }
        if cue.kinds.contains(where: { [.message, .maintenance].contains($0) }) { return false }
        guard let first = cue.kinds.first, Cue.onCall.contains(first), let service = cue.service else { return true }
        // "The payments team was paged": who it was, not what for.
        return !sentence.tokens.indices.contains {
            sentence.tokens[$0].service == service && Cue.people.contains(sentence.lower($0 + 1))
        }
    }

    /// Does an occurrence of no service in particular speak of this one: of a recovery of all that failed?
    private func includes(_ occurrence: Occurrence, _ service: String) -> Bool {
        guard occurrence.service == nil else { return false }
        return !occurrence.isAny(of: [.recovery, .onset, .peak]) || index.failing.contains(service)
    }

    /// The candidates of the service that the sentence gives the event to; `nil` when all are another's.
    func scoped(_ candidates: [Occurrence], to cue: Cue) -> [Occurrence]? {
        if let service = cue.service, isScoped(cue) {
            let own = candidates.filter {
                $0.service == service || $0.names.contains(service.lowercased()) || includes($0, service)
            }
            if !own.contains(where: { $0.service == service }), cue.stem == nil {
                return own.contains { $0.isAny(of: [.onset, .peak]) } || own.isEmpty ? nil : own
            }
            return own.isEmpty ? nil : own
        }
        if let service = cue.service ?? cue.nearService {
            let own = candidates.filter { $0.service == nil || $0.service == service }
            if own.contains(where: { $0.service == service }) { return own }
            // What happens to one workload happens to the only service that its clause names.
            if own.allSatisfy({ $0.service == nil && !includes($0, service) }), let first = cue.kinds.first,
                Cue.ofWorkload.contains(first), !cue.isWeak,
                sentence.services(in: sentence.tokens[cue.place].clause).count == 1
            {
                return nil
            }
            // Nor is there an end of what a service never had.
            if [.recovery, .resolved].contains(cue.kinds.first ?? .other), !cue.isWeak, !index.failing.contains(service),
                own.allSatisfy({ $0.service == nil }), sentence.services().count == 1
            {
                return nil
            }
            // What failed is the service that the clause speaks of.
            let kinds: [EventKind] = [.onset, .peak]
            if own.isEmpty, kinds.contains(cue.kinds.first ?? .other),
                sentence.services(in: sentence.tokens[cue.place].clause).count == 1,
                candidates.allSatisfy({ $0.isAny(of: kinds + [.logBurst]) }), isSteady(service)
            {
                return nil
            }
        }
        return candidates
    }

    /// The occurrence that has most of what the sentence says of the event.
    func best(_ candidates: [Occurrence], _ cue: Cue, _ times: [Int], _ named: [Int]) -> Occurrence? {
        var best: (occurrence: Occurrence, score: Double)?
        for occurrence in candidates {
            var score = 0.0
            for place in times {
                guard let mention = sentence.tokens[place].time else { continue }
                score +=
                    holds(occurrence, mention) ? 6 : -Double(min(distance(occurrence, mention) / TimeMention.minute, 200)) / 100
            }
            for place in named { score += has(occurrence, place, cue) ? 4 : 0 }
            if let order = cue.kinds.firstIndex(where: { occurrence.kinds.contains($0) }) { score -= Double(order) }
            if let service = cue.nearService, occurrence.service == service { score += 1 }
            if let service = context.service, cue.nearService == nil, occurrence.service == service { score += 0.4 }
            if index.failing.first == occurrence.service { score += 0.2 }
            score += occurrence.weight
            score += Double(min(3, sentence.stems.intersection(occurrence.words).count)) * 0.15
            if best.map({ score > $0.score }) ?? true { best = (occurrence, score) }
        }
        return best?.occurrence
    }

    private func has(_ occurrence: Occurrence, _ place: Int, _ cue: Cue) -> Bool {
        let token = sentence.tokens[place]
        var text = token.lower
        if case .version = token.value { text = text.split(separator: " ").last.map(String.init) ?? text }
        if text.hasPrefix("#") { text.removeFirst() }
        if text.hasPrefix("v") || text.hasPrefix("r"), text.dropFirst().first?.isNumber == true { text.removeFirst() }
        let isHash: Bool = if case .hash = token.value { true } else { false }
        func match(_ names: Set<String>) -> Bool {
            names.contains(text)
                || isHash && names.contains { $0.hasPrefix(text) || ($0.utf8.count >= 7 && text.hasPrefix($0)) }
        }
        if match(occurrence.names) { return true }
        return isFormer(place, cue, occurrence) && match(occurrence.formerNames)
    }

    /// "Rolled back from r8", "the rollback of db3ad5f", "db3ad5f was reverted": what was done away with.
    private func isFormer(_ place: Int, _ cue: Cue, _ occurrence: Occurrence) -> Bool {
        if [sentence.lower(place - 1), sentence.lower(place - 2)].contains(where: SentenceCheck.removals.contains) {
            return true
        }
        guard occurrence.kinds.contains(.rollback), cue.kinds.contains(.rollback) else { return false }
        // Verbs have it for their subject or their object, nouns only behind an "of" of its own.
        if place < cue.place { return cue.text.hasSuffix("ed") || cue.text.hasSuffix("back") || cue.text.hasSuffix("one") }
        let between = (min(cue.end, place)..<place).map { sentence.lower($0) }
        if between.contains("to") || between.contains("(") && !cue.text.hasSuffix("ed") { return false }
        return between.allSatisfy {
            ["of", "the", "commit", "release", "version", "revision", "(", "change", "bad"].contains($0)
        }
            || cue.text.hasSuffix("back") && !between.contains("=")
    }

    private static let removals: Set<String> = [
        "from", "replacing", "replaced", "than", "instead", "reverting", "reverted", "undid", "undoing", "removed", "removing",
    ]

    // MARK: Attributes

    private mutating func checkTime(_ place: Int, of cue: Cue, _ best: Occurrence, _ scoped: [Occurrence]) -> Bool {
        guard let mention = sentence.tokens[place].time else { return true }
        var best = pointed(best, by: cue)
        let scoped = scoped.map { pointed($0, by: cue) }
        let ends: Set<String> = [
            "ends", "ended", "ending", "until", "expires", "expire", "expired", "till", "through", "end", "expiring",
        ]
        if best.kinds == [.silenceSet], (1...4).contains(where: { ends.contains(sentence.lower(place - $0)) }),
            let end = index.occurrences(of: [.silenceEnds]).first(where: { $0.citations == best.citations })
        {
            best = end
            if holds(end, mention) { return true }
        } else if let lasted = best.lasted, best.kinds == [.alertFired], ends.contains(sentence.lower(place - 1)) {
            var end = best
            (end.time, end.earliest, end.latest) = (
                best.time.adding(seconds: lasted), best.time.adding(seconds: lasted), best.time.adding(seconds: lasted)
            )
            if scoped.contains(where: { other in
                other.lasted.map { seconds in
                    var end = other
                    (end.earliest, end.latest) = (other.time.adding(seconds: seconds), other.time.adding(seconds: seconds))
                    return holds(end, mention)
                } ?? false
            }) {
                return true
            }
            best = end
        } else if (1...3).contains(where: { CueWords.intentions.contains(sentence.lower(place - $0)) }),
            let said = index.occurrences(of: [.message, .annotated]).first(where: {
                holds($0, mention) && isVisible($0.citations)
            })
        {
            decide(.holds(said.citations))
            return true
        } else if holds(best, mention) || scoped.contains(where: { holds($0, mention) && !$0.isAny(of: [.message]) }) {
            return true
        }
        if isInside(mention, best, cue) { return true }
        if isOfNamed(mention, at: place) { return true }
        // What customers see begins with the first service to fail.
        if best.kinds.contains(.onset), let first = index.failing.first,
            index.occurrences(of: [.onset]).contains(where: { $0.service == first && isFailure($0) && holds($0, mention) }),
            cue.service == nil || cue.service == first || sentence.containsAny(["customers", "users", "outage", "incident"])
        {
            return true
        }
        // "Set for the maintenance on 2026-11-08": a day of its text.
        if mention.isDate, let day = mention.day, index.names.words.contains(normalised(day).date),
            (1...4).contains(where: { ["maintenance", "for", "planned", "comment"].contains(sentence.lower(place - $0)) })
        {
            return true
        }
        let said = sentence.tokens[place].text
        let right = text(best.time, like: mention)
        let ofService = best.service.map { " of \($0)" } ?? ""
        decide(
            .contradicted(
                "it gives \(said) for the \(best.kinds[0].phrase)\(ofService) that the evidence has at \(right)",
                said: clockText(place), holds: right, best.citations))
        return false
    }

    /// "The first failed charge", "the last one": of what went on for a while, its beginning or its end.
    private func pointed(_ occurrence: Occurrence, by cue: Cue) -> Occurrence {
        guard occurrence.isAny(of: [.logBurst, .probeFailure, .crashLoop]), let lasted = occurrence.lasted else {
            return occurrence
        }
        let words = (max(0, cue.place - 3)..<min(sentence.tokens.count, cue.end + 2)).map { sentence.lower($0) }
        var result = occurrence
        if words.contains(where: { ["last", "final"].contains($0) }) {
            result.time = occurrence.time.adding(seconds: lasted)
            (result.earliest, result.latest) = (result.time, result.time)
        } else if !words.contains(where: { ["first", "onset", "start", "began", "starts", "begins", "started"].contains($0) }) {
            return occurrence
        }
        (result.further, result.lasted) = ([], nil)
        return result
    }

    /// "Was still failing at 14:40", "probes failed at 14:30": a moment within what lasted.
    private func isInside(_ mention: TimeMention, _ best: Occurrence, _ cue: Cue) -> Bool {
        guard !["since", "from", "beginning"].contains(beforeTime(mention)),
            cue.isWeak || best.isAny(of: [.probeFailure, .crashLoop, .scheduling, .logBurst, .imagePull])
        else {
            return false
        }
        guard let instant = instants(of: mention).first(where: { index.window.contains($0) }) else { return false }
        if let lasted = best.lasted, lasted > 0 {
            return TimeWindow(from: best.time, to: best.time.adding(seconds: lasted)).contains(instant)
        }
        guard best.kinds.contains(.onset), let end = recovery(of: best.service) else { return false }
        return best.earliest <= instant && instant <= end.latest
    }

    /// "The commit db3ad5f (14:18)", "“…” of 14:21": the time of what is named right before it.
    private func isOfNamed(_ mention: TimeMention, at place: Int) -> Bool {
        for near in max(0, place - 4)..<place {
            let token = sentence.tokens[near]
            switch token.value {
            case .hash:
                guard sentence.lower(near + 1) == "(" || sentence.lower(near + 1) == "," else { continue }
                if index.occurrences.contains(where: { occurrence in
                    holds(occurrence, mention) && occurrence.names.contains { $0.hasPrefix(token.lower) }
                }) {
                    return true
                }
            case .quote:
                let words = Stem.all(of: token.text)
                if words.count > 2,
                    index.occurrences.contains(where: {
                        holds($0, mention) && words.isSubset(of: $0.words) && isVisible($0.citations)
                    })
                {
                    return true
                }
            default: break
            }
        }
        return false
    }

    private func beforeTime(_ mention: TimeMention) -> String {
        guard let place = sentence.tokens.firstIndex(where: { $0.time == mention }) else { return "" }
        return sentence.lower(place - 1)
    }

    func recovery(of service: String?) -> Occurrence? {
        index.occurrences(of: [.recovery]).filter {
            ($0.service == service || service == nil) && isFailure($0) && isVisible($0.citations)
        }
        .max { $0.time < $1.time }
    }

    /// The clock time of a token that may also have a zone or a date.
    func clockText(_ place: Int) -> String {
        let text = sentence.tokens[place].text
        return text.split(separator: " ").first { $0.contains(":") }.map(String.init) ?? text
    }

    private mutating func checkIdentity(_ place: Int, of cue: Cue, _ best: Occurrence, _ scoped: [Occurrence]) -> Bool {
        settled.insert(place)
        let token = sentence.tokens[place]
        if has(best, place, cue) { return true }
        // A time beside the event tells which of several it is.
        let times = attributes(of: owners[place] ?? -1).compactMap { sentence.tokens[$0].time }.filter { !$0.isDate }
        let dated = scoped.filter { occurrence in !times.isEmpty && times.allSatisfy { holds(occurrence, $0) } }
        if (dated.isEmpty ? scoped : dated).contains(where: { has($0, place, cue) }) { return true }
        switch token.value {
        case .name:
            // A metric or a file in the same clause is no name of the event.
            guard cue.kinds.first == .alertFired, isAlertName(token.lower) else { return true }
            let fired = scoped.first { $0.isAny(of: [.alertFired]) } ?? best
            decide(
                .contradicted(
                    "no evidence has \(token.text) firing", said: token.text, holds: fired.names.count == 1 ? name(fired) : nil,
                    fired.citations))
            return false
        case .hash, .version:
            // The commit of another change that the sentence also speaks of.
            let isOfOther = sentence.cues.contains { other in
                // "As commit we have …" says what kind of name it is.
                guard other.place != cue.place, !other.isNegated, !other.isWeak, sentence.lower(other.place - 1) != "as",
                    !other.kinds.filter({ Cue.changes.contains($0) }).isEmpty
                else { return false }
                return (self.scoped(candidates(for: other), to: other) ?? []).contains { has($0, place, other) }
            }
            if isOfOther { return true }
            let known = index.occurrences.contains { has($0, place, cue) && isVisible($0.citations) }
            if known, let service = cue.nearService,
                candidates(for: cue).contains(where: { $0.service == service && has($0, place, cue) })
            {
                return true
            }
            let right = best.names.filter { MentionReader.isHash($0) || $0.contains(".") || $0.count <= 4 }
                .sorted { rank($0, token) < rank($1, token) }.first
            decide(
                .contradicted(
                    "the \(best.kinds[0].phrase)\(best.service.map { " of \($0)" } ?? "") is not of \(token.text)",
                    said: token.text,
                    holds: right.map { MentionReader.isHash($0) ? String($0.prefix(max(7, token.text.count))) : $0 },
                    best.citations))
            return false
        default: return true
        }
    }

    private func rank(_ name: String, _ token: Sentence.Token) -> Int {
        let isHash: Bool = if case .hash = token.value { true } else { false }
        if isHash { return MentionReader.isHash(name) ? 0 : 2 }
        return name.contains(".") == token.text.contains(".") && !MentionReader.isHash(name) ? 0 : 1
    }

    private func isAlertName(_ name: String) -> Bool {
        index.isRule(name)
    }

    private func name(_ occurrence: Occurrence) -> String? {
        guard let lower = occurrence.names.first else { return nil }
        return index.ruleTexts[lower] ?? lower
    }
}
