import Core

/// Something that happened as a sentence names it: words between two joints, with the cues among them.
struct EventMention: Sendable {
    var tokens: Range<Int>
    var cues: [Int]
    /// The cue that says what happened; `nil` of what a log's first or last line is.
    var main: Int?
    var isWeak: Bool
}

/// Cuts a sentence into the events that it names, for what lies between two of them.
struct EventMentionReader {
    private let sentence: Sentence
    init(_ sentence: Sentence) { self.sentence = sentence }

    private static let joints: Set<String> = [
        "until", "till", "before", "after", "preceded", "precede", "precedes", "preceding", "behind", "followed", "follows",
        "following", "ahead", "when", "once", "then", "later", "earlier", "since", "and", ",", ";", ":", "—", "–", "(", ")",
        "→", "whereupon", "prior",
    ]

    func mentions() -> [EventMention] {
        var result: [EventMention] = []
        var start = 0
        for place in sentence.tokens.indices {
            let isEnd = place == sentence.tokens.count - 1
            guard isJoint(place, since: start) || isEnd else { continue }
            let range = start..<(isEnd ? place + 1 : place)
            if let mention = mention(in: range) { result.append(mention) }
            start = place + 1
        }
        return result
    }

    private func isJoint(_ place: Int, since start: Int) -> Bool {
        let token = sentence.tokens[place]
        if token.amount?.quantity.dimension == .duration { return true }
        if token.lower == "and" { return isEventful(start..<place) }
        if Self.joints.contains(token.lower) { return true }
        guard token.lower == "to" || token.lower == "from", isEventful(start..<place) else { return false }
        // "From the page to the rollback", "what separated the rollback from the page"; not "began to fail".
        let end = (place + 1..<sentence.tokens.count).first {
            Self.joints.contains(sentence.lower($0)) || sentence.tokens[$0].amount?.quantity.dimension == .duration
        }
        return isEventful(place + 1..<max(place + 1, end ?? sentence.tokens.count))
    }

    private func isEventful(_ range: Range<Int>) -> Bool {
        sentence.cues.contains { range.contains($0.place) && !$0.isWeak } || EventMentionReader.edge(sentence, range) != nil
    }

    private func mention(in range: Range<Int>) -> EventMention? {
        let cues = sentence.cues.indices.filter { range.contains(sentence.cues[$0].place) && !sentence.cues[$0].isNegated }
        let isEdge = EventMentionReader.edge(sentence, range) != nil
        guard !cues.isEmpty || isEdge else { return nil }
        // "Start the clock at the page": how far an event got is said by a verb that is none of itself.
        let own = cues.first { cue in
            !sentence.cues[cue].isWeak && !CueWords.modifiers.contains(sentence.cues[cue].text)
                && !["alert", "alerts"].contains(sentence.cues[cue].text)
        }
        let strong = own ?? cues.first { !sentence.cues[$0].isWeak }
        return EventMention(
            tokens: range, cues: cues, main: isEdge ? nil : strong ?? cues.first, isWeak: strong == nil && !isEdge)
    }

    private static let failures: Set<String> = [
        "failed", "failing", "failure", "failures", "error", "errors", "errored", "timeout", "timeouts", "fail", "lost",
        "rejected", "aborted",
    ]

    /// "The first failed charge", "the last error in the logs": is it the first or the last of what was logged?
    static func edge(_ sentence: Sentence, _ range: Range<Int>) -> (isLast: Bool, place: Int)? {
        for place in range {
            let word = sentence.lower(place)
            guard word == "first" || word == "last" || word == "final" else { continue }
            let behind = place + 1..<min(range.upperBound, place + 6)
            guard let failure = behind.first(where: { failures.contains(sentence.lower($0)) }) else { continue }
            let things: Set<String> = [
                "charge", "charges", "call", "order", "payment", "line", "checkout", "log", "logs", "logged",
            ]
            guard range.contains(where: { things.contains(sentence.lower($0)) }),
                !range.contains(where: {
                    ["probe", "probes", "check", "scheduling", "time", "requests"].contains(sentence.lower($0))
                })
            else { continue }
            return (word != "first", failure)
        }
        return nil
    }
}

// Which occurrences a mention means.
extension SentenceCheck {
    /// The two events that a length of time lies between, where the sentence names two.
    func ends(of place: Int) -> (EventMention, EventMention)? {
        let all = EventMentionReader(sentence).mentions()
        let strong = all.filter { !$0.isWeak }
        var chosen = strong.count >= 2 ? strong : all
        if chosen.count > 2 {
            // Those nearest to the length.
            let nearest = chosen.sorted { away($0, place) < away($1, place) }.prefix(2)
            chosen = nearest.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
        }
        return chosen.count == 2 ? (chosen[0], chosen[1]) : nil
    }

    private func away(_ mention: EventMention, _ place: Int) -> Int {
        mention.tokens.upperBound <= place ? place - mention.tokens.upperBound : mention.tokens.lowerBound - place
    }

