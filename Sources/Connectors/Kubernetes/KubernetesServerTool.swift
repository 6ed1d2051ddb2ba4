import Core

/// `kubernetes_server`: the server's version and health, its API groups, and whether the credential is good.
struct KubernetesServerTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_server",
            summary:
                "The server's version and readiness, its API groups, and whether the credential may read events",
            input: Schema.object([]),
            routes: [
                .http(.get, ["version"]), .http(.get, ["readyz"]), .http(.get, ["apis"]),
                .http(.post, KubernetesAccessTool.path),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        let review = KubernetesAccess(verb: "list", resource: "events", group: "events.k8s.io")
        let place = settings.namespaces.first
        var ready = HTTPCall(path: ["readyz"], query: [HTTPCall.Field("verbose", "")])
        ready.headers = [HTTPCall.Field("Accept", "*/*")]
        let calls: [Call] = [
            .http(HTTPCall(path: ["version"])), .http(ready), .http(HTTPCall(path: ["apis"])), review.call(place),
        ]
        return OneRound(calls) { KubernetesServerTool.conclude($0, review, place) }
    }

    private static func conclude(_ outcomes: [Outcome], _ review: KubernetesAccess, _ place: String?) -> Step {
        guard outcomes.count == 4 else { return .done() }
        var fields = JSONObject()
        var keys: [CallKey] = []
        var diagnostics: [Diagnostic] = []
        func read(_ what: String, _ position: Int, _ body: (Outcome) throws(KubernetesRefusal) -> Void) {
            do throws(KubernetesRefusal) {
                try body(outcomes[position])
                keys.append(outcomes[position].key)
            } catch {
                diagnostics.append(error.diagnostic(what, outcomes[position].key))
            }
        }
        read("version", 0) { outcome throws(KubernetesRefusal) in
            let document = try outcome.kubernetes(needs: "get /version")
            guard let version = document["gitVersion"]?.string else {
                throw KubernetesRefusal(.failed, "answered with something other than a version")
            }
            fields["version"] = .string(String(version.prefix(100)))
            fields["platform"] = document["platform"]
        }
        read("readiness", 1) { outcome throws(KubernetesRefusal) in fields["ready"] = .string(try readiness(outcome)) }
        read("API groups", 2) { outcome throws(KubernetesRefusal) in
            let document = try outcome.kubernetes(needs: "get /apis")
            guard document["kind"]?.string == "APIGroupList", let groups = document["groups"]?.array else {
                throw KubernetesRefusal(.failed, "answered with something other than a list of groups")
            }
            fields["groups"] = .array(
                groups.prefix(200).compactMap { $0["preferredVersion"]?["groupVersion"]?.string }.sorted().map { .string($0) })
        }
        read("credential", 3) { outcome throws(KubernetesRefusal) in
            let verdict = try review.verdict(outcome)
            fields["list events"] = .string(verdict.text)
            if let problem = review.problem(verdict.isAllowed, place) {
                diagnostics.append(Diagnostic(problem.severity, problem.message, exchange: outcome.key))
            }
        }
        guard !keys.isEmpty else { return .done([], diagnostics) }
        let record = Evidence(
            .record(Record(title: "Kubernetes server", fields: fields)), from: keys, query: "kubectl version",
            completeness: keys.count == 4 ? .complete : .failed(reason: "not every question was answered"))
        return .done([record], diagnostics)
    }

    /// `/readyz?verbose` is plain text, a check a line, `[+]etcd ok` or `[-]etcd failed: …`; the status is 500 when one failed.
    private static func readiness(_ outcome: Outcome) throws(KubernetesRefusal) -> String {
        guard case .reply(let reply) = outcome.result, reply.status == 200 || reply.status == 500 else {
            _ = try outcome.kubernetes(needs: "get /readyz")
            throw KubernetesRefusal(.failed, "answered with something other than a list of checks")
        }
        let text = String(decoding: (try? reply.body.bytes(in: 0..<65_536)) ?? [], as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        let failed = lines.filter { $0.hasPrefix("[-]") }.prefix(20).map { String($0.dropFirst(3).prefix(100)) }
        guard lines.contains(where: { $0.hasPrefix("[+]") }) || !failed.isEmpty || text == "ok" else {
            throw KubernetesRefusal(.failed, "answered with something other than a list of checks\(Outcome.quote(reply))")
        }
        return failed.isEmpty && reply.status == 200 ? "ok" : "not ready: " + failed.joined(separator: "; ")
    }
}
