import Core

// Events that the evidence does not have.
extension SentenceCheck {
    /// An event of which nothing is held.
    func absent(_ cue: Cue) -> Decision {
        let kind = cue.kinds.first ?? .other
        let what = cue.stem == nil ? kind.phrase : "“\(cue.text)”"
        if let proof = absence(of: cue) {
            return .contradicted(
                "\(proof.text.isEmpty ? "the source that would show it" : proof.text): no \(what) is in the evidence",
                [proof.citation])
        }
        return .unsupported("no evidence holds a \(what)", needed: "It would be shown by \(kind.shownBy).")
    }

    func wrongSystem(_ cue: Cue, _ candidates: [Occurrence]) -> Decision {
        let services = Set(candidates.compactMap(\.service)).sorted()
        let said = cue.service ?? cue.nearService ?? "this service"
        let right = index.failing.first { services.contains($0) } ?? services.first
        let kind = (candidates.first?.kinds ?? cue.kinds)[0].phrase
        return .contradicted(
            "the evidence has no \(kind) of \(said)"
                + (services.isEmpty ? "" : ", but of " + Phrase.list(Array(services.prefix(4)))),
            said: said, holds: right, Array(candidates.prefix(3).flatMap(\.citations)))
    }

    /// "No alert fired", "checkout was not restarted".
    mutating func checkAbsence(_ cue: Cue, _ candidates: [Occurrence], _ named: [Int]) {
        if cue.isWeak || ["detected", "noticed", "spotted", "discovered", "detect", "detection"].contains(cue.text) { return }
        var found = candidates
        if let service = cue.service ?? cue.nearService { found = found.filter { $0.service == service } }
        var names = named.filter { if case .name = sentence.tokens[$0].value { true } else { false } }
            .map { sentence.tokens[$0].lower }
        for place in named { settled.insert(place) }
        if names.isEmpty, cue.kinds.first == .alertFired {
            let rules = Set(sentence.tokens.map(\.lower).filter(index.isRule))
            if rules.count == 1 { names = Array(rules) }
        }
        if !names.isEmpty { found = found.filter { occurrence in names.contains { occurrence.names.contains($0) } } }
        if cue.kinds.contains(.onset) || cue.kinds.contains(.peak) || cue.kinds.contains(.recovery) { return }
        if let first = found.first {
            if ["change", "alert", "alerts"].contains(cue.text) { return }
            decide(.contradicted("the evidence has a \(first.kinds[0].phrase) at \(first.time.clock)", first.citations))
            return
        }
        if let proof = absence(of: cue) {
            decide(.holds([proof.citation]))
        } else if let proof = completeRecord(of: cue, names) {
            decide(.holds(proof))
        } else {
            decide(
                .unsupported(
                    "that there was no \((cue.kinds.first ?? .other).phrase) is not shown by a source that was asked for all of them",
                    needed: "It would be shown by \((cue.kinds.first ?? .other).shownBy)."))
        }
    }

    /// A source that was asked for such events and has none.
    func absence(of cue: Cue) -> FactIndex.Absence? {
        let words: [String]
        switch cue.kinds.first ?? .other {
        case .deploy, .rollback: words = ["deploy"]
        case .maintenance: words = ["maintenance"]
        case .silenceSet, .silenceEnds: words = ["silence"]
        case .alertFired: words = ["alerts pending"]
        case .commit: words = ["commits"]
        case .checkDown, .checkUp: words = ["flip"]
        default: return nil
        }
        let service = cue.service ?? cue.nearService
        return index.absences.first { absence in
            guard isVisible([absence.citation]),
                words.contains(where: { absence.text.hasPrefix("no " + $0) || absence.text.hasPrefix($0) })
            else { return false }
            guard let service else { return true }
            return absence.service == service || absence.text.contains(service)
        }
    }

    /// A source that gave all it has of a kind, this one not among them.
    private func completeRecord(of cue: Cue, _ names: [String]) -> [Claim.Citation]? {
        let kinds = cue.kinds
        let hasGap = index.gaps.contains { gap in
            (kinds.first ?? .other).gapWords.contains { gap.what.contains($0) }
        }
        if hasGap { return nil }
        let all = index.occurrences(of: kinds).filter { isVisible($0.citations) }
        if kinds.first == .alertFired, let name = names.first, let rule = index.ruleCitations[name] {
            return [rule] + all.prefix(2).flatMap(\.citations)
        }
        guard !all.isEmpty, cue.stem == nil else { return nil }
        // Others of the kind were read, of services that are not this one.
        return Array(all.prefix(3).flatMap(\.citations))
    }

    /// Does the record hold that the service stayed as it was?
    func isSteady(_ service: String?) -> Bool {
        guard let service else { return false }
        return index.findings.contains { $0.kind == .steady && $0.service == service } && !index.failing.contains(service)
    }

