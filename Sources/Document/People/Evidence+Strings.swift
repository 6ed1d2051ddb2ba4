import Core

/// A rewriting of every string that evidence carries. One place knows where strings are, so that neither a name nor a value
/// can be forgotten by one of its users.
struct StringRewriter {
    /// What people write: messages, comments, titles.
    var prose: (String) -> String
    /// What machines read or write: queries, labels, log lines, ids, addresses.
    var code: (String) -> String
    var person: (Person) -> Person

    func callAsFunction(_ evidence: Evidence) -> Evidence {
        var result = evidence
        result.service = evidence.service.map(code)
        result.query = evidence.query.map(code)
        result.link = evidence.link.map(code)
        result.completeness = completeness(evidence.completeness)
        result.observation = observation(evidence.observation)
        return result
    }

    private func completeness(_ value: Completeness) -> Completeness {
        switch value {
        case .complete, .noneThere, .notAsked: value
        case .cutOff(let reason): .cutOff(reason: prose(reason))
        case .failed(let reason): .failed(reason: prose(reason))
        case .notKept(let reason): .notKept(reason: prose(reason))
        case .sampled(let reason): .sampled(reason: prose(reason))
        }
    }

    private func observation(_ value: Observation) -> Observation {
        switch value {
        case .metric(let series): .metric(metric(series))
        case .logs(let logs): .logs(LogLines(lines: logs.lines.map(line)))
        case .logPatterns(let patterns): .logPatterns(self.patterns(patterns))
        case .trace(let trace): .trace(self.trace(trace))
        case .traces(let search): .traces(self.search(search))
        case .rule(let rule): .rule(self.rule(rule))
        case .recording(let rule): .recording(recording(rule))
        case .alert(let episode): .alert(alert(episode))
        case .silence(let silence): .silence(self.silence(silence))
        case .routing(let routing): .routing(self.routing(routing))
        case .maintenance(let window): .maintenance(maintenance(window))
        case .incident(let incident): .incident(self.incident(incident))
        case .incidentEvent(let event): .incidentEvent(self.event(event))
        case .change(let change): .change(self.change(change))
        case .clusterEvent(let event): .clusterEvent(clusterEvent(event))
        case .workload(let workload): .workload(self.workload(workload))
        case .pod(let pod): .pod(self.pod(pod))
        case .check(let check): .check(self.check(check))
        case .checkFlip(let flip): .checkFlip(self.flip(flip))
        case .checkRuns(let runs): .checkRuns(self.runs(runs))
        case .panel(let panel): .panel(self.panel(panel))
        case .annotation(let annotation): .annotation(self.annotation(annotation))
        case .message(let message): .message(self.message(message))
        case .person(let person): .person(self.person(person))
        case .inventory(let inventory): .inventory(self.inventory(inventory))
        case .dependency(let dependency):
            .dependency(Dependency(caller: code(dependency.caller), callee: code(dependency.callee), rate: dependency.rate))
        case .record(let record): .record(Record(title: prose(record.title), fields: object(record.fields)))
        case .nothing(let text): .nothing(prose(text))
        }
    }

    private func metric(_ series: MetricSeries) -> MetricSeries {
        var result = series
        result.title = code(series.title)
        result.metric = code(series.metric)
        result.labels = labels(series.labels)
        result.limitMetric = series.limitMetric.map(code)
        return result
    }

    private func line(_ line: LogLines.Line) -> LogLines.Line {
        LogLines.Line(
            time: line.time, text: code(line.text), severity: line.severity.map(code), labels: labels(line.labels))
    }

    private func rule(_ rule: AlertRule) -> AlertRule {
        var result = rule
        result.name = code(rule.name)
        result.group = code(rule.group)
        result.expression = code(rule.expression)
        result.labels = labels(rule.labels)
        result.annotations = texts(rule.annotations)
        result.state = rule.state.map(code)
        result.lastError = rule.lastError.map(prose)
        result.onNoData = rule.onNoData.map(code)
        result.onError = rule.onError.map(code)
        return result
    }

    private func recording(_ rule: RecordingRule) -> RecordingRule {
        var result = rule
        result.name = code(rule.name)
        result.group = code(rule.group)
        result.expression = code(rule.expression)
        result.labels = labels(rule.labels)
        result.lastError = rule.lastError.map(prose)
        return result
    }

