import Core

/// Argo CD's applications, with their bounded history and their Kubernetes events.
struct ArgoCDStandIn: StandIn {
    let scenario: Scenario
    let day: ScenarioDay
    let repositories: GitRepositories
    let token: String

    func answer(_ request: WebRequest) -> WebAnswer {
        let parts = request.segments
        if parts == ["api", "version"] {
            return .json([
                "Version": "v2.14.9+38985bd", "BuildDate": "2025-03-21T10:19:55Z", "GoVersion": "go1.23.3",
                "Platform": "linux/amd64",
            ])
        }
        if parts == ["healthz"] { return .text("ok\n") }
        guard let authorization = request.header("authorization") else { return failure(401, 16, "no session information") }
        guard authorization == "Bearer \(token)" else {
            return failure(401, 16, "invalid session: token signature is invalid: signature is invalid")
        }
        guard parts.starts(with: ["api", "v1", "applications"]) else { return .text("404 page not found\n", status: 404) }
        guard request.method == "GET" else { return failure(403, 7, "permission denied") }
        let applications = scenario.deployments.applications
        if parts.count == 3 {
            let projects = request.all("projects") + request.all("project")
            let shown = projects.isEmpty || projects.contains(scenario.deployments.project) ? applications : []
            return .json(["metadata": ["resourceVersion": "48210377"], "items": .array(shown.map(application))])
        }
        guard let found = applications.first(where: { $0.service == parts[3] }) else {
            // Which applications exist is not disclosed to someone who does not name the project.
            let named = request["project"] != nil
            return named
                ? failure(404, 5, "applications.argoproj.io \"\(parts[3])\" not found")
                : failure(403, 7, "permission denied")
        }
        if let project = request["project"], project != scenario.deployments.project {
            return failure(403, 7, "permission denied")
        }
        switch (parts.count, parts.last) {
        case (4, _): return .json(application(found))
        case (5, "events"): return .json(events(found))
        case (5, "syncwindows"): return .json(["canSync": true])
        case (7, "metadata") where parts[4] == "revisions": return metadata(parts[5])
        default: return .text("404 page not found\n", status: 404)
        }
    }

    private func failure(_ status: Int, _ code: Int, _ message: String) -> WebAnswer {
        .json(
            ["error": .string(message), "code": .number(code), "message": .string(message)], status: status,
            type: "application/json")
    }

    private func revision(_ application: Scenario.Application, _ deploy: Scenario.Deploy) -> String {
        (try? repositories.id(application.repository, deploy.commit)) ?? ""
    }

    private func source(_ application: Scenario.Application) -> JSONValue {
        let remote = scenario.repositories.first { $0.name == application.repository }?.remote ?? ""
        return ["repoURL": .string(remote), "path": .string(application.path), "targetRevision": "main"]
    }

    private func initiator(_ deploy: Scenario.Deploy) -> JSONValue {
        deploy.by.map { ["username": .string($0)] } ?? ["automated": true]
    }

