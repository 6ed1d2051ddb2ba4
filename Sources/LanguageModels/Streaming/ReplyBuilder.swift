import Core

/// Puts an answer together from the pieces of a stream.
struct ReplyBuilder {
    /// Parts of one answer that are kept; a server that sends more is not answering.
    static let most = 128

    private enum Piece {
        case text(String)
        case tool(Tool)
    }

    private struct Tool {
        var id: String
        var name: String
        /// What came as text, to be read as JSON once it is whole.
        var written = ""
        /// What came as a value.
        var value: JSONValue?
        var isWhole = false
    }

    private var pieces: [Piece] = []
    /// Places of pieces by the numbers that the stream gives them.
    private var places: [Int64: Int] = [:]
    var stop: ModelReply.Stop?
    var usage: ModelUsage?
    var reasoningBytes = 0
    var problem: String?

    mutating func add(text: String) {
        guard !text.isEmpty else { return }
        if let last = pieces.indices.last, case .text(var before) = pieces[last] {
            // In place: a stream of many small pieces would otherwise copy all before it each time.
            pieces[last] = .text("")
            before += text
            pieces[last] = .text(before)
        } else {
            append(.text(text))
        }
    }

    /// - Parameter value: the input, where the stream gives it whole.
    mutating func begin(tool name: String, id: String, at number: Int64, value: JSONValue? = nil) {
        guard pieces.count < ReplyBuilder.most else { return }
        places[number] = pieces.count
        append(.tool(Tool(id: id, name: name, value: value)))
    }

    func hasTool(at number: Int64) -> Bool { places[number] != nil }

    mutating func add(toTool number: Int64, written: String = "", id: String? = nil, name: String? = nil, value: JSONValue? = nil) {
        guard let place = places[number], case .tool(var tool) = pieces[place] else { return }
        pieces[place] = .text("")
        tool.written += written
        if tool.id.isEmpty, let id { tool.id = id }
        if tool.name.isEmpty, let name { tool.name = name }
        if let value { tool.value = value }
        pieces[place] = .tool(tool)
    }

    mutating func end(tool number: Int64) {
        guard let place = places[number], case .tool(var tool) = pieces[place] else { return }
        tool.isWhole = true
        pieces[place] = .tool(tool)
    }

    /// Every request for a tool but the last: the next one had begun.
    mutating func endToolsBeforeLast() {
        for number in places.keys where number != places.max(by: { $0.value < $1.value })?.key { end(tool: number) }
    }

    mutating func endTools() { for number in places.keys { end(tool: number) } }

    private mutating func append(_ piece: Piece) { if pieces.count < ReplyBuilder.most { pieces.append(piece) } }

    /// The answer. A request for a tool that is not whole, or that the limit of the answer cut off in its arguments, is left out.
    func reply() -> ModelReply {
        var parts: [ModelMessage.Part] = []
        var unfinished = 0
        var number = 0
        for piece in pieces {
            switch piece {
            case .text(let text): if !text.isEmpty { parts.append(.text(text)) }
            case .tool(let tool):
                let input = ReplyBuilder.input(tool)
                guard tool.isWhole, !(stop == .length && input.object == nil) else {
                    unfinished += 1
                    continue
                }
                number += 1
                parts.append(.toolUse(id: tool.id.isEmpty ? "call-\(number)" : tool.id, name: tool.name, input: input))
            }
        }
        return ModelReply(
            parts: parts, stop: stop, usage: usage, unfinishedTools: unfinished, reasoningBytes: reasoningBytes,
            problem: problem)
    }

    /// The object that was written; the text itself where it is none.
    private static func input(_ tool: Tool) -> JSONValue {
        if tool.written.allSatisfy(\.isWhitespace) { return tool.value ?? [:] }
        return (try? JSONValue(parsing: tool.written)) ?? .string(tool.written)
    }
}
