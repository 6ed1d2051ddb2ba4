import ArgumentParser
import Connectors
import Core
import Foundation
import Gateway
import Investigation

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Look around and write inquest.yaml: sources found, services, RED metrics guessed.",
        discussion: """
            Looks at the usual addresses on this machine (Prometheus 9090, VictoriaMetrics 8428, Alertmanager 9093, Loki 3100), \
            at git repositories here and one level below, and at the environment for PAGERDUTY_TOKEN, SLACK_TOKEN and \
            ARGOCD_SERVER with ARGOCD_AUTH_TOKEN. An existing file is never overwritten.
            """)

    @Option(
        help: ArgumentHelp("Another place to look at, such as prometheus=http://metrics.internal:9090.", valueName: "kind=url"))
    var lookAt: [String] = []

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard !FileManager.default.fileExists(atPath: common.config) else {
            throw Problem.badInput("'\(common.config)' exists and is not overwritten; --config names another file")
        }
        let directory = URL(fileURLWithPath: common.config).standardizedFileURL.deletingLastPathComponent().path
        let candidates = try SourceSearch(directory: directory, given: lookAt).candidates()
        let workspace = try Workspace(
            configurationPath: "/nonexistent/inquest.yaml", storePath: common.store ?? directory + "/.inquest/inquest.db",
            needsConfiguration: false)
        let configuration = Configuration(sources: candidates.map(\.source))
        let id = Workspace.sideID("init")
        let (found, services) = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            let checkups = try await inquiry.checkup(configuration, id: id, principal: .person(Workspace.user))
            let found = zip(candidates, checkups).filter { $0.1.works || $0.0.keepsUnanswered }
            for (candidate, checkup) in found {
                let doubt = checkup.works ? "" : "  (did not answer)"
                Terminal.note("found  \(candidate.source.description.name)  \(Terminal.printable(candidate.address))\(doubt)")
            }
            let sources = found.map(\.0)
            let services = try await ServiceSearch(inquiry: inquiry, id: id).services(
                in: Configuration(sources: sources.map(\.source)))
            return (sources, services)
        }
        let text = ConfigurationText(sources: found, services: services).text
        guard FileManager.default.createFile(atPath: common.config, contents: Data(text.utf8)) else {
            throw Problem.badInput("cannot write '\(common.config)'")
        }
        print(common.config)
        if found.isEmpty {
            throw Problem.unreachable("no source was found; the file names none yet. Add some, or use --look-at kind=url.")
        }
    }
}

/// A source that might be there.
struct SourceCandidate {
    var source: ConfiguredSource
    /// As the configuration file would say it.
    var address: String
    var token: String?
    /// Given by name: kept in the file although it does not answer now.
    var keepsUnanswered: Bool
}

/// Where sources usually are.
struct SourceSearch {
    let directory: String
    let given: [String]

    func candidates() throws(Problem) -> [SourceCandidate] {
        var result: [SourceCandidate] = []
        for text in given {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw .badInput("--look-at: '\(text)' is not kind=url") }
            guard let candidate = http(parts[0], parts[1], kept: true) else {
                throw .badInput("--look-at: '\(parts[1])' is not an http or https address")
            }
            result.append(candidate)
        }
        let usual = [("prometheus", 9090), ("victoriametrics", 8428), ("alertmanager", 9093), ("loki", 3100)]
        for (kind, port) in usual where !given.contains(where: { $0.hasPrefix(kind + "=") }) {
            if let candidate = http(kind, "http://127.0.0.1:\(port)", kept: false) { result.append(candidate) }
        }
        let environment = ProcessInfo.processInfo.environment
        if environment["PAGERDUTY_TOKEN"] != nil,
            let candidate = http("pagerduty", "https://api.pagerduty.com", token: "PAGERDUTY_TOKEN", kept: true)
        {
            result.append(candidate)
        }
        if environment["SLACK_TOKEN"] != nil,
            let candidate = http("slack", "https://slack.com", token: "SLACK_TOKEN", kept: true)
        {
            result.append(candidate)
        }
        if let server = environment["ARGOCD_SERVER"], environment["ARGOCD_AUTH_TOKEN"] != nil,
            let candidate = http(
                "argocd", server.contains("://") ? server : "https://" + server, token: "ARGOCD_AUTH_TOKEN", kept: true)
        {
            result.append(candidate)
        }
        return unique(result + repositories())
    }

    private func http(_ kind: String, _ url: String, token: String? = nil, kept: Bool) -> SourceCandidate? {
        guard let origin = Origin(url) else { return nil }
        var endpoint = Endpoint(name: SourceName(kind), kind: SourceKind(kind), location: .origin(origin))
        endpoint.limits.timeout = 3
        endpoint.limits.retries = 0
        if let token { endpoint.credential = .token(.environment(token)) }
        let description = SourceDescription(name: SourceName(kind), kind: SourceKind(kind), url: origin.description)
        return SourceCandidate(
            source: ConfiguredSource(description: description, endpoint: endpoint), address: "url: \(origin)", token: token,
            keepsUnanswered: kept)
    }

    private func repositories() -> [SourceCandidate] {
        let below = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return ([""] + below.sorted()).compactMap { name in
            let path = name.isEmpty ? directory : directory + "/" + name
            guard FileManager.default.fileExists(atPath: path + "/.git") else { return nil }
            let raw = name.isEmpty ? URL(fileURLWithPath: directory).lastPathComponent : name
            let label = raw.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
            guard let first = label.first, first.isLetter || first.isNumber else { return nil }
            let endpoint = Endpoint(name: SourceName(label), kind: "git", location: .directory(path))
            return SourceCandidate(
                source: ConfiguredSource(
                    description: SourceDescription(name: SourceName(label), kind: "git"), endpoint: endpoint),
                address: "path: \(name.isEmpty ? "." : "./" + name)", keepsUnanswered: false)
        }
    }

    private func unique(_ candidates: [SourceCandidate]) -> [SourceCandidate] {
        var names: Set<SourceName> = []
        return candidates.map { candidate in
            var candidate = candidate
            var name = candidate.source.description.name
            var number = 2
            while !names.insert(name).inserted {
                name = SourceName("\(candidate.source.description.name)-\(number)")
                number += 1
            }
            candidate.source.description.name = name
            candidate.source.endpoint.name = name
            return candidate
        }
    }
}

