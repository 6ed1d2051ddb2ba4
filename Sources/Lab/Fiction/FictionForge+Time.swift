/// Claims about when, in which order and for how long.
extension FictionForge {
    mutating func moment(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        if fault == .inventedEvent {
            guard !incident.invented.isEmpty else { return nil }
            let at = Fiction.seconds(14, dice.int(20...55), dice.below(60))
            return claim(frame, fault, phrases(dice.pick(incident.invented), at: at), time: at)
        }
        let moment = dice.pick(incident.moments)
        var subject = moment.subject
        var at = moment.at
        switch fault {
        case .timeShifted:
            let minutes = dice.int(moment.margin...60)
            at += (dice.chance(0.5) ? minutes : -minutes) * 60
            guard !moment.isTrue(at: at), (12 * 3600...16 * 3600).contains(at) else { return nil }
            let right = [moment.at, moment.since, moment.until].map(Fiction.clock)
            return claim(frame, fault, phrases(moment, at: at), said: Fiction.clock(at), right: right, time: at)
        case .wrongService:
            guard !moment.peers.isEmpty else { return nil }
            subject = dice.pick(moment.peers)
        case .wrongSystem:
            guard !moment.elsewhere.isEmpty else { return nil }
            subject = dice.pick(moment.elsewhere)
        default: break
        }
        let isFalse = subject != moment.subject
        return claim(
            frame, fault, phrases(moment, subject, at: at), said: isFalse ? subject : nil,
            right: isFalse ? [moment.subject] : [], time: at)
    }

    /// What the frames of times have holes for.
    private mutating func phrases(_ moment: Fiction.Moment, _ subject: String? = nil, at seconds: Int) -> [String: String] {
        let wording = dice.pick(moment.wordings).of(subject ?? moment.subject)
        return [
            "clause": wording.clause, "noun": wording.noun, "event": wording.event, "t": Fiction.clock(seconds),
            "half": Fiction.halfDayClock(seconds), "iso": "\(incident.day)T\(Fiction.clock(seconds))Z",
        ]
    }

    mutating func order(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let span = dice.pick(incident.spans)
        guard span.seconds >= 60 || span.isOrderOnly else { return nil }
        let (a, b) = fault == nil ? (span.from, span.to) : (span.to, span.from)
        let texts = pair(a, b)
        return claim(
            frame, fault, texts, said: fault == nil ? nil : texts["a"], right: fault == nil ? [] : ["\(texts["b"] ?? "") first"]
        )
    }

    private mutating func pair(_ a: Fiction.Moment, _ b: Fiction.Moment) -> [String: String] {
        let (first, second) = (dice.pick(a.wordings).of(a.subject), dice.pick(b.wordings).of(b.subject))
        return ["a": first.noun, "b": second.noun, "aclause": first.clause, "bclause": second.clause]
    }

    mutating func duration(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let needsName = frame.template.lowercased().contains("{name}")
        let spans = incident.spans.filter { !$0.isOrderOnly && (!needsName || $0.name != nil) }
        guard !spans.isEmpty else { return nil }
        let span = dice.pick(spans)
        let long = dice.chance(0.6)
        let right = Fiction.duration(span.seconds, long: long)
        var said = right
        switch fault {
        case .wrongDuration:
            let seconds = Int(Double(span.seconds) * dice.pick([0.3, 0.45, 0.6, 1.6, 2, 2.5, 3.5]))
            guard abs(seconds - span.seconds) >= max(25, min(180, span.seconds / 2)), seconds >= 10 else { return nil }
            said = Fiction.duration(seconds, long: long)
        case .wrongUnit:
            let number = right.prefix { $0 != " " }
            let isMinutes = right.contains("min")
            said = "\(number) \(dice.pick(isMinutes ? ["seconds", "hours"] : ["minutes", "hours"]))"
        default: break
        }
        var texts = pair(span.from, span.to)
        texts["d"] = said
        texts["name"] = span.name
        return claim(frame, fault, texts, said: fault == nil ? nil : said, right: fault == nil ? [] : [right])
    }

    mutating func speech(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let speech = dice.pick(incident.speeches)
        var (words, at) = (speech.words, speech.at)
        var (said, right): (String?, [String]) = (nil, [])
        if fault != nil {
            if dice.chance(0.5), !speech.altered.isEmpty {
                words = dice.pick(speech.altered)
                (said, right) = (words, [speech.words])
            } else {
                at += (dice.chance(0.5) ? 1 : -1) * dice.int(3...40) * 60
                (said, right) = (Fiction.clock(at), [Fiction.clock(speech.at)])
            }
        }
        let values = ["t": Fiction.clock(at), "who": speech.who, "words": words]
        return claim(frame, fault, values, said: said, right: right, time: at)
    }
}
