import Core

/// An application as `GET /api/v1/applications` gives it, as far as an investigation needs it.
struct ArgoCDApplication: Sendable {
    var name: String
    var namespace: String
    var project: String
    var labels: JSONObject
    var createdAt: Instant?
    var sources: JSONArray
    var automated: Bool
    /// Deploys that the server keeps; older ones are dropped.
    var historyLimit: Int
    /// By time, the oldest first.
    var history: [ArgoCDDeploy]
    /// Entries of the history that could not be read.
    var unreadable: Int
    var status: JSONValue
    var destination: JSONValue

    /// The server's default for `spec.revisionHistoryLimit`.
    static let defaultHistoryLimit = 10

    /// `nil` when the value is no application.
    init?(_ value: JSONValue) {
        guard let metadata = value["metadata"], let name = metadata["name"]?.string, !name.isEmpty else { return nil }
        let spec = value["spec"] ?? .null
        self.name = name
        namespace = metadata["namespace"]?.string ?? ""
        project = spec["project"]?.string ?? ""
        labels = metadata["labels"]?.object ?? [:]
        createdAt = metadata["creationTimestamp"]?.string.flatMap(Instant.init(rfc3339:))
        sources = spec["sources"]?.array ?? (spec["source"].map { $0.isNull ? [] : [$0] } ?? [])
        automated = spec["syncPolicy"]?["automated"]?.object != nil
        historyLimit = spec["revisionHistoryLimit"]?.int.map { Int($0) } ?? Self.defaultHistoryLimit
        status = value["status"] ?? .null
        destination = spec["destination"] ?? .null
        let entries = status["history"]?.array ?? []
        history = entries.compactMap(ArgoCDDeploy.init).sorted { ($0.deployedAt.time, $0.id) < ($1.deployedAt.time, $1.id) }
        unreadable = entries.count - history.count
    }

    func service(_ settings: ArgoCDSettings) -> String {
        settings.services[name] ?? labels["app.kubernetes.io/name"]?.string ?? name
    }

    /// Below the server's address.
    var link: String {
        let place = namespace.isEmpty ? [name] : [namespace, name]
        return "/applications/" + place.map(PercentEncoding.segment).joined(separator: "/")
    }

    /// The earliest time from which on no deploy can be missing, and why one before it can; `nil` when none can be missing.
    var historyBegins: (time: Instant, reason: String)? {
        if historyLimit <= 0 {
            return (Instant(nanoseconds: .max), "no history is kept of \(name) (revisionHistoryLimit is 0)")
        }
        if let oldest = history.first, history.count >= historyLimit {
            let time = oldest.deployedAt
            return (time.time, "the history of \(name) keeps \(historyLimit) deploys, the oldest of \(time.text)")
        }
        if let createdAt {
            return (
                createdAt, "the application \(name) was created at \(createdAt.rfc3339()), and what ran before is not in it"
            )
        }
        return nil
    }

    /// Reads a list of applications. `skipped` counts what was none.
    static func list(_ document: JSONValue) throws(ReadingError) -> (applications: [ArgoCDApplication], skipped: Int) {
        guard let object = document.object, object["items"] != nil || object["metadata"] != nil else {
            throw ReadingError(.failed, "answered with something other than a list of applications")
        }
        let items = document["items"] ?? .null
        guard items.isNull || items.array != nil else {
            throw ReadingError(.failed, "answered with something other than a list of applications")
        }
        let read = (items.array ?? []).compactMap(ArgoCDApplication.init)
        let sorted = read.sorted { ($0.name, $0.namespace) < ($1.name, $1.namespace) }
        return (sorted, (items.array ?? []).count - read.count)
    }
}

/// One entry of an application's history.
struct ArgoCDDeploy: Sendable {
    var id: Int64
    /// One for each source.
    var revisions: [String]
    var deployedAt: Stamp
    var startedAt: Stamp?
    /// Who started it; `nil` when the server does not say.
    var author: Person?

    init?(_ value: JSONValue) {
        guard let time = value["deployedAt"]?.string.flatMap(Stamp.init(rfc3339:)) else { return nil }
        deployedAt = time
        id = value["id"]?.int ?? 0
        startedAt = value["deployStartedAt"]?.string.flatMap(Stamp.init(rfc3339:))
        let several = (value["revisions"]?.array ?? []).compactMap(\.string)
        let single = value["revision"]?.string ?? ""
        revisions = several.isEmpty ? (single.isEmpty ? [] : [single]) : several
        author = Self.author(value["initiatedBy"])
    }

    static func author(_ initiator: JSONValue?) -> Person? {
        if let name = initiator?["username"]?.string, !name.isEmpty { return Person(id: name) }
        guard initiator?["automated"]?.bool == true else { return nil }
        return Person(id: "automated-sync", name: "automated sync", role: "automation")
    }
}
