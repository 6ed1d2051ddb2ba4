import Core
import Foundation
import Testing

@testable import Lab

/// The stand-in is given the lines that a real Loki had, and asked what that Loki was asked.
@Suite("The stand-in for Loki, measured against a real one")
struct LokiRecordingTests {
    let loki: LokiStandIn

    init() throws {
        var streams: [LogStream] = []
        var entries: [LogEntry] = []
        for name in ["10-page-1-forward", "11-page-2-forward", "12-page-3-forward-last"] {
            for result in try #require(try Recording(name).json()["data"]?["result"]?.array) {
                let all = try #require(result["stream"]?.object)
                var labels: [String: String] = [:]
                var metadata: [(name: String, value: String)] = []
                for member in all.members.sorted(by: { $0.name < $1.name }) {
                    let value = member.value.string ?? ""
                    if ["detected_level", "trace_id"].contains(member.name) {
                        metadata.append((member.name, value))
                    } else {
                        labels[member.name] = value
                    }
                }
                let known = streams.firstIndex { $0.labels == labels }
                if known == nil { streams.append(LogStream(labels: labels)) }
                for value in try #require(result["values"]?.array) {
                    let time = try #require(value[0]?.string.flatMap { Int64($0) })
                    entries.append(
                        LogEntry(
                            time: time, stream: known ?? streams.count - 1, line: value[1]?.string ?? "", metadata: metadata))
                }
            }
        }
        loki = LokiStandIn(logs: StoredLogs(streams: streams, stored: entries), now: { 1_795_220_966_000_000_000 })
        #expect(entries.count == 105)
    }

    @Test(
        "lines, their streams and their order are those of the recording",
        arguments: [
            "06-query-range-line-filter", "10-page-1-forward", "11-page-2-forward", "12-page-3-forward-last",
            "13-page-1-backward", "14-page-2-backward",
        ])
    func lines(_ name: String) throws {
        let recording = try Recording(name)
        let answer = loki.answer(recording.request)
        #expect(answer.status == recording.status)
        #expect(answer.header("Content-Type") == recording.contentType)
        let (own, real) = (try answer.json()["data"], try recording.json()["data"])
        #expect(own?["resultType"] == real?["resultType"])
        #expect(own?["result"] == real?["result"])
    }

    @Test(
        "refusals have the recorded status, type and text",
        arguments: [
            "19-instant-log-query-refused-400", "28-parse-error-400", "29-empty-matcher-400", "30-range-too-long-400",
            "31-limit-too-high-400", "32-too-many-steps-400", "33-end-before-start-400",
            "38-ruler-rule-group-local-store-400", "43-unknown-path-404",
        ])
    func refusals(_ name: String) throws {
        let recording = try Recording(name)
        let answer = loki.answer(recording.request)
        #expect(answer.status == recording.status)
        #expect(answer.header("Content-Type") == recording.contentType)
        #expect(answer.text == recording.body)
    }

    @Test("counts by minute have the recorded times and values")
    func counts() throws {
        let recording = try Recording("15-metric-count-over-time")
        let own = try loki.answer(recording.request).json()["data"]?["result"]?.array
        let real = try recording.json()["data"]?["result"]?.array?.filter { $0["metric"]?["app"] == "payment-gateway" }
        #expect(own?.count == 1)
        #expect(own.map(Array.init) == real)
    }

    @Test("an instant topk gives the recorded vector")
    func topk() throws {
        let recording = try Recording("18-instant-query")
        #expect(try loki.answer(recording.request).json()["data"]?["result"] == recording.json()["data"]?["result"])
    }

    @Test("a rate is the count over the seconds of its range, and absent where there is no line")
    func rates() throws {
        let answer = loki.answer(
            WebRequest(
                target: "/loki/api/v1/query_range?query=sum(rate(%7Bapp%3D%22payment-gateway%22%7D%5B5m%5D))"
                    + "&start=1795184400&end=1795185000&step=5m"))
        let result = try answer.json()["data"]?["result"]
        #expect(result?[0]?["values"]?.array?.count == 2)
        #expect(result?[0]?["values"]?[0]?[0]?.int == 1_795_184_700)
        #expect(result?[0]?["values"]?[0]?[1] == "0.023333333333333334")
    }

    @Test("nothing found is a success with no streams")
    func nothing() throws {
        let recording = try Recording("34-nothing-found")
        let answer = loki.answer(recording.request)
        #expect(answer.status == 200)
        #expect(try answer.json()["data"]?["result"] == .array([]))
        let keys = { (value: JSONValue?) in value?.object?.members.map(\.name) ?? [] }
        let (own, real) = (try answer.json()["data"], try recording.json()["data"])
        #expect(keys(own) == keys(real))
        #expect(Set(keys(own?["stats"]?["summary"])) == Set(keys(real?["stats"]?["summary"])))
    }

    @Test("label names are those of the recording")
    func labels() throws {
        let recording = try Recording("03-labels")
        #expect(try loki.answer(recording.request).json() == recording.json())
    }

    @Test("with categorised labels the structured metadata leaves the stream and joins the value")
    func categorised() throws {
        var request = try Recording("06-query-range-line-filter").request
        request.headers.append(("x-loki-response-encoding-flags", "categorize-labels"))
        let data = try loki.answer(request).json()["data"]
        #expect(data?["encodingFlags"] == ["categorize-labels"])
        #expect(data?["result"]?[0]?["stream"]?["trace_id"] == nil)
        #expect(data?["result"]?[0]?["values"]?[0]?[2]?["structuredMetadata"]?["detected_level"] == "error")
        #expect((data?["result"]?.array?.count ?? 0) <= 2)
    }

    @Test(
        "line filters keep and drop lines",
        arguments: [
            ("|= `deadline exceeded`", 105), ("!= `deadline exceeded`", 0), ("|~ `order_id=ord-70550.`", 2),
            ("|~ `(?i)DEADLINE` !~ `ord-7055`", 87), ("|= `nothing` or `deadline`", 105), ("| level=`error`", 105),
            ("| trace_id=`none`", 0),
        ])
    func filters(_ filter: String, _ expected: Int) throws {
        let request = WebRequest(
            method: "POST", target: "/loki/api/v1/query_range",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("query={app=\"payment-gateway\"} \(filter)&start=1795184400&end=1795186200&limit=1000".utf8))
        let result = try loki.answer(request).json()["data"]?["result"]?.array ?? []
        let kept = result.reduce(0) { $0 + ($1["values"]?.array?.count ?? 0) }
        #expect(kept == expected)
    }

    @Test("rules are YAML in the recorded layout")
    func rules() throws {
        let scenario = Scenario.LogRuleGroup(
            file: "shop.yaml", name: "shop-errors",
            rules: [
                Scenario.LogRule(
                    alert: "CheckoutErrorLogs", expr: "sum(rate({app=\"checkout\"} | json | level=\"error\" [5m])) > 0.5",
                    for: "10m", labels: ["severity": "page", "team": "checkout"],
                    annotations: [
                        "runbook_url": "https://runbooks.shop.example/checkout-errors",
                        "summary": "checkout logs {{ $value }} errors a second",
                    ])
            ])
        var loki = loki
        loki.ruleGroups = [scenario]
        let recording = try Recording("37-ruler-rules-yaml")
        let answer = loki.answer(recording.request)
        #expect(answer.header("Content-Type") == recording.contentType)
        #expect(recording.body.hasPrefix(answer.text))
        #expect(answer.text.contains("CheckoutErrorLogs"))
    }
}
