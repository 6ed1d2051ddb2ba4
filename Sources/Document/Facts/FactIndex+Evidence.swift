import Core

// What each piece of evidence holds.
extension FactIndex {
    mutating func add(_ item: Evidence) {
        let citation = Claim.Citation.evidence(item.id)
        readTexts(of: item, citation)
        if case .noneThere = item.completeness {
            var text = item.query ?? ""
            if case .nothing(let what) = item.observation { text = what }
            add(Absence(tool: item.tool, service: item.service, text: text, citation: citation))
        }
        switch item.observation {
        case .metric(let series): add(series, of: item, citation)
        case .change(let change): add(change, item, citation)
        case .alert(let episode): add(episode, item, citation)
        case .silence(let silence): add(silence, citation)
        case .maintenance(let window):
            var occurrence = Occurrence([.maintenance], window.services.first, at: window.from, [citation])
            occurrence.further = [window.to]
            occurrence.lasted = window.to.seconds(since: window.from)
            occurrence.words = Stem.all(of: window.title)
            add(occurrence)
        case .incident(let incident): add(incident, item, citation)
        case .incidentEvent(let event): add(event, item, citation)
        case .clusterEvent(let event): add(event, item, citation)
        case .pod(let pod): add(pod, item, citation)
        case .workload(let workload): add(workload, item, citation)
        case .checkFlip(let flip): add(flip, item, citation)
        case .check(let check): add(check, item, citation)
        case .message(let message): add(message, item, citation)
        case .rule(let rule): add(rule, item, citation)
        case .annotation(let annotation):
            guard let stamp = item.stamp else { break }
            var occurrence = Occurrence([.other], item.service, at: stamp.time, [citation])
            occurrence.words = Stem.all(of: annotation.text)
            add(occurrence)
        case .logs(let logs):
            add(
                Measure(
                    value: Double(logs.lines.count), dimension: .plain, service: item.service, topics: .logs, aspect: .none,
                    words: ["line", "log"], citations: [citation]))
        case .trace(let trace): add(trace, item, citation)
        case .dependency(let dependency): addName(dependency.callee, citation)
        default: break
        }
    }

    /// Names, words and quotations.
    private mutating func readTexts(of item: Evidence, _ citation: Claim.Citation) {
        if case .metric(let series) = item.observation {
            addName(series.metric, citation)
            names.read(series.title)
            return
        }
        let texts = item.strings
        switch item.observation {
        // Lines of logs are many and alike.
        case .logs, .trace, .traces, .checkRuns: for text in texts.prefix(400) { names.read(text) }
        default: for text in texts { names.read(text) }
        }
        switch item.observation {
        case .logs, .trace, .traces, .inventory, .checkRuns:
            for text in texts.prefix(24) { quote(text, citation) }
        default:
            for text in texts { quote(text, citation) }
        }
    }

    private mutating func add(_ change: Change, _ item: Evidence, _ citation: Claim.Citation) {
        addName(change.id, citation)
        for name in [change.revision, change.previousRevision].compactMap({ $0 }) { addName(name, citation) }
        for file in change.files {
            addName(file.path, citation)
            addSettings(file.patch ?? "", of: change, citation)
        }
        addIncidental(change.title, service: change.service ?? item.service, citation)
        add(
            Measure(
                value: Double(change.files.count), dimension: .plain, service: change.service, topics: .files, aspect: .none,
                words: ["file"], citations: [citation]))
        guard let stamp = item.stamp else { return }
        var occurrence = Occurrence(kinds(of: change), change.service ?? item.service, at: stamp.time, [citation])
        if let start = change.startedAt {
            occurrence.further = [start.time]
            occurrence.lasted = stamp.time.seconds(since: start.time)
        }
        occurrence.names = Set([change.id, change.revision].compactMap { $0?.lowercased() })
        occurrence.names.formUnion(FactIndex.versions(in: change.title))
        if let number = change.id.split(separator: "/").last { occurrence.names.insert(number.lowercased()) }
        // "Rollback to revision 7".
        let words = Stem.words(of: change.title.lowercased().replacing("revision ", with: "revision-no"))
        for word in words where word.hasPrefix("no") { occurrence.names.insert(String(word.dropFirst(2))) }
        occurrence.formerNames = Set([change.previousRevision?.lowercased()].compactMap { $0 })
        for file in change.files { addVersions(of: file.patch ?? "", to: &occurrence) }
        occurrence.words = Stem.all(of: change.title)
        for file in change.files { occurrence.words.formUnion(Stem.all(of: file.path + " " + (file.patch ?? ""), limit: 600)) }
        occurrence.person = change.author
        add(occurrence)
    }

    private func kinds(of change: Change) -> [EventKind] {
        let isRevert = change.title.lowercased().hasPrefix("revert")
        switch change.kind {
        case .commit: return isRevert ? [.commit, .revert] : [.commit]
        case .deploy: return [.deploy]
        case .rollback: return [.rollback]
        // A commit's id is a hash; a rollout's names the workload.
        case .configuration:
            if MentionReader.isHash(change.id.lowercased()) {
                return isRevert ? [.commit, .revert] : [.commit]
            }
            return [.configuration, .deploy]
        case .flag: return [.flag, .configuration]
        case .infrastructure: return [.infrastructure, .deploy]
        }
    }

