public import Core

extension LogQuestion {
    /// The input of a tool that takes a question, the same for every store.
    static let schema = Schema.object(
        [
            ("service", Schema.string("The service's name, looked for where the source keeps it")),
            (
                "selector",
                Schema.string("What to select by instead: matchers such as app=\"checkout\", or the store's own filter")
            ),
            ("from", Schema.time("Start of the window, inclusive")),
            ("to", Schema.time("End of the window, inclusive; no more than 30 days after 'from'")),
            ("baselineFrom", Schema.time("Start of what is normal; counts and patterns are given for it as well")),
            ("baselineTo", Schema.time("End of what is normal")),
            (
                "exclude",
                Schema.strings("Leave out lines with any of these: phrases, or templates with <_> where lines differ")
            ),
            ("narrow", Schema.string("Only lines with this phrase or template")),
            ("traceID", Schema.string("Only lines of this trace, in all services; needs detail 'lines'")),
            ("severity", Schema.choice(Severity.allCases.map(\.rawValue), "Only lines at least as grave as this")),
            (
                "detail",
                Schema.choice(
                    Detail.allCases.map(\.rawValue), "counts over time, patterns with counts, or lines; lines when left out")
            ),
            ("limit", Schema.integer("Most lines, 1 to 20000, 2000 when left out; or most patterns, at most 1000")),
        ], required: ["from", "to"])

    /// Reads a tool's input.
    init(_ value: JSONValue, of description: ToolDescription) throws(InputError) {
        let input = try Input(value, of: description)
        let traceID = try LogQuestion.traceID(input)
        var phrases: [LogPhrase] = []
        let exclude = try input.strings("exclude")
        guard exclude.count <= LogQuestion.mostExclusions else {
            throw InputError("exclude", "more than \(LogQuestion.mostExclusions) phrases")
        }
        guard exclude.reduce(0, { $0 + $1.utf8.count }) <= LogQuestion.longestExclusions else {
            throw InputError("exclude", "is too long for an address: over \(LogQuestion.longestExclusions) bytes")
        }
        for (position, text) in exclude.enumerated() { phrases.append(try LogPhrase(text, field: "exclude[\(position)]")) }
        let names = [try input.optionalString("baselineFrom"), try input.optionalString("baselineTo")]
        let hasBaseline = names.contains { $0 != nil }
        let detail = try LogQuestion.word(input, "detail", Detail.self) ?? .lines
        guard traceID == nil || detail == .lines else {
            throw InputError("detail", "a trace has few lines: ask for 'lines' with 'traceID'")
        }
        self.init(
            service: try LogQuestion.text(input, "service", most: 500),
            selector: try LogQuestion.text(input, "selector", most: 10_000), window: try input.window(days: 30),
            baseline: hasBaseline ? try input.window("baselineFrom", "baselineTo", days: 30) : nil, exclude: phrases,
            narrow: try LogQuestion.text(input, "narrow", most: 10_000).map { text throws(InputError) in
                try LogPhrase(text, field: "narrow")
            }, traceID: traceID, severity: try LogQuestion.word(input, "severity", Severity.self), detail: detail,
            limit: try input.integer("limit", in: 1...LogQuestion.largestLimit, default: detail == .patterns ? 200 : 2000))
        guard service != nil || selector != nil || traceID != nil else {
            throw InputError("service", "is needed, or 'selector' or 'traceID'")
        }
    }

    /// The question as a tool's input.
    public var input: JSONValue {
        var members: [(String, JSONValue)] = []
        func add(_ name: String, _ text: String?) { if let text { members.append((name, .string(text))) } }
        add("service", service)
        add("selector", selector)
        members += window.inputMembers
        add("baselineFrom", baseline?.from.rfc3339Exact)
        add("baselineTo", baseline?.to.rfc3339Exact)
        if !exclude.isEmpty { members.append(("exclude", .array(exclude.map { .string($0.text) }))) }
        add("narrow", narrow?.text)
        add("traceID", traceID)
        add("severity", severity?.rawValue)
        add("detail", detail.rawValue)
        members.append(("limit", .number(limit)))
        return .object(JSONObject(members))
    }

    private static func text(_ input: Input, _ name: String, most: Int) throws(InputError) -> String? {
        guard let text = try input.optionalString(name), text.contains(where: { !$0.isWhitespace }) else { return nil }
        guard text.utf8.count <= most else { throw InputError(name, "is longer than \(most) bytes") }
        return text
    }

    /// Hexadecimal digits and dashes, as W3C, Jaeger, and UUIDs write it.
    private static func traceID(_ input: Input) throws(InputError) -> String? {
        guard let text = try text(input, "traceID", most: 64) else { return nil }
        guard text.utf8.count >= 8, text.utf8.allSatisfy({ isHexadecimal($0) || $0 == UInt8(ascii: "-") }) else {
            throw InputError("traceID", "expected 8 to 64 hexadecimal digits")
        }
        return text
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func word<Word: RawRepresentable & CaseIterable>(
        _ input: Input, _ name: String, _ type: Word.Type
    ) throws(InputError) -> Word? where Word.RawValue == String {
        guard try input.optionalString(name) != nil else { return nil }
        return Word(rawValue: try input.choice(name, of: type.allCases.map(\.rawValue)))
    }
}
