import Core

extension ArgoCDApplication {
    /// The history as changes, the oldest first.
    ///
    /// A deploy is a rollback when it returns to something older: its revision was first seen in the history before the
    /// revision that it replaces was. After A, B, A again (a rollback), B again is a deploy. What the history has lost
    /// cannot be recognised.
    func deploys(from exchange: CallKey, settings: ArgoCDSettings) -> [Evidence] {
        var firstSeen: [[String]: Int] = [:]
        var result: [Evidence] = []
        let service = service(settings)
        for (position, deploy) in history.enumerated() {
            let before = position > 0 ? history[position - 1].revisions : []
            let seen = firstSeen[deploy.revisions]
            if seen == nil { firstSeen[deploy.revisions] = position }
            let isReturn = seen.map { first in first < (firstSeen[before] ?? 0) } ?? false
            let isRollback = isReturn && !deploy.revisions.isEmpty && deploy.revisions != before
            // Of several sources, the one that changed is the one that was deployed.
            let changed = deploy.revisions.indices.first { before.count > $0 && before[$0] != deploy.revisions[$0] } ?? 0
            let revision = deploy.revisions.indices.contains(changed) ? deploy.revisions[changed] : nil
            let previous = before.indices.contains(changed) ? before[changed] : nil
            let shown = deploy.revisions.map(Self.shortened).joined(separator: ", ")
            let change = Change(
                kind: isRollback ? .rollback : .deploy, id: "\(name)/\(deploy.id)",
                title: "\(name) \(isRollback ? "back at" : "at") \(shown.isEmpty ? "an unknown revision" : shown)",
                service: service, author: deploy.author, revision: revision, previousRevision: previous,
                startedAt: deploy.startedAt)
            result.append(
                Evidence(
                    .change(change), from: [exchange], service: service, stamp: deploy.deployedAt,
                    query: "argocd app history \(name)", link: link))
        }
        return result
    }

    /// A sync that has not succeeded: it is not in the history, yet it may have changed something.
    func unfinishedSync(from exchange: CallKey, settings: ArgoCDSettings) -> Evidence? {
        guard let state = status["operationState"], let phase = state["phase"]?.string, phase != "Succeeded",
            let started = state["startedAt"]?.string.flatMap(Stamp.init(rfc3339:))
        else { return nil }
        var fields: JSONObject = ["application": .string(name), "phase": .string(phase)]
        fields["message"] = state["message"]?.string.map { .string(String($0.prefix(2000))) }
        fields["startedAt"] = state["startedAt"]
        fields["finishedAt"] = state["finishedAt"]
        fields["revision"] = state["syncResult"]?["revision"] ?? state["operation"]?["sync"]?["revision"]
        fields["retryCount"] = state["retryCount"]
        let author = ArgoCDDeploy.author(state["operation"]?["initiatedBy"])
        fields["initiatedBy"] = author.map { .string($0.name ?? $0.id) }
        return Evidence(
            .record(Record(title: "Sync of \(name): \(phase)", fields: fields)), from: [exchange], service: service(settings),
            stamp: started, query: "argocd app get \(name)", link: link)
    }

    /// The application as it is now.
    func record(from exchange: CallKey, settings: ArgoCDSettings) -> Evidence {
        var fields: JSONObject = ["application": .string(name), "namespace": .string(namespace), "project": .string(project)]
        fields["sources"] = .array(
            sources.map { source in
                var kept: JSONObject = [:]
                for member in ["repoURL", "path", "chart", "targetRevision"] { kept[member] = source[member] }
                return .object(kept)
            })
        fields["destination"] = destination["namespace"]
        fields["sync"] = status["sync"]?["status"]
        fields["health"] = status["health"]?["status"]
        fields["revision"] = status["sync"]?["revisions"] ?? status["sync"]?["revision"]
        fields["operation"] = status["operationState"]?["phase"]
        fields["operationMessage"] = status["operationState"]?["message"]
        fields["operationFinishedAt"] = status["operationState"]?["finishedAt"]
        fields["automatedSync"] = .bool(automated)
        fields["deploysKept"] = .number(historyLimit)
        fields["lastDeploy"] = history.last.map { .string($0.deployedAt.text) }
        return Evidence(
            .record(Record(title: "Application \(name)", fields: fields)), from: [exchange], service: service(settings),
            query: "argocd app get \(name)", link: link)
    }

    /// A commit's hash as people write it; a chart's version as it is.
    static func shortened(_ revision: String) -> String {
        revision.utf8.count >= 40 && revision.allSatisfy(\.isHexDigit) ? String(revision.prefix(12)) : revision
    }
}