    private func addVersions(of patch: String, to occurrence: inout Occurrence) {
        for line in patch.prefix(4_000).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("+") { occurrence.names.formUnion(FactIndex.versions(in: String(line))) }
            if line.hasPrefix("-") { occurrence.formerNames.formUnion(FactIndex.versions(in: String(line))) }
        }
    }

    /// `5.31.0` of `frontend:5.31.0`.
    static func versions(in text: String) -> Set<String> {
        var result: Set<String> = []
        for part in text.prefix(2_000).split(whereSeparator: { !($0.isNumber || $0 == ".") }) {
            let numbers = part.split(separator: ".")
            if numbers.count >= 3, part.utf8.count < 24 { result.insert(numbers.joined(separator: ".")) }
        }
        return result
    }

    private mutating func add(_ episode: AlertEpisode, _ item: Evidence, _ citation: Claim.Citation) {
        addName(episode.name, citation)
        guard episode.state == .firing else { return }
        let service = episode.labels["service"] ?? item.service
        var fired = Occurrence([.alertFired], service, at: episode.from.time, [citation])
        fired.earliest = episode.from.covered.from
        fired.latest = episode.from.covered.to
        fired.names = [episode.name.lowercased()]
        fired.words = Stem.all(of: episode.name)
        if let end = episode.to {
            fired.lasted = end.time.seconds(since: episode.from.time)
            var ended = Occurrence([.alertEnded], service, at: end.time, [citation])
            ended.names = fired.names
            ended.words = fired.words
            add(ended)
        }
        add(fired)
    }

    private mutating func add(_ silence: Silence, _ citation: Claim.Citation) {
        let matched = silence.matchers.first { $0.name == "service" }?.value
        var begun = Occurrence([.silenceSet], matched, at: silence.startsAt, [citation])
        begun.names = Set(silence.matchers.map { $0.value.lowercased() } + [silence.id.lowercased()])
        begun.words = Stem.all(of: silence.comment)
        begun.person = silence.createdBy
        begun.lasted = silence.endsAt.seconds(since: silence.startsAt)
        var ended = begun
        ended.kinds = [.silenceEnds]
        ended.time = silence.endsAt
        ended.earliest = silence.endsAt
        ended.latest = silence.endsAt
        add(begun)
        add(ended)
        addName(silence.id, citation)
    }

    private mutating func add(_ incident: IncidentRecord, _ item: Evidence, _ citation: Claim.Citation) {
        addName(incident.id, citation)
        if let number = incident.number { addName(number, citation) }
        var opened = Occurrence([.opened], incident.service ?? item.service, at: incident.createdAt.time, [citation])
        opened.names = Set([incident.id, incident.number].compactMap { $0?.lowercased() })
        if let end = incident.resolvedAt {
            opened.lasted = end.time.seconds(since: incident.createdAt.time)
            add(Occurrence([.resolved], incident.service ?? item.service, at: end.time, [citation]))
        }
        add(opened)
        addIncidental(incident.title, service: incident.service ?? item.service, citation)
    }

    private mutating func add(_ event: IncidentEvent, _ item: Evidence, _ citation: Claim.Citation) {
        guard let stamp = item.stamp else { return }
        let kind: EventKind =
            switch event.kind {
            case .triggered: .opened
            case .notified: .paged
            case .acknowledged: .acknowledged
            case .escalated: .escalated
            case .assigned: .assigned
            case .annotated: .annotated
            case .snoozed: .snoozed
            case .resolved: .resolved
            case .other: .other
            }
        var occurrence = Occurrence([kind], item.service, at: stamp.time, [citation])
        occurrence.person = event.actor
        occurrence.words = Stem.all(of: event.summary)
        occurrence.text = kind == .annotated ? event.summary : nil
        add(occurrence)
    }

    private mutating func add(_ message: ChatMessage, _ item: Evidence, _ citation: Claim.Citation) {
        guard let stamp = item.stamp else { return }
        var occurrence = Occurrence([.message], nil, at: stamp.time, [citation])
        occurrence.person = message.author
        occurrence.text = message.text
        occurrence.words = Stem.all(of: message.text)
        occurrence.names = [message.channel.lowercased()]
        add(occurrence)
        addName(message.channel, citation)
    }

    private mutating func add(_ flip: CheckFlip, _ item: Evidence, _ citation: Claim.Citation) {
        guard let stamp = item.stamp else { return }
        addName(flip.name, citation)
        let kind: EventKind = flip.state == .up ? .checkUp : .checkDown
        var occurrence = Occurrence([kind], item.service, at: stamp.time, [citation])
        occurrence.names = [flip.name.lowercased()]
        occurrence.words = Stem.all(of: flip.name)
        add(occurrence)
    }

    private mutating func add(_ trace: Trace, _ item: Evidence, _ citation: Claim.Citation) {
        addName(trace.id, citation)
        guard let first = trace.spans.first else { return }
        let end = trace.spans.map { Double($0.start.nanoseconds) + Double($0.duration) }.max() ?? 0
        for (value, dimension) in [
            ((end - Double(first.start.nanoseconds)) / 1e9, Quantity.Dimension.duration), (Double(trace.spans.count), .plain),
        ] {
            add(
                Measure(
                    value: value, dimension: dimension, service: nil, topics: .traces, aspect: .none, words: ["trace", "span"],
                    citations: [citation]))
        }
    }
}
