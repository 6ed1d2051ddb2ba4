import Connectors
import Core
import Testing

/// One question, written in LogQL and in LogsQL.
@Suite("A question of any log store")
struct LogQuestionTests {
    private static let window = TimeWindow(from: Instant(seconds: 1_795_184_400), to: Instant(seconds: 1_795_186_200))

    /// Texts that would end a string, a filter or a query, were they not escaped.
    static let hostile = [
        "say \"hi\"", "back\\slash \\n a", "line one\nline two\r\n", "tab\there", "a | drop everything b",
        "`backtick` and 'single'",
        "\u{202E}desrever 1", "bell\u{07} zero\u{200B}width", "a.*b(c)[d]{e}^f$?", "} or {app=\"x\"} |= \"y", "# no comment 1",
        "*/ -- 1' or '1'='1", "100% ünïcode ✓", "\u{0} nul 1", "\u{E0041}tag 1", "<N> <UUID> 1",
    ]

    @Test("a phrase comes back exactly from the strings of both languages", arguments: hostile)
    func phrase(text: String) throws {
        for store in Store.allCases {
            var question = LogQuestion(selector: "app=\"checkout\"", window: Self.window)
            question.narrow = try LogPhrase(text, field: "narrow")
            question.exclude = [try LogPhrase(text, field: "exclude")]
            let query = try #require(try store.queries(question).first)
            let strings = try #require(GoLiteral.all(in: query), "\(store): \(query)")
            let isPattern = store == .victoriaLogs
            let expected = isPattern ? Self.quotedForRE2(text) : text
            #expect(strings.dropFirst().prefix(2) == [expected, expected][...], "\(store): \(query)")
            #expect(strings.count == 3)
            #expect(!query.unicodeScalars.contains { $0.isUnprintable }, "\(query)")
        }
    }

    @Test("a service's name and a selector's value come back exactly", arguments: hostile)
    func names(text: String) throws {
        for store in Store.allCases {
            let query = try #require(try store.queries(LogQuestion(service: text, window: Self.window)).first)
            let strings = try #require(GoLiteral.all(in: query), "\(query)")
            #expect(strings.contains(text), "\(store): \(query)")
            #expect(Set(strings).count == 1 || store == .loki, "\(query)")
        }
    }

    @Test("a template is its pieces in order, and nothing of it is a regular expression")
    func template() throws {
        var question = LogQuestion(selector: "app=\"checkout\"", window: Self.window)
        question.exclude = [try LogPhrase("a.b order=<_> took <*>s (ok)", field: "exclude")]
        let pattern = "(?s)a\\.b order=.* took .*s \\(ok\\)"
        for store in Store.allCases {
            let query = try #require(try store.queries(question).first)
            #expect(GoLiteral.all(in: query)?.last == pattern, "\(query)")
            #expect(query.contains(store == .loki ? " !~ \"" : " !_msg:~\""))
        }
    }

    @Test("a template without a letter or a digit, and too many of them, are refused")
    func refusals() {
        let bad: [(String, JSONValue)] = [
            ("exclude[0]", ["exclude": ["<_> - <_>"]]), ("narrow", ["narrow": .string(String(repeating: "a", count: 2001))]),
            ("exclude", ["exclude": .array(Array(repeating: "a", count: 51))]),
            ("exclude", ["exclude": .array(Array(repeating: .string(String(repeating: "a", count: 1500)), count: 3))]),
            ("traceID", ["traceID": "\" or 1=1"]),
            ("traceID", ["traceID": "abc"]), ("detail", ["detail": "everything"]), ("severity", ["severity": "fatal"]),
            ("detail", ["traceID": "c95ac1781fb21bc2", "detail": "counts"]), ("limit", ["limit": 0]), ("level", ["level": "x"]),
            ("service", ["service": "", "selector": " "]), ("to", ["to": "2026-11-20T14:00:00Z"]),
        ]
        for store in Store.allCases {
            for (field, change) in bad {
                var members = LogQuestion(service: "checkout", window: Self.window).input.object ?? JSONObject()
                for (name, value) in change.object?.members ?? [] { members[name] = value }
                let error = #expect(throws: InputError.self, "\(field)") { _ = try store.tool().begin(.object(members)) }
                #expect(error?.field == field, "\(String(describing: error))")
            }
        }
    }

