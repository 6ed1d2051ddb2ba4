import Core

/// `argocd_deploys`: the deploys and rollbacks of all applications in a window, from one call.
struct ArgoCDDeploysTool: Tool {
    let settings: ArgoCDSettings

    var description: ToolDescription {
        ToolDescription(
            name: "argocd_deploys", summary: "Deploys, rollbacks and unfinished syncs of all applications in a window",
            input: Schema.object(
                [("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window"))],
                required: ["from", "to"]),
            routes: [.http(.get, ["api", "v1", "applications"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let question = ArgoCDDeploysQuestion(settings: settings, window: try Input(input).window(days: 366))
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct ArgoCDDeploysQuestion: Sendable {
    let settings: ArgoCDSettings
    let window: TimeWindow

    var calls: [Call] { [settings.list] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        let applications: [ArgoCDApplication]
        var diagnostics: [Diagnostic] = []
        do throws(ReadingError) {
            let (read, skipped) = try ArgoCDApplication.list(try outcome.argoCD())
            applications = read
            if skipped > 0 {
                diagnostics.append(
                    Diagnostic(.partial, "deploys: \(skipped) applications could not be read", exchange: outcome.key))
            }
        } catch {
            return .done([], [error.diagnostic("deploys", outcome)])
        }
        guard !applications.isEmpty else { return .done([noApplications(outcome)], diagnostics) }
        return concluded(applications, outcome: outcome, diagnostics: diagnostics)
    }

    private func concluded(_ applications: [ArgoCDApplication], outcome: Outcome, diagnostics: [Diagnostic]) -> Step {
        var evidence: [Evidence] = []
        var diagnostics = diagnostics
        var quiet: [String] = []
        for application in applications {
            let deploys = application.deploys(from: outcome.key, settings: settings)
                .filter { $0.stamp.map { window.contains($0.time) } ?? false }
            evidence += deploys
            if let sync = application.unfinishedSync(from: outcome.key, settings: settings), let stamp = sync.stamp,
                window.contains(stamp.time)
            {
                evidence.append(sync)
            }
            if application.unreadable > 0 {
                let message = "deploys: \(application.unreadable) of \(application.name) have no time that could be read"
                diagnostics.append(Diagnostic(.partial, message, exchange: outcome.key))
            }
            let missing = application.historyBegins.flatMap { $0.time > window.from ? $0.reason : nil }
            if let missing { diagnostics.append(Diagnostic(.partial, "deploys: \(missing)", exchange: outcome.key)) }
            guard deploys.isEmpty else { continue }
            if let missing {
                evidence.append(nothing(of: application.name, outcome, .notKept(reason: missing)))
            } else if application.unreadable == 0 {
                quiet.append(application.name)
            }
        }
        evidence.sort { ($0.stamp?.time ?? window.to) < ($1.stamp?.time ?? window.to) }
        if !quiet.isEmpty { evidence.append(nothing(of: Self.list(quiet), outcome, .noneThere)) }
        return .done(
            evidence.map { item in
                var item = item
                item.window = window
                return item
            }, diagnostics)
    }

    private func nothing(of names: String, _ outcome: Outcome, _ completeness: Completeness) -> Evidence {
        Evidence(
            .nothing("no deploy of \(names) from \(window.from.rfc3339()) to \(window.to.rfc3339())"), from: [outcome.key],
            window: window, query: "argocd app list", link: "/applications", completeness: completeness)
    }

    private func noApplications(_ outcome: Outcome) -> Evidence {
        Evidence(
            .nothing("no application"), from: [outcome.key], window: window, query: "argocd app list", link: "/applications",
            completeness: .sampled(reason: "Argo CD lists only the applications that the token may read"))
    }

    /// `a, b and 3 more`.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(20).joined(separator: ", ")
        return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
    }
}
