import Connectors
import Core
import Foundation
import Gateway
import Investigation
import Store
import Yams

/// `inquest.yaml`. Everything in it has a working default: an empty file is valid. Relative paths are relative to the file.
struct ConfigurationFile {
    var configuration = Configuration()
    var directory: String
    var storePath: String
    /// The file that holds the ledger's master key.
    var keyPath: String
    var policyPath: String?
    var retention = Retention(days: [:])
    var witness: Witness?

    /// Who cosigns the ledger's checkpoints.
    struct Witness {
        var url: String
        /// `name+hash+key`, the witness's public key as a note verifier.
        var key: String
    }

    /// No file: all defaults.
    init(directory: String) {
        self.directory = directory
        storePath = directory + "/.inquest/inquest.db"
        keyPath = directory + "/.inquest/master.key"
        // A policy that lies beside the configuration is in force, whether or not the configuration names it.
        let policy = directory + "/policy.yaml"
        if FileManager.default.fileExists(atPath: policy) { policyPath = policy }
    }

    init(path: String) throws(Problem) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badInput("there is no configuration at '\(path)'; 'inquest init' writes one, --config names another")
        }
        let url = URL(fileURLWithPath: path).standardizedFileURL
        try self.init(text: String(decoding: data, as: UTF8.self), file: path, directory: url.deletingLastPathComponent().path)
    }

    init(text: String, file: String, directory: String) throws(Problem) {
        self.init(directory: directory)
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch let error as YamlError {
            throw .badInput("\(file): \(error)")
        } catch {
            throw .badInput("\(file): \(error)")
        }
        guard let root, root.null == nil || root.mapping != nil else { return }
        let reader = YAMLReader(file: file, node: root, key: "")
        for (name, value) in try reader.members(allowed: [
            "sources", "services", "store", "budget", "baselineDays", "people", "maximumServices", "policy", "redaction",
            "retention", "witness", "audit", "document",
        ]) {
            switch name {
            case "sources": configuration.sources = try sources(value)
            case "services": configuration.services = try services(value)
            case "store":
                for (name, path) in try value.members(allowed: ["sqlite", "key"]) {
                    if name == "sqlite" {
                        storePath = absolute(try path.string())
                    } else {
                        keyPath = absolute(try path.string())
                    }
                }
            case "policy": policyPath = absolute(try value.string())
            case "redaction": configuration.redaction = try redaction(value)
            case "retention": retention = try retention(value)
            case "audit": configuration.audit = try audit(value)
            case "document":
                for (_, template) in try value.members(allowed: ["template"]) {
                    configuration.template = try TemplateFile.read(try template.string(), absolute: absolute)
                }
            case "witness": witness = try witness(value)
            case "budget": configuration.budget = try budget(value)
            case "baselineDays": configuration.baselineDays = try value.integer(1...60)
            case "maximumServices": configuration.maximumServices = try value.integer(1...1000)
            default:
                let text = try value.string()
                guard ["roles", "names"].contains(text) else { throw value.problem("expected 'roles' or 'names'") }
                configuration.namesPeople = text == "names"
            }
        }
    }

    private func redaction(_ reader: YAMLReader) throws(Problem) -> RedactionSettings {
        var settings = RedactionSettings()
        for (name, value) in try reader.members(allowed: ["names", "ipAddresses"]) {
            if name == "names" { settings.names = try value.strings() } else { settings.ipAddresses = try value.bool() }
        }
        guard settings.names.allSatisfy({ $0.count >= 3 }) else {
            throw reader.problem("a name of fewer than three letters would be found everywhere")
        }
        return settings
    }

    private func retention(_ reader: YAMLReader) throws(Problem) -> Retention {
        var retention = Retention(days: [:])
        for (name, value) in try reader.members(allowed: Set(Retention.Class.allCases.map(\.rawValue))) {
            guard let kind = Retention.Class(rawValue: name) else { continue }
            retention.days[kind] = try value.number(0...36_500)
        }
        return retention
    }

    private func witness(_ reader: YAMLReader) throws(Problem) -> Witness {
        var texts: [String: String] = [:]
        for (name, value) in try reader.members(allowed: ["url", "key"]) { texts[name] = try value.string() }
        guard let url = texts["url"], Origin(url) != nil, let key = texts["key"] else {
            throw reader.problem("needs 'url', an http or https address, and 'key', the witness's public key (name+hash+key)")
        }
        return Witness(url: url, key: key)
    }

    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : URL(fileURLWithPath: directory).appendingPathComponent(path).standardizedFileURL.path
    }

    private func sources(_ list: YAMLReader) throws(Problem) -> [ConfiguredSource] {
        var result: [ConfiguredSource] = []
        for element in try list.elements() {
            let source = try source(element)
            guard !result.contains(where: { $0.description.name == source.description.name }) else {
                throw element.problem("another source is already named '\(source.description.name)'")
            }
            result.append(source)
        }
        return result
    }

    private func source(_ element: YAMLReader) throws(Problem) -> ConfiguredSource {
        let members = try element.members()
        func member(_ name: String) -> YAMLReader? { members.first { $0.name == name }?.value }
        guard let name = try member("name")?.string() else { throw element.problem("needs a 'name'") }
        guard name.range(of: "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$", options: .regularExpression) != nil else {
            throw element.problem("a source's name has letters, digits, '.', '_' and '-', and at most 63 of them")
        }
        guard let kind = try member("kind")?.string() else { throw element.problem("needs a 'kind', such as prometheus") }
        var url: String?
        let location: Endpoint.Location
        let cluster = try cluster(kind, element, member)
        if let cluster {
            url = cluster.server.description
            location = .origin(cluster.server)
        } else if let given = member("url") {
            let text = try given.string()
            guard let origin = Origin(text) else {
                // An address with a user in it may hold a password.
                let shown = text.contains("@") ? "the address" : "'\(text)'"
                throw given.problem("\(shown) is not an http or https address without user, query or fragment")
            }
            url = origin.description
            location = .origin(origin)
        } else if let given = member("path") {
            location = .directory(absolute(try given.string()))
        } else {
            throw element.problem("needs a 'url', or a 'path' for a directory")
        }
        var endpoint = Endpoint(
            name: SourceName(name), kind: SourceKind(kind), location: location, credential: try credential(element, member))
        if let ca = member("ca") { endpoint.certificateAuthority = absolute(try ca.string()) }
        if let certificate = member("clientCertificate") { endpoint.clientCertificate = try clientCertificate(certificate) }
        if let proxy = member("proxy") {
            guard let origin = Origin(try proxy.string()) else { throw proxy.problem("expected http://host:port") }
            endpoint.proxy = origin
        }
        cluster?.apply(to: &endpoint)
        for (header, value) in try member("headers")?.members() ?? [] {
            try read(value, header: header, into: &endpoint)
        }
        if let side = member("perimeter") {
            guard let value = Endpoint.Side(rawValue: try side.string()) else {
                throw side.problem("expected inside or outside")
            }
            endpoint.perimeter = value
        }
        if let timeout = member("timeout") { endpoint.limits.timeout = try timeout.number(0.1...600) }
        if let limits = member("limits") { try read(limits, into: &endpoint.limits) }
        let known = Registry.connector(for: SourceKind(kind))?.optionNames
        let common = ConfigurationFile.commonKeys.union(
            kind == ConfigurationFile.clusterKind ? ConfigurationFile.clusterKeys : [])
        var options = JSONObject()
        for (key, value) in members where !common.contains(key) {
            if let known, !known.contains(key) {
                let all = known.union(common).sorted().joined(separator: ", ")
                throw value.problem("is not known for a source of kind \(kind); known are \(all)")
            }
            options[key] = try value.json()
        }
        if let namespace = cluster?.namespace, options["namespaces"] == nil {
            options["namespaces"] = .array([.string(namespace)])
        }
        if let browser = try member("browserUrl")?.string() { url = browser }
        let own = JSONValue.object(options).strings
        if !own.isEmpty { endpoint.ownValues = own }
        return ConfiguredSource(
            description: SourceDescription(name: SourceName(name), kind: SourceKind(kind), url: url, options: options),
            endpoint: endpoint)
    }

    private static let commonKeys: Set<String> = [
        "name", "kind", "url", "browserUrl", "path", "token", "user", "password", "ca", "clientCertificate", "proxy", "headers",
        "timeout", "limits", "perimeter",
    ]

    private func credential(_ element: YAMLReader, _ member: (String) -> YAMLReader?) throws(Problem) -> CredentialReference {
        func reference(_ reader: YAMLReader) throws(Problem) -> SecretReference {
            guard let reference = SecretReference(try reader.string()) else {
                throw reader.problem("secrets are references, 'env:NAME' or 'file:PATH', and never values")
            }
            if case .file(let path) = reference { return .file(absolute(path)) }
            return reference
        }
        if let token = member("token") { return .token(try reference(token)) }
        switch (member("user"), member("password")) {
        case (nil, nil): return .none
        case (let user?, let password?): return .basic(user: try user.string(), password: try reference(password))
        default: throw element.problem("'user' and 'password' belong together")
        }
    }

    private static let secretWords = ["authorization", "cookie", "key", "token", "secret", "password", "credential"]

    /// A header's value is text, or a reference to a secret; a header that is named like a secret must be a reference.
    private func read(_ value: YAMLReader, header: String, into endpoint: inout Endpoint) throws(Problem) {
        let text = try value.string()
        switch SecretReference(text) {
        case .file(let path)?:
            endpoint.secretHeaders.append(.init(name: header, value: .file(absolute(path))))
        case let reference?: endpoint.secretHeaders.append(.init(name: header, value: reference))
        case nil:
            guard !ConfigurationFile.secretWords.contains(where: header.lowercased().contains) else {
                throw value.problem("is named like a secret; give 'env:NAME' or 'file:PATH' and not the value")
            }
            endpoint.headers.append(HTTPCall.Field(header, text))
        }
    }

    private func clientCertificate(_ reader: YAMLReader) throws(Problem) -> Endpoint.ClientCertificate {
        var paths: [String: String] = [:]
        for (name, value) in try reader.members(allowed: ["certificate", "key"]) { paths[name] = absolute(try value.string()) }
        guard let certificate = paths["certificate"], let key = paths["key"] else {
            throw reader.problem("needs 'certificate' and 'key'")
        }
        return Endpoint.ClientCertificate(certificate: certificate, key: key)
    }

    private func read(_ reader: YAMLReader, into limits: inout Endpoint.Limits) throws(Problem) {
        let allowed: Set<String> = ["concurrency", "bodyBytes", "decodedBytes", "retries", "circuitFailures", "circuitSeconds"]
        for (name, value) in try reader.members(allowed: allowed) {
            switch name {
            case "concurrency": limits.concurrency = try value.integer(1...256)
            case "bodyBytes": limits.bodyBytes = try value.integer(1024...(1 << 30))
            case "decodedBytes": limits.decodedBytes = try value.integer(1024...(1 << 30))
            case "retries": limits.retries = try value.integer(0...10)
            case "circuitFailures": limits.circuitFailures = try value.integer(1...1000)
            default: limits.circuitSeconds = try value.number(0...3600)
            }
        }
    }

    private func services(_ list: YAMLReader) throws(Problem) -> [Service] {
        var result: [Service] = []
        for element in try list.elements() {
            var service = Service(name: "")
            let allowed: Set<String> = ["name", "dependsOn", "selector", "repository", "objective", "objectiveDays"]
            for (name, value) in try element.members(allowed: allowed) {
                switch name {
                case "name": service.name = try value.string()
                case "dependsOn": service.dependsOn = try value.strings()
                case "selector": service.selector = try value.string()
                case "repository": service.repository = try value.string()
                case "objective": service.objective = try value.number(0.5...0.9999999)
                default: service.objectiveDays = try value.integer(1...366)
                }
            }
            guard !service.name.isEmpty else { throw element.problem("needs a 'name'") }
            guard !result.contains(where: { $0.name == service.name }) else {
                throw element.problem("'\(service.name)' is listed twice")
            }
            result.append(service)
        }
        return result
    }

    private func budget(_ reader: YAMLReader) throws(Problem) -> Budget.Limits {
        var limits = Budget.Limits()
        for (name, value) in try reader.members(allowed: ["calls", "bytes", "seconds"]) {
            switch name {
            case "calls": limits.calls = try value.integer(1...1_000_000)
            case "bytes": limits.bytes = try value.integer(1024...(1 << 40))
            default: limits.seconds = try value.number(1...86_400)
            }
        }
        return limits
    }
}

extension JSONValue {
    /// All strings in it, in order.
    fileprivate var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.strings)
        case .object(let object): object.members.flatMap(\.value.strings)
        default: []
        }
    }
}
