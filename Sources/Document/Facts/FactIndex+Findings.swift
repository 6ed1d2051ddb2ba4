import Core

// What findings conclude.
extension FactIndex {
    mutating func add(_ finding: Finding) {
        let citation = Claim.Citation.finding(finding.id)
        names.read(finding.statement)
        for fact in finding.facts.values { if let text = fact.text { names.read(text) } }
        if let quotation = finding.facts["template"]?.text { quote(quotation, citation) }
        if let example = finding.facts["example"]?.text { quote(example, citation) }
        addMeasures(of: finding, citation)
        switch finding.kind {
        case .onset: addOnset(finding, citation)
        case .recovery:
            addMoment([.recovery], finding, at: "recovery", slack: 60, citation)
        case .resolution:
            addMoment([.recovery], finding, at: "recovery", slack: 60, citation)
        case .logBurst:
            guard let first = finding.facts["first"]?.time else { break }
            var burst = Occurrence([.logBurst], finding.service, at: first, [citation])
            burst.topics = .logs
            if let last = finding.facts["last"]?.time {
                burst.further = [last]
                burst.lasted = last.seconds(since: first)
            }
            burst.words = Stem.all(of: finding.facts["template"]?.text ?? finding.statement)
            add(burst)
        case .failingSpan:
            addMoment([.failedTrace], finding, at: "first", slack: 0, citation)
        case .clusterTrouble:
            guard let from = finding.facts["from"]?.time else { break }
            let words = Stem.all(of: finding.statement)
            var trouble = Occurrence(
                FactIndex.kinds(ofTrouble: finding.facts["trouble"]?.text ?? ""),
                finding.facts["workload"]?.text ?? finding.service,
                at: from, [citation])
            trouble.words = words
            if let to = finding.facts["to"]?.time {
                trouble.further = [to]
                trouble.lasted = to.seconds(since: from)
            }
            add(trouble)
        case .alertFired:
            guard finding.facts["alert"] != nil else { break }
            var fired = Occurrence(
                [.alertFired], finding.service, at: finding.facts["fired"]?.time ?? finding.time ?? window.from, [citation])
            if let name = finding.facts["alert"]?.text {
                fired.names = [name.lowercased()]
                fired.words = Stem.all(of: name)
            }
            add(fired)
        default: break
        }
    }

    static func kinds(ofTrouble text: String) -> [EventKind] {
        if text.contains("probe") { return [.probeFailure] }
        if text.contains("crash") { return [.crashLoop, .restart] }
        if text.contains("image") { return [.imagePull] }
        if text.contains("schedul") { return [.scheduling] }
        if text.contains("memory") { return [.outOfMemory, .restart] }
        return text.contains("restart") ? [.restart] : [.other]
    }

    private func topics(of finding: Finding) -> Topics {
        var topics = (finding.facts["signal"]?.text).flatMap(Signal.init(rawValue:)).map { Topics($0) } ?? []
        let title = (finding.facts["title"]?.text ?? finding.facts["metric"]?.text ?? "").lowercased()
        if title.contains("timeout") {
            topics.insert(.timeouts)
            topics.remove(.errors)
        }
        if !topics.contains(.limit), title.contains("pool") || title.contains("connections") { topics.insert(.saturation) }
        if title.contains("failed requests") { topics.insert(.errors) }
        return topics
    }

    private mutating func addOnset(_ finding: Finding, _ citation: Claim.Citation) {
        guard let time = finding.facts["onset"]?.time ?? finding.time else { return }
        // Log lines that are merely more, and metrics that began to exist, are no failure.
        let topics = topics(of: finding)
        var onset = Occurrence([.onset], finding.service, at: time, [citation])
        onset.earliest = finding.facts["earliest"]?.time ?? time
        onset.latest = finding.facts["latest"]?.time ?? time
        onset.topics = topics
        onset.words = Stem.all(of: finding.facts["title"]?.text ?? "")
        add(onset)
        guard let peakTime = finding.facts["peakTime"]?.time else { return }
        var peak = Occurrence([.peak], finding.service, at: peakTime, [citation])
        peak.earliest = peakTime.adding(seconds: -60)
        peak.latest = peakTime
        peak.topics = topics
        peak.words = onset.words
        add(peak)
    }

    private mutating func addMoment(
        _ kinds: [EventKind], _ finding: Finding, at name: String, slack: Double, _ citation: Claim.Citation
    ) {
        guard let time = finding.facts[name]?.time ?? finding.time else { return }
        var moment = Occurrence(kinds, finding.service, at: time, [citation])
        moment.earliest = time.adding(seconds: -slack)
        moment.topics = topics(of: finding)
        moment.words = Stem.all(of: finding.facts["title"]?.text ?? "")
        moment.weight = finding.kind == .resolution ? 0.8 : moment.topics.isDisjoint(with: [.errors, .latency]) ? 0 : 0.3
        add(moment)
    }
}

