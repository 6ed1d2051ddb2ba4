import Core

/// The rollouts of one workload.
struct KubernetesHistory: Sendable {
    var workload: KubernetesWorkload
    /// By number.
    var revisions: [KubernetesRevision]
    var exchanges: [CallKey]

    /// A deployment's, from its replica sets and the events of their scaling.
    init(_ workload: KubernetesWorkload, sets: [KubernetesObject], scalings: [KubernetesScaling], from exchanges: [CallKey]) {
        self.workload = workload
        self.exchanges = workload.exchanges + exchanges
        let own = sets.filter { $0.owner?.uid == workload.object.uid && !workload.object.uid.isEmpty }
        revisions = own.flatMap(KubernetesRevision.ofReplicaSet).sorted {
            ($0.revision, $0.holder.name) < ($1.revision, $1.holder.name)
        }
        let names = Set(own.map(\.name))
        date(
            by: scalings.filter { names.contains($0.set) }.sorted { ($0.at.time, $0.set, $0.to) < ($1.at.time, $1.set, $1.to) })
    }

    /// A stateful or daemon set's.
    init(_ workload: KubernetesWorkload, revisions: [KubernetesObject], from exchanges: [CallKey]) {
        self.workload = workload
        self.exchanges = workload.exchanges + exchanges
        self.revisions = KubernetesRevision.ofControllerRevisions(
            revisions.filter { $0.owner?.uid == workload.object.uid && !workload.object.uid.isEmpty })
        for position in self.revisions.indices where self.revisions[position].begins != nil {
            self.revisions[position].unknown = "when it was live everywhere is not kept; its time is when it began"
        }
    }

    /// Times of a deployment's revisions. A replica set's creation dates its first revision; one that was used again is dated by
    /// the events that scaled it up. The last one's end is the deployment's condition `Progressing`.
    private mutating func date(by scalings: [KubernetesScaling]) {
        for position in revisions.indices where revisions[position].begins == nil {
            let revision = revisions[position]
            guard revision.revision == revision.holder.annotation(KubernetesRevision.number).flatMap({ Int64($0) }),
                let start = scalings.start(of: revision.holder.name),
                start.time > revision.holder.createdAt?.time ?? Instant(nanoseconds: .min)
            else { continue }
            revisions[position].begins = start
        }
        for position in revisions.indices {
            let revision = revisions[position]
            if let begins = revision.begins {
                let next = revisions[(position + 1)...].lazy.compactMap(\.begins).first?.time
                revisions[position].live = scalings.end(of: revision.holder.name, from: begins.time, before: next)
            }
            if position == revisions.count - 1 { dateByCondition(position) }
            explain(position)
        }
    }

    private mutating func dateByCondition(_ position: Int) {
        let conditions = workload.object.content["status"]?["conditions"]?.array ?? []
        guard let progress = conditions.first(where: { $0["type"]?.string == "Progressing" }) else { return }
        let says = progress["message"]?.string ?? ""
        guard says.contains("\"\(revisions[position].holder.name)\"") else { return }
        guard progress["reason"]?.string == "NewReplicaSetAvailable" else {
            revisions[position].isUnfinished = true
            return
        }
        guard let stamp = progress["lastUpdateTime"]?.string.flatMap(Stamp.init(rfc3339:)),
            stamp.time >= revisions[position].begins?.time ?? stamp.time
        else { return }
        if stamp.time > revisions[position].live?.time ?? Instant(nanoseconds: .min) { revisions[position].live = stamp }
    }

    private mutating func explain(_ position: Int) {
        let revision = revisions[position]
        switch (revision.begins, revision.live) {
        case (_?, _?): break
        case (_?, nil):
            if !revision.isUnfinished {
                revisions[position].unknown = "when it was live everywhere is not kept; its time is when it began"
            }
        case (nil, _?):
            revisions[position].unknown =
                "when it began is not kept: its replica set is older, and no ScalingReplicaSet event is left"
        case (nil, nil):
            revisions[position].unknown =
                "its time is not kept: its replica set was used again, and no ScalingReplicaSet event is left"
        }
    }

    /// Why a rollout since `start` could be missing; `nil` when none can.
    func missing(since start: Instant) -> String? {
        let name = workload.reference
        if let created = workload.object.createdAt?.time, created > start {
            return "\(name) was created at \(created.rfc3339()), and what ran before it is not in it"
        }
        guard !revisions.isEmpty else { return "no revision of \(name) is kept" }
        // One before a revision that is as old as the start is older still.
        for revision in revisions.reversed() {
            guard let time = (revision.begins ?? revision.live)?.time else {
                return "the time of revision \(revision.revision) of \(name) is not kept"
            }
            if time <= start { break }
        }
        guard let oldest = revisions.lazy.compactMap({ $0.begins ?? $0.live }).first, oldest.time <= start else {
            return "the oldest revision of \(name) that is kept is of \(revisions[0].begins?.text ?? "an unknown time")"
        }
        return nil
    }
}
