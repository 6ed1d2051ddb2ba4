import Connectors
import Core
import LanguageModels

/// The desk's tools as a model is offered them.
enum AgentTools {
    /// The program's own tools and as many of the desk's as fit; one that several sources have takes the source's name too.
    ///
    /// - Parameter limit: UTF-8 bytes of all definitions.
    static func definitions(
        _ tools: [ToolDescription], connectors: [SourceName: any Connector], limit: Int
    ) -> [ModelRequest.Tool] {
        var result = AgentText.localTools
        var bytes = result.reduce(0) { $0 + $1.byteCount }
        for tool in tools {
            let holders = connectors.filter { $0.value.tools.contains { $0.description.name == tool.name } }.keys.sorted()
            var schema = tool.input
            if holders.count > 1 { schema = adding(source: holders, to: schema) }
            var definition = ModelRequest.Tool(name: tool.name, summary: tool.summary, input: schema)
            if bytes + definition.byteCount > limit { definition.input = plain(schema) }
            guard bytes + definition.byteCount <= limit else { continue }
            bytes += definition.byteCount
            result.append(definition)
        }
        return result
    }

    private static func adding(source holders: [SourceName], to schema: JSONValue) -> JSONValue {
        guard var object = schema.object, var properties = object["properties"]?.object, properties["source"] == nil else {
            return schema
        }
        properties["source"] = Schema.choice(holders.map(\.text), "Which of the sources that have this tool")
        object["properties"] = .object(properties)
        object["required"] = .array((object["required"]?.array ?? []) + ["source"])
        return .object(object)
    }

    /// The schema without descriptions.
    private static func plain(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .object(let object):
            .object(
                JSONObject(
                    object.members.filter { $0.name != "description" || $0.value.string == nil }.map {
                        ($0.name, plain($0.value))
                    }))
        case .array(let elements): .array(elements.map(plain))
        default: schema
        }
    }
}