    private func application(_ application: Scenario.Application) -> JSONValue {
        let deployments = scenario.deployments
        // Argo CD keeps ten entries; ids go on counting.
        let first = 14 + Int(Noise.hash(application.service) % 40)
        let kept = application.history.enumerated().suffix(10)
        let history = kept.map { index, deploy -> JSONValue in
            [
                "revision": .string(revision(application, deploy)), "deployedAt": .string(day.rfc3339(deploy.deployed)),
                "id": .number(first + index), "source": source(application),
                "deployStartedAt": .string(day.rfc3339(deploy.started)), "initiatedBy": initiator(deploy),
            ]
        }
        let last = application.history.last
        let current = last.map { revision(application, $0) } ?? ""
        let destination: JSONValue = [
            "server": "https://kubernetes.default.svc", "namespace": .string(deployments.namespace),
        ]
        let operation: JSONValue =
            last.map { deploy in
                [
                    "operation": [
                        "sync": ["revision": .string(current)], "initiatedBy": initiator(deploy), "retry": ["limit": 5],
                    ],
                    "phase": "Succeeded", "message": "successfully synced (all tasks run)",
                    "syncResult": [
                        "resources": [
                            [
                                "group": "", "version": "v1", "kind": "ConfigMap",
                                "namespace": .string(deployments.namespace), "name": .string(application.service + "-config"),
                                "status": "Synced", "message": .string("configmap/\(application.service)-config configured"),
                                "hookPhase": "Running", "syncPhase": "Sync",
                            ]
                        ],
                        "revision": .string(current), "source": source(application),
                    ],
                    "startedAt": .string(day.rfc3339(deploy.started)), "finishedAt": .string(day.rfc3339(deploy.deployed)),
                ]
            } ?? .null
        return [
            "metadata": [
                "name": .string(application.service), "namespace": "argocd",
                "uid": .string(uid(application.service)), "resourceVersion": "48210377", "generation": 2291,
                "creationTimestamp": "2025-02-11T08:30:12Z",
                "labels": ["team": "shop", "service": .string(application.service)],
            ],
            "spec": [
                "source": source(application), "destination": destination, "project": .string(deployments.project),
                "syncPolicy": ["automated": ["prune": true, "selfHeal": false]],
            ],
            "status": [
                "sync": [
                    "status": "Synced", "comparedTo": ["source": source(application), "destination": destination],
                    "revision": .string(current),
                ],
                "health": ["status": "Healthy"], "history": .array(history),
                "reconciledAt": .string(day.instant(scenario.history.to).rfc3339()), "operationState": operation,
                "sourceType": "Directory",
                "summary": ["images": [.string("registry.shop.example/\(application.service):stable")]],
            ],
        ]
    }

    /// Kubernetes keeps events for a short time: only those of the incident's day are left.
    private func events(_ application: Scenario.Application) -> JSONValue {
        var items: [JSONValue] = []
        for deploy in application.history where deploy.started.offset >= 12 * 3_600_000_000_000 {
            let revision = revision(application, deploy)
            let actor = deploy.by ?? "argocd-application-controller"
            let messages = [
                (
                    deploy.started, "OperationStarted",
                    deploy.by == nil
                        ? "Initiated automated sync to '\(revision)'" : "\(actor) initiated sync to '\(revision)'"
                ),
                (deploy.deployed, "OperationCompleted", "Sync operation to \(revision) succeeded"),
            ]
            for (at, reason, message) in messages {
                let time = day.instant(at).rfc3339()
                items.append([
                    "metadata": [
                        "name": .string("\(application.service).\(String(Noise.hash(time + reason), radix: 16))"),
                        "namespace": "argocd", "creationTimestamp": .string(time),
                    ],
                    "involvedObject": [
                        "kind": "Application", "namespace": "argocd", "name": .string(application.service),
                        "uid": .string(uid(application.service)), "apiVersion": "argoproj.io/v1alpha1",
                    ],
                    "reason": .string(reason), "message": .string(message),
                    "source": ["component": "argocd-application-controller"],
                    "firstTimestamp": .string(time), "lastTimestamp": .string(time), "count": 1, "type": "Normal",
                    "eventTime": nil, "reportingComponent": "argocd-application-controller", "reportingInstance": "",
                ])
            }
        }
        return ["metadata": ["resourceVersion": "48210377"], "items": .array(items)]
    }

    private func metadata(_ revision: String) -> WebAnswer {
        guard let headline = repositories.headlines[revision] else {
            return failure(500, 13, "unable to resolve git revision \(revision)")
        }
        return .json(["author": .string(headline.author), "message": .string(headline.message), "tags": []])
    }

    private func uid(_ name: String) -> String {
        let digits = String(Noise.hash(name) | 1 << 63, radix: 16)
        return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4\(digits.suffix(3))-9c1e-\(digits.prefix(12))"
    }
}
