import Core
import PromQL

// What a server has: series, labels, metric names with their types.

extension PrometheusSource {
    var seriesTool: PrometheusTool {
        listTool("series", "Counts the series that matchers select, by metric name.", routes: [["series"]], path: ["series"]) {
            self.series($0)
        }
    }

    var labelsTool: PrometheusTool {
        listTool("labels", "Lists the label names of the series that matchers select.", routes: [["labels"]], path: ["labels"])
        {
            Self.names($0, of: "labels")
        }
    }

    var labelValuesTool: PrometheusTool {
        PrometheusTool(
            name("label_values"), "Lists a label's values among the series that matchers select.",
            input: Schema.object(
                [("label", Schema.string("The label's name, or __name__ for metric names"))] + Self.listMembers,
                required: ["label", "from", "to"]),
            routes: [["label", "*", "values"]]
        ) { input throws(InputError) in
            let label = try input.string("label")
            // The values of a label are in the server's index; they cost little even of all series.
            return try self.listConversation(
                input, path: ["label", label, "values"], what: "values of label \(label)", needsMatch: false
            ) {
                Self.names($0, of: "label \(label)")
            }
        }
    }

    private static let listMembers: [(String, JSONValue)] =
        [("match", Schema.strings("Selectors, such as up{job=\"node\"}; at least one"))] + windowMembers

    private func listTool(
        _ tool: String, _ summary: String, routes: [[String]], path: [String],
        inventory: @escaping @Sendable (JSONValue) -> Inventory?
    ) -> PrometheusTool {
        PrometheusTool(
            name(tool), summary, input: Schema.object(Self.listMembers, required: ["match", "from", "to"]), routes: routes
        ) { input throws(InputError) in
            try self.listConversation(input, path: path, what: tool, inventory: inventory)
        }
    }

    private func listConversation(
        _ input: Input, path: [String], what: String, needsMatch: Bool = true,
        inventory: @escaping @Sendable (JSONValue) -> Inventory?
    ) throws(InputError) -> any Conversation {
        let matches = try input.strings("match")
        guard !matches.isEmpty || !needsMatch else { throw InputError("match", "at least one selector is needed") }
        for match in matches {
            let expression = try PrometheusGuard.check(match, field: "match")
            guard case .selector(let selector) = expression, selector.range == nil else {
                throw InputError("match", "'\(match)' is not a selector such as up{job=\"node\"}")
            }
        }
        let window = try input.window(days: 400)
        return OneRound([list(path, matches: matches, window)]) { outcomes in
            Self.one(outcomes, what) { answer in
                guard var inventory = inventory(answer.data) else {
                    return .done([], [Diagnostic(.failed, "\(what): the answer is not a list", exchange: answer.key)])
                }
                let count = answer.data.array?.count ?? 0
                var completeness = answer.completeness(isEmpty: inventory.entries.isEmpty)
                if count >= Self.listLimit, completeness == .complete {
                    completeness = .cutOff(reason: "the first \(Self.listLimit) were asked for")
                }
                inventory.entries = Array(inventory.entries.prefix(Self.listLimit))
                let observation: Observation = inventory.entries.isEmpty ? .nothing(what) : .inventory(inventory)
                return .done(
                    [
                        Evidence(
                            observation, from: [answer.key], window: window, query: matches.joined(separator: ", "),
                            completeness: completeness)
                    ], answer.diagnostics(what))
            }
        }
    }

    /// Metric names with their series, and how many values each label has.
    private func series(_ data: JSONValue) -> Inventory? {
        guard let elements = data.array else { return nil }
        var counts: [String: Int] = [:]
        var labels: [String: [String: Set<String>]] = [:]
        for element in elements {
            guard let object = element.object else { continue }
            let name = object["__name__"]?.string ?? ""
            counts[name, default: 0] += 1
            for (label, value) in object.members where label != "__name__" {
                guard let text = value.string else { continue }
                labels[name, default: [:]][label, default: []].insert(text)
            }
        }
        return Inventory(
            of: "series",
            entries: counts.map { name, count in
                let values = (labels[name] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.count)" }
                return Inventory.Entry(name: name, count: count, detail: values.joined(separator: ", "))
            })
    }

    private static func names(_ data: JSONValue, of: String) -> Inventory? {
        guard let elements = data.array else { return nil }
        let kept = elements.compactMap(\.string).sorted().prefix(listLimit)
        return Inventory(of: of, entries: kept.map { Inventory.Entry(name: $0) })
    }

    var metadataTool: PrometheusTool {
        PrometheusTool(
            name("metadata"), "Types and help texts of metrics, from the targets scraped now.",
            input: Schema.object([("metric", Schema.string("One metric's name; without it all, up to a limit"))]),
            routes: [["metadata"]]
        ) { input throws(InputError) in
            let metric = try input.optionalString("metric")
            var query = [self.field("limit", "\(Self.listLimit)")]
            if let metric { query.append(self.field("metric", metric)) }
            return OneRound([self.get(["metadata"], query)]) { outcomes in
                Self.one(outcomes, "metadata") { answer in Self.metadata(answer, metric: metric) }
            }
        }
    }

    private static func metadata(_ answer: PrometheusAnswer, metric: String?) -> Step {
        let members = answer.data.object?.members ?? []
        let entries = members.map { name, list in
            // Targets that disagree about a metric give several; the first in order of text is as good as any.
            let details = (list.array ?? []).map { entry in
                let unit = entry["unit"]?.string.flatMap { $0.isEmpty ? nil : " (\($0))" } ?? ""
                return (entry["type"]?.string ?? "unknown") + ": " + (entry["help"]?.string ?? "") + unit
            }
            return Inventory.Entry(name: name, count: 0, detail: details.min())
        }
        let isCut = entries.count >= listLimit && metric == nil
        let observation: Observation =
            entries.isEmpty ? .nothing("metadata") : .inventory(Inventory(of: "metrics", entries: entries))
        var completeness = answer.completeness(isEmpty: entries.isEmpty)
        if entries.isEmpty, completeness == .noneThere {
            // Servers keep metadata of current scrapes only: its absence says nothing about the metric.
            completeness = .sampled(reason: "metadata covers only what is scraped now")
        } else if isCut {
            completeness = .cutOff(reason: "the first \(listLimit) were asked for")
        }
        return .done(
            [Evidence(observation, from: [answer.key], query: metric, completeness: completeness)],
            answer.diagnostics("metadata"))
    }

    /// Reads the answer to a conversation's only call.
    static func one(_ outcomes: [Outcome], _ what: String, _ body: (PrometheusAnswer) -> Step) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            return body(try PrometheusAnswer(outcome))
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
    }
}
