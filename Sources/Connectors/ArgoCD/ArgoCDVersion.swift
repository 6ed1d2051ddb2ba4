import Core

/// `argocd_version`: the server's version and whether the token is good.
struct ArgoCDVersionTool: Tool {
    var description: ToolDescription {
        ToolDescription(
            name: "argocd_version", summary: "The server's version, and who the token belongs to", input: Schema.object([]),
            routes: [.http(.get, ["api", "version"]), .http(.get, ["api", "v1", "session", "userinfo"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        let question = ArgoCDVersionQuestion()
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct ArgoCDVersionQuestion: Sendable {
    var calls: [Call] {
        // The version is answered without a token too; only the second call shows whether the token is good.
        [
            .http(HTTPCall(path: ["api", "version"], credential: .bearer)),
            .http(HTTPCall(path: ["api", "v1", "session", "userinfo"], credential: .bearer)),
        ]
    }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard outcomes.count == 2 else { return .done() }
        var fields: JSONObject = [:]
        do throws(ReadingError) {
            guard let version = try outcomes[0].argoCD()["Version"]?.string else {
                throw ReadingError(.failed, "answered with something other than a version")
            }
            fields["version"] = .string(version)
        } catch {
            return .done([], [error.diagnostic("version", outcomes[0])])
        }
        var diagnostics: [Diagnostic] = []
        do throws(ReadingError) {
            let user = try outcomes[1].argoCD()
            if user["loggedIn"]?.bool == true {
                fields["user"] = user["username"]
            } else {
                diagnostics.append(
                    Diagnostic(
                        .denied, "token: the server does not know it (check the source's token)", exchange: outcomes[1].key))
            }
        } catch {
            let severity: Diagnostic.Severity = error.severity == .denied ? .denied : .note
            diagnostics.append(Diagnostic(severity, "token: \(error.reason)", exchange: outcomes[1].key))
        }
        let evidence = Evidence(
            .record(Record(title: "Argo CD server", fields: fields)), from: outcomes.map(\.key), query: "argocd version",
            link: "/settings/accounts")
        return .done([evidence], diagnostics)
    }
}
