import Core

/// `GET /api/annotations`. Times are milliseconds of the epoch both ways. There are no pages: the newest `limit` annotations
/// come, newest first, so the next page ends where the oldest of the last one begins.
struct GrafanaAnnotations: Tool {
    let description = ToolDescription(
        name: "grafana_annotations",
        summary: "Notes on the time axis over a window: those that people and systems made, or those of alerts' states.",
        input: Schema.object(
            [
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of it")),
                (
                    "type",
                    Schema.choice(["annotation", "alert"], "Only notes, or only alerts' changes of state; both without it")
                ),
                ("tags", Schema.strings("Tags that an annotation must all have")),
                ("dashboardUID", Schema.string("Only those of this dashboard")),
                ("limit", Schema.integer("How many a request asks for, 1 to 1000; 100 when left out")),
            ], required: ["from", "to"]),
        routes: [.http(.get, ["api", "annotations"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let window = try input.window(days: 400)
        var fields: [HTTPCall.Field] = []
        if try input.optionalString("type") != nil {
            fields.append(.init("type", try input.choice("type", of: ["annotation", "alert"])))
        }
        let tags = try input.strings("tags")
        guard tags.count <= 20 else { throw InputError("tags", "more than 20 tags") }
        fields += tags.map { .init("tags", $0) }
        if let uid = try GrafanaAPI.uid(input, "dashboardUID") { fields.append(.init("dashboardUID", uid)) }
        return Reading(
            window: window, limit: try input.integer("limit", in: 1...1000, default: 100), fields: fields,
            query: fields.map { "\($0.name)=\($0.value)" }.joined(separator: " "))
    }

    private struct Reading: Conversation {
        static let mostPages = 10

        let window: TimeWindow
        let limit: Int
        let fields: [HTTPCall.Field]
        let query: String
        var found: [String: Evidence] = [:]
        var keys: [CallKey] = []
        var malformed = 0
        var end: Int64?

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else {
                end = GrafanaAPI.milliseconds(window.to)
                return .calls([call])
            }
            let list: JSONArray
            do throws(ReadingError) { list = try GrafanaAPI.list(outcome) } catch {
                var problem = error.diagnostic("annotations", outcome)
                if !keys.isEmpty, problem.severity == .failed { problem.severity = .partial }
                return conclude([problem], keys.isEmpty ? nil : .cutOff(reason: "a further page \(error.reason)"))
            }
            keys.append(outcome.key)
            let before = found.count
            var oldest: Int64?
            for element in list {
                guard let read = Self.read(element, from: outcome.key, window: window, query: query) else {
                    malformed += 1
                    continue
                }
                if found[read.id] == nil { found[read.id] = read.evidence }
                oldest = min(oldest ?? read.milliseconds, read.milliseconds)
            }
            guard list.count >= limit else { return conclude([], nil) }
            // The last page ended at a time that the next one begins with, so that nothing of that millisecond is lost.
            guard let oldest, oldest < end ?? .max || before == 0, found.count > before, keys.count < Self.mostPages,
                oldest >= GrafanaAPI.milliseconds(window.from)
            else {
                // Regions that began before the window may be the oldest: what lies behind them cannot be asked for.
                return conclude([], .cutOff(reason: "the newest \(found.count) were read; there may be more"))
            }
            end = oldest
            return .calls([call])
        }

        private var call: Call {
            let from = GrafanaAPI.milliseconds(window.from)
            return GrafanaAPI.get(
                ["api", "annotations"],
                [.init("from", String(from)), .init("to", String(end ?? from)), .init("limit", String(limit))] + fields)
        }

        private func conclude(_ problems: [Diagnostic], _ cut: Completeness?) -> Step {
            var diagnostics = problems
            if malformed > 0 {
                let says = "annotations: \(malformed) without an id or a time were left out"
                diagnostics.append(Diagnostic(.partial, says, exchange: keys.last))
            }
            if case .cutOff(let reason)? = cut, problems.isEmpty {
                diagnostics.append(Diagnostic(.partial, "annotations: \(reason)", exchange: keys.last))
            }
            guard !keys.isEmpty else { return .done([], diagnostics) }
            guard !found.isEmpty else {
                let completeness: Completeness =
                    malformed > 0 ? .failed(reason: "what there is could not be read") : .sampled(reason: GrafanaAPI.hidden)
                return .done(
                    [
                        Evidence(
                            .nothing("annotations"), from: keys, window: window, query: query, completeness: cut ?? completeness
                        )
                    ], diagnostics)
            }
            let sorted = found.sorted { left, right in
                let times = (left.value.stamp?.time ?? window.from, right.value.stamp?.time ?? window.from)
                return times.0 == times.1 ? left.key < right.key : times.0 < times.1
            }
            return .done(
                sorted.map { entry in
                    var evidence = entry.value
                    if let cut { evidence.completeness = cut }
                    return evidence
                }, diagnostics)
        }

        /// `time` and `timeEnd` are equal, or the second is 0, for a moment.
        private static func read(
            _ value: JSONValue, from key: CallKey, window: TimeWindow, query: String
        ) -> (id: String, milliseconds: Int64, evidence: Evidence)? {
            guard let id = value["id"]?.int, let milliseconds = value["time"]?.int,
                let time = GrafanaAPI.instant(milliseconds: value["time"])
            else { return nil }
            var end: Stamp?
            if let last = GrafanaAPI.instant(milliseconds: value["timeEnd"]), last > time {
                end = Stamp(last, precision: .milliseconds)
            }
            let tags = (value["tags"]?.array ?? []).compactMap(\.string)
            var text = value["text"]?.string ?? ""
            if text.isEmpty, let name = value["alertName"]?.string { text = name }
            if let state = value["newState"]?.string, !state.isEmpty {
                text += (text.isEmpty ? "" : " ") + "(\(value["prevState"]?.string ?? "") → \(state))"
            }
            let annotation = Annotation(id: String(id), text: text, tags: tags, author: author(value), to: end)
            return (
                String(id), milliseconds,
                Evidence(
                    .annotation(annotation), from: [key], service: service(tags),
                    stamp: Stamp(time, precision: .milliseconds), window: window, query: query.isEmpty ? nil : query,
                    link: link(value, milliseconds))
            )
        }

        private static func author(_ value: JSONValue) -> Person? {
            guard let login = value["login"]?.string ?? value["userName"]?.string, !login.isEmpty else { return nil }
            return Person(id: login)
        }

        /// The service that a tag such as `service:checkout` names.
        private static func service(_ tags: [String]) -> String? {
            for tag in tags {
                let parts = tag.split(separator: ":", maxSplits: 1)
                if parts.count == 2, PrometheusSelector.conventions.contains(String(parts[0])) { return String(parts[1]) }
            }
            return nil
        }

        private static func link(_ value: JSONValue, _ milliseconds: Int64) -> String? {
            guard let uid = value["dashboardUID"]?.string, GrafanaAPI.isUID(uid), abs(milliseconds) < 9_000_000_000_000 else {
                return nil
            }
            return "/d/\(uid)?from=\(milliseconds - 1_800_000)&to=\(milliseconds + 1_800_000)"
        }
    }
}
