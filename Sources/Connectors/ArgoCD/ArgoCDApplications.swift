import Core

/// `argocd_applications`: the applications and their state now.
struct ArgoCDApplicationsTool: Tool {
    let settings: ArgoCDSettings

    var description: ToolDescription {
        ToolDescription(
            name: "argocd_applications",
            summary: "Applications with their sources, sync and health as they are now, not as they were",
            input: Schema.object([]), routes: [.http(.get, ["api", "v1", "applications"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        let question = ArgoCDApplicationsQuestion(settings: settings)
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct ArgoCDApplicationsQuestion: Sendable {
    let settings: ArgoCDSettings

    var calls: [Call] { [settings.list] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            let (applications, skipped) = try ArgoCDApplication.list(try outcome.argoCD())
            var diagnostics: [Diagnostic] = []
            if skipped > 0 {
                diagnostics.append(
                    Diagnostic(.partial, "applications: \(skipped) could not be read", exchange: outcome.key))
            }
            guard !applications.isEmpty else {
                let nothing = Evidence(
                    .nothing("no application"), from: [outcome.key], query: "argocd app list", link: "/applications",
                    completeness: .sampled(reason: "Argo CD lists only the applications that the token may read"))
                return .done([nothing], diagnostics)
            }
            return .done(applications.map { $0.record(from: outcome.key, settings: settings) }, diagnostics)
        } catch {
            return .done([], [error.diagnostic("applications", outcome)])
        }
    }
}
