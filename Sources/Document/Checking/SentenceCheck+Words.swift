import Core

// Names, quotations, and words such as "all".
extension SentenceCheck {
    mutating func checkNames() {
        for (place, token) in sentence.tokens.enumerated() {
            switch token.value {
            case .unknownName:
                decide(.unsupported("\(token.text) is nowhere in the evidence", needed: "evidence that names it"))
            case .hash where owners[place] == nil:
                let known = index.names.hashes(beginning: token.lower)
                if let first = known.first, let citations = index.names.hashes[first] {
                    decide(.holds(citations))
                } else {
                    decide(.unsupported("no commit \(token.text) is in the evidence", needed: "the commit's record"))
                }
            case .hash:
                if index.names.hashes(beginning: token.lower).isEmpty,
                    owners[place].map({ candidates(for: sentence.cues[$0]).isEmpty }) ?? true
                {
                    decide(.unsupported("no commit \(token.text) is in the evidence", needed: "the commit's record"))
                }
            case .version where owners[place] == nil:
                let bare = token.lower.split(separator: " ").last.map(String.init) ?? token.lower
                let number = bare.hasPrefix("v") || bare.hasPrefix("r") ? String(bare.dropFirst()) : bare
                let holding = index.occurrences.first { $0.names.contains(number) || $0.formerNames.contains(number) }
                if let holding, isVisible(holding.citations) {
                    decide(.holds(holding.citations))
                } else if let citations = index.names.names[number], isVisible(citations) {
                    decide(.holds(citations))
                } else if !index.names.words.contains(number) {
                    decide(
                        .unsupported("no version \(token.text) is in the evidence", needed: "a deploy's or an image's record"))
                }
            default: break
            }
        }
    }

    /// Words in quotation marks stand in a message, a log, a title.
    mutating func checkQuotes() {
        for token in sentence.tokens {
            guard case .quote = token.value else { continue }
            if let citation = holder(of: token.text) {
                decide(.holds([citation]))
            } else if token.text.split(separator: " ").count >= 4 {
                decide(
                    .unsupported(
                        "“\(token.text.prefix(60))” is nowhere in the evidence", needed: "the message or line that says it"))
            }
        }
    }

    /// Where a quotation stands, if it does.
    func holder(of quote: String) -> Claim.Citation? {
        let wanted = SentenceCheck.flat(quote)
        guard wanted.count >= 2 else { return nil }
        return index.quotable.first { isVisible([$0.citation]) && TextSearch.contains(wanted, in: $0.flat) }?.citation
    }

    mutating func quotationRuling(_ text: String) -> Ruling {
        if let citation = holder(of: text) { return Ruling(.supported, citations: [citation]) }
        return Ruling(.notChecked)
    }

    // MARK: Quantity words

    private static let consumers: Set<String> = [
        "requests", "orders", "payments", "traffic", "customers", "users", "checkouts", "transactions", "charges", "calls",
        "purchases",
        "shoppers", "attempts",
    ]

    /// "All requests failed", "most orders", "a total outage".
    mutating func checkQuantifiers() {
        for (place, token) in sentence.tokens.enumerated() where token.isWord {
            let range: ClosedRange<Double>
            switch token.lower {
            case "all", "every", "entire", "entirely", "each": range = 95...100
            case "most", "majority": range = 50...100
            case "none": range = 0...0.5
            default: continue
            }
            guard sentence.lower(place - 1) != "at", !["failed", "failing"].contains(sentence.lower(place + 1)),
                sentence.lower(place - 1) != "not", sentence.lower(place + 1) != "likely"
            else { continue }
            if let share = endedAtTimeout {
                decide(
                    range.contains(share.value)
                        ? .holds(share.citations)
                        : .contradicted(
                            "it says “\(token.text)” where \(share.text(like: "1")) ended at the time-out", said: token.text,
                            holds: share.text(like: "1"), share.citations))
                continue
            }
            let behind = (place + 1)..<min(sentence.tokens.count, place + 5)
            if behind.contains(where: { ["failed", "failing", "affected"].contains(sentence.lower($0)) }),
                !["most", "majority"].contains(token.lower)
            {
                let firstFailed = behind.first { ["failed", "failing", "affected"].contains(sentence.lower($0)) } ?? 0
                let firstNoun = behind.first { SentenceCheck.consumers.contains(sentence.lower($0)) } ?? Int.max
                if firstFailed < firstNoun { continue }
            }
            if behind.contains(where: { sentence.lower($0) == "services" }), range.lowerBound > 50 {
                decideServices(token.text)
                continue
            }
            if TopicReader(sentence).topics(in: nil).contains(.saturation), sentence.contains("in use") {
                decideFill(range, token.text)
                continue
            }
            guard
                behind.contains(where: {
                    SentenceCheck.consumers.contains(sentence.lower($0))
                        || SentenceCheck.consumers.contains(sentence.lower($0) + "s")
                }),
                sentence.cues.contains(where: { $0.kinds.contains(.onset) || $0.isWeak })
                    || sentence.containsAny(["lost", "rejected", "errored", "dropped", "unable"])
            else { continue }
            decideShare(range, token.text)
        }
        if sentence.contains("total outage") || sentence.contains("complete outage") || sentence.contains("completely down")
            || sentence.contains("complete loss") || sentence.contains("fully unavailable")
            || sentence.contains("completely unavailable")
        {
            decideShare(95...100, "complete")
        }
    }

