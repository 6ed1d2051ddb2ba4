import Core

/// What a record's evidence and findings hold, arranged for looking up: what happened, what was measured, what is called what,
/// what was said, and what was asked for and is not there. Made once; every statement is ruled on from here.
struct FactIndex: Sendable {
    let window: TimeWindow
    let services: [String]
    private(set) var occurrences: [Occurrence] = []
    private(set) var places: [EventKind: [Int]] = [:]
    private var ofKind: [EventKind: [Occurrence]] = [:]
    private(set) var measures: [Measure] = []
    private(set) var measurePlaces: [Quantity.Dimension: [Int]] = [:]
    private(set) var series: [SeriesFact] = []
    var names = NameBook()
    private(set) var hypotheses: [Hypothesis] = []
    private(set) var findings: [Finding] = []
    private(set) var findingWords: [Set<String>] = []
    /// Texts in which a quotation may stand, in the flat form of ``TextSearch/flat(_:)``.
    private(set) var quotable: [(flat: [UInt8], citation: Claim.Citation)] = []
    private(set) var gaps: [Gap] = []
    /// What was asked for and is not there.
    private(set) var absences: [Absence] = []
    /// Services that call a service, and services that it calls.
    private(set) var callees: [String: Set<String>] = [:]
    private(set) var failing: [String] = []
    /// Sentences of findings and hypotheses, which were verified when they were written.
    private(set) var ownSentences: [String: [Claim.Citation]] = [:]
    private var wordKeys: [String: Int32] = [:]
    /// Names of alerting rules in lower case, as they are written, and where they are.
    private(set) var ruleTexts: [String: String] = [:]
    private(set) var ruleCitations: [String: Claim.Citation] = [:]
    /// A deploy has the versions that its commit brings.
    private mutating func shareNamesOfCommits() {
        var versions: [String: Set<String>] = [:]
        for commit in occurrences where commit.kinds.contains(.commit) {
            for hash in commit.names where MentionReader.isHash(hash) { versions[hash, default: []].formUnion(commit.names) }
        }
        for place in occurrences.indices where occurrences[place].isAny(of: [.deploy, .rollback]) {
            for name in occurrences[place].names { if let more = versions[name] { occurrences[place].names.formUnion(more) } }
        }
        // Versions that are rolled out while a deploy goes on are its own.
        let rollouts = occurrences.filter { $0.isAny(of: [.deploy, .configuration]) && !$0.kinds.contains(.commit) }
        for place in occurrences.indices where occurrences[place].isAny(of: [.deploy]) {
            for other in rollouts
            where other.service == occurrences[place].service
                && abs(other.time.seconds(since: occurrences[place].time)) <= 300
            {
                occurrences[place].names.formUnion(other.names)
            }
        }
        addFill()
    }

    /// How full a limited resource was at most, in per cent.
    private mutating func addFill() {
        let limits = series.filter { $0.series.signal == .limit }
        for fact in series where fact.topics.contains(.saturation) && !fact.series.isBaseline {
            guard let limit = limits.first(where: { $0.service == fact.service })?.series.samples.map(\.value).max(), limit > 0,
                let high = fact.series.samples.map(\.value).filter(\.isFinite).max()
            else { continue }
            add(
                Measure(
                    value: high / limit * 100, dimension: .percent, service: fact.service, topics: .saturation, aspect: .peak,
                    words: ["pool", "connection", "use"], citations: [fact.citation]))
        }
    }

    /// Numbers of words, so that comparing them is cheap.
    private mutating func numberWords() {
        for place in measures.indices {
            measures[place].rules = measures[place].words.filter(isRule)
            measures[place].quantiles = measures[place].words.filter(Measure.isQuantile)
            measures[place].keys = measures[place].words.map { key(of: $0) }
        }
    }

    private mutating func key(of word: String) -> Int32 {
        if let known = wordKeys[word] { return known }
        let key = Int32(truncatingIfNeeded: wordKeys.count)
        wordKeys[word] = key
        return key
    }

