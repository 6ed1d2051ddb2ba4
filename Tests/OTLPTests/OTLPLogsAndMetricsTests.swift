import Core
import OTLP
import Testing

@Suite("Logs and metrics in the JSON forms of OTLP")
struct OTLPLogsAndMetricsTests {
    private static let resource = #""resource":{"attributes":[{"key":"service.name","value":{"stringValue":"checkout"}}]}"#

    @Test("log records have a service, a severity by number or word, and the ids of their trace")
    func logs() throws {
        let text = """
            {"resourceLogs":[{\(Self.resource),"scopeLogs":[{"scope":{},"logRecords":[
            {"timeUnixNano":"1544712660300000000","severityNumber":"SEVERITY_NUMBER_ERROR2","body":{"stringValue":"second"}},
            {"observedTimeUnixNano":"1544712660200000000","severityNumber":13,"traceId":"5B8EFFF798038103D269B633813FC60C",
            "spanId":"EEE19B7EC3C1B174","body":{"kvlistValue":{"values":[{"key":"a","value":{"intValue":"1"}}]}},
            "attributes":[{"key":"user","value":{"boolValue":false}}]},
            {"timeUnixNano":"1544712660400000000","severityText":"Information"},{"body":{"stringValue":"no time"}}]}]}]}
            """
        let reading = OTLPLogs.read(try JSONValue(parsing: text))
        #expect(reading.items.map(\.service) == ["checkout", "checkout", "checkout"])
        #expect(reading.items.map(\.line.text) == [#"{"a":1}"#, "second", ""])
        #expect(reading.items.map(\.line.severity) == ["warn", "error", "info"])
        #expect(
            reading.items.first?.line.labels == [
                "user": "false", "trace_id": "5b8efff798038103d269b633813fc60c", "span_id": "eee19b7ec3c1b174",
            ])
        #expect(reading.skipped == 1)
        #expect(reading.problems.first?.path == "resourceLogs[0].scopeLogs[0].logRecords[3]")
    }

    @Test("gauges, sums and histograms become series, and only deltas stamp the end of an interval")
    func metrics() throws {
        let text = """
            {"resourceMetrics":[{\(Self.resource),"scopeMetrics":[{"metrics":[
            {"name":"queue","unit":"{item}","gauge":{"dataPoints":[
            {"timeUnixNano":"1544712720000000000","asDouble":2.5},{"timeUnixNano":"1544712660000000000","asInt":"1"},
            {"timeUnixNano":"1544712780000000000","flags":1},{"asInt":"1"}]}},
            {"name":"requests","sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[
            {"startTimeUnixNano":"1544712600000000000","timeUnixNano":"1544712660000000000","asInt":"7"}]}},
            {"name":"wait","unit":"s","histogram":{"aggregationTemporality":2,"dataPoints":[
            {"timeUnixNano":"1544712660000000000","count":"3","sum":1.5,"bucketCounts":["1","2"],"explicitBounds":[0.5]}]}},
            {"gauge":{"dataPoints":[]}}]}]}]}
            """
        let reading = OTLPMetrics.read(try JSONValue(parsing: text))
        #expect(
            reading.items.map(\.series.metric) == [
                "queue", "requests", "wait_bucket", "wait_bucket", "wait_count", "wait_sum",
            ])
        let queue = try #require(reading.items.first?.series)
        #expect(queue.samples.map(\.value) == [1, 2.5] && queue.step == 60 && queue.mark == .instant && queue.unit == .count)
        #expect(reading.items.dropFirst().first?.series.mark == .bucketEnd(width: 60))
        let buckets = reading.items.filter { $0.series.metric == "wait_bucket" }.map(\.series)
        #expect(Set(buckets.compactMap { $0.labels["le"] }) == ["0.5", "+Inf"])
        #expect(buckets.first { $0.labels["le"] == "+Inf" }?.samples.map(\.value) == [3])
        #expect(reading.items.last?.series.unit == .seconds)
        #expect(reading.skipped == 2)
    }
}