    /// "All services left their normal range".
    private mutating func decideServices(_ said: String) {
        let count = index.failing.count
        guard count > 0, index.services.count > count,
            sentence.cues.contains(where: { $0.kinds.contains(.onset) })
                || sentence.containsAny(["errors", "affected", "normal"]),
            !sentence.cues.contains(where: { $0.kinds.contains(.recovery) }), !sentence.contains("failing services")
        else { return }
        let proof = onsets().prefix(6).flatMap(\.citations)
        decide(
            .contradicted(
                "\(count) of \(index.services.count) services left their baselines", said: said, holds: String(count),
                Array(proof)))
    }

    /// "All of the connections were in use".
    private mutating func decideFill(_ range: ClosedRange<Double>, _ said: String) {
        let fills = (index.measurePlaces[.percent] ?? []).map { index.measures[$0] }.filter {
            $0.topics == .saturation && isVisible($0.citations)
        }
        guard let highest = fills.max(by: { $0.value < $1.value }) else { return }
        decide(
            range.contains(highest.value)
                ? .holds(highest.citations)
                : .contradicted(
                    "at most \(highest.text(like: "%")) were in use", said: said, holds: "at most " + highest.text(like: "%"),
                    highest.citations))
    }

    private mutating func decideShare(_ range: ClosedRange<Double>, _ said: String) {
        let services = sentence.services()
        let shares = (index.measurePlaces[.percent] ?? []).map { index.measures[$0] }.filter { measure in
            measure.topics.contains(.errors) && measure.aspect == .peak && isVisible(measure.citations)
                && (measure.service.map { services.isEmpty || services.contains($0) } ?? true)
        }
        guard let highest = shares.max(by: { $0.value < $1.value }) else { return }
        if range.contains(highest.value) {
            decide(.holds(highest.citations))
        } else {
            decide(
                .contradicted(
                    "it says “\(said)” where at most \(highest.text(like: "%")) failed at any time", said: said,
                    holds: "at most " + highest.text(like: "%"), highest.citations))
        }
    }

    private static let verbsOfSetting: Set<String> = [
        "lowered", "shortened", "reduced", "shorter", "introduced", "raised", "cut", "lowers", "shortens",
    ]

    /// "checkout lowered its time-out": whose setting was changed.
    private mutating func checkSetting() {
        guard sentence.containsAny(SentenceCheck.verbsOfSetting), TopicReader(sentence).topics(in: nil).contains(.timeouts)
        else { return }
        let services = sentence.services()
        guard !services.isEmpty else { return }
        let settings = index.measures.filter { $0.topics.contains([.setting, .timeouts]) && isVisible($0.citations) }
        let owners = Set(settings.compactMap(\.service))
        guard let first = settings.first, let owner = first.service, owners.isDisjoint(with: services),
            owners.allSatisfy({ (index.callees[$0] ?? []).isDisjoint(with: services) })
        else { return }
        decide(
            .contradicted(
                "the setting that was changed is of \(owner)", said: services.sorted().first, holds: owner, first.citations))
    }

    private static let firsts = [
        "first service to", "first to fail", "first to leave", "first to degrade", "first to break", "first service that",
    ]
    private static let starts = PhraseTable([
        "started in", "began in", "started at", "started with", "originated in", "began at", "began with",
    ])

    /// "checkout was the first service to fail".
    private mutating func checkFirst() {
        guard let first = index.failing.first else { return }
        let services = sentence.tokens.compactMap(\.service)
        guard !services.isEmpty else { return }
        var said: String?
        if SentenceCheck.firsts.contains(where: { sentence.contains($0) }) { said = services.count == 1 ? services.first : nil }
        let start = sentence.tokens.indices.dropLast(2).first {
            SentenceCheck.starts.phrase(in: sentence, at: $0) != nil && sentence.tokens[$0 + 2].service != nil
        }
        if let start { said = sentence.tokens[start + 2].service }
        guard let said, let onset = onsets().first(where: { $0.service == first }) else { return }
        decide(
            said == first
                ? .holds(onset.citations)
                : .contradicted(
                    "\(first) left its baseline first, at \(onset.time.clock)", said: said, holds: first, onset.citations))
    }