    @Test("the input of a question gives the question again")
    func roundTrip() throws {
        var question = LogQuestion(service: "checkout", selector: "app=\"checkout\"", window: Self.window)
        question.baseline = TimeWindow(from: Self.window.from.adding(seconds: -3600), to: Self.window.from)
        question.exclude = [try LogPhrase("order completed <_>", field: "")]
        question.narrow = try LogPhrase("payment", field: "")
        question.severity = .warn
        question.detail = .counts
        let schema = try Store.loki.tool().description
        #expect(schema.input == (try Store.victoriaLogs.tool().description.input))
        for (name, _) in question.input.object?.members ?? [] {
            #expect(schema.input["properties"]?[name] != nil, "\(name)")
        }
        for store in Store.allCases { #expect(!(try store.queries(question)).isEmpty) }
    }

    @Test("each level of detail is counted by the store, in its own language")
    func details() throws {
        var question = LogQuestion(selector: "app=\"checkout\"", window: Self.window, severity: .error, detail: .counts)
        #expect(
            try Store.loki.queries(question)[0].hasPrefix(
                "sum by (level, detected_level, severity, severity_text)(count_over_time({app=\"checkout\"} | level=~\"(?i)(error|"
            ))
        #expect(
            try Store.victoriaLogs.queries(question)[0].hasPrefix("app:=\"checkout\" (level:in(\"error\",\"ERROR\",\"Error\","))
        question.severity = nil
        question.detail = .patterns
        #expect(try Store.loki.queries(question) == ["{app=\"checkout\"}"])
        #expect(
            try Store.victoriaLogs.queries(question)[1]
                == "app:=\"checkout\" | copy _msg as example | collapse_nums at _msg prettify | stats by (_msg, level, severity) "
                + "count() lines, min(example) example | sort by (lines desc, _msg, level, severity) limit 1001")
        question.detail = .lines
        #expect(try Store.loki.queries(question) == ["{app=\"checkout\"}"])
        #expect(
            try Store.victoriaLogs.queries(question)[0] == "app:=\"checkout\" | sort by (_time, _stream_id, _msg) limit 1000")
    }

    @Test("a trace is looked for in all services: by its id in the line, and apart from that in its labels")
    func trace() throws {
        let id = "c95ac1781fb21bc2c965826e8e108726"
        let question = LogQuestion(selector: "namespace=\"shop\"", window: Self.window, traceID: id)
        let labels = "trace_id=\"\(id)\" or traceId=\"\(id)\" or traceID=\"\(id)\""
        #expect(
            try Store.loki.queries(question) == [
                "{namespace=\"shop\"} |= \"\(id)\"", "{namespace=\"shop\"} != \"\(id)\" | \(labels)",
            ])
        let query = try Store.victoriaLogs.queries(question)[0]
        #expect(query.hasPrefix("* (trace_id:=\"\(id)\" or traceId:=\"\(id)\" or traceID:=\"\(id)\" or \"\(id)\")"), "\(query)")
    }

    // MARK: The stores

    enum Store: CaseIterable {
        case loki, victoriaLogs

        func tool() throws -> any Tool {
            let connector: any Connector =
                switch self {
                case .loki: try LokiConnector(SourceDescription(name: "logs", kind: "loki"))
                case .victoriaLogs: try VictoriaLogsConnector(SourceDescription(name: "logs", kind: "victorialogs"))
                }
            let name = self == .loki ? "loki_logs" : "victorialogs_logs"
            return try #require(connector.tools.first { $0.description.name == name })
        }

        /// The queries of the first calls; for a service of Loki, the selectors that it is looked for by.
        func queries(_ question: LogQuestion) throws -> [String] {
            var conversation = try tool().begin(question.input)
            guard case .calls(let calls) = conversation.next([]).then else { return [] }
            return calls.flatMap { call -> [String] in
                guard case .http(let call) = call else { return [] }
                return call.query.filter { $0.name == "query" || $0.name == "match[]" }.map(\.value)
            }
        }
    }

    private static func quotedForRE2(_ text: String) -> String {
        text.unicodeScalars.map { "\\.+*?()|[]{}^$".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }
}