/// Services that the metrics know, with what was taken for their RED metrics.
struct ServiceSearch {
    struct Found {
        var name: String
        var selector: String
        var signals: [String]
        var calls: [String] = []
    }

    let inquiry: Inquiry
    let id: String

    func services(in configuration: Configuration) async throws(InquiryError) -> [Found] {
        let now = SystemClock().now()
        let week = TimeWindow(from: now.adding(seconds: -7 * 86_400), to: now)
        var found: [Found] = []
        var calls: [String: Set<String>] = [:]
        for (source, connector) in try Inquiry.connectors(configuration) where found.isEmpty {
            guard let configured = configuration.sources.first(where: { $0.description.name == source }) else { continue }
            for probe in connector.probes(for: .surroundings(Scope(window: week, baseline: week))) {
                let answer = try await inquiry.ask(
                    probe, of: source, in: configuration, id: id, principal: .person(Workspace.user))
                for evidence in answer.evidence {
                    if case .dependency(let call) = evidence.observation { calls[call.caller, default: []].insert(call.callee) }
                }
                let (label, names) = labelled(answer)
                guard found.isEmpty, !names.isEmpty else { continue }
                found = try await described(names, label, configured, configuration, now)
            }
        }
        for index in found.indices { found[index].calls = (calls[found[index].name] ?? []).sorted() }
        return found
    }

    /// The values of the label that an answer lists, without the monitoring's own.
    private func labelled(_ answer: Answer) -> (label: String, names: [String]) {
        for evidence in answer.evidence {
            guard case .inventory(let inventory) = evidence.observation, inventory.of.hasPrefix("label ") else { continue }
            let own = ["prometheus", "node", "node-exporter", "alertmanager", "victoriametrics"]
            return (String(inventory.of.dropFirst(6)), inventory.entries.map(\.name).filter { !own.contains($0) })
        }
        return ("", [])
    }

    private func described(
        _ names: [String], _ label: String, _ source: ConfiguredSource, _ configuration: Configuration, _ now: Instant
    ) async throws(InquiryError) -> [Found] {
        var result: [Found] = []
        for name in names.prefix(50) {
            var found = Found(name: name, selector: "\(label)=\"\(name)\"", signals: [])
            if result.count < 20 {
                let window = TimeWindow(from: now.adding(seconds: -3600), to: now)
                let input = JSONValue.object(
                    JSONObject([("service", .string(name)), ("selector", .string(found.selector))] + window.inputMembers))
                let probe = Probe(
                    tool: "\(source.description.kind)_service_metrics", input: input, purpose: "metrics of \(name)")
                let answer = try await inquiry.ask(
                    probe, of: source.description.name, in: configuration, id: id + "-" + PercentEncoding.segment(name),
                    principal: .person(Workspace.user))
                found.signals = answer.evidence.compactMap { evidence in
                    guard case .metric(let series) = evidence.observation else { return nil }
                    return series.title == series.metric ? series.metric : "\(series.title) from \(series.metric)"
                }
            }
            result.append(found)
        }
        return result
    }
}

/// The text of a first `inquest.yaml`.
struct ConfigurationText {
    let sources: [SourceCandidate]
    let services: [ServiceSearch.Found]

    var text: String {
        var lines = ["# Written by 'inquest init'. Documentation/configuration.md explains every key.", "sources:"]
        if sources.isEmpty { lines = [lines[0], "sources: []"] }
        for source in sources {
            var line = "  - { name: \(source.source.description.name), kind: \(source.source.description.kind), "
            line += source.address.split(separator: ":", maxSplits: 1).enumerated()
                .map { $0 == 0 ? $1 + ": " : quoted(String($1.drop { $0 == " " })) }.joined()
            if let token = source.token { line += ", token: \"env:\(token)\"" }
            lines.append(line + " }")
        }
        lines.append(services.isEmpty ? "services: []" : "services:")
        for service in services {
            for signal in service.signals { lines.append("  # \(Terminal.printable(signal))") }
            lines.append(
                "  - { name: \(quoted(service.name)), dependsOn: [\(service.calls.map(quoted).joined(separator: ", "))], selector: \(quoted(service.selector)) }"
            )
        }
        if !services.isEmpty {
            lines.append("# dependsOn: name the services that each one calls; the investigation walks along it.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// YAML's double-quoted form is JSON's.
    private func quoted(_ text: String) -> String { JSONValue.string(text).compact }
}
