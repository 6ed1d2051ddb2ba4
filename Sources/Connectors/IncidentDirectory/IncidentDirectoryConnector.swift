public import Core

/// A directory that holds what systems recorded of one incident, exported as files: alert, metrics, logs, traces, changes, chat.
///
/// Each file answers for all services at once, so it is read once for a window. Options:
///
/// - `repository`: the name of the git source that reads `repo/`, where there is one.
public struct IncidentDirectoryConnector: Connector {
    public static let kind: SourceKind = "directory"
    /// It may hold anything; what people wrote is what to be most careful with.
    public static let dataClass = DataClass.chat
    public static let optionNames: Set<String> = ["repository"]

    private let name: SourceName
    private let repository: String?

    public init(_ source: SourceDescription) throws(InputError) {
        name = source.name
        do { repository = try Input(.object(source.options)).optionalString("repository") } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
    }

    /// What an investigation of the directory's own alert is started from: `directory:alert.json` for a source named `directory`.
    public static func reference(to source: SourceName) -> String { "\(source):alert.json" }

    public var tools: [any Tool] {
        [
            DirectoryPlainTool("directory_files", "files", "What the directory holds.") { [repository] in
                FilesDecoder(repository: repository)
            },
            DirectoryPlainTool(
                "directory_incident", "the incident", "The alert that the directory is about, and the time it holds data of."
            ) { IncidentDecoder() },
            DirectoryTool("directory_alerts", "alerts", "The alerts of alert.json.") { EpisodeDecoder($0) },
            DirectoryTool("directory_metrics", "metrics", "All series of metrics.csv and metrics.prom.") { MetricsDecoder($0) },
            DirectoryTool("directory_logs", "logs", "The lines of logs.ndjson and *.log; counts by shape when there are many.")
            {
                LogDecoder($0)
            },
            DirectoryTool("directory_patterns", "log patterns", "The counted patterns of patterns.json.") {
                PatternsDecoder($0)
            },
            DirectoryTool("directory_traces", "traces", "The traces of traces.json.") { TracesDecoder($0) },
            DirectoryTool("directory_changes", "changes", "Commits, deploys and flags of context/.") { ChangesDecoder($0) },
            DirectoryTool("directory_topology", "calls", "Who calls whom: context/topology.json and traces.json.") {
                TopologyDecoder($0)
            },
            DirectoryTool("directory_chat", "chat", "What people said: chat/*.json and *.vtt.") { ChatDecoder($0) },
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .reference(let text):
            guard text == Self.reference(to: name) else { return [] }
            return [Probe(tool: "directory_incident", input: [:], purpose: "the alert of the directory")]
        case .window(let scope):
            let input = Self.input(scope)
            return [checkup]
                + [
                    ("directory_alerts", "the directory's alerts"), ("directory_metrics", "metrics of all services"),
                    ("directory_logs", "logs of all services"), ("directory_patterns", "log patterns of all services"),
                    ("directory_traces", "traces"), ("directory_changes", "commits, deploys and flags"),
                    ("directory_chat", "what people said"),
                ].map { Probe(tool: $0.0, input: input, purpose: $0.1) }
        case .surroundings(let scope):
            return [Probe(tool: "directory_topology", input: Self.input(scope), purpose: "who calls whom")]
        case .estate, .service, .trace: return []
        }
    }

    public var checkup: Probe { Probe(tool: "directory_files", input: [:], purpose: "the directory's files") }

    private static func input(_ scope: Scope) -> JSONValue {
        var members = scope.window.inputMembers
        if scope.baseline.from < scope.baseline.to {
            members.append(("baselineFrom", .string(scope.baseline.from.rfc3339Exact)))
            members.append(("baselineTo", .string(scope.baseline.to.rfc3339Exact)))
        }
        return .object(JSONObject(members))
    }
}
