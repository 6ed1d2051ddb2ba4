import Core

/// A change of the directory's context: a commit, a deploy or a switched flag.
struct ChangeRecord: Sendable {
    var change: Change
    var stamp: Stamp

    /// `sha, author, timestamp, message, files_changed[], diff`. Entries of `files_changed` are paths, or objects with a path and perhaps
    /// a patch of their own.
    static func commit(_ value: JSONValue) throws(RecordFault) -> ChangeRecord {
        guard let object = value.object else { throw RecordFault("is no object") }
        guard let sha = object.text("sha", "commit_sha", "hash", "id") else { throw RecordFault("has no sha") }
        let stamp = try object.stamp("timestamp", "committed_at", "date", "time")
        let message = object.text("message", "title", "subject") ?? ""
        var files: [Change.FileChange] = []
        for each in (object["files_changed"]?.array ?? object["files"]?.array ?? []).prefix(2000) {
            if let path = each.string {
                files.append(.init(path: path, added: 0, removed: 0))
            } else if let path = each.object?.text("path", "filename", "file") {
                files += PatchText.files(each.object?.text("patch", "diff") ?? "", paths: [path]).prefix(1)
            }
        }
        if let diff = object.text("diff", "patch") { files = PatchText.files(diff, paths: files.map(\.path)) }
        let change = Change(
            kind: .commit, id: sha, title: String(message.prefix { $0 != "\n" }.prefix(500)), service: object.text("service"),
            author: object.text("author", "author_name", "committer").map { Person(id: $0) }, files: files)
        return ChangeRecord(change: change, stamp: stamp)
    }

    /// `timestamp, service, commit_sha, version`
    static func deploy(_ value: JSONValue) throws(RecordFault) -> ChangeRecord {
        guard let object = value.object else { throw RecordFault("is no object") }
        let stamp = try object.stamp("timestamp", "deployed_at", "finished_at", "time")
        let service = object.text("service", "service_name", "app")
        let revision = object.text("commit_sha", "sha", "revision", "commit")
        let version = object.text("version", "image", "tag", "id")
        guard service != nil || revision != nil else { throw RecordFault("has no service and no commit_sha") }
        let kind = object.text("kind", "type", "action", "status")?.lowercased() ?? ""
        let isRollback = kind.contains("rollback") || kind.contains("revert")
        let change = Change(
            kind: isRollback ? .rollback : .deploy, id: version ?? revision ?? stamp.text,
            title: [service, version ?? revision.map { String($0.prefix(12)) }].compactMap { $0 }.joined(separator: " "),
            service: service, author: object.text("author", "actor", "deployed_by").map { Person(id: $0) }, revision: revision,
            previousRevision: object.text("previous_commit_sha", "previous_sha", "previous"),
            startedAt: RecordTime.stamp(object["started_at"]))
        return ChangeRecord(change: change, stamp: stamp)
    }

    /// `timestamp, flag, service, change, actor`
    static func flag(_ value: JSONValue) throws(RecordFault) -> ChangeRecord {
        guard let object = value.object else { throw RecordFault("is no object") }
        let stamp = try object.stamp("timestamp", "changed_at", "time")
        guard let flag = object.text("flag", "name", "key") else { throw RecordFault("has no flag") }
        let title = object.text("change", "value").map { "\(flag): \($0)" } ?? flag
        let change = Change(
            kind: .flag, id: flag, title: String(title.prefix(500)), service: object.text("service", "service_name"),
            author: object.text("actor", "author").map { Person(id: $0) })
        return ChangeRecord(change: change, stamp: stamp)
    }
}