    /// The numbers of those words that any measure has.
    func keys(of words: Set<String>) -> Set<Int32> { Set(words.compactMap { wordKeys[$0] }) }

    /// Letters and digits alone, as a sentence is recognised by after markup has come and gone.
    static func bare(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8.prefix(4_000)
        where byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) {
            result.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    func isRule(_ name: String) -> Bool { ruleTexts[name] != nil }
    /// Evidence that holds something, or that shows that there is nothing.
    private(set) var standing: [EvidenceID: Bool] = [:]

    /// A source was asked, looked at everything and has none.
    struct Absence: Sendable {
        var tool: String
        var service: String?
        var text: String
        var citation: Claim.Citation
    }

    struct SeriesFact: Sendable {
        var series: MetricSeries
        var service: String?
        var topics: Topics
        var citation: Claim.Citation
    }

    init(_ record: InvestigationRecord) {
        window = record.scope.window
        services = record.serviceNames.union(record.findings.compactMap { $0.facts["workload"]?.text })
            .subtracting([""]).sorted()
        hypotheses = record.hypotheses
        findings = record.findings
        gaps = record.gaps
        failing = record.failing
        for dependency in record.dependencies { callees[dependency.caller, default: []].insert(dependency.callee) }
        for service in record.services { callees[service.name, default: []].formUnion(service.dependsOn) }
        for service in services { names.add(service: service) }
        for item in record.evidence {
            switch item.completeness {
            case .failed, .notAsked: break
            case .complete, .noneThere, .cutOff, .notKept, .sampled:
                if case .nothing = item.observation, item.completeness != .noneThere { break }
                standing[item.id] = true
            }
            add(item)
        }
        for finding in record.findings { add(finding) }
        shareNamesOfCommits()
        names.nameCommonParts(of: services)
        for hypothesis in record.hypotheses {
            let citations = hypothesis.evidence.map(Claim.Citation.evidence) + hypothesis.supports.map(Claim.Citation.finding)
            ownSentences[FactIndex.bare(hypothesis.statement)] = hypothesis.isRefuted ? nil : Array(citations.prefix(6))
        }
        for finding in record.findings { ownSentences[FactIndex.bare(finding.statement)] = [.finding(finding.id)] }
        findingWords = record.findings.map { Stem.all(of: $0.statement) }
        for (place, occurrence) in occurrences.enumerated() {
            for kind in occurrence.kinds {
                places[kind, default: []].append(place)
                ofKind[kind, default: []].append(occurrence)
            }
        }
        numberWords()
        for (place, measure) in measures.enumerated() { measurePlaces[measure.dimension, default: []].append(place) }
    }

    mutating func add(_ occurrence: Occurrence) {
        var occurrence = occurrence
        if let service = occurrence.service { occurrence.words.formUnion(Stem.all(of: service)) }
        occurrences.append(occurrence)
    }

    mutating func add(_ measure: Measure) {
        guard measure.value.isFinite else { return }
        measures.append(measure)
    }

    mutating func addRule(_ name: String, _ citation: Claim.Citation) {
        ruleTexts[name.lowercased()] = name
        if ruleCitations[name.lowercased()] == nil { ruleCitations[name.lowercased()] = citation }
    }

    mutating func add(_ fact: SeriesFact) { series.append(fact) }
    mutating func addName(_ name: String, _ citation: Claim.Citation) { names.add(name, citation) }

    mutating func quote(_ text: String, _ citation: Claim.Citation) {
        guard !text.isEmpty else { return }
        quotable.append((TextSearch.flatLower(text.prefix(2_000)), citation))
    }

    mutating func add(_ absence: Absence) { absences.append(absence) }

    /// Occurrences of any of the kinds, in the record's order.
    func occurrences(of kinds: [EventKind]) -> [Occurrence] {
        if kinds.count == 1, let kind = kinds.first { return ofKind[kind] ?? [] }
        var seen: Set<Int> = []
        var result: [Occurrence] = []
        for kind in kinds {
            for place in places[kind] ?? [] where seen.insert(place).inserted { result.append(occurrences[place]) }
        }
        return result
    }
}
