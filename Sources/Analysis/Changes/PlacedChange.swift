import Core

/// A change on the clock: a deploy with the commits it shipped, or a commit that nothing is known to have shipped.
struct PlacedChange {
    var change: Change
    var service: String?
    /// When it was live; for a commit that no deploy shipped, when it was committed.
    var time: Instant
    /// The earliest moment at which it can have had an effect.
    var begins: Instant
    var evidence: [EvidenceID]
    /// What tells of the change itself, without the commit that it is linked to.
    var ownEvidence: [EvidenceID] = []
    /// The commit that a deploy shipped, where both are known.
    var commit: Change?
    var commitTime: Instant?
    /// Does this undo an earlier change?
    var isRollback: Bool
    /// What it undoes: index among the placed changes.
    var undoes: Int?
    /// Is it known to have been shipped? `nil` where no deploy history of the service was read.
    var wasDeployed: Bool?
    var finding: FindingID?

    /// A deploy is named by the commit it shipped: that is what someone wrote.
    var reference: Hypothesis.ChangeReference {
        if let commit { return .init(kind: .commit, id: commit.id) }
        return .init(kind: isCommit ? .commit : change.kind, id: change.id)
    }

    /// A change in a repository, named by a full hash (SHA-1 or SHA-256): a commit, also when all it touches is configuration.
    var isCommit: Bool {
        switch change.kind {
        case .commit: return true
        case .configuration: return [40, 64].contains(change.id.utf8.count) && change.id.utf8.allSatisfy(PlacedChange.isHex)
        default: return false
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// Is ``time`` when it was live? A commit's own time says only when it was written.
    var isKnownLive: Bool { !isCommit || wasDeployed == true }

    var isDeploy: Bool { change.kind == .deploy || change.kind == .rollback }
    var title: String { ValueText.quotation(commit?.title ?? change.title, limit: 100) }

    /// The files of everything that it brought.
    var files: [Change.FileChange] { (commit?.files ?? []) + change.files }

    /// Does it touch documentation, tests or comments alone?
    var isInert: Bool {
        !files.isEmpty && files.allSatisfy { DiffReader.isText($0.path) }
    }

    /// "the deploy of checkout (a1b2c3d)", "the commit a1b2c3d to checkout"
    var name: String {
        let whose = service.map { " of \($0)" } ?? ""
        let revision = change.revision.map { " (\(ValueText.revision($0)))" } ?? ""
        switch change.kind {
        case .commit: return "the commit \(ValueText.revision(change.id))" + (service.map { " to \($0)" } ?? "")
        case .deploy: return (isRollback ? "the rollback" : "the deploy") + whose + revision
        case .rollback: return "the rollback" + whose + revision
        case .configuration where isCommit:
            return "the configuration commit \(ValueText.revision(change.id))" + (service.map { " to \($0)" } ?? "")
        case .configuration: return "the configuration change" + whose
        case .flag: return "the flag change" + whose
        case .infrastructure: return "the infrastructure change" + whose
        }
    }
}
