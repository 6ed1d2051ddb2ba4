public import Core

extension ToolDescription {
    /// A tool that writes: one route, since its conversation makes one call.
    public static func write(
        _ name: String, _ summary: String, _ members: [(String, JSONValue)], required: [String], route: Route
    ) -> ToolDescription {
        ToolDescription(
            name: name, summary: summary, effect: .write, input: Schema.object(members, required: required), routes: [route])
    }
}

extension HTTPCall {
    /// A request with a JSON document as its body, members in the order they have.
    public static func posting(
        _ document: JSONObject, to path: [String], headers: [Field] = [], contentType: String = "application/json",
        credential: CredentialSlot = .configured
    ) -> HTTPCall {
        var call = HTTPCall(.post, path: path, credential: credential)
        let hasAccept = headers.contains { $0.name == "Accept" }
        call.headers = [Field("Content-Type", contentType)] + (hasAccept ? [] : [Field("Accept", "application/json")]) + headers
        call.body = Array(JSONValue.object(document).compact.utf8)
        return call
    }
}
