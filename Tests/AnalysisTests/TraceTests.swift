import Analysis
import Core
import Testing

@Suite struct TraceTests {
    private func evidence(_ traces: [Trace]) -> [Evidence] { traces.map { Evidence(.trace($0), from: []) } }

    @Test("client and server spans of one call are one call; a called side without spans keeps its name")
    func callGraph() throws {
        let traces = (0..<4).map { Story.order($0, at: .at("14:30"), acquirer: 5, fails: $0 < 3) }
        let graph = CallGraph(of: evidence(traces))
        #expect(
            graph.edges.map { "\($0.caller) \($0.callee) \($0.calls) \($0.errors) \($0.unanswered)" } == [
                "checkout inventory 4 0 4", "checkout payment-gateway 4 3 0", "frontend checkout 4 3 0",
                "payment-gateway acquirer.example 4 3 4",
            ])
        let edge = try #require(graph.edges.last)
        #expect(edge.errorShare == 0.75)
        #expect(edge.durations == [5, 5, 5, 5])
        #expect(!graph.instrumented.contains("acquirer.example"))
    }

    @Test("missing parents, circles and a span that is its own parent make roots, and nothing loops")
    func brokenTrees() {
        func span(_ id: String, _ parent: String?) -> Span {
            Span(id: id, parent: parent, service: "s", name: "n", start: .at("14:00"), duration: 1_000_000)
        }
        let trace = Trace(
            id: Story.traceID(1), spans: [span("a", "b"), span("b", "a"), span("c", "c"), span("d", "gone"), span("e", "d")])
        let outline = TraceOutline(trace)
        #expect(outline.rows.count == 5)
        #expect(outline.rows.first { $0.span.id == "e" }?.depth == 1)
    }

    @Test("a chain of 200,000 spans, with hostile times, is read in one go")
    func deepTrace() {
        let spans = (0..<200_000).map { number in
            Span(
                id: String(number), parent: number > 0 ? String(number - 1) : nil, service: "s\(number % 7)", name: "n",
                kind: .client, start: Instant(nanoseconds: number.isMultiple(of: 5) ? .max : .min), duration: .max,
                status: .error)
        }
        let outline = TraceOutline(Trace(id: Story.traceID(1), spans: spans))
        #expect(outline.rows.count == 40 && outline.leftOut == 199_960)
        var story = Story()
        story.add(.trace(Trace(id: Story.traceID(1), spans: spans)))
        #expect(story.file.assess().findings(.failingSpan).count <= 1)
    }

    @Test("the first failing span is the deepest whose children did not fail, and what is not known of its far side is said")
    func firstFailure() throws {
        let assessment = Story.ceiling(.traces).file.assess()
        let finding = try #require(assessment.findings(.failingSpan).first, "\(assessment.summary)")
        #expect(finding.service == "payment-gateway")
        #expect(finding.facts["callee"] == .text("acquirer.example"))
        #expect(finding.facts["ceiling"] == .duration(5))
        #expect(finding.statement.contains("its own time-out"))
        #expect(finding.statement.contains("whether it answered cannot be told"))
        #expect(finding.facts["count"] == .number(5, .count))
    }

    @Test("the first error line leads to its trace, and the finding joins the two")
    func join() throws {
        let assessment = Story.ceiling().file.assess()
        let finding = try #require(assessment.findings(.traceJoined).first, "\(assessment.summary)")
        #expect(finding.time == Instant.at("14:23:57").adding(seconds: 0.284))
        #expect(finding.facts["trace"] == .text(Story.traceID(0)))
        #expect(finding.statement.contains("against a time-out of 5 s"))
    }

    @Test("time by edge is compared with the time before, and few traces are called few")
    func callTimes() throws {
        let assessment = Story.ceiling().file.assess()
        let finding = try #require(assessment.findings(.callTime).first, "\(assessment.summary)")
        #expect(finding.facts["callee"] == .text("acquirer.example"))
        #expect(finding.facts["medianSince"] == .duration(5))
        #expect(finding.statement.contains("few, so this is an indication"))
    }

    @Test(
        "a trace's id is found in labels, JSON, logfmt and traceparent, and filled up with zeros",
        arguments: [
            (["trace_id": "ABCDEF0123456789abcdef0123456789"], "x", "abcdef0123456789abcdef0123456789"),
            ([:], #"{"msg":"no","traceId":"1234567890abcdef1234567890abcd"}"#, "001234567890abcdef1234567890abcd"),
            ([:], #"level=error trace_id=1234567890abcdef msg="x""#, "00000000000000001234567890abcdef"),
            ([:], "traceparent: 00-1234567890abcdef1234567890abcdef-1234567890abcdef-01", "1234567890abcdef1234567890abcdef"),
            ([:], "trace_id=00000000000000000000000000000000", nil), ([:], "trace_id=../../etc/passwd", nil),
            ([:], "order_id=1234567890abcdef1234567890abcdef", nil),
        ] as [([String: String], String, String?)])
    func ids(_ labels: [String: String], _ text: String, _ wanted: String?) {
        #expect(TraceReference.id(of: LogLines.Line(time: .at("14:00"), text: text, labels: labels)) == wanted)
    }
}
