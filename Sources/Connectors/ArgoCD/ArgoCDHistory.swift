import Core

/// `argocd_history`: the deploys of one application.
struct ArgoCDHistoryTool: Tool {
    let settings: ArgoCDSettings

    var description: ToolDescription {
        ToolDescription(
            name: "argocd_history",
            summary: "Deploys of one application: all that are kept, or those of a window and the last one before it",
            input: Schema.object(
                ArgoCDReference.schema + [
                    ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ], required: ["application"]),
            routes: [.http(.get, ["api", "v1", "applications", "*"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let question = ArgoCDHistoryQuestion(
            settings: settings, reference: try ArgoCDReference(fields), window: try TimeWindow.argoCD(fields))
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct ArgoCDHistoryQuestion: Sendable {
    let settings: ArgoCDSettings
    let reference: ArgoCDReference
    let window: TimeWindow?

    var calls: [Call] { [reference.call()] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            guard let application = ArgoCDApplication(try outcome.argoCD()) else {
                throw ReadingError(.failed, "answered with something other than an application")
            }
            return concluded(application, outcome)
        } catch {
            return .done([], [reference.explain(error).diagnostic("history of \(reference.name)", outcome)])
        }
    }

    private func concluded(_ application: ArgoCDApplication, _ outcome: Outcome) -> Step {
        var diagnostics: [Diagnostic] = []
        let name = application.name
        if application.unreadable > 0 {
            let message = "history of \(name): \(application.unreadable) entries have no time that could be read"
            diagnostics.append(Diagnostic(.partial, message, exchange: outcome.key))
        }
        let deploys = application.deploys(from: outcome.key, settings: settings)
        var missing: String?
        if let begins = application.historyBegins, window.map({ begins.time > $0.from }) ?? false {
            missing = begins.reason
            diagnostics.append(Diagnostic(.partial, "history of \(name): \(begins.reason)", exchange: outcome.key))
        }
        var evidence = deploys
        if let window {
            let inside = deploys.filter { $0.stamp.map { window.contains($0.time) } ?? false }
            let before = deploys.last { $0.stamp.map { $0.time < window.from } ?? false }
            evidence = (before.map { [$0] } ?? []) + inside
            if inside.isEmpty {
                let place = "from \(window.from.rfc3339()) to \(window.to.rfc3339())"
                evidence.append(nothing("no deploy of \(name) \(place)", application, outcome, missing: missing))
            }
        } else if deploys.isEmpty {
            missing = application.historyLimit <= 0 ? application.historyBegins?.reason : nil
            evidence.append(nothing("no deploy of \(name)", application, outcome, missing: missing))
        }
        return .done(
            evidence.map { item in
                var item = item
                item.window = window
                return item
            }, diagnostics)
    }

    private func nothing(
        _ text: String, _ application: ArgoCDApplication, _ outcome: Outcome, missing: String?
    ) -> Evidence {
        var completeness = Completeness.noneThere
        if let missing {
            completeness = .notKept(reason: missing)
        } else if application.unreadable > 0 {
            completeness = .failed(reason: "\(application.unreadable) entries have no time that could be read")
        }
        return Evidence(
            .nothing(text), from: [outcome.key], service: application.service(settings),
            query: "argocd app history \(application.name)", link: application.link, completeness: completeness)
    }
}
