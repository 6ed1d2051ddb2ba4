import Core

/// A Sentry source's options, read.
struct SentrySettings: Sendable {
    var organization: String
    /// From projects' slugs to services' names.
    var services: [String: String] = [:]
    /// Empty: all.
    var environments: [String]
    /// Days that events are kept.
    var retentionDays: Int

    init(_ options: JSONObject) throws(InputError) {
        let input = try Input(.object(options))
        do {
            organization = try input.string("organization")
            environments = try input.strings("environments")
            retentionDays = try input.integer("retentionDays", in: 1...3650, default: 90)
        } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
        guard Self.isSlug(organization) else {
            throw InputError("options.organization", "expected the slug in the addresses of the organization's pages")
        }
        guard environments.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 64 }), environments.count <= 50 else {
            throw InputError("options.environments", "expected at most 50 names of at most 64 bytes")
        }
        guard let map = options["services"], !map.isNull else { return }
        guard let members = map.object?.members else {
            throw InputError("options.services", "expected an object from projects' slugs to services' names")
        }
        for (project, service) in members {
            guard Self.isSlug(project), let name = service.string, !name.isEmpty else {
                throw InputError("options.services.\(project.prefix(40))", "expected a project's slug with a service's name")
            }
            services[project] = name
        }
    }

    /// The slugs of a service's projects, sorted; its name where the option has none. Empty when that can be no slug.
    func projects(of service: String) -> [String] {
        let named = services.filter { $0.value == service }.keys.sorted()
        if !named.isEmpty { return named }
        return Self.isSlug(service) && services[service] == nil ? [service] : []
    }

    func service(of project: String) -> String { services[project] ?? project }

    /// Letters, digits, `-` and `_`, at most 100 bytes, so that a slug needs no quotes in a search and is one path segment.
    static func isSlug(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }
}
