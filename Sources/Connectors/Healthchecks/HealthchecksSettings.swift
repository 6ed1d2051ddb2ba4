import Core

/// A Healthchecks source's options, read.
struct HealthchecksSettings: Sendable {
    /// `v3`, as it stands in paths.
    var version = "v3"
    /// From tags, slugs or names of checks to services.
    var services: [String: String] = [:]

    init(_ options: JSONObject) throws(InputError) {
        let input = try Input(.object(options))
        do {
            if try input.optionalString("api") != nil { version = try input.choice("api", of: ["v1", "v2", "v3"]) }
        } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
        guard let map = options["services"], !map.isNull else { return }
        guard let members = map.object?.members else {
            throw InputError("options.services", "expected an object from tags, slugs or names of checks to services")
        }
        for (check, service) in members {
            guard let name = service.string, !name.isEmpty else {
                throw InputError("options.services.\(check)", "expected the name of a service")
            }
            services[check] = name
        }
    }

    /// The service that the options give to a check: by its name, then its slug, then its first tag that is named.
    func service(of check: HealthchecksCheck) -> String? {
        ([check.configuration.name, check.slug] + check.configuration.tags).lazy.compactMap { services[$0] }.first
    }

    /// Whether a check's name, slug or tags mention a service, or the options give it to it.
    func relates(_ check: HealthchecksCheck, to service: String) -> Bool {
        if let given = self.service(of: check) { return given == service }
        let wanted = Self.words(service)
        guard !wanted.isEmpty else { return false }
        return ([check.configuration.name, check.slug] + check.configuration.tags).contains { text in
            let words = Self.words(text)
            guard words.count >= wanted.count else { return false }
            return (0...words.count - wanted.count).contains { words[$0...].starts(with: wanted) }
        }
    }

    private static func words(_ text: String) -> [Substring] {
        text.prefix(300).lowercased().split { !$0.isLetter && !$0.isNumber }
    }

    // MARK: Calls

    /// A request below `/api/v3`; an empty last segment gives the slash at the end.
    func call(_ path: [String], _ query: [HTTPCall.Field] = [], method: HTTPCall.Method = .get) -> HTTPCall {
        HTTPCall(
            method, path: ["api", version] + path, query: query, headers: [.init("Accept", "application/json")],
            credential: Self.slot)
    }

    func route(_ method: HTTPCall.Method, _ path: [String]) -> ToolDescription.Route {
        .http(method, ["api", version] + path)
    }

    var list: Call { .http(call(["checks", ""])) }
    func check(_ id: String) -> Call { .http(call(["checks", id])) }
    func pings(_ id: String) -> Call { .http(call(["checks", id, "pings", ""])) }
    func body(_ id: String, ping: Int64) -> Call { .http(call(["checks", id, "pings", String(ping), "body"])) }
    func flips(_ id: String, _ query: [HTTPCall.Field]) -> Call { .http(call(["checks", id, "flips", ""], query)) }
    var channels: Call { .http(call(["channels", ""])) }

    static let slot = CredentialSlot.header(name: "X-Api-Key", prefix: "")
}
