import Core
import Foundation
import Testing

@testable import Lab

/// The models behind the recordings, asked without these: what one system says, the others say as well.
@Suite("The systems of acquirer-timeout agree")
struct AgreementTests {
    /// What all of them hold, made once.
    struct Held: Sendable {
        let scenario: Scenario
        let records: [LogRecord]
        let traces: TraceStore
        let loki: LokiStandIn
        let victoriaLogs: VictoriaLogsStandIn
        let recordings: [String: [RecordedExchange]]

        init() throws {
            scenario = try Scenario.load("acquirer-timeout", day: november)
            let orders = try scenario.orders(day: november)
            records = LogRecord.all(scenario, orders, day: november)
            traces = TraceStore(orders)
            loki = LokiStandIn(
                logs: StoredLogs(records, labels: scenario.logs.labels), now: { 1_795_220_966_000_000_000 },
                hasPatterns: true)
            let systems = ["loki", "victorialogs", "tempo", "victoriatraces-jaeger"]
            recordings = try Dictionary(uniqueKeysWithValues: systems.map { ($0, try Recordings.load($0)) })
            victoriaLogs = VictoriaLogsStandIn(
                records, labels: scenario.logs.labels,
                streamIDs: VictoriaLogsStandIn.streamIDs(in: recordings["victorialogs"] ?? []))
        }
    }

    static let held = Result { try Held() }
    let scenario: Scenario
    let traces: TraceStore
    let loki: LokiStandIn

    init() throws {
        let held = try Self.held.get()
        (scenario, traces, loki) = (held.scenario, held.traces, held.loki)
    }

    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func recorded(_ system: String, _ name: String) throws -> RecordedExchange {
        try #require(try Self.held.get().recordings[system]?.first { $0.name == name })
    }

    // MARK: 105

    @Test("Loki has 105 failed orders in each of three services", arguments: ["payment-gateway", "checkout", "frontend"])
    func lokiErrors(_ app: String) throws {
        let query = escaped("sum(count_over_time({app=\"\(app)\", level=\"error\"}[3h]))")
        let answer = try loki.answer(WebRequest(target: "/loki/api/v1/query?query=\(query)&time=1795187100")).json()
        #expect(answer["data"]?["result"]?[0]?["value"]?[1] == "105")
    }

    @Test("Loki's model gives the recorded counts of each minute, and the recorded pages of lines")
    func lokiMinutes() throws {
        let minutes = try recorded("loki", "15-metric-count-over-time")
        let real = try JSONValue(parsing: minutes.answer.body)
        #expect(try loki.answer(minutes.request).json()["data"]?["result"] == real["data"]?["result"])
        for name in ["10-page-1-forward", "11-page-2-forward", "12-page-3-forward-last", "13-page-1-backward"] {
            let page = try recorded("loki", name)
            let real = try JSONValue(parsing: page.answer.body)
            #expect(try loki.answer(page.request).json()["data"]?["result"] == real["data"]?["result"], "\(name)")
        }
    }

    @Test("Loki's model finds the recorded patterns, and none in JSON lines", arguments: ["23-patterns", "24-patterns-none"])
    func lokiPatterns(_ name: String) throws {
        let exchange = try recorded("loki", name)
        let answer = loki.answer(exchange.request)
        #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self))
    }