// The numbers of findings.
extension FactIndex {
    private mutating func addMeasures(of finding: Finding, _ citation: Claim.Citation) {
        let statement = Stem.all(of: finding.statement)
        let title = Stem.all(of: finding.facts["title"]?.text ?? "")
        let own = topics(of: finding)
        for (name, fact) in finding.facts.sorted(by: { $0.key < $1.key }) {
            guard !name.hasPrefix("option"), name != "confidence", name != "coverage", !FactIndex.isInterval(name) else {
                continue
            }
            let (topics, aspect) = FactIndex.meaning(of: name, in: finding, own)
            var words = Stem.all(of: name).union(title)
            // What a finding measures is told apart by its names; everything else by the words of its sentence.
            if title.isEmpty { words.formUnion(statement) }
            for part in finding.statement.split(separator: "`") where isRule(part.lowercased()) {
                words.insert(part.lowercased())
            }
            switch fact {
            case .number(let value, let unit):
                add(
                    value, unit: unit, finding.service, topics, aspect, words, [citation],
                    weight: FactIndex.weight(of: name, finding))
                if unit == .count, name == "days" {
                    add(value * 86_400, unit: .seconds, finding.service, topics, aspect, words, [citation])
                }
            case .duration(let seconds):
                add(abs(seconds), unit: .seconds, finding.service, topics, aspect, words, [citation])
            default: break
            }
        }
        if let known = finding.facts["known"]?.number, let ended = finding.facts["atCeiling"]?.number, known > 0 {
            add(
                ended / known, unit: .ratio, finding.service, [.calls, .timeouts], .total, [FactIndex.ceilingShare], [citation])
        }
        if let failed = finding.facts["failedRequests"]?.number, let total = finding.facts["totalRequests"]?.number, total > 0 {
            add(failed / total, unit: .ratio, finding.service, [.errors, .requests], .total, statement, [citation])
        }
    }

    /// Marks the share of failed calls that ended at one length of time.
    static let ceilingShare = "atceiling"

    /// What an incident's own findings say is what a document should say.
    private static func weight(of name: String, _ finding: Finding) -> Int {
        switch finding.kind {
        case .onset: ["peak", "baselineMedian"].contains(name) ? 1 : 0
        case .latencyCeiling: ["lowest", "expected"].contains(name) ? 1 : 0
        case .clusterTrouble, .logBurst: name == "count" || name == "number" ? 1 : 0
        case .impact: 1
        case .steady: name == "baselineMedian" ? 1 : 0
        default: 0
        }
    }

    /// Times between events are computed from the events.
    private static func isInterval(_ name: String) -> Bool {
        [
            "beforeOnset", "afterOnset", "beforeOwnOnset", "afterOwnOnset", "difference", "delay", "afterChange", "lasted",
            "range", "ruleRange",
        ].contains(name) || name.hasPrefix("span")
    }

    /// What a fact of a finding measures, by its name.
    static func meaning(of name: String, in finding: Finding, _ own: Topics) -> (Topics, Measure.Aspect) {
        switch name {
        case "peak", "observed", "maximum": return (own, .peak)
        case "minimum", "lowest": return (own, .lowest)
        case "firstValue": return (own, .first)
        case "baselineMedian", "expected", "normalUpTo", "normalExtreme": return (own, .usual)
        case "threshold", "suggestedThreshold": return ([.threshold, .alert], .none)
        case "holdFor": return ([.hold, .alert], .none)
        case "failedRequests": return ([.errors, .requests], .none)
        case "totalRequests": return ([.requests, .traffic], .total)
        case "share": return (.budget, .none)
        case "objective": return (.objective, .none)
        case "count": return finding.kind == .logBurst ? (.logs, .none) : (topics(ofTrouble: finding), .none)
        case "from": return ([.setting, .timeouts], .former)
        case "to": return ([.setting, .timeouts], .latter)
        case "ceiling": return ([.calls, .timeouts, .latency], .none)
        case "atCeiling", "known": return ([.calls, .errors, .timeouts], .none)
        case "rulesRead": return (.rules, .none)
        case "downs": return (.check, .none)
        case "limit": return (.limit, .none)
        case "medianBefore", "p99Before": return (.calls, .former)
        case "medianSince", "p99Since": return (.calls, .latter)
        default: return (own, .none)
        }
    }

    private static func topics(ofTrouble finding: Finding) -> Topics {
        topics(of: kinds(ofTrouble: finding.facts["trouble"]?.text ?? ""))
    }
}
