import Core

/// What a scripted model sees of a request, whatever the protocol.
struct ModelQuestion: Sendable {
    /// Answers that it gave before in this conversation.
    var turn: Int
    var tools: [(name: String, input: JSONValue)]
    var system: String
    /// What it was told, in order: texts and results of tools.
    var told: [String]

    /// A request of the Messages API or of chat completions; `nil` for anything else.
    init?(_ body: JSONValue, isAnthropic: Bool) {
        guard let messages = body["messages"]?.array else { return nil }
        turn = messages.count { $0["role"]?.string == "assistant" }
        told = []
        system = body["system"]?.array?.compactMap { $0["text"]?.string }.joined(separator: "\n") ?? ""
        for message in messages where message["role"]?.string != "assistant" {
            if message["role"]?.string == "system" {
                system += message["content"]?.string ?? ""
                continue
            }
            if let text = message["content"]?.string { told.append(text) }
            for part in message["content"]?.array ?? [] {
                if let text = part["text"]?.string ?? part["content"]?.string { told.append(text) }
            }
        }
        tools = (body["tools"]?.array ?? []).compactMap { tool in
            let description = isAnthropic ? tool : tool["function"] ?? .null
            guard let name = description["name"]?.string else { return nil }
            return (name, description[isAnthropic ? "input_schema" : "parameters"] ?? [:])
        }
    }

    /// Findings as the briefing lists them: `F3: statement [E12 E13]`.
    var findings: [(id: String, statement: String)] {
        (told.first ?? "").split(separator: "\n").compactMap { line in
            guard line.first == "F", let colon = line.firstIndex(of: ":"),
                line[line.index(after: line.startIndex)..<colon].allSatisfy(\.isNumber)
            else { return nil }
            let rest = line[line.index(after: colon)...].drop { $0 == " " }
            guard let bracket = rest.lastIndex(of: "[") else { return nil }
            return (String(line[..<colon]), String(rest[..<bracket].dropLast()))
        }
    }

    var service: String {
        let line = (told.first ?? "").split(separator: "\n").first { $0.hasPrefix("services: ") } ?? "services: checkout"
        return String(line.dropFirst("services: ".count).prefix { $0 != "," })
    }

    /// The window's two times, as the system prompt has them.
    var window: [String] {
        system.split { " ;,.\n".contains($0) && $0 != ":" }.map(String.init).filter { Instant(rfc3339: $0) != nil }
    }
}
