import Core

/// The names of attributes.
struct TempoTags: Tool {
    static let scopes = ["resource", "span", "intrinsic", "event", "link", "instrumentation"]

    let description = ToolDescription(
        name: "tempo_tags", summary: "Names of the attributes that spans have in a window, as TraceQL writes them.",
        input: Schema.object([
            ("scope", Schema.choice(scopes, "Attributes of one scope only")),
            ("from", Schema.time("Start of the window; without one, Tempo looks at recent spans only")),
            ("to", Schema.time("End of the window, no more than 168 hours after 'from'")),
        ]),
        routes: [.http(.get, ["api", "v2", "search", "tags"]), .http(.get, ["api", "search", "tags"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let window = try TempoAPI.optionalWindow(input, longest: TempoAPI.longestSearch, what: "a list of tags")
        var fields = window.map(TempoAPI.bounds) ?? []
        let scope = try input.optionalString("scope") == nil ? nil : try input.choice("scope", of: Self.scopes)
        if let scope { fields.insert(.init("scope", scope), at: 0) }
        return TempoListing(
            what: scope.map { "tags of \($0)" } ?? "tags", window: window, query: scope.map { "tags of \($0)" } ?? "tags",
            newer: TempoAPI.get(["api", "v2", "search", "tags"], fields),
            older: TempoAPI.get(["api", "search", "tags"], fields), lists: ["tagNames", "scopes"], entries: Self.entries)
    }

    private static func entries(_ document: JSONValue) -> [Inventory.Entry]? {
        if let names = document["tagNames"]?.array {
            return names.compactMap { $0.string.map { Inventory.Entry(name: String($0.prefix(2000))) } }
        }
        guard document["scopes"] != nil || document["metrics"]?.object != nil else { return nil }
        var entries: [Inventory.Entry] = []
        for scope in document["scopes"]?.array ?? [] {
            let name = scope["name"]?.string ?? ""
            let prefix = name.isEmpty || name == "intrinsic" ? "" : name + "."
            for case .string(let tag) in scope["tags"]?.array ?? [] {
                entries.append(Inventory.Entry(name: prefix + tag.prefix(2000), detail: name.isEmpty ? nil : name))
            }
        }
        return entries
    }
}

/// The values of one attribute.
struct TempoTagValues: Tool {
    static let service = "resource.service.name"

    let description = ToolDescription(
        name: "tempo_tag_values", summary: "Values that an attribute has in a window.",
        input: Schema.object(
            [
                ("tag", Schema.string("The attribute with its scope, such as resource.service.name or span.http.route")),
                ("query", Schema.string("TraceQL that narrows the spans, such as { resource.service.name = \"checkout\" }")),
                ("from", Schema.time("Start of the window; without one, Tempo looks at recent spans only")),
                ("to", Schema.time("End of the window, no more than 168 hours after 'from'")),
            ], required: ["tag"]),
        routes: [
            .http(.get, ["api", "v2", "search", "tag", "*", "values"]), .http(.get, ["api", "search", "tag", "*", "values"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let tag = try input.string("tag")
        guard tag.utf8.count <= 1000, tag != ".", tag != ".." else { throw InputError("tag", "is no attribute's name") }
        let window = try TempoAPI.optionalWindow(input, longest: TempoAPI.longestSearch, what: "a list of values")
        let bounds = window.map(TempoAPI.bounds) ?? []
        let query = try input.optionalString("query").map { text throws(InputError) in try TempoAPI.traceQL(text) }
        // The older endpoint knows no scopes and no query.
        var plain = tag
        for scope in TempoTags.scopes where tag.hasPrefix(scope + ".") { plain = String(tag.dropFirst(scope.count + 1)) }
        return TempoListing(
            what: tag == Self.service && query == nil ? "services" : "values of \(tag)", window: window,
            query: "values of \(tag)" + (query.map { " where \($0)" } ?? ""),
            newer: TempoAPI.get(
                ["api", "v2", "search", "tag", tag, "values"], (query.map { [.init("q", $0)] } ?? []) + bounds),
            older: TempoAPI.get(["api", "search", "tag", plain, "values"], bounds), lists: ["tagValues"], entries: Self.entries)
    }

    private static func entries(_ document: JSONValue) -> [Inventory.Entry]? {
        guard document["tagValues"] != nil || document["metrics"]?.object != nil else { return nil }
        return (document["tagValues"]?.array ?? []).compactMap { value in
            let text = value.string ?? value["value"]?.string
            return text.map { Inventory.Entry(name: String($0.prefix(2000)), detail: value["type"]?.string) }
        }
    }
}
