import Core

/// What the server says of itself.
struct TempoStatus: Tool {
    private static let parts: [(name: String, path: [String])] = [
        ("buildinfo", ["api", "status", "buildinfo"]), ("version", ["status", "version"]), ("echo", ["api", "echo"]),
        ("ready", ["ready"]), ("overrides", ["status", "overrides"]), ("config", ["status", "config"]),
    ]

    let description = ToolDescription(
        name: "tempo_status",
        summary: "What a Tempo says of itself: its version, whether it is ready, how long it keeps traces and its limits.",
        input: Schema.object([
            (
                "part",
                Schema.choice(
                    parts.map(\.name), "'buildinfo' when left out; 'config' gives retention and limits of the configuration")
            )
        ]),
        routes: parts.map { .http(.get, $0.path) })

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let name = try input.optionalString("part") == nil ? "buildinfo" : try input.choice("part", of: Self.parts.map(\.name))
        let path = Self.parts.first { $0.name == name }?.path ?? []
        let call = TempoAPI.get(path)
        return OneRound([.http(call)]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            let what = "Tempo's \(name)"
            do throws(ReadingError) {
                let fields = try Self.fields(name, outcome)
                let evidence = Evidence(
                    .record(Record(title: what, fields: fields)), from: [outcome.key], query: "GET " + call.encodedPath,
                    link: call.target)
                return .done([evidence])
            } catch {
                return .done([], [error.diagnostic(what, outcome)])
            }
        }
    }

    private static func fields(_ part: String, _ outcome: Outcome) throws(ReadingError) -> JSONObject {
        switch part {
        case "buildinfo":
            let document = try outcome.json()
            guard document["version"]?.string != nil else { throw ReadingError(.failed, "answered without a version") }
            return RecordTool.members(
                ["version", "revision", "branch", "buildDate", "goVersion"].map { .init($0) }, of: document)
        case "config": return try configuration(try outcome.text())
        default:
            let text = try outcome.text()
            guard text.range(ofText: "<html") == nil, text.range(ofText: "<HTML") == nil else {
                throw ReadingError(.partial, "answered with a page for people, of which nothing is read")
            }
            let lines = text.split(maxSplits: 20, whereSeparator: \.isNewline).prefix(20)
                .map { OutgoingText.line(String($0.prefix(200))) }
            guard !lines.isEmpty else { throw ReadingError(.failed, "answered with nothing") }
            return ["text": .string(lines.joined(separator: "\n"))]
        }
    }

    /// The few members that say how far back and how much can be asked, wherever this version has them.
    private static func configuration(_ text: String) throws(ReadingError) -> JSONObject {
        // The page begins with a line of its own.
        let yaml = text.hasPrefix("GET ") ? String(text.drop { $0 != "\n" }) : text
        let document: JSONValue
        do throws(YAMLError) { document = try JSONValue(yaml: yaml) } catch {
            throw ReadingError(.failed, "answered with what is \(error)")
        }
        let wanted: [(name: String, path: [String])] = [
            ("search.default_result_limit", ["query_frontend", "search", "default_result_limit"]),
            ("search.max_result_limit", ["query_frontend", "search", "max_result_limit"]),
            ("search.max_duration", ["query_frontend", "search", "max_duration"]),
            ("metrics.max_duration", ["query_frontend", "metrics", "max_duration"]),
            ("compactor.block_retention", ["compactor", "compaction", "block_retention"]),
            (
                "backend_scheduler.block_retention",
                ["backend_scheduler", "provider", "compaction", "compaction", "block_retention"]
            ),
            ("backend_worker.block_retention", ["backend_worker", "compaction", "block_retention"]),
            ("multitenancy_enabled", ["multitenancy_enabled"]),
        ]
        let fields = RecordTool.members(wanted.map { .init($0.name, at: $0.path) }, of: document)
        guard !fields.isEmpty else { throw ReadingError(.failed, "answered with a configuration that is not Tempo's") }
        return fields
    }
}
