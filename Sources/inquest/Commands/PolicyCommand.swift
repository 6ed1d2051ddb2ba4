import ArgumentParser
import Connectors
import Core
import Foundation
import Gateway
import Investigation

struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Say which rule of the policy decides and why, or test the policy.",
        subcommands: [PolicyExplainCommand.self, PolicyTestCommand.self])
}

/// Which policy, which configuration, and in which form to answer.
struct PolicyOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Configuration file.", valueName: "file"))
    var config = "inquest.yaml"

    @Option(
        help: ArgumentHelp(
            "Policy file; by default the one that the configuration names, or policy.yaml beside it.", valueName: "file"))
    var policy: String?

    @Option(help: "Form of the results on standard output.")
    var format: CommonOptions.Format = .text

    /// The policy with the path that it was read from; no path where there is no file and the default policy holds.
    func load() throws(Problem) -> (policy: Policy, path: String?) {
        let hasFile = FileManager.default.fileExists(atPath: config)
        let directory = URL(fileURLWithPath: config).standardizedFileURL.deletingLastPathComponent().path
        let configured = hasFile ? try ConfigurationFile(path: config) : ConfigurationFile(directory: directory)
        guard let path = policy ?? configured.policyPath else { return (Policy(), nil) }
        let loaded: Policy
        do throws(PolicyError) {
            loaded = try Policy.read(bytes: try PolicyOptions.bytes(path), file: path)
        } catch {
            throw .badInput(error.description)
        }
        for warning in loaded.warnings { Terminal.note("\(path): warning: \(Terminal.printable(warning))") }
        return (loaded, path)
    }

    static func bytes(_ path: String) throws(PolicyError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw PolicyError(file: path, line: nil, key: "", expected: "expected a file that can be read")
        }
        return [UInt8](data)
    }

    /// The configuration's connectors; none where there is no configuration.
    func connectors() throws(Problem) -> [(source: SourceName, connector: any Connector)] {
        guard FileManager.default.fileExists(atPath: config) else { return [] }
        let configuration = try ConfigurationFile(path: config).configuration
        do throws(InquiryError) { return try Inquiry.connectors(configuration) } catch { throw Problem(error) }
    }
}

/// What is known of the tools: those of the configured sources, and those of every kind that can be made without options.
struct ToolCatalogue {
    struct Entry {
        /// `nil` where no source of the kind is configured.
        var source: SourceName?
        var effect: Effect
        var data: Set<DataClass>
    }

    private(set) var entries: [String: [Entry]] = [:]

    init(_ connectors: [(source: SourceName, connector: any Connector)]) {
        for (source, connector) in connectors { add(connector, source) }
        for type in Registry.connectors where !connectors.contains(where: { Swift.type(of: $0.connector).kind == type.kind }) {
            let description = SourceDescription(name: SourceName(type.kind.text), kind: type.kind)
            if let connector = try? type.init(description) { add(connector, nil) }
        }
    }

    private mutating func add(_ connector: any Connector, _ source: SourceName?) {
        for tool in connector.tools {
            let entry = Entry(source: source, effect: tool.description.effect, data: [type(of: connector).dataClass])
            entries[tool.description.name, default: []].append(entry)
        }
    }

    /// Effects by the tools' names. Where two sources disagree, the tool counts as a write.
    var effects: [String: Effect] {
        entries.compactMapValues { entries in
            guard let first = entries.first else { return nil }
            return entries.allSatisfy { $0.effect == first.effect } ? first.effect : .write
        }
    }
}
