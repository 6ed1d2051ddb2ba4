import Core
import OTLP
import Testing

@Suite("Traces in the JSON forms of OTLP")
struct OTLPTracesTests {
    private func read(_ text: String) throws -> OTLPReading<Trace> { OTLPTraces.read(try JSONValue(parsing: text)) }

    private func document(_ spans: String, root: String = "resourceSpans") -> String {
        """
        {"\(root)":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"checkout"}},
        {"key":"k8s.pod.name","value":{"stringValue":"checkout-1"}}]},
        "scopeSpans":[{"scope":{"name":"shop/checkout","version":"1.4.0"},"spans":[\(spans)]}]}]}
        """
    }

    @Test("OTLP's own form: hexadecimal ids in any case, numbers for enumerations, strings for 64-bit numbers")
    func hexadecimal() throws {
        let reading = try read(
            document(
                """
                {"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173",
                "name":"POST","kind":3,"startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000001",
                "attributes":[{"key":"code","value":{"intValue":"504"}},{"key":"retry","value":{"boolValue":true}},
                {"key":"share","value":{"doubleValue":0.25}},{"key":"raw","value":{"bytesValue":"AAE="}},
                {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"2"}]}}},
                {"key":"map","value":{"kvlistValue":{"values":[{"key":"k","value":{"stringValue":"v"}}]}}},{"key":"none"}],
                "events":[{"timeUnixNano":1544712660500000000,"name":"exception","attributes":[]}],
                "links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175"}],
                "status":{"code":2,"message":"deadline"}}
                """))
        let trace = try #require(reading.items.first)
        #expect(reading.items.count == 1 && reading.skipped == 0 && reading.hasLists)
        #expect(trace.id == "5b8efff798038103d269b633813fc60c")
        let expected = Span(
            id: "eee19b7ec3c1b174", parent: "eee19b7ec3c1b173", service: "checkout", name: "POST", kind: .client,
            start: Instant(seconds: 1_544_712_660), duration: 1_000_000_001, status: .error, statusMessage: "deadline",
            attributes: [
                "code": "504", "retry": "true", "share": "0.25", "raw": "AAE=", "list": #"["a",2]"#, "map": #"{"k":"v"}"#,
                "none": "",
            ], resource: ["k8s.pod.name": "checkout-1"], scope: "shop/checkout 1.4.0",
            events: [.init(time: Instant(nanoseconds: 1_544_712_660_500_000_000), name: "exception")],
            links: [.init(trace: "5b8efff798038103d269b633813fc60d", span: "eee19b7ec3c1b175")])
        #expect(trace.spans == [expected])
    }

    @Test("protobuf's form: base64 ids and names for enumerations, under batches, trace or result")
    func base64() throws {
        let span = """
            {"traceId":"yVrBeB+yG8LJZYJujhCHJg==","spanId":"nSPJf41mmag=","name":"POST /checkout","kind":"SPAN_KIND_SERVER",
            "startTimeUnixNano":"1795184649683000000","endTimeUnixNano":"1795184654727700000",
            "status":{"code":"STATUS_CODE_ERROR"}}
            """
        let plain = try read(document(span, root: "batches"))
        let trace = try #require(plain.items.first)
        #expect(trace.id == "c95ac1781fb21bc2c965826e8e108726")
        #expect(trace.spans.map(\.id) == ["9d23c97f8d6699a8"])
        #expect(trace.spans.map(\.kind) == [.server] && trace.spans.map(\.status) == [.error])
        #expect(try read("{\"trace\":\(document(span))}").items == plain.items)
        #expect(try read("{\"result\":\(document(span))}").items == plain.items)
        #expect(try read("[\(document(span)),\(document(span))]").items == plain.items, "a span that came twice is one")
    }

