import Core

/// A release as a list gives it.
struct SentryRelease: Sendable {
    var version: String
    var created: Stamp
    /// Slugs, sorted.
    var projects: [String]
    /// The last commit, else what the release was made of, else the version.
    var revision: String
    /// `nil` when the answer does not say.
    var deployCount: Int64?
    var lastDeploy: SentryDeploy?

    /// `nil` without a version that can be asked for or a time. Sentry takes no version with a slash, or of dots alone.
    init?(_ value: JSONValue) {
        guard let version = value["version"]?.string, (1...250).contains(version.utf8.count), !version.contains("/"),
            !version.allSatisfy({ $0 == "." }),
            let created = value["dateCreated"]?.string.flatMap(Stamp.init(rfc3339:))
        else { return nil }
        self.version = version
        self.created = created
        let slugs = (value["projects"]?.array ?? []).prefix(200).compactMap { $0["slug"]?.string }.filter(SentrySettings.isSlug)
        projects = Set(slugs).sorted()
        let commit = value["lastCommit"]?["id"]?.string ?? value["ref"]?.string
        revision = commit.flatMap { (1...250).contains($0.utf8.count) ? $0 : nil } ?? version
        deployCount = value["deployCount"]?.int
        lastDeploy = value["lastDeploy"].flatMap(SentryDeploy.init)
    }

    /// Can one of its deploys have been live at `from` or after, as far as the list says?
    func mayHaveDeploys(since from: Instant) -> Bool {
        if let lastDeploy { return lastDeploy.finished.time >= from }
        return deployCount != 0
    }

    /// Is ``lastDeploy`` all there is?
    var isWhole: Bool { deployCount == 0 || deployCount == 1 && lastDeploy != nil }
}

/// A deploy of a release.
struct SentryDeploy: Sendable, Hashable {
    var id: String
    var environment: String
    var name: String?
    var started: Stamp?
    var finished: Stamp

    /// `nil` without an id or an end.
    init?(_ value: JSONValue) {
        guard let id = value["id"]?.string ?? value["id"]?.int.map({ String($0) }), !id.isEmpty,
            let finished = value["dateFinished"]?.string.flatMap(Stamp.init(rfc3339:))
        else { return nil }
        self.id = String(id.prefix(100))
        self.finished = finished
        environment = String((value["environment"]?.string ?? "").prefix(100))
        name = value["name"]?.string.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
        started = value["dateStarted"]?.string.flatMap(Stamp.init(rfc3339:))
    }
}