    private func alert(_ episode: AlertEpisode) -> AlertEpisode {
        AlertEpisode(
            name: code(episode.name), state: episode.state, labels: labels(episode.labels), from: episode.from,
            to: episode.to, silencedBy: episode.silencedBy.map(code))
    }

    func matcher(_ matcher: Silence.Matcher) -> Silence.Matcher {
        Silence.Matcher(
            name: code(matcher.name), value: code(matcher.value), isRegex: matcher.isRegex, isEqual: matcher.isEqual)
    }

    private func silence(_ silence: Silence) -> Silence {
        Silence(
            id: code(silence.id), matchers: silence.matchers.map(matcher), startsAt: silence.startsAt,
            endsAt: silence.endsAt, createdBy: person(silence.createdBy), comment: prose(silence.comment),
            state: code(silence.state))
    }

    private func maintenance(_ window: MaintenanceWindow) -> MaintenanceWindow {
        MaintenanceWindow(
            id: code(window.id), title: prose(window.title), services: window.services.map(code), from: window.from,
            to: window.to, createdBy: window.createdBy.map(person))
    }

    private func incident(_ incident: IncidentRecord) -> IncidentRecord {
        IncidentRecord(
            id: code(incident.id), number: incident.number.map(code), title: prose(incident.title),
            service: incident.service.map(code), status: code(incident.status), urgency: incident.urgency.map(code),
            createdAt: incident.createdAt, resolvedAt: incident.resolvedAt, labels: labels(incident.labels))
    }

    private func event(_ event: IncidentEvent) -> IncidentEvent {
        IncidentEvent(
            kind: event.kind, incident: code(event.incident), actor: event.actor.map(person), summary: prose(event.summary))
    }

    private func change(_ change: Change) -> Change {
        Change(
            kind: change.kind, id: code(change.id), title: prose(change.title), service: change.service.map(code),
            author: change.author.map(person), revision: change.revision.map(code),
            previousRevision: change.previousRevision.map(code), startedAt: change.startedAt,
            files: change.files.map {
                Change.FileChange(path: code($0.path), added: $0.added, removed: $0.removed, patch: $0.patch.map(code))
            }, isMerge: change.isMerge)
    }

    private func message(_ message: ChatMessage) -> ChatMessage {
        ChatMessage(
            id: code(message.id), channel: code(message.channel),
            author: message.isBot ? bot(message.author) : person(message.author),
            isBot: message.isBot, text: prose(message.text), replyTo: message.replyTo.map(code), wasEdited: message.wasEdited)
    }

    private func bot(_ bot: Person) -> Person {
        Person(id: code(bot.id), name: bot.name.map(code), role: bot.role.map(code))
    }

    private func inventory(_ inventory: Inventory) -> Inventory {
        Inventory(
            of: code(inventory.of),
            entries: inventory.entries.map { .init(name: code($0.name), count: $0.count, detail: $0.detail.map(prose)) })
    }

    func labels(_ labels: [String: String]) -> [String: String] { rewrite(labels, code) }

    private func texts(_ texts: [String: String]) -> [String: String] { rewrite(texts, prose) }

    private func rewrite(_ pairs: [String: String], _ value: (String) -> String) -> [String: String] {
        var result: [String: String] = [:]
        for (name, text) in pairs.sorted(by: { $0.key < $1.key }) { result[code(name)] = value(text) }
        return result
    }

    private func object(_ object: JSONObject) -> JSONObject {
        JSONObject(object.members.map { (code($0.name), json($0.value)) })
    }

    private func json(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(prose(text))
        case .array(let elements): .array(elements.map(json))
        case .object(let object): .object(self.object(object))
        default: value
        }
    }
}

extension Evidence {
    /// All texts in it, in the order of its members; of persons their id, name and role.
    var strings: [String] {
        var strings: [String] = []
        let collect: (String) -> String = {
            strings.append($0)
            return $0
        }
        let rewriter = StringRewriter(
            prose: collect, code: collect,
            person: {
                strings += [$0.id, $0.name, $0.role].compactMap { $0 }
                return $0
            })
        _ = rewriter(self)
        return strings
    }
}