    /// "No alert watched the time-outs".
    private mutating func checkUnwatched() {
        guard sentence.containsAny(["watches", "watched", "watch", "covers", "covered", "monitors", "monitored"]),
            sentence.containsAny(["no", "not", "none", "never", "nothing"])
        else { return }
        for (place, finding) in index.findings.enumerated()
        where finding.kind == .missingAlert && isVisible([.finding(finding.id)]) {
            if index.findingWords[place].intersection(sentence.stems).count >= 2 {
                return decide(.holds([.finding(finding.id)]))
            }
        }
    }

    private static let wordsOfExhaustion: Set<String> = ["exhausted", "exhaustion", "depleted", "saturated", "full", "maxed"]

    /// "The pool was exhausted": its highest fill against its limit.
    private mutating func checkExhaustion() {
        guard
            let place = sentence.tokens.firstIndex(where: { $0.isWord && SentenceCheck.wordsOfExhaustion.contains($0.lower) }),
            !sentence.tokens.contains(where: { index.isRule($0.lower) }),
            !TopicReader(sentence).topics(in: nil).isDisjoint(with: .saturation)
        else { return }
        let limits = index.series.filter { $0.series.signal == .limit && isVisible([$0.citation]) }
        let services = sentence.services()
        for fact in index.series
        where fact.topics.contains(.saturation) && !fact.series.isBaseline && isVisible([fact.citation]) {
            guard services.isEmpty || fact.service.map(services.contains) ?? true,
                let limit = limits.first(where: { $0.service == fact.service })?.series.samples.map(\.value).max(), limit > 0,
                let high = fact.series.samples.map(\.value).filter(\.isFinite).max()
            else { continue }
            let isDenied = (max(0, place - 4)..<place).contains {
                ["not", "never", "n't", "wasn't", "no"].contains(sentence.lower($0))
            }
            if (high < limit * 0.95) == isDenied { return decide(.holds([fact.citation])) }
            return decide(
                .contradicted(
                    "at most \(Quantity.text(high, .plain, like: "")) of \(Quantity.text(limit, .plain, like: "")) were in use",
                    said: sentence.tokens[place].text,
                    holds: "\(Quantity.text(high, .plain, like: "")) of \(Quantity.text(limit, .plain, like: ""))",
                    [fact.citation]))
        }
    }

    // MARK: What stayed as it was

    private static let calm = [
        "healthy", "unaffected", "stayed normal", "remained normal", "remained stable", "stayed flat", "remained flat",
        "within its baseline", "not affected", "no impact", "stable", "stayed healthy", "did not change", "stayed steady",
        "remained steady", "stayed within", "remained within", "never left its baseline", "did not rise", "did not increase",
        "was flat",
        "was normal", "were normal", "not impacted", "no increase", "unchanged",
    ]

    /// "payments-db stayed healthy", "traffic did not rise".
    mutating func checkSteadiness() {
        checkExhaustion()
        checkFirst()
        checkSetting()
        checkUnwatched()
        guard decisions.allSatisfy({ $0.outcome == .holds }), !sentence.cues.contains(where: { $0.kinds.contains(.recovery) }),
            SentenceCheck.calm.contains(where: { sentence.contains($0) }),
            // "Against 120 ms in a healthy week".
            !(levels.values.contains(.usual) && levels.values.contains(.reached))
        else { return }
        let services = sentence.services()
        guard let service = services.first, services.count == 1 else { return }
        let topics = TopicReader(sentence).topics(in: nil).intersection([.latency, .errors, .traffic, .saturation])
        let onsets = index.occurrences(of: [.onset]).filter {
            $0.service == service && isVisible($0.citations)
                && (topics.isEmpty ? isFailure($0) : !$0.topics.isDisjoint(with: topics))
        }
        if let onset = onsets.first {
            decide(.contradicted("the evidence has \(service) leaving its baseline at \(onset.time.clock)", onset.citations))
        } else if let steady = index.findings.first(where: { finding in
            finding.service == service && finding.kind == .steady && isVisible([.finding(finding.id)])
                && (topics.isEmpty
                    || (finding.facts["signal"]?.text).flatMap(Signal.init(rawValue:)).map { topics.contains(Topics($0)) }
                        ?? false)
        }) {
            decide(.holds([.finding(steady.id)]))
        }
    }
}
