import Core

/// `healthchecks_checks`: checks as they are configured and stand now.
struct HealthchecksChecks: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_checks",
            summary:
                "Checks with schedule, grace, status, tags and integrations, as they are now; all, by tag or slug, or one.",
            input: Schema.object([
                ("id", HealthchecksAPI.idSchema), ("tags", Schema.strings("Tags that a check must have, all of them")),
                ("slug", Schema.string("The check's slug")),
            ]), routes: [settings.route(.get, ["checks", ""]), settings.route(.get, ["checks", "*"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let tags = try input.strings("tags")
        let slug = try input.optionalString("slug")
        guard tags.count <= 20, (tags + [slug ?? ""]).allSatisfy({ $0.utf8.count <= 500 }) else {
            throw InputError("tags", "more than 20, or longer than 500 characters")
        }
        if try input.optionalString("id") != nil {
            let id = try HealthchecksAPI.id(input)
            guard tags.isEmpty, slug == nil else { throw InputError("id", "names one check; leave out 'tags' and 'slug'") }
            return OneRound([settings.check(id)]) { [settings] in Self.one($0, id, settings) }
        }
        let query = (slug.map { [HTTPCall.Field("slug", $0)] } ?? []) + tags.map { HTTPCall.Field("tag", $0) }
        let what = query.isEmpty ? "checks" : "checks with " + query.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        return OneRound([.http(settings.call(["checks", ""], query))]) { [settings] in Self.list($0, what, settings) }
    }

    private static func one(_ outcomes: [Outcome], _ id: String, _ settings: HealthchecksSettings) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            guard let check = HealthchecksCheck(try HealthchecksAPI.document(outcome)) else {
                throw ReadingError(.failed, "answered with something other than a check")
            }
            return .done([check.evidence(from: [outcome.key], service: settings.service(of: check))])
        } catch {
            guard error.status == 404 else { return .done([], [error.diagnostic("check \(id)", outcome)]) }
            let nothing = Evidence(
                .nothing("no check \(id)"), from: [outcome.key], query: "check \(id)",
                completeness: .sampled(reason: HealthchecksAPI.oneProject))
            return .done([nothing])
        }
    }

    private static func list(_ outcomes: [Outcome], _ what: String, _ settings: HealthchecksSettings) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        do throws(ReadingError) {
            let (checks, skipped) = try HealthchecksCheck.list(try HealthchecksAPI.document(outcome))
            var diagnostics: [Diagnostic] = []
            if skipped > 0 {
                diagnostics.append(Diagnostic(.partial, "\(what): \(skipped) could not be read", exchange: outcome.key))
            }
            guard !checks.isEmpty else {
                let nothing = Evidence(
                    .nothing("no \(what)"), from: [outcome.key], query: what, link: "/projects/",
                    completeness: skipped > 0
                        ? .failed(reason: "none of \(skipped) could be read") : .sampled(reason: HealthchecksAPI.oneProject))
                return .done([nothing], diagnostics)
            }
            var evidence = checks.map { $0.evidence(from: [outcome.key], service: settings.service(of: $0)) }
            if skipped > 0 {
                for index in evidence.indices { evidence[index].completeness = .cutOff(reason: "\(skipped) could not be read") }
            }
            return .done(evidence, diagnostics)
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
    }
}
