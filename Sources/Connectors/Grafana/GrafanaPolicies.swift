import Core

/// `GET /api/v1/provisioning/policies`, the routing tree, with the contact points that say where each branch ends and the mute
/// timings that say when it tells no one.
struct GrafanaPolicies: Tool {
    private static let path = ["api", "v1", "provisioning", "policies"]

    let description = ToolDescription(
        name: "grafana_policies",
        summary: "The tree of notification policies with its mute timings, and contact points that reach no one.",
        input: Schema.object([]),
        routes: [.http(.get, path), .http(.get, GrafanaContactPoints.path), .http(.get, GrafanaMuteTimings.path)])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        let paths = [Self.path, GrafanaContactPoints.path, GrafanaMuteTimings.path]
        return OneRound(paths.map { GrafanaAPI.get($0) }) { outcomes in
            guard outcomes.count == paths.count, let tree = outcomes.first else { return .done() }
            do throws(ReadingError) {
                return Self.read(try GrafanaAPI.document(tree), tree.key, points: outcomes[1], timings: outcomes[2])
            } catch {
                return .done([], [error.diagnostic("notification policies", tree)])
            }
        }
    }

    private static func read(_ document: JSONValue, _ key: CallKey, points outcome: Outcome, timings: Outcome) -> Step {
        guard document["receiver"]?.string != nil else {
            let says = "notification policies: the answer is no routing tree"
            return .done([], [Diagnostic(.failed, says, exchange: key)])
        }
        var reader = AlertmanagerRouteReader()
        reader.flatten(document)
        var keys = [key]
        var receivers: [AlertRouting.Receiver] = []
        var diagnostics: [Diagnostic] = []
        var completeness = Completeness.complete
        do throws(ReadingError) {
            let points = try GrafanaContactPoints(try GrafanaAPI.document(outcome))
            keys.append(outcome.key)
            diagnostics += points.diagnostics(outcome.key)
            receivers = Self.receivers(named: reader.routes.map(\.receiver), points)
        } catch {
            completeness = .failed(reason: "the contact points could not be read")
            var problem = error.diagnostic("contact points", outcome)
            if problem.severity == .failed { problem.severity = .partial }
            diagnostics.append(problem)
        }
        // Routes that name no interval are the same whatever the timings are.
        var intervals: [AlertTimeInterval] = []
        if reader.routes.contains(where: { !$0.muteTimeIntervals.isEmpty || !$0.activeTimeIntervals.isEmpty }) {
            do throws(ReadingError) {
                intervals = reader.intervals(try GrafanaAPI.document(timings))
                keys.append(timings.key)
            } catch {
                completeness = .failed(reason: "the mute timings could not be read")
                var problem = error.diagnostic("mute timings", timings)
                if problem.severity == .failed { problem.severity = .partial }
                diagnostics.append(problem)
            }
        }
        if !reader.unread.isEmpty {
            let list = reader.unread.prefix(5).joined(separator: ", ")
            let says = "notification policies: parts that could not be read: \(list)"
            diagnostics.append(Diagnostic(.partial, says, exchange: key))
            completeness = .failed(reason: "some parts could not be read")
        }
        let routing = AlertRouting(routes: reader.routes, receivers: receivers, timeIntervals: intervals)
        return .done(
            [Evidence(.routing(routing), from: keys, link: "/alerting/routes", completeness: completeness)], diagnostics)
    }

    private static func receivers(named names: [String], _ points: GrafanaContactPoints) -> [AlertRouting.Receiver] {
        // What could not be read may be the missing one, and a list that shows nothing may only be hidden.
        let isWhole = points.malformed == 0 && !points.kinds.isEmpty
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.compactMap { name in
            let integrations = points.integrations[name] ?? []
            return integrations.isEmpty && !isWhole ? nil : AlertRouting.Receiver(name: name, integrations: integrations)
        }
    }
}
