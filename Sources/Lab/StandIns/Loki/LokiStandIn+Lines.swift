import Core

/// Queries for lines.
extension LokiStandIn {
    /// A line of an answer: which of the selections it is in, and its index there.
    private struct Found {
        var time: Int64
        var selection: Int
        var index: Int
    }

    func lines(_ selector: LogSelector, from: Int64, to: Int64, _ request: WebRequest) throws -> WebAnswer {
        guard to > from else { throw LogQLError(message: "end timestamp must not be before or equal to start time") }
        guard let limit = Int(request["limit"] ?? "100"), limit >= 0 else {
            throw LogQLError(message: "limit must be a positive value")
        }
        guard limit <= 5000 else {
            throw LogQLError(
                message: "max entries limit per query exceeded, limit > max_entries_limit_per_query (\(limit) > 5000)")
        }
        let forward = request["direction"]?.lowercased() == "forward"
        let categorized = request.header("x-loki-response-encoding-flags")?.contains("categorize-labels") == true
        let selections = select(selector, from: from, to: to)
        let found = first(limit, of: selections, forward: forward)
        let groups = group(found, selections, byMetadata: !categorized)

        var json = JSONBytes()
        json.raw("{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",")
        if categorized { json.raw("\"encodingFlags\":[\"categorize-labels\"],") }
        json.raw("\"result\":[")
        for (position, group) in groups.enumerated() {
            json.raw(position == 0 ? "{\"stream\":" : ",{\"stream\":")
            json.raw(group.labels.json)
            json.raw(",\"values\":[")
            for (position, index) in group.found.enumerated() {
                if position > 0 { json.raw(",") }
                write(found[index], selections, categorized: categorized, into: &json)
            }
            json.raw("]}")
        }
        json.raw("],\"stats\":")
        json.write(Self.stats(returned: groups.count, processed: selections.reduce(0) { $0 + $1.range.count }))
        json.raw("}}")
        return WebAnswer(status: 200, headers: [("Content-Type", Self.type)], body: json.bytes)
    }

    /// Lines of one time come in the order of their streams, and those of one stream as they were written.
    private func first(_ limit: Int, of selections: [LogSelection], forward: Bool) -> [Found] {
        var found: [Found] = []
        for (number, selection) in selections.enumerated() {
            let time = { (position: Int) in selection.lines.times[selection[position]] }
            var positions = 0..<min(limit, selection.count)
            if !forward {
                var start = max(0, selection.count - limit)
                while start > 0, start < selection.count, time(start - 1) == time(start) { start -= 1 }
                positions = start..<selection.count
            }
            found += positions.map { Found(time: time($0), selection: number, index: selection[$0]) }
        }
        found.sort { left, right in
            if left.time != right.time { return (left.time < right.time) == forward }
            if left.selection != right.selection { return (left.selection < right.selection) == forward }
            return left.index < right.index
        }
        return Array(found.prefix(limit))
    }

    /// Lines by the labels they are shown under, in the order of these labels' JSON.
    private func group(
        _ found: [Found], _ selections: [LogSelection], byMetadata: Bool
    ) -> [(labels: LogLabels, found: [Int])] {
        struct Key: Hashable {
            var selection: Int
            var kind: UInt32
        }
        let streamLabels = selections.map { LogLabels.sorted(logs.streams[$0.stream].labels) }
        var groups: [(labels: LogLabels, found: [Int])] = []
        var byKey: [Key: Int] = [:]
        var byLabels: [String: Int] = [:]
        for (position, one) in found.enumerated() {
            let lines = selections[one.selection].lines
            let key = Key(selection: one.selection, kind: byMetadata ? lines.kinds[one.index] : 0)
            if let known = byKey[key] {
                groups[known].found.append(position)
                continue
            }
            let own = streamLabels[one.selection]
            let labels = LogLabels(byMetadata ? LogLabels.merged(own, lines.metadata(of: one.index)) : own)
            let group = byLabels[labels.json] ?? groups.count
            if group == groups.count { groups.append((labels, [])) }
            groups[group].found.append(position)
            byKey[key] = group
            byLabels[labels.json] = group
        }
        return groups.sorted { $0.labels.json < $1.labels.json }
    }

    private func write(_ found: Found, _ selections: [LogSelection], categorized: Bool, into json: inout JSONBytes) {
        let lines = selections[found.selection].lines
        json.raw("[\"")
        json.raw(String(found.time))
        json.raw("\",")
        lines.withText(found.index) { json.write(utf8: $0) }
        if categorized {
            let metadata = JSONObject(lines.metadata(of: found.index).map { ($0.name, .string($0.value)) })
            json.raw(",")
            json.write(metadata.isEmpty ? [:] : ["structuredMetadata": .object(metadata)])
        }
        json.raw("]")
    }
}
