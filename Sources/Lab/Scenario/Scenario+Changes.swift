extension Scenario {
    struct Repository: Sendable, Decodable {
        var name: String
        /// The source's name in `inquest.yaml`.
        var source: String
        var remote: String
        /// Several services, or one.
        var services: [String]?
        var service: String?
        var commits: [Commit]
    }

    struct Commit: Sendable, Decodable {
        var key: String
        var at: When
        var author: String
        var message: String
        /// Whole files, line by line. `*` in a path stands for each service.
        var files: [String: [String]]?
        var edits: [Edit]?
    }

    /// One line of a file, replaced.
    struct Edit: Sendable, Decodable {
        var file: String
        var from: String
        var to: String
    }

    struct Deployments: Sendable, Decodable {
        var project: String
        var namespace: String
        var applications: [Application]
    }

    struct Application: Sendable, Decodable {
        var service: String
        var repository: String
        var path: String
        var history: [Deploy]
    }

    struct Deploy: Sendable, Decodable {
        var commit: String
        var started: When
        var deployed: When
        /// A person's user name; absent for an automated sync.
        var by: String?
    }
}
