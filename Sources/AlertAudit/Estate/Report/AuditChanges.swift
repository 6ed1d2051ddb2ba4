public import Core

/// What became of the findings since another audit. Findings that are covered by a suppression do not count.
public struct AuditChanges: Sendable, Hashable, Codable {
    /// The direction of a score.
    public enum Trend: String, Sendable, Hashable, Codable { case better, same, worse }

    /// A score that both audits have.
    public struct Move: Sendable, Hashable, Codable {
        /// `nil`: the estate.
        public var service: String?
        public var before: Double
        public var after: Double
        /// Within half a point is the same.
        public var trend: Trend {
            after - before > 0.5 ? .better : before - after > 0.5 ? .worse : .same
        }

        public init(service: String? = nil, before: Double, after: Double) {
            self.service = service
            self.before = before
            self.after = after
        }
    }

    /// When the other audit was.
    public var since: Instant
    /// Findings that the other audit did not have.
    public var new: [AuditFinding]
    /// Findings that only the other audit has.
    public var gone: [AuditFinding]
    /// Findings that both have, as they are now.
    public var still: [AuditFinding]
    public var estate: Move
    /// Services that both audits scored, by name.
    public var services: [Move]

    public init(
        since: Instant, new: [AuditFinding], gone: [AuditFinding], still: [AuditFinding], estate: Move, services: [Move]
    ) {
        self.since = since
        self.new = new
        self.gone = gone
        self.still = still
        self.estate = estate
        self.services = services
    }
}

extension AuditReport {
    /// What is different from an earlier audit of the same estate.
    public func changes(since earlier: AuditReport) -> AuditChanges {
        let before = Set(earlier.open.map(\.id))
        let now = Set(open.map(\.id))
        let scores = Dictionary(earlier.services.map { ($0.service ?? "", $0.points) }, uniquingKeysWith: { first, _ in first })
        let moves = services.compactMap { score in
            scores[score.service ?? ""].map {
                AuditChanges.Move(service: score.service, before: $0, after: score.points)
            }
        }
        return AuditChanges(
            since: earlier.at, new: open.filter { !before.contains($0.id) },
            gone: earlier.open.filter { !now.contains($0.id) }, still: open.filter { before.contains($0.id) },
            estate: AuditChanges.Move(before: earlier.score.points, after: score.points), services: moves)
    }
}