    /// "The rollback was requested at 14:34": a message or a note of that time speaks of it.
    mutating func checkIntention(_ cue: Cue, _ place: Int) {
        let times = attributes(of: place).filter { sentence.tokens[$0].time != nil && !settled.contains($0) }
        var said = index.occurrences(of: [.message, .annotated]).filter { isVisible($0.citations) }
        // A note on the incident is not what was said in the chat.
        let notes = said.filter { $0.kinds.contains(.annotated) }
        if sentence.containsAny(["note", "notes", "noted", "annotated", "annotation"]), !notes.isEmpty { said = notes }
        for time in times {
            settled.insert(time)
            guard let mention = sentence.tokens[time].time else { continue }
            var near = said.filter { holds($0, mention) }
            // Of what was said in that minute, what speaks of such an event.
            let words = sentence.tokens[cue.place..<cue.end].reduce(into: Set<String>()) { $0.formUnion(Stem.all(of: $1.text)) }
            let talking = near.filter { message in
                message.words.contains { word in words.contains { $0.count >= 4 && word.hasPrefix($0.prefix(4)) } }
            }
            if !talking.isEmpty { near = talking }
            let fitting = near.filter { speaks($0, of: cue.service ?? cue.nearService) }
            if let found = fitting.first(where: { !$0.words.isDisjoint(with: sentence.stems) }) ?? fitting.first {
                decide(.holds(found.citations))
                continue
            }
            if let other = near.first, let service = cue.service ?? cue.nearService {
                decide(
                    .contradicted(
                        "what was said at \(other.time.clock) is not of \(service)", said: service,
                        holds: services(in: other).sorted().first, other.citations))
                continue
            }
            let talk = said.filter {
                $0.words.contains { $0.hasPrefix("roll") || $0.hasPrefix("revert") || $0.hasPrefix("approv") }
            }
            if let nearest = talk.min(by: { distance($0, mention) < distance($1, mention) }) {
                decide(
                    .contradicted(
                        "no message of \(sentence.tokens[time].text) speaks of it", said: clockText(time),
                        holds: text(nearest.time, like: mention), nearest.citations))
            } else {
                decide(.unsupported("no message of \(sentence.tokens[time].text) speaks of it", needed: "the chat's messages"))
            }
        }
    }

    /// Does a message leave open which service it is about, or name this one?
    private func speaks(_ message: Occurrence, of service: String?) -> Bool {
        guard let service else { return true }
        let named = services(in: message)
        return named.isEmpty || named.contains(service)
    }

    /// Services that a message names. A channel's name, `#inc-checkout`, names none.
    private func services(in message: Occurrence) -> Set<String> {
        let words = Set(
            (message.text ?? "").lowercased().split { $0.isWhitespace || ",.;:!?()`\"“”".contains($0) }.map(String.init))
        return Set(index.services.filter { words.contains($0.lowercased()) })
    }

    /// Times that no event of the sentence is of.
    mutating func checkLooseTimes() {
        for (place, token) in sentence.tokens.enumerated() {
            guard let mention = token.time, !settled.contains(place), !mention.isDate else { continue }
            if let owner = owners[place], sentence.cues[owner].isNegated || sentence.cues[owner].isIntended { continue }
            let services = sentence.services()
            let near = index.occurrences.filter { holds($0, mention) && isVisible($0.citations) }
            let isFirst = sentence.containsAny(["first"])
            let fitting = near.filter { occurrence in
                if let service = occurrence.service, !services.isEmpty, !services.contains(service) { return false }
                if isFirst, occurrence.kinds.contains(.recovery) { return false }
                if isFirst, occurrence.kinds == [.logBurst],
                    !spans(of: mention).contains(where: {
                        $0.from <= occurrence.time.nanoseconds && occurrence.time.nanoseconds < $0.to
                    })
                {
                    return false
                }
                return true
            }.filter { occurrence in
                occurrence.service.map(services.contains) ?? false
                    || isRelated(occurrence)
                        && (!occurrence.kinds.contains(.message) || isTimelineEntry || place <= 2
                            || sentence.stems.intersection(occurrence.words).count > 1)
            }
            settled.insert(place)
            if let found = fitting.first {
                decide(.holds(found.citations))
            } else if hasSample(at: mention) {
                // A value at that time is decided as a number.
                continue
            } else {
                decide(
                    .unsupported(
                        "nothing that the evidence has at \(token.text) is what the sentence speaks of",
                        needed: "a record of what happened then"))
            }
        }
    }

    /// Do they speak of the same: "approval", "approved"?
    private func isRelated(_ occurrence: Occurrence) -> Bool {
        if !occurrence.words.isDisjoint(with: sentence.stems) { return true }
        for token in sentence.tokens {
            if token.isQuote, !Stem.all(of: token.text, limit: 300).isDisjoint(with: occurrence.words) {
                return true
            }
        }
        let beginnings = Set(sentence.stems.filter { $0.count >= 5 }.map { $0.prefix(5) })
        return occurrence.words.contains { $0.count >= 5 && beginnings.contains($0.prefix(5)) }
    }

    private func hasSample(at mention: TimeMention) -> Bool {
        sentence.tokens.contains { $0.amount != nil } && instants(of: mention).contains { index.window.contains($0) }
            && !TopicReader(sentence).topics(in: nil).isEmpty
    }
}