    /// What happened that a mention speaks of, the likeliest first; others only where they are the same event in another source.
    func occurrences(meantBy mention: EventMention) -> [Occurrence] {
        if let edge = EventMentionReader.edge(sentence, mention.tokens) { return logged(mention, isLast: edge.isLast) }
        guard let main = mention.main else { return [] }
        if let found = meant[main], owners.contains(where: { $0.value == main && sentence.tokens[$0.key].time != nil }) {
            return [found]
        }
        if let said = said(in: mention, main) { return said }
        var cue = sentence.cues[main]
        let speaksOfChange = mention.tokens.contains {
            ["change", "commit", "repository", "repo", "git", "main"].contains(sentence.lower($0))
        }
        if cue.kinds == [.rollback, .revert], speaksOfChange { cue.kinds = [.revert, .rollback] }
        cue.isIntended = false
        // The service that stands with it, not the one of the other event.
        let services = Set(mention.tokens.compactMap { sentence.tokens[$0].service })
        if services.count == 1, let own = services.first, cue.service == nil {
            cue.nearService = own
            if cue.kinds.contains(where: { [.onset, .recovery, .deploy, .rollback, .alertFired].contains($0) }) {
                cue.service = own
            }
        }
        let all = scoped(candidates(for: cue), to: cue) ?? []
        guard let first = leading(all, cue) else { return [] }
        return [first]
            + all.filter {
                $0.citations != first.citations && $0.service == first.service
                    && abs($0.time.seconds(since: first.time)) <= 120
                    && ($0.kinds.first == first.kinds.first || !isDistinct($0, first))
            }.prefix(8)
    }

    /// Kinds that one thing is recorded as: an incident that is opened and notified of, a deploy that changes a configuration.
    private func isDistinct(_ a: Occurrence, _ b: Occurrence) -> Bool {
        let same: [Set<EventKind>] = [
            [.opened, .paged], [.deploy, .configuration], [.rollback], [.recovery], [.onset],
            [.restart, .outOfMemory, .crashLoop],
        ]
        return !same.contains { kinds in a.kinds.contains(where: kinds.contains) && b.kinds.contains(where: kinds.contains) }
    }

    /// Of the occurrences that a cue may mean, the one of this incident.
    private func leading(_ all: [Occurrence], _ cue: Cue) -> Occurrence? {
        var all = all
        // The first of its kinds that anything is of: a rollback is a revert only where there was no rollback.
        if cue.kinds.first != .opened, cue.kinds.first != .paged,
            let kind = cue.kinds.first(where: { kind in all.contains { $0.kinds.contains(kind) } }), kind != .deploy
        {
            all = all.filter { $0.kinds.contains(kind) }
        }
        let start = onsets().first
        switch cue.kinds.first ?? .other {
        case .deploy, .configuration:
            // The last one before the failure.
            guard let start else { break }
            let before = all.filter { $0.kinds.first != .commit && $0.time <= start.latest }
            if let last = before.max(by: { $0.time < $1.time }), cue.service != nil || cue.nearService != nil { return last }
        case .commit:
            // The one that was deployed.
            let own = all.filter { !$0.kinds.contains(.revert) }
            let live = Set(
                index.occurrences(of: [.deploy, .configuration]).filter { $0.kinds.first != .commit }.flatMap(\.names))
            let deployed = own.filter { commit in commit.names.contains { live.contains($0) && MentionReader.isHash($0) } }
            if let found = best(deployed.isEmpty ? own : deployed, cue, [], []) { return found }
        case .onset:
            let earliest = all.filter { isFailure($0) }.min { $0.time < $1.time }
            if let earliest { return earliest }
        case .opened, .paged, .acknowledged, .alertFired:
            guard let start else { break }
            if let found = all.filter({ $0.latest >= start.earliest }).min(by: { $0.time < $1.time }) { return found }
        default: break
        }
        return best(all, cue, [], [])
    }

    private static let announcements: Set<String> = [
        "announced", "announcement", "announces", "announcing", "noted", "note", "notes", "noting", "wrote", "posted",
        "requested", "request", "asked", "message", "mentioned", "reported", "said", "says", "decision", "decided", "promised",
    ]

    /// "The announcement of the rollback", "a note that it was being rolled back": what was said, not what was done.
    private func said(in mention: EventMention, _ main: Int) -> [Occurrence]? {
        let cue = sentence.cues[main]
        guard cue.kinds.contains(where: { [.rollback, .deploy, .restart, .scale].contains($0) }),
            let word = mention.tokens.map({ sentence.lower($0) }).first(where: SentenceCheck.announcements.contains)
        else { return nil }
        let isNote =
            word.hasPrefix("not")
            || mention.tokens.contains { ["pagerduty", "opsgenie", "incident"].contains(sentence.lower($0)) }
        let stem = String(Stem.of(cue.text.split(separator: " ").first.map(String.init) ?? cue.text).prefix(4))
        let all = index.occurrences(of: isNote ? [.annotated] : [.message]).filter {
            isVisible($0.citations) && $0.words.contains { $0.hasPrefix(stem) }
        }
        // "Rolling back now" announces; "rollback is through" reports.
        let announcing = all.filter { $0.words.contains { $0 == "roll" } }
        let found = isNote || announcing.isEmpty ? all : announcing
        return found.isEmpty ? nil : found
    }

    /// The first or the last line of a burst of failures.
    private func logged(_ mention: EventMention, isLast: Bool) -> [Occurrence] {
        let services = mention.tokens.compactMap { sentence.tokens[$0].service }
        let bursts = index.occurrences(of: [.logBurst]).filter { burst in
            isVisible(burst.citations) && (services.isEmpty || burst.service.map(services.contains) ?? false)
                && burst.words.contains {
                    $0.hasPrefix("fail") || $0.hasPrefix("error") || $0.hasPrefix("exceed") || $0.hasPrefix("timeout")
                }
        }
        return bursts.sorted { $0.time < $1.time }.compactMap { burst in
            guard isLast else { return burst }
            guard let last = burst.further.last else { return nil }
            var end = burst
            (end.time, end.earliest, end.latest) = (last, last, last)
            end.further = []
            return end
        }
    }
}
