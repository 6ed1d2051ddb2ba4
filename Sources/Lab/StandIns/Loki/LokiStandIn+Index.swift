import Core

/// Labels, series, volumes and rules.
extension LokiStandIn {
    private func active(_ request: WebRequest, _ selector: String?) throws -> [Int] {
        let (from, to) = try window(request)
        let matchers = try selector.map { try LogQLParser.parseSelector($0).matchers } ?? []
        return streams(matchers).filter { logs.isActive($0, from: from, to: to) }
    }

    /// Without anything to list, `data` is left out.
    private func list(_ values: Set<String>) -> WebAnswer {
        guard !values.isEmpty else { return .json(["status": "success"], type: Self.type) }
        return .json(["status": "success", "data": .array(values.sorted().map(JSONValue.string))], type: Self.type)
    }

    func labels(_ request: WebRequest) throws -> WebAnswer {
        list(Set(try active(request, request["query"]).flatMap { logs.streams[$0].labels.keys }))
    }

    func values(_ name: String, _ request: WebRequest) throws -> WebAnswer {
        list(Set(try active(request, request["query"]).compactMap { logs.streams[$0].labels[name] }))
    }

    func series(_ request: WebRequest) throws -> WebAnswer {
        let selectors = request.all("match[]") + request.all("match")
        guard !selectors.isEmpty else { throw LogQLError(message: "0 matcher groups: at least one is required") }
        var found: Set<Int> = []
        for selector in selectors { found.formUnion(try active(request, selector)) }
        let data = found.sorted().map { Self.object(logs.streams[$0].labels) }
        return .json(["status": "success", "data": .array(data)], type: Self.type)
    }

    static func object(_ labels: [String: String]) -> JSONValue {
        object(LogLabels.sorted(labels))
    }

    static func object(_ pairs: [(name: String, value: String)]) -> JSONValue {
        .object(JSONObject(pairs.map { ($0.name, .string($0.value)) }))
    }

    /// Only flushed chunks are counted, and these hours are not flushed yet: zeros, as recorded.
    func indexStats(_ request: WebRequest) throws -> WebAnswer {
        _ = try LogQLParser.parseSelector(request["query"] ?? "")
        return .json(["streams": 0, "chunks": 0, "bytes": 0, "entries": 0], type: Self.type)
    }

    func volume(_ request: WebRequest) throws -> WebAnswer {
        let (from, to) = try window(request)
        let selector = try LogQLParser.parseSelector(request["query"] ?? "")
        let targets = (request["targetLabels"] ?? "").split(separator: ",").map(String.init)
        var bytes: [[String: String]: Int] = [:]
        for selection in select(LogSelector(matchers: selector.matchers, stages: []), from: from, to: to) {
            guard selection.count > 0 else { continue }
            let labels = logs.streams[selection.stream].labels
            bytes[targets.isEmpty ? labels : labels.filter { targets.contains($0.key) }, default: 0] +=
                selection.lines.size(of: selection.range)
        }
        let sorted = bytes.sorted { ($1.value, Self.object($0.key).compact) < ($0.value, Self.object($1.key).compact) }
        let result = sorted.prefix(Int(request["limit"] ?? "") ?? 100).map { labels, count -> JSONValue in
            ["metric": Self.object(labels), "value": [.number(Int(to / 1_000_000_000)), .string(String(count))]]
        }
        return .json(
            [
                "status": "success",
                "data": [
                    "resultType": "vector", "result": .array(result), "stats": Self.stats(returned: result.count, processed: 0),
                ],
            ], type: Self.type)
    }

    func detectedLabels(_ request: WebRequest) throws -> WebAnswer {
        var values: [String: Set<String>] = [:]
        for stream in try active(request, request["query"]) {
            for (name, value) in logs.streams[stream].labels { values[name, default: []].insert(value) }
        }
        let labels = values.sorted { $0.key < $1.key }.map { name, values -> JSONValue in
            ["label": .string(name), "cardinality": .number(values.count)]
        }
        return .json(["detectedLabels": .array(labels)], type: Self.type)
    }

    // MARK: Rules

    /// YAML, whatever is accepted.
    func rulesYAML() -> WebAnswer {
        var text = ""
        for file in Set(ruleGroups.map(\.file)).sorted() {
            text += "\(file):\n"
            for group in ruleGroups where group.file == file {
                text += "    - name: \(group.name)\n      interval: 1m\n      rules:\n"
                for rule in group.rules {
                    text += "        - alert: \(rule.alert)\n          expr: \(rule.expr)\n"
                    if let wait = rule.for { text += "          for: \(wait)\n" }
                    for (name, pairs) in [("labels", rule.labels), ("annotations", rule.annotations)] where !pairs.isEmpty {
                        text += "          \(name):\n"
                        for pair in pairs.sorted(by: { $0.key < $1.key }) { text += "            \(pair.key): \(pair.value)\n" }
                    }
                }
            }
        }
        return WebAnswer(status: 200, headers: [("Content-Type", "application/yaml")], body: Array(text.utf8))
    }

    func rulesJSON() -> WebAnswer {
        let evaluated = Instant(nanoseconds: now()).floored(toStep: 60).adding(seconds: 17.906471657).rfc3339(.nanoseconds)
        let groups = ruleGroups.map { group -> JSONValue in
            let rules = group.rules.map { rule -> JSONValue in
                let seconds = (rule.for.flatMap(LogQLLexer.duration) ?? 0) / 1_000_000_000
                return [
                    "state": "inactive", "name": .string(rule.alert), "query": .string(rule.expr),
                    "duration": .number(Int(seconds)), "labels": Self.object(rule.labels),
                    "annotations": Self.object(rule.annotations), "alerts": [], "health": "ok", "lastError": "",
                    "type": "alerting", "lastEvaluation": .string(evaluated), "evaluationTime": 0.001950193,
                ]
            }
            return [
                "name": .string(group.name), "file": .string(group.file), "rules": .array(rules), "interval": 60, "limit": 0,
                "lastEvaluation": .string(evaluated), "evaluationTime": 0.004797089,
            ]
        }
        return .json(
            ["status": "success", "data": ["groups": .array(groups)], "errorType": "", "error": ""], type: "application/json")
    }
}
