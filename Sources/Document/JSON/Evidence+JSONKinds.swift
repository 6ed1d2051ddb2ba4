import Core

// The members of each kind of observation.
extension EvidenceJSON {
    static func metric(_ series: MetricSeries) -> JSONValue {
        var object = JSONObject([
            ("title", text(series.title)), ("signal", .string(series.signal.rawValue)), ("unit", .string(series.unit.rawValue)),
            ("metric", text(series.metric)), ("labels", labels(series.labels)), ("limitMetric", text(series.limitMetric)),
            ("step", .number(series.step)), ("isBaseline", .bool(series.isBaseline)), ("count", .number(series.samples.count)),
        ])
        object["mark"] = mark(series.mark)
        let values = series.samples.map(\.value).filter(\.isFinite).sorted()
        if let low = values.first, let high = values.last {
            object["quantiles"] = [
                "0": .number(low), "0.05": .number(values.quantile(0.05)), "0.5": .number(values.quantile(0.5)),
                "0.95": .number(values.quantile(0.95)), "1": .number(high),
            ]
        }
        if let first = series.samples.first, let last = series.samples.last {
            object["first"] = .string(first.time.rfc3339Exact)
            object["last"] = .string(last.time.rfc3339Exact)
        }
        if !series.isBaseline { object["values"] = grid(series) }
        return .object(object)
    }

    /// One value a step from the first sample, `null` where there is none; pairs of time and value when the samples are on no
    /// grid.
    private static func grid(_ series: MetricSeries) -> JSONValue {
        guard let first = series.samples.first?.time else { return [] }
        let samples = series.samples.prefix(2000)
        var values: [JSONValue] = []
        for sample in samples {
            let steps = series.step > 0 ? sample.time.seconds(since: first) / series.step : .nan
            guard steps.isFinite, abs(steps - steps.rounded()) < 1e-6, steps.rounded() >= Double(values.count), steps < 4000
            else {
                return .array(samples.map { [.string($0.time.rfc3339Exact), .number($0.value)] })
            }
            while values.count < Int(steps.rounded()) { values.append(.null) }
            values.append(.number(sample.value))
        }
        return .array(values)
    }

    static func logs(_ logs: LogLines) -> JSONValue {
        [
            "count": .number(logs.lines.count),
            "lines": list(Array(logs.lines.prefix(InvestigationJSON.logLines))) { line in
                [
                    "time": .string(line.time.rfc3339Exact), "severity": text(line.severity), "text": text(line.text),
                    "labels": labels(line.labels),
                ]
            },
        ]
    }

    static func rule(_ rule: AlertRule) -> JSONValue {
        [
            "name": text(rule.name), "group": text(rule.group), "expression": text(rule.expression),
            "for": .number(rule.holdFor), "interval": rule.interval.map { .number($0) } ?? .null,
            "labels": labels(rule.labels), "annotations": labels(rule.annotations), "state": text(rule.state),
            "lastError": text(rule.lastError),
        ]
    }

    static func recording(_ rule: RecordingRule) -> JSONValue {
        [
            "name": text(rule.name), "group": text(rule.group), "expression": text(rule.expression),
            "labels": labels(rule.labels), "interval": rule.interval.map { .number($0) } ?? .null,
            "lastError": text(rule.lastError),
        ]
    }

    static func alert(_ episode: AlertEpisode) -> JSONValue {
        [
            "name": text(episode.name), "state": .string(episode.state.rawValue), "labels": labels(episode.labels),
            "from": time(episode.from), "to": time(episode.to), "silencedBy": list(episode.silencedBy) { text($0) },
        ]
    }

    static func silence(_ silence: Silence) -> JSONValue {
        [
            "id": text(silence.id), "matchers": list(silence.matchers) { text($0.text) },
            "startsAt": .string(silence.startsAt.rfc3339Exact), "endsAt": .string(silence.endsAt.rfc3339Exact),
            "state": text(silence.state), "createdBy": person(silence.createdBy), "comment": text(silence.comment),
        ]
    }

    static func maintenance(_ window: MaintenanceWindow) -> JSONValue {
        [
            "id": text(window.id), "title": text(window.title), "services": list(window.services) { text($0) },
            "from": .string(window.from.rfc3339Exact), "to": .string(window.to.rfc3339Exact),
            "createdBy": person(window.createdBy),
        ]
    }

    static func incident(_ incident: IncidentRecord) -> JSONValue {
        [
            "id": text(incident.id), "number": text(incident.number), "title": text(incident.title),
            "service": text(incident.service),
            "status": text(incident.status), "urgency": text(incident.urgency), "createdAt": time(incident.createdAt),
            "resolvedAt": time(incident.resolvedAt), "labels": labels(incident.labels),
        ]
    }

    static func event(_ event: IncidentEvent) -> JSONValue {
        [
            "kind": .string(event.kind.rawValue), "incident": text(event.incident), "actor": person(event.actor),
            "summary": text(event.summary),
        ]
    }

    static func change(_ change: Change) -> JSONValue {
        [
            "kind": .string(change.kind.rawValue), "id": text(change.id), "title": text(change.title),
            "service": text(change.service),
            "author": person(change.author), "revision": text(change.revision),
            "previousRevision": text(change.previousRevision),
            "startedAt": time(change.startedAt), "isMerge": .bool(change.isMerge),
            "files": list(change.files) { file in
                [
                    "path": text(file.path), "added": .number(file.added), "removed": .number(file.removed),
                    "patch": text(file.patch),
                ]
            },
        ]
    }

    static func message(_ message: ChatMessage) -> JSONValue {
        [
            "id": text(message.id), "channel": text(message.channel), "author": person(message.author),
            "isBot": .bool(message.isBot),
            "text": text(message.text), "replyTo": text(message.replyTo), "wasEdited": .bool(message.wasEdited),
        ]
    }

    static func inventory(_ inventory: Inventory) -> JSONValue {
        [
            "of": text(inventory.of), "count": .number(inventory.entries.count),
            "entries": list(inventory.entries) { entry in
                ["name": text(entry.name), "count": .number(entry.count), "detail": text(entry.detail)]
            },
        ]
    }

    static func dependency(_ dependency: Dependency) -> JSONValue {
        [
            "caller": text(dependency.caller), "callee": text(dependency.callee),
            "rate": dependency.rate.map { .number($0) } ?? .null,
        ]
    }
}
