public import Core
import Crypto

/// The definitions of tools as they were when a session began.
///
/// A tool's text is an instruction to the model that reads it. One that changes in the middle of a session (a server that
/// rewrites its own description, say) is refused from then on.
public struct ToolPins: Sendable, Hashable {
    /// Digests by source and tool.
    private var digests: [Name: String]

    private struct Name: Hashable {
        var source: SourceName
        var tool: String
    }

    public init() { digests = [:] }

    /// Pins a tool of a source. Where it is pinned already, the first definition stays.
    public mutating func pin(_ tool: ToolDescription, of source: SourceName) {
        let name = Name(source: source, tool: tool.name)
        if digests[name] == nil { digests[name] = ToolPins.digest(of: tool) }
    }

    /// Whether a tool may be used as it is described now.
    public func check(_ tool: ToolDescription, of source: SourceName) -> Verdict {
        guard let pinned = digests[Name(source: source, tool: tool.name)] else { return .unknown }
        let now = ToolPins.digest(of: tool)
        return now == pinned ? .unchanged : .changed(pinned: pinned, now: now)
    }

    public enum Verdict: Sendable, Hashable {
        case unchanged
        /// No tool of that name was there when the session began.
        case unknown
        case changed(pinned: String, now: String)

        /// Why the tool may not be used; `nil` when it may.
        public var refusal: String? {
            switch self {
            case .unchanged: nil
            case .unknown: "it was not there when the session began"
            case .changed(let pinned, let now):
                "its definition changed during the session: it was pinned as sha256:\(pinned) and is now sha256:\(now)"
            }
        }
    }

    /// SHA-256, in lower-case hexadecimal, over the canonical JSON of
    /// `{"effect", "input", "name", "routes", "summary"}`. A route is `["http", METHOD, segment, …]`,
    /// `["process", PROGRAM, subcommand]` or `["file", OPERATION]`, in the order of the definition.
    public static func digest(of tool: ToolDescription) -> String {
        let document: JSONValue = [
            "name": .string(tool.name), "summary": .string(tool.summary), "effect": .string(tool.effect.rawValue),
            "input": tool.input, "routes": .array(tool.routes.map(route)),
        ]
        return Hex.encode(SHA256.hash(data: Array(document.canonical.utf8)))
    }

    private static func route(_ route: ToolDescription.Route) -> JSONValue {
        switch route {
        case .http(let method, let segments): .array((["http", method.rawValue] + segments).map { .string($0) })
        case .process(let program, let subcommand): ["process", .string(program.rawValue), .string(subcommand)]
        case .file(let operation): ["file", .string(operation.rawValue)]
        }
    }

    /// The effect of a tool that another program describes by hints, as MCP's `annotations` do.
    ///
    /// A read only when it says both that it only reads and that it reaches nothing beyond what is configured; one that says
    /// nothing, or that contradicts itself, counts as a write. The hints are a foreign program's word: they can make a tool
    /// stricter than the configuration says and never looser.
    public static func effect(readOnlyHint: Bool?, openWorldHint: Bool?, destructiveHint: Bool?) -> Effect {
        readOnlyHint == true && openWorldHint == false && destructiveHint != true ? .read : .write
    }
}