    @Test("numbers are collapsed, and prettified into dates")
    func collapse() {
        let line =
            "ts=2026-11-20T14:00:01.013Z caller=acquirer/client.go:118 order_id=ord-705007 timeout=5s id=2347e0035d0339a0"
        #expect(
            NumberCollapse.collapse(line, prettify: true)
                == "ts=<DATETIME> caller=acquirer/client.go:<N> order_id=ord-<N> timeout=<N>s id=<N>")
        #expect(NumberCollapse.collapse("10.42.0.95 face v2 a1", prettify: true) == "<IP4> face v2 a1")
    }

    @Test(
        "filters and pipes of LogsQL count what they should",
        arguments: [
            (#"(service:="checkout" or service.name:="checkout" or app:="checkout") level:in("error","warn")"#, 105),
            (#"app:="payment-gateway" (level:in("fatal") or _msg:~"(?i)(exception|deadline)")"#, 105),
            (#"{app="payment-gateway",level!="x"} !_msg:~"charge accepted" !level:=warn -"configuration loaded""#, 105),
            (#"{app=~"check.*"} "payment failed" | unpack_json | filter duration_ms:>=5000 status:=504"#, 105),
            ("app:frontend error*", 0), ("app:frontend (level:error or level:warn)", 105),
            ("upstream", 105), ("upstre", 0), ("upstre*", 105), ("not level:info trace_id:*", 105),
            ("level:=error | uniq by (app)", 3), ("level:=error | top 2 by (pod)", 2),
            ("app:=checkout level:=error | sort by (_time desc) offset 100 limit 10", 5),
        ])
    func logsQL(_ query: String, _ count: Int) throws {
        let target = "/select/logsql/query?query=\(escaped(query))&start=2026-11-20T14:23:00Z&end=2026-11-20T14:50:00Z"
        let answer = try Self.held.get().victoriaLogs.answer(WebRequest(target: target))
        #expect(answer.status == 200)
        #expect(answer.text.split(separator: "\n").count == count)
    }

    @Test(
        "LogsQL outside the subset is refused at 400",
        arguments: [
            "app:=", "(level:error", "level:error | stats by (app) histogram(x)", "{app", "_time:[a, b)", "level:error)",
        ])
    func logsQLRefusals(_ query: String) throws {
        let answer = try Self.held.get().victoriaLogs.answer(WebRequest(target: "/select/logsql/query?query=\(escaped(query))"))
        #expect(answer.status == 400)
        #expect(answer.text.hasPrefix("cannot parse query ["))
    }

    @Test(
        "TraceQL counts what it should",
        arguments: [
            ("{ resource.service.name = \"checkout\" && kind = server && status != error }", "count_over_time()", 300),
            ("{ .http.response.status_code >= 500 && name =~ \"POST.*\" && kind = server }", "count_over_time()", 210),
            (
                "{ nestedSetParent < 0 && rootServiceName = \"frontend\" && duration > 5s && status = error }",
                "count_over_time()", 105
            ),
            ("{ span.acquirer.timeout_ms = 5000 && (status = error || duration > 1h) }", "count_over_time()", 105),
            (
                "{ kind = server } > { span.server.address = \"acquirer.example\" && !(status = unset) }", "count_over_time()",
                105
            ),
        ])
    func traceQL(_ query: String, _ function: String, _ count: Int64) throws {
        let target = "/api/metrics/query?q=\(escaped(query + " | " + function))&start=1795184400&end=1795186200"
        let answer = try TempoStandIn(traces: traces).answer(WebRequest(target: target)).json()
        #expect(answer["series"]?[0]?["value"]?.int == count)
    }

    @Test(
        "VictoriaLogs' model gives the recorded bytes",
        arguments: [
            "01-query-phrase", "02-query-time-in-query", "03-query-logfmt-filter", "05-query-paging-offset", "06-query-empty",
            "08-hits", "09-hits-no-field", "11-field-values", "12-streams", "17-stats-query", "18-stats-query-range",
            "21-unknown-pipe-is-a-filter", "22-unbalanced-quote-400", "23-missing-query-400", "24-bad-time-400",
            "25-query-post-form", "26-trace-id", "28-unknown-path-400", "29-unix-seconds",
        ])
    func victoriaLogsBytes(_ name: String) throws {
        let exchange = try recorded("victorialogs", name)
        let answer = try Self.held.get().victoriaLogs.answer(exchange.request)
        #expect(answer.status == exchange.answer.status)
        // Which of a line's fields comes first is not promised; it is compared as a document.
        let lines = { (bytes: [UInt8]) in
            bytes.split(separator: UInt8(ascii: "\n")).map { line in
                (try? JSONValue(parsing: Array(line))) ?? .string(String(decoding: line, as: UTF8.self))
            }
        }
        #expect(lines(answer.body) == lines(exchange.answer.body))
    }

    @Test("Tempo's model counts the 105 of each span, as recorded")
    func tempoErrors() throws {
        let exchange = try recorded("tempo", "36-metrics-query-instant")
        let own = try TempoStandIn(traces: traces).answer(exchange.request).json()["series"]?.array ?? []
        let real = try JSONValue(parsing: exchange.answer.body)["series"]?.array ?? []
        #expect(Set(own) == Set(real))
        #expect(own.count == 6)
    }

    @Test("Tempo's model gives the recorded rates, with no value where there is none")
    func tempoRates() throws {
        let exchange = try recorded("tempo", "34-metrics-query-range-rate")
        let own = try TempoStandIn(traces: traces).answer(exchange.request).json()["series"]?.array ?? []
        let real = try JSONValue(parsing: exchange.answer.body)["series"]?.array ?? []
        #expect(own.map { $0["labels"] } == real.map { $0["labels"] })
        for (own, real) in zip(own, real) { #expect(own["samples"] == real["samples"]) }
    }

    @Test("Jaeger's model finds the 105 by their tag")
    func jaegerErrors() throws {
        let query = "service=payment-gateway&tags=\(escaped("{\"error\":\"true\"}"))&limit=1000"
        let answer = try JaegerStandIn(traces: traces).answer(WebRequest(target: "/select/jaeger/api/traces?\(query)")).json()
        #expect(answer["total"]?.int == 105)
        #expect(answer["data"]?.array?.allSatisfy { $0["spans"]?.array?.count == 9 } == true)
    }

    @Test("the metrics count the 105 as well", arguments: ["payment-gateway", "checkout", "frontend"])
    func metrics(_ service: String) throws {
        let history = MetricHistory(scenario, day: november)
        let series = try #require(
            history.families[0].series.first { $0.head.contains("code=\"504\"") && $0.head.contains("\"\(service)\"") })
        let at = { (text: String) -> Int64 in
            series.thousandths[Int((try instant(text).wholeSeconds - history.first) / history.step)] / 1000
        }
        #expect(try at("2026-11-20T15:05:00Z") - at("2026-11-20T14:22:00Z") == 105)
        #expect(try at("2026-11-20T14:23:00Z") == 0)
        #expect(try at("2026-11-20T14:47:00Z") == 105)
    }

    // MARK: One trace in all systems

    @Test(
        "a trace is written as recorded, by Tempo in both versions",
        arguments: [
            "18-trace-v1-json", "19-trace-v2-json", "25-trace-v1-not-found-404", "26-trace-v2-not-found", "27-trace-bad-id-400",
        ])
    func tempoTrace(_ name: String) throws {
        let exchange = try recorded("tempo", name)
        let answer = TempoStandIn(traces: traces).answer(exchange.request)
        #expect(answer.status == exchange.answer.status)
        #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self))
    }

    @Test("a trace is the recorded one in Jaeger, but for the order of its spans")
    func jaegerTrace() throws {
        let exchange = try recorded("victoriatraces-jaeger", "11-trace-by-id")
        let spans = { (bytes: [UInt8]) -> Set<JSONValue> in
            let spans = try #require(try JSONValue(parsing: bytes)["data"]?[0]?["spans"]?.array)
            return Set(
                spans.map { span in
                    // Processes are numbered in the order of the spans, and tags stand in any order.
                    var object = span.object ?? [:]
                    object["processID"] = nil
                    object["tags"] = .array((span["tags"]?.array ?? []).sorted { $0.compact < $1.compact })
                    return .object(object)
                })
        }
        let own = JaegerStandIn(traces: traces).answer(exchange.request).body
        #expect(try spans(own) == spans(exchange.answer.body))
    }

    /// Which traces a limit leaves depends on how the spans were cut into blocks, so all are asked for.
    @Test(
        "searches find the recorded traces",
        arguments: [
            ("04-search-errors", 105...105), ("05-search-slow-acquirer", 105...200), ("06-search-structural", 105...105),
            ("07-search-aggregate", 105...105), ("08-search-tags-legacy-parameters", 105...105),
            ("09-search-default-limit", 1200...1250),
            ("10-search-nothing-found", 0...0), ("11-search-leading-zero-trace-id", 1...1),
        ])
    func search(_ name: String, _ counts: ClosedRange<Int>) throws {
        let exchange = try recorded("tempo", name)
        let target = exchange.request.target.replacing("&limit=", with: "&was=") + "&limit=5000"
        let own = try TempoStandIn(traces: traces).answer(WebRequest(target: target)).json()["traces"]?.array ?? []
        let real = try JSONValue(parsing: exchange.answer.body)["traces"]?.array ?? []
        #expect(counts.contains(own.count))
        let byID = Dictionary(own.map { ($0["traceID"], $0) }) { first, _ in first }
        for trace in real {
            let same = byID[trace["traceID"]]
            #expect(same?["startTimeUnixNano"] == trace["startTimeUnixNano"])
            #expect(same?["spanSet"]?["matched"] == trace["spanSet"]?["matched"])
            #expect(same?["serviceStats"] == trace["serviceStats"])
        }
    }

    @Test("a search stops at its limit, and says so by the jobs it did not do")
    func limit() throws {
        let target = "/api/search?q=\(escaped("{ status = error }"))&start=1795184400&end=1795186200&limit=5"
        let answer = try TempoStandIn(traces: traces).answer(WebRequest(target: target)).json()
        #expect(answer["traces"]?.array?.count == 5)
        #expect(answer["metrics"]?["completedJobs"]?.int == 1)
        #expect(answer["metrics"]?["totalJobs"]?.int == 3)
    }

    @Test(
        "Tempo's refusals are the recorded ones",
        arguments: [
            "28-bad-traceql-400", "29-traceql-type-error-400", "30-range-too-long-400", "31-end-before-start-400",
            "32-milliseconds-in-start-400", "33-limit-not-a-number-400", "37-metrics-not-a-metrics-query-400",
            "38-metrics-range-too-long-400", "42-no-dependencies-endpoint-404",
        ])
    func tempoRefusals(_ name: String) throws {
        let exchange = try recorded("tempo", name)
        let answer = TempoStandIn(traces: traces).answer(exchange.request)
        #expect(answer.status == exchange.answer.status)
        #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self))
    }

    @Test(
        "Jaeger's short answers are the recorded ones",
        arguments: [
            "01-services", "02-operations", "03-operations-unknown-service", "09-traces-nothing-found",
            "13-trace-leading-zeros-left-out", "14-trace-not-found", "15-trace-bad-id", "16-traces-without-service-400",
            "17-traces-bad-duration-400", "18-traces-bad-tags-400", "20-traces-milliseconds-as-start",
            "21-dependencies-unsupported-400", "22-traces-by-trace-id-parameter-400", "23-jaeger-v3-absent-400", "24-health",
        ])
    func jaegerShort(_ name: String) throws {
        let exchange = try recorded("victoriatraces-jaeger", name)
        let answer = JaegerStandIn(traces: traces).answer(exchange.request)
        #expect(answer.status == exchange.answer.status)
        #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self))
    }

    // MARK: The account

    @Test("a third of the orders fails, each after exactly 5 s, and p99 falls")
    func account() throws {
        let orders = try scenario.orders(day: november).filter { $0.kind != .view }
        let from = try instant("2026-11-20T14:22:58Z").nanoseconds
        let to = try instant("2026-11-20T14:46:50Z").nanoseconds
        let inside = orders.filter { $0.start >= from && $0.start < to }
        #expect(inside.count == 330)
        let failed = orders.filter { $0.kind == .failed }
        #expect(failed.count == 105)
        #expect(failed.allSatisfy { $0.acquirer == 5_000_000_000 && $0.hasShortTimeout })
        #expect(inside.filter(\.hasShortTimeout).allSatisfy { $0.acquirer <= 5_000_000_000 })
        let before = orders.filter { $0.start < from }.map(\.acquirer).sorted()
        #expect((2_500_000_000...3_500_000_000).contains(before[before.count / 2]))
        #expect(before[before.count * 99 / 100] > 12_000_000_000)
    }

    @Test("the truth names commits that the scenario has, and the day is the recordings' own")
    func truth() throws {
        let keys = Set(scenario.repositories.flatMap(\.commits).map(\.key))
        #expect(keys.isSuperset(of: ["acquirer-5s", "acquirer-revert", "fe-banner"]))
        #expect(scenario.truth.value["onset"] == "2026-11-20T14:22:58Z")
        #expect(scenario.truth.value["change"]?["deployed"] == "2026-11-20T14:21:00Z")
        #expect(try Scenario.recordedDay("acquirer-timeout") == november)
        #expect(throws: ScenarioError.self) {
            let other = try #require(ScenarioDay("2026-11-19"))
            return try Scenario.load("acquirer-timeout", day: other)
        }
        #expect(throws: ScenarioError.self) { try scenario.with(services: 3) }
    }

    @Test("the configuration names the new sources with their kinds and tokens")
    func configuration() throws {
        let plan = StagePlan(
            scenario: scenario, day: november, directory: URL(fileURLWithPath: "/nowhere"), latency: nil, faults: [:])
        let text = StageFiles(plan: plan, ports: ["jaeger": 16686, "cluster": 6443]).configuration
        #expect(text.contains("{ name: jaeger, kind: jaeger, url: http://127.0.0.1:16686/select/jaeger }"))
        #expect(
            text.contains("{ name: cluster, kind: kubernetes, url: http://127.0.0.1:6443, token: \"file:tokens/kubernetes\", "))
        for kind in ["tempo", "victorialogs", "healthchecks", "loki", "prometheus", "pagerduty", "slack", "git"] {
            #expect(text.contains("kind: \(kind),"))
        }
        #expect(!text.contains("argocd"))
    }
}