    @Test(
        "an id that is written in either form is normalised, and nothing else is an id",
        arguments: [
            ("112553693fe008bcb96c18ab226f58", "00112553693fe008bcb96c18ab226f58"),
            ("ABElU2k/4Ai8uWwYqyJvWA==", "00112553693fe008bcb96c18ab226f58"),
            ("ABElU2k_4Ai8uWwYqyJvWA", "00112553693fe008bcb96c18ab226f58"), ("", nil), ("0000", nil), ("not-hex", nil),
            ("AAAAAAAAAAAAAAAAAAAAAA==", nil), ("ABElU2k/4Ai8uWwYqyJvWB==", nil), ("ABElU2k/4Ai8uWwYqyJvWA=", nil),
            (String(repeating: "a", count: 33), nil), ("🙂🙂🙂🙂", nil),
        ] as [(String, String?)])
    func ids(text: String, id: String?) { #expect(OTLPIdentifier.trace(text) == id) }

    @Test(
        "a span that cannot be read is skipped, counted, and named by its place",
        arguments: [
            (#"{"spanId":"eee19b7ec3c1b174","startTimeUnixNano":"1"}"#, "trace id"),
            (#"{"traceId":"0a","startTimeUnixNano":"1"}"#, "span id"),
            (#"{"traceId":"0a","spanId":"0b"}"#, "no start"),
            (#"{"traceId":"0a","spanId":"0b","startTimeUnixNano":0}"#, "no start"),
            (#"{"traceId":"0a","spanId":"0b","startTimeUnixNano":"253402300799000000000"}"#, "no start"),
            (#"{"traceId":"0a","spanId":"0b","startTimeUnixNano":"-5"}"#, "no start"), ("7", "no object"),
            ("null", "no object"),
        ])
    func malformed(span: String, reason: String) throws {
        let good = #"{"traceId":"0a","spanId":"0c","startTimeUnixNano":"1"}"#
        let reading = try read(document("\(good),\(span)"))
        #expect(reading.items.flatMap(\.spans).map(\.id) == ["000000000000000c"])
        #expect(reading.skipped == 1)
        let problem = try #require(reading.problems.first)
        #expect(problem.path == "resourceSpans[0].scopeSpans[0].spans[1]")
        #expect(problem.reason.contains(reason))
    }

    @Test("an end that is missing, too late or before the start gives no time, and never overflows")
    func ends() throws {
        for end in ["", #","endTimeUnixNano":"1""#, #","endTimeUnixNano":"253402300799000000000""#, #","endTimeUnixNano":-9"#] {
            let reading = try read(
                document(#"{"traceId":"0a","spanId":"0b","startTimeUnixNano":"1795184649683000000"\#(end)}"#))
            #expect(reading.items.first?.spans.map(\.duration) == [0])
        }
        let longest = try read(
            document(
                #"{"traceId":"0a","spanId":"0b","startTimeUnixNano":1,"endTimeUnixNano":"9223372036854775807"}"#))
        #expect(longest.items.first?.spans.map(\.duration) == [Int64.max - 1])
    }

    @Test("no spans, no lists and another document are told apart")
    func nothing() throws {
        #expect(try !read(#"{"trace":{},"metrics":{}}"#).hasLists)
        #expect(try !read("[]").hasLists)
        #expect(try !read("7").hasLists)
        #expect(try read(#"{"resourceSpans":[]}"#).hasLists)
        let odd = try read(#"{"resourceSpans":{"a":1}}"#)
        #expect(odd.skipped == 1 && odd.problems.first?.path == "resourceSpans")
    }

    @Test("deep nesting and long texts are bounded, and many problems are counted but not kept")
    func bounds() throws {
        let deep =
            String(repeating: #"{"arrayValue":{"values":["#, count: 60) + #"{"intValue":"1"}"#
            + String(repeating: "]}}", count: 60)
        let long = String(repeating: "x", count: 100_000)
        let bad = Array(repeating: "{}", count: 100).joined(separator: ",")
        let reading = try read(
            document(
                """
                {"traceId":"0a","spanId":"0b","startTimeUnixNano":1,"attributes":[{"key":"deep","value":\(deep)},
                {"key":"long","value":{"stringValue":"\(long)"}}]},\(bad)
                """))
        let attributes = try #require(reading.items.first?.spans.first?.attributes)
        #expect((attributes["deep"] ?? "").contains("null"))
        #expect((attributes["long"] ?? "").utf8.count < 17_000)
        #expect(reading.skipped == 100 && reading.problems.count == OTLPReading<Trace>.mostProblems)
    }

    @Test("traces are in the order of their start, and spans within them too")
    func order() throws {
        let spans = [("0b", "03", 30), ("0a", "02", 20), ("0b", "01", 10), ("0c", "04", 10)].map {
            #"{"traceId":"\#($0.0)","spanId":"\#($0.1)","startTimeUnixNano":\#($0.2)}"#
        }
        let reading = try read(document(spans.joined(separator: ",")))
        #expect(reading.items.map { $0.id.suffix(2) } == ["0b", "0c", "0a"])
        #expect(reading.items.first?.spans.map { $0.id.suffix(2) } == ["01", "03"])
    }
}
