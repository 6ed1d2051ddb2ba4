public import Core

/// How a call is written in the ledger, and read back.
public enum CallCoding {
    public static func json(_ call: Call) -> JSONValue {
        switch call {
        case .http(let call):
            var object: JSONObject = [
                "http": .string(call.method.rawValue), "path": strings(call.path), "query": json(call.query),
                "headers": json(call.headers), "credential": json(call.credential),
            ]
            if !call.body.isEmpty { object["body"] = .string(Base64.encode(call.body)) }
            return .object(object)
        case .process(let call): return ["process": .string(call.program.rawValue), "arguments": strings(call.arguments)]
        case .file(let call):
            var object: JSONObject = ["file": .string(call.operation.rawValue), "path": strings(call.path)]
            if let range = call.range { object["bytes"] = [.number(range.offset), .number(range.count)] }
            return .object(object)
        }
    }

    /// `nil` for anything that ``json(_:)`` does not write.
    public static func call(_ value: JSONValue) -> Call? {
        var call: Call?
        if let method = value["http"]?.string.flatMap(HTTPCall.Method.init), let path = strings(value["path"]),
            let query = fields(value["query"]), let headers = fields(value["headers"]),
            let credential = value["credential"].flatMap(slot), let body = Base64.decode(value["body"]?.string ?? "")
        {
            call = .http(HTTPCall(method, path: path, query: query, headers: headers, body: body, credential: credential))
        } else if let program = value["process"]?.string.flatMap(ProcessCall.Program.init),
            let arguments = strings(value["arguments"])
        {
            call = .process(ProcessCall(program, arguments))
        } else if let operation = value["file"]?.string.flatMap(FileCall.Operation.init), let path = strings(value["path"]) {
            call = .file(FileCall(operation, path: path, range: range(value["bytes"])))
        }
        return call.flatMap { json($0) == value ? $0 : nil }
    }

    private static func range(_ value: JSONValue?) -> FileCall.ByteRange? {
        guard let offset = value?[0]?.int, let count = value?[1]?.int else { return nil }
        return FileCall.ByteRange(offset: Int(offset), count: Int(count))
    }

    static func json(_ fields: [HTTPCall.Field]) -> JSONValue {
        .array(fields.map { [.string($0.name), .string($0.value)] })
    }

    private static func json(_ slot: CredentialSlot) -> JSONValue {
        switch slot {
        case .configured: "configured"
        case .bearer: "bearer"
        case .header(let name, let prefix): ["header": .string(name), "prefix": .string(prefix)]
        case .query(let name): ["query": .string(name)]
        }
    }

    private static func slot(_ value: JSONValue) -> CredentialSlot? {
        switch value.string {
        case "configured": return .configured
        case "bearer": return .bearer
        default:
            if let name = value["header"]?.string, let prefix = value["prefix"]?.string {
                return .header(name: name, prefix: prefix)
            }
            return value["query"]?.string.map { .query(name: $0) }
        }
    }

    private static func fields(_ value: JSONValue?) -> [HTTPCall.Field]? {
        guard let elements = value?.array else { return nil }
        let fields = elements.compactMap { element -> HTTPCall.Field? in
            guard let name = element[0]?.string, let value = element[1]?.string else { return nil }
            return HTTPCall.Field(name, value)
        }
        return fields.count == elements.count ? fields : nil
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    private static func strings(_ value: JSONValue?) -> [String]? {
        guard let elements = value?.array else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }
}
