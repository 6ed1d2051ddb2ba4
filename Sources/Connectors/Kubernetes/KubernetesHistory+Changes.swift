import Core

extension KubernetesHistory {
    /// The revisions as changes, the oldest first.
    func changes() -> [Evidence] { revisions.indices.map(evidence) }

    private func evidence(_ position: Int) -> Evidence {
        let revision = revisions[position]
        let previous = position > 0 ? revisions[position - 1] : nil
        let difference = previous.map { KubernetesDifference(from: $0.template, to: revision.template) }
        let change = Change(
            kind: kind(of: revision, after: previous, difference), id: "\(id)/\(revision.revision)",
            title: title(of: revision, after: previous, difference), service: workload.service,
            revision: String(revision.revision), previousRevision: previous.map { String($0.revision) },
            startedAt: revision.begins, files: difference?.files ?? [])
        return Evidence(
            .change(change), from: exchanges, service: workload.service, stamp: revision.live ?? revision.begins,
            query: "kubectl rollout history \(workload.reference)\(workload.place) --revision=\(revision.revision)",
            completeness: revision.unknown.map { .notKept(reason: $0) } ?? .complete)
    }

    private var id: String { (workload.object.namespace.map { "\($0)/" } ?? "") + workload.reference }

    /// A rollback returns to a template that was first used before the one that it replaces. With the images as they were it
    /// is the configuration that changed; with nothing but a mark, all pods were started anew.
    private func kind(
        of revision: KubernetesRevision, after previous: KubernetesRevision?, _ difference: KubernetesDifference?
    ) -> Change.Kind {
        guard let previous, let difference else { return .deploy }
        if revision.isReused, revision.firstRevision < previous.firstRevision { return .rollback }
        if difference.isRestart { return .infrastructure }
        return difference.changesImage || difference.isEmpty ? .deploy : .configuration
    }

    /// The change cause is an annotation that stays until someone sets another, so one that the revision before has too is of
    /// that one.
    private func title(
        of revision: KubernetesRevision, after previous: KubernetesRevision?, _ difference: KubernetesDifference?
    ) -> String {
        var says: String?
        if let cause = revision.changeCause, cause != previous?.changeCause { says = String(cause.prefix(300)) }
        if says == nil, let difference {
            says = difference.isRestart ? "restarted" : difference.summary.isEmpty ? nil : difference.summary
        }
        if says == nil, previous == nil {
            says = revision.template.images.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
        }
        let name = workload.object.name == workload.service ? workload.service : workload.reference
        let head = "\(name) revision \(revision.revision)"
        let tail = revision.isUnfinished ? " (not finished)" : ""
        return head + (says.map { $0.isEmpty ? "" : ": \($0)" } ?? "") + tail
    }
}
