import Core

/// Deploys of all releases that were read, and what they make of one another.
struct SentryDeployHistory: Sendable {
    private struct Entry {
        var deploy: SentryDeploy
        var release: SentryRelease
        var exchanges: [CallKey]
    }

    /// A release of more projects than this names none.
    private static let mostProjects = 20

    private var entries: [String: Entry] = [:]
    /// Parts that could not be read.
    private(set) var diagnostics: [Diagnostic] = []
    /// Why a deploy may be missing.
    var missing: [String] = []

    mutating func add(_ deploy: SentryDeploy, of release: SentryRelease, _ exchange: CallKey) {
        if entries[deploy.id]?.exchanges.contains(exchange) == true { return }
        entries[deploy.id, default: Entry(deploy: deploy, release: release, exchanges: [])].exchanges.append(exchange)
    }

    /// Takes the list of a release's deploys.
    mutating func take(_ outcome: Outcome, of release: SentryRelease) {
        let name = "deploys of \(OutgoingText.line(String(release.version.prefix(100))))"
        do throws(ReadingError) {
            guard let list = try outcome.sentry().array else { throw ReadingError(.failed, "answered with what is no list") }
            let deploys = list.compactMap(SentryDeploy.init)
            for deploy in deploys { add(deploy, of: release, outcome.key) }
            if deploys.count < list.count { missing.append("\(name): \(list.count - deploys.count) could not be read") }
            if case .reply(let reply) = outcome.result, case .next = SentryCursor(reply) {
                missing.append("\(name): the \(list.count) latest were read; there are more")
            } else if let count = release.deployCount, count > list.count {
                missing.append("\(name): Sentry lists \(list.count) of \(count), the last in each project and environment")
            }
        } catch {
            var diagnostic = error.diagnostic(name, outcome)
            if diagnostic.severity == .failed { diagnostic.severity = .partial }
            diagnostics.append(diagnostic)
        }
    }

    /// The deploys in a window, by time, then by id and project.
    func evidence(in window: TimeWindow, _ api: SentryAPI, _ worth: Completeness) -> [Evidence] {
        let sorted = entries.values.sorted { ($0.deploy.finished.time, $0.deploy.id) < ($1.deploy.finished.time, $1.deploy.id) }
        var live: [String: SentryRelease] = [:]
        var found: [Evidence] = []
        for entry in sorted {
            // By default a deploy is one of every project of its release; the list does not say of which.
            let isNamed = (1...Self.mostProjects).contains(entry.release.projects.count)
            let projects = isNamed ? entry.release.projects.map(Optional.some) : [nil]
            for project in projects {
                let place = entry.deploy.environment + "\u{0}" + (project ?? "")
                let previous = live.updateValue(entry.release, forKey: place)
                guard window.contains(entry.deploy.finished.time), isWanted(entry.deploy, api) else { continue }
                found.append(evidence(entry, project, after: previous, api, window, worth))
            }
        }
        return found
    }

    private func isWanted(_ deploy: SentryDeploy, _ api: SentryAPI) -> Bool {
        api.settings.environments.isEmpty || api.settings.environments.contains(deploy.environment)
    }

    /// A deploy is a rollback when its release was created before the one that it replaces in the same project and environment.
    private func evidence(
        _ entry: Entry, _ project: String?, after previous: SentryRelease?, _ api: SentryAPI, _ window: TimeWindow,
        _ worth: Completeness
    ) -> Evidence {
        let (deploy, release) = (entry.deploy, entry.release)
        let isRollback = previous.map { $0.version != release.version && release.created.time < $0.created.time } ?? false
        let place = deploy.environment.isEmpty ? "" : " in \(deploy.environment)"
        let service = project.map(api.settings.service)
        let count = release.projects.count
        let what = project ?? (count == 0 ? "an unknown project" : "\(count) projects")
        let change = Change(
            kind: isRollback ? .rollback : .deploy,
            id: count > 1 && project != nil ? "\(deploy.id)/\(project ?? "")" : deploy.id,
            title: "\(what) \(isRollback ? "back at" : "at") \(release.version)\(place)",
            service: service, revision: release.revision, previousRevision: previous?.revision, startedAt: deploy.started)
        return Evidence(
            .change(change), from: entry.exchanges, service: service, stamp: deploy.finished, window: window,
            link: api.link(["releases", release.version]), completeness: worth)
    }
}
