import Core

/// A read of some files of the directory, for a window and its baseline.
struct DirectoryTool: Tool {
    let description: ToolDescription
    private let what: String
    private let decoder: @Sendable (Scope) -> any DirectoryDecoder

    init(
        _ name: String, _ what: String, _ summary: String, decoder: @escaping @Sendable (Scope) -> any DirectoryDecoder
    ) {
        description = ToolDescription(
            name: name, summary: summary,
            input: Schema.object(
                [
                    ("from", Schema.time("Begin of the window.")), ("to", Schema.time("End of the window.")),
                    ("baselineFrom", Schema.time("Begin of the time to compare with; what lies before the window.")),
                    ("baselineTo", Schema.time("End of the time to compare with.")),
                ], required: ["from", "to"]),
            routes: [.file(.list), .file(.read)])
        self.what = what
        self.decoder = decoder
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let given = try Input(input, of: description)
        let window = try given.window(days: 62)
        let hasBaseline = try given.optionalString("baselineFrom") != nil
        let baseline =
            hasBaseline
            ? try given.window("baselineFrom", "baselineTo", days: 62) : TimeWindow(from: window.from, to: window.from)
        return DirectoryConversation(what, decoder(Scope(window: window, baseline: baseline)))
    }
}

/// A read of the directory that needs to be told nothing.
struct DirectoryPlainTool: Tool {
    let description: ToolDescription
    private let what: String
    private let decoder: @Sendable () -> any DirectoryDecoder

    init(_ name: String, _ what: String, _ summary: String, decoder: @escaping @Sendable () -> any DirectoryDecoder) {
        description = ToolDescription(
            name: name, summary: summary, input: Schema.object([]), routes: [.file(.list), .file(.read)])
        self.what = what
        self.decoder = decoder
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return DirectoryConversation(what, decoder())
    }
}
