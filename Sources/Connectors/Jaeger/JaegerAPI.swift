import Core
import OTLP

/// The two versions of the query API.
enum JaegerAPI {
    /// What the configuration says.
    enum Choice: String, Sendable { case auto, v3, legacy }

    /// What a server speaks.
    enum Version: Sendable { case third, older }

    static func get(_ path: [String], _ fields: [HTTPCall.Field] = []) -> HTTPCall {
        HTTPCall(path: path, query: fields, headers: [.init("Accept", "application/json")])
    }

    static func services(_ version: Version) -> HTTPCall {
        get(version == .third ? ["api", "v3", "services"] : ["api", "services"])
    }

    static func operations(_ version: Version, of service: String) -> HTTPCall {
        version == .third
            ? get(["api", "v3", "operations"], [.init("service", service)]) : get(["api", "services", service, "operations"])
    }

    static func trace(_ version: Version, _ id: String) -> HTTPCall {
        get(version == .third ? ["api", "v3", "traces", id] : ["api", "traces", id])
    }

    static let serviceRoutes: [ToolDescription.Route] = [
        .http(.get, ["api", "v3", "services"]), .http(.get, ["api", "services"]),
    ]
    static let searchRoutes: [ToolDescription.Route] = [
        .http(.get, ["api", "v3", "services"]), .http(.get, ["api", "v3", "traces"]), .http(.get, ["api", "traces"]),
    ]

    /// The name of a service, for a place in a path or a query.
    static func service(_ input: Input, _ name: String = "service") throws(InputError) -> String {
        let service = try input.string(name)
        guard service.utf8.count <= 500 else { throw InputError(name, "is longer than 500 bytes") }
        guard service != ".", service != ".." else { throw InputError(name, "is no service's name") }
        return service
    }

    /// Does the answer to the third version's list of services say that the server has only the older version? Servers without
    /// it answer 404, VictoriaTraces 400 with `unsupported path`, and old ones 200 with the page for people.
    static func lacksThirdVersion(_ outcome: Outcome) -> Bool {
        guard case .reply(let reply) = outcome.result else { return false }
        switch reply.status {
        case 404, 405, 501: return true
        case 400: return start(of: reply).contains("unsupported path")
        case 200..<300: return start(of: reply).drop { $0.isWhitespace }.first == "<"
        default: return false
        }
    }

    private static func start(of reply: Reply) -> String {
        String(decoding: (try? reply.body.bytes(in: 0..<500)) ?? [], as: UTF8.self)
    }
}
