import Core

/// One revision of a workload's pod template, with what is known of its time.
struct KubernetesRevision: Sendable {
    static let number = "deployment.kubernetes.io/revision"
    static let history = "deployment.kubernetes.io/revision-history"
    static let cause = "kubernetes.io/change-cause"

    var revision: Int64
    /// The replica set or controller revision that holds the template.
    var holder: KubernetesObject
    var template: KubernetesTemplate
    var changeCause: String?
    /// The first revision that the holder had; a later one came from using it again.
    var firstRevision: Int64
    /// When it began to roll out, and when it was live everywhere.
    var begins: Stamp?
    var live: Stamp?
    /// Why one of the two is not known, or that the rollout is not finished.
    var unknown: String?
    var isUnfinished = false

    var isReused: Bool { firstRevision < revision }

    /// Deployments: a replica set is one revision, and each earlier one that it had before it was used again.
    ///
    /// Revisions between its first and its present one have neither a time nor a cause any more.
    static func ofReplicaSet(_ set: KubernetesObject) -> [KubernetesRevision] {
        guard let current = set.annotation(number).flatMap({ Int64($0) }) else { return [] }
        let earlier = (set.annotation(history) ?? "").split(separator: ",").prefix(100)
            .compactMap { Int64($0.drop { $0 == " " }) }.filter { $0 < current }
        let template = KubernetesTemplate(set.content["spec"]?["template"])
        let first = earlier.min() ?? current
        return Set(earlier + [current]).sorted().map { revision in
            KubernetesRevision(
                revision: revision, holder: set, template: template,
                changeCause: revision == current ? set.annotation(cause) : nil, firstRevision: first,
                begins: revision == first ? set.createdAt : nil)
        }
    }

    /// Stateful and daemon sets: a controller revision each. One that is used again gets a higher number and keeps its old
    /// creation time, and nothing says which number it had: it is known by being older than one with a lower number.
    static func ofControllerRevisions(_ revisions: [KubernetesObject]) -> [KubernetesRevision] {
        var result: [KubernetesRevision] = []
        for object in revisions {
            guard let revision = object.content["revision"]?.int else { continue }
            let template = KubernetesTemplate(object.content["data"]?["spec"]?["template"])
            result.append(
                KubernetesRevision(
                    revision: revision, holder: object, template: template, changeCause: object.annotation(cause),
                    firstRevision: revision, begins: object.createdAt))
        }
        result.sort { ($0.revision, $0.holder.name) < ($1.revision, $1.holder.name) }
        var latest: Instant?
        for position in result.indices {
            guard let begins = result[position].begins?.time else { continue }
            if let latest, begins < latest {
                result[position].begins = nil
                result[position].firstRevision = 0
                result[position].unknown = "a revision that is used again keeps its old creation time"
            }
            latest = max(begins, latest ?? begins)
        }
        return result
    }
}
