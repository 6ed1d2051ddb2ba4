import Connectors
import Core
import Foundation
import Gateway
import Investigation
import LanguageModels

// The section `model:` of the configuration.
extension ConfigurationFile {
    /// `nil` for `provider: none`. Everything but the keys here is read as of a source named `model`.
    func model(_ reader: YAMLReader) throws(Problem) -> ModelSettings? {
        var limits = ModelSettings.Limits()
        var texts: [String: YAMLReader] = [:]
        var options = JSONObject()
        for (name, value) in try reader.members(allowed: ConfigurationFile.modelKeys) {
            switch name {
            case "turns": limits.turns = try value.integer(1...500)
            case "questions": limits.questions = try value.integer(0...10_000)
            case "tokens": limits.tokens = try value.integer(1_000...1_000_000_000)
            case "seconds": limits.seconds = try value.number(1...86_400)
            case "name": options["model"] = .string(try value.string())
            case "contextTokens", "maxOutputTokens", "outputLimit", "prices": options[name] = try value.json()
            default: texts[name] = value
            }
        }
        guard let provider = texts["provider"] else { throw reader.problem("needs a 'provider': anthropic, openai or none") }
        let kind = try provider.string()
        if kind == "none" { return nil }
        guard let type = ModelRegistry.provider(for: SourceKind(kind)) else {
            throw provider.problem("expected anthropic, openai (any compatible server) or none")
        }
        let url = try texts["url"]?.string() ?? ConfigurationFile.usualURLs[kind] ?? ""
        guard let origin = Origin(url) else {
            throw (texts["url"] ?? reader).problem("'url' is not an http or https address without user, query or fragment")
        }
        var endpoint = Endpoint(name: "model", kind: SourceKind(kind), location: .origin(origin))
        if let key = texts["key"] {
            endpoint.credential = .token(try secret(key))
        } else {
            guard texts["url"] != nil else {
                throw reader.problem("needs a 'key' (env:NAME or file:PATH), or the 'url' of a server without")
            }
            options["hasKey"] = false
        }
        endpoint.limits.timeout = 120
        endpoint.limits.retries = 4
        endpoint.limits.concurrency = 1
        endpoint.ownValues = nil
        try read(texts, into: &endpoint)
        let description = SourceDescription(name: "model", kind: SourceKind(kind), url: origin.description, options: options)
        do throws(InputError) { _ = try type.init(description) } catch { throw reader.problem(error.description) }
        return ModelSettings(source: ConfiguredSource(description: description, endpoint: endpoint), limits: limits)
    }

    private func read(_ texts: [String: YAMLReader], into endpoint: inout Endpoint) throws(Problem) {
        if let timeout = texts["timeout"] { endpoint.limits.timeout = try timeout.number(0.1...3_600) }
        if let ca = texts["ca"] { endpoint.certificateAuthority = absolute(try ca.string()) }
        if let proxy = texts["proxy"] {
            guard let origin = Origin(try proxy.string()) else { throw proxy.problem("expected http://host:port") }
            endpoint.proxy = origin
        }
        if let retries = texts["retries"] { endpoint.limits.retries = try retries.integer(0...10) }
        if let side = texts["perimeter"] {
            guard let value = Endpoint.Side(rawValue: try side.string()) else {
                throw side.problem("expected inside or outside")
            }
            endpoint.perimeter = value
        }
    }

    private static let modelKeys: Set<String> = [
        "provider", "url", "name", "key", "contextTokens", "maxOutputTokens", "outputLimit", "prices", "turns", "questions",
        "tokens", "seconds", "timeout", "retries", "ca", "proxy", "perimeter",
    ]

    private static let usualURLs = ["anthropic": "https://api.anthropic.com", "openai": "https://api.openai.com/v1"]
}
