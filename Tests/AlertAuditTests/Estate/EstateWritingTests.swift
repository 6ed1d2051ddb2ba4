import AlertAudit
import Core
import Testing

@Suite("The audit of how rules are written") struct EstateWritingTests {
    @Test("The same rule in another spelling is duplicated; another severity, threshold or selector is not")
    func duplicated() {
        var estate = EstateBuilder()
        estate.rule("A", "sum by (a, b) (rate(x_total{p=\"1\", q=\"2\"}[5m])) > 0.05")
        estate.rule("Spelled", "0.05 < sum(rate(x_total{q=~\"2\",p='1'}[300s])) by (b,a)", group: "h")
        estate.rule("Scaled", "100 * sum by (a, b) (rate(x_total{p=\"1\", q=\"2\"}[5m])) > 5", group: "i")
        estate.rule("Tier", "sum by (a, b) (rate(x_total{p=\"1\", q=\"2\"}[5m])) > 0.05", severity: "critical")
        estate.rule("Other", "sum by (a, b) (rate(x_total{p=\"1\", q=\"3\"}[5m])) > 0.05")
        estate.rule("Owner", "sum by (a, b) (rate(x_total{p=\"1\", q=\"2\"}[5m])) > 0.05", labels: ["owner": "b"])
        #expect(Set(estate.subjects(.duplicated)) == ["rule/h/Spelled", "rule/i/Scaled"])
        #expect(estate.report().findings.first { $0.check == .duplicated }?.related == ["rule/g/A"])
        #expect(estate.subjects(.shadowed).isEmpty)
    }

    @Test("A rule that asks for more of the same, no sooner and no more urgently, is shadowed")
    func shadowed() {
        var estate = EstateBuilder()
        estate.rule("Low", "queue_depth > 100")
        estate.rule("High", "queue_depth > 500")
        estate.rule("Urgent", "queue_depth > 500", severity: "critical")
        estate.rule("Sooner", "queue_depth > 900", holdFor: 60)
        estate.rule("Below", "queue_depth < 1")
        #expect(estate.subjects(.shadowed) == ["rule/g/High"])
    }

    @Test("A rule without runbook or owner is reported; other names for them, and watchdogs, are not")
    func missing() {
        var estate = EstateBuilder()
        func bare(_ name: String, _ labels: [String: String], _ annotations: [String: String], _ expression: String = "x > 1") {
            estate.add(
                .rule(
                    AlertRule(
                        name: name, group: "g", expression: expression, holdFor: 60,
                        labels: labels.merging(["severity": "page"]) { $1 }, annotations: annotations)))
        }
        bare("None", [:], ["summary": "x"])
        bare("Empty", ["owner": "a"], ["runbook_url": " "])
        bare("Other", ["team_name": "a"], ["runbook": "https://x"])
        bare("Annotated", [:], ["owner": "a", "description": "See https://x/runbook/1"])
        bare("Result", [:], ["playbook_url": "https://x"], "sum by (team) (x) > 1")
        bare("DeadMansSwitch", [:], [:], "vector(1)")
        #expect(Set(estate.subjects(.missingRunbook)) == ["rule/g/None", "rule/g/Empty"])
        #expect(estate.subjects(.missingOwner) == ["rule/g/None"])
    }

    @Test(
        "A template that can't be executed, or that names a label which is not there, is reported",
        arguments: [
            "{{ $labels.service", "{{ humanise $value }}", "{{ if $value }}high", "{{ end }}", "{{ $label.service }}",
            "{{ $labels.instance }} is slow", "{{ .labels.service }}", "{{ $value | humanize 2 }}", "{{ }}",
            "{{ query \"up{\" }}",
            "{{ $labels.service.name }}", "{{ printf \"%v }}", "{{ range query \"up\" }}{{ .Value }}",
            "{{ if gt $value 90 }}high{{ end }}", "{{ $value | toUpper }}", "{{ (query \"up\").Value }}",
            "{{ define \"x\" }}{{ $value }}{{ end }}", "{{ template \"x\" }}", "{{ range $value }}{{ end }}",
            "{{ $labels | humanize }}", "{{ \"fast\" | humanizeDuration }}", "{{ slice \"abc\" 1 5 }}",
            "{{ slice $labels.service 3 2 }}", "{{ index $labels 2 }}", "{{ $value | first }}",
            "{{ if $labels.service }}{{ $value.x }}{{ else }}a{{ end }}", "{{ query \"up\" | value }}",
            "{{ $value | printf 2x }}",
        ])
    func template(_ text: String) {
        var estate = EstateBuilder()
        estate.rule("T", "sum by (service) (rate(x_total[5m])) > 1", annotations: ["summary": text])
        #expect(estate.subjects(.templateFails) == ["rule/g/T"])
    }

    @Test(
        "A template that Prometheus executes and whose labels are there is not reported",
        arguments: [
            "{{ $labels.service }} at {{ $value | humanizePercentage }}", "{{- /* why */ -}} plain",
            "{{ with query \"up\" }}{{ . | first | value }}{{ end }}",
            "{{ if gt $value 1.5 }}a{{ else if $value }}b{{ else }}c{{ end }}",
            "{{ .Labels.service }} {{ .Value }}", "{{ printf \"%.2f\" $value }}", "{{ $x := $value }}{{ humanize $x }}",
            "{{ range $i, $s := query \"up\" }}{{ $s.Labels.job }}{{ .Value }}{{ end }}", "no braces } { at all",
            "{{ if $labels.instance }}{{ $labels.instance }}{{ end }}", "{{ (query \"up\" | first).Value }}",
            "{{ $externalLabels.cluster }} {{ externalURL }}", "{{ index $labels \"service\" }}", "{{`{{`}} literal",
            "{{ $labels.service | reReplaceAll \"-.*\" \"\" | title }}", "{{ $value }}}",
            "{{ if gt $value 90.0 }}high{{ end }}", "{{ slice $labels.service 0 3 }}", "{{ or $labels.instance \"all\" }}",
            "{{ define \"x\" }}{{ .Labels.service }}{{ end }}{{ template \"x\" . }}", "{{ $labels.service | humanize }}",
            "{{ range $k, $v := $labels }}{{ $k }}={{ $v }} {{ end }}", "{{ if false }}{{ slice \"a\" 2 }}{{ end }}",
            "{{ with $s := query \"up\" | first }}{{ $s.Labels.job }}: {{ $s | value | humanize }}{{ end }}",
            "{{ if and (eq $labels.service \"a\") (gt $value 1e3) }}{{ len $labels }}{{ end }}",
            "{{ range $i, $s := query \"up\" | sortByLabel \"job\" }}{{ if gt $i 3 }}{{ break }}{{ end }}{{ end }}",
        ])
    func goodTemplate(_ text: String) {
        var estate = EstateBuilder()
        estate.rule("T", "sum by (service) (rate(x_total[5m])) > 1", annotations: ["summary": text])
        #expect(estate.report().findings.filter { $0.check == .templateFails }.map(\.statement) == [])
    }

    @Test("A template is executed with what queries found and what alerts carried")
    func executed() {
        var estate = EstateBuilder()
        let text = "{{ (query \"gone_total\" | first).Value }} {{ with query \"gone_total\" }}{{ . | first | value }}{{ end }}"
        estate.rule("Gone", "sum by (service) (rate(x_total[5m])) > 1", annotations: ["summary": text])
        estate.rule(
            "Guarded", "x > 1", annotations: ["summary": "{{ with query \"gone_total\" }}{{ . | first | value }}{{ end }}"])
        estate.rule("There", "x > 1", annotations: ["summary": "{{ (query \"up\" | first).Value }}"])
        estate.counts = ["gone_total": 0, "up": 3]
        let short = estate.rule("Short", "x > 1", annotations: ["summary": "{{ slice $labels.pod 0 8 }}"])
        estate.fired(short, [(hour: 3, seconds: 600)], labels: ["pod": "api-7", "severity": "warning", "owner": "a"])
        let long = estate.rule("Long", "x > 1", annotations: ["summary": "{{ slice $labels.pod 0 8 }}"])
        estate.fired(long, [(hour: 3, seconds: 600)], labels: ["pod": "api-7c9f4d"])
        let bare = estate.rule("Bare", "x > 1", annotations: ["summary": "{{ $labels.zone }}"])
        estate.fired(bare, [(hour: 3, seconds: 600), (hour: 9, seconds: 600)], labels: ["pod": "api"])
        let known = "sum by (service) (x{service=\"cart\"}) > 1"
        estate.rule("Known", known, annotations: ["summary": "{{ slice $labels.service 0 80 }}"])
        #expect(Set(estate.subjects(.templateFails)) == ["rule/g/Gone", "rule/g/Short", "rule/g/Bare", "rule/g/Known"])
        let found = estate.report().findings.first { $0.subject == "rule/g/Gone" && $0.check == .templateFails }
        #expect((found?.evidence.count ?? 0) == 2)
    }

    @Test(
        "Sides that can't match, and aggregations that drop what is needed, are reported",
        arguments: [
            "sum by (a) (x) / sum by (a, b) (y) > 1", "sum(x) > on (service) y", "sum by (service) (x) and absent(y)",
            "x{quantile=\"0.99\"} / x{quantile=\"0.5\"} > 2", "sum by (a) (x) / on (b) sum by (b) (y) > 1",
            "sum by (service) (x) > 1 and hour() > 8",
        ])
    func labels(_ expression: String) {
        var estate = EstateBuilder()
        estate.rule("L", expression)
        #expect(estate.subjects(.missingLabels) == ["rule/g/L"])
    }

    @Test(
        "Sides that can match are not reported",
        arguments: [
            "sum by (a, b) (x) / sum by (b, a) (y) > 1", "sum by (a, b) (x) / on (a) group_left () sum by (a) (y) > 1",
            "sum by (service) (x) and on () absent(y)", "x{quantile=\"0.99\"} / ignoring (quantile) x{quantile=\"0.5\"} > 2",
            "x / y > 1", "sum(x) / sum(y) > 1", "x > scalar(sum(y))", "time() - x > 300",
            "x * on (instance) group_left (team) y > 1",
            "sum by (a) (x) or vector(0) > 1", "sum without (code) (x) / sum without (code) (y) > 1",
            "(sum by (a) (x) / sum by (a) (y)) > 0.5 and sum by (a) (y) > 10",
        ])
    func goodLabels(_ expression: String) {
        var estate = EstateBuilder()
        estate.rule("L", expression)
        #expect(estate.subjects(.missingLabels).isEmpty)
    }

    @Test("A label that routing needs and the aggregation drops is reported, unless the rule sets it itself")
    func routedLabels() {
        var estate = EstateBuilder()
        estate.routing([EstateBuilder.route(0, "default"), EstateBuilder.route(1, "shop", ["service=shop"])])
        estate.rule("Lost", "sum(rate(x_total{service=\"shop\"}[5m])) > 1")
        estate.rule("Kept", "sum(rate(x_total{service=\"shop\"}[5m])) > 2", labels: ["service": "shop"])
        estate.rule("Whole", "sum(rate(x_total[5m])) > 3")
        #expect(estate.subjects(.missingLabels) == ["rule/g/Lost"])
    }

    @Test(
        "Counters taken for gauges and gauges for counters are reported",
        arguments: [
            "x_total > 100", "sum(x_total) > 100", "delta(x_total[5m]) > 1", "deriv(x_total[5m]) > 1",
            "rate(sum(x_total)[5m:1m]) > 1", "rate(sum:x[5m]) > 1", "rate(queue_depth[5m]) > 1",
            "increase(memory_usage_bytes[5m]) > 1",
            "x_total - x_total offset 5m > 10",
        ])
    func counters(_ expression: String) {
        var estate = EstateBuilder()
        estate.add(.inventory(Inventory(of: "metrics", entries: [.init(name: "memory_usage_bytes", detail: "gauge: Memory.")])))
        estate.recording("sum:x", "sum(x_total)")
        estate.rule("C", expression)
        #expect(estate.subjects(.counterReset) == ["rule/g/C"])
    }

    @Test(
        "Counters and gauges that are read as they should be are not reported",
        arguments: [
            "increase(x_total[1h]) > 100", "delta(queue_depth[5m]) > 1", "sum(rate(x_total[5m])) > 1", "queue_depth > 5",
            "max_over_time(sum(rate(x_total[5m]))[1h:]) > 1", "rate(http_requests[5m]) > 1", "absent(x_total)",
            "count(x_total) < 3", "deriv(rate5m:x[10m]) > 1", "changes(x_total[5m]) > 1", "rate(http_seconds_count[5m]) > 1",
        ])
    func goodCounters(_ expression: String) {
        var estate = EstateBuilder()
        estate.recording("rate5m:x", "sum(rate(x_total[5m]))")
        estate.rule("C", expression)
        #expect(estate.subjects(.counterReset).isEmpty)
    }

    @Test("A range of less than two samples is reported, by the source's own spacing")
    func ranges() {
        var estate = EstateBuilder()
        estate.add(
            .record(
                Record(
                    title: "Prometheus configuration",
                    fields: [
                        "global": .object(["scrape_interval": .string("30s")]),
                        "scrape_jobs": .array([
                            .object(["job_name": .string("slow"), "scrape_interval": .string("2m")]),
                            .object(["job_name": .string("web")]),
                        ]),
                    ])))
        estate.recording("r:x", "sum(rate(x_total[5m]))", interval: 300)
        estate.rule("Short", "rate(x_total[45s]) > 1")
        estate.rule("Slow", "rate(x_total{job=\"slow\"}[3m]) > 1")
        estate.rule("Fine", "rate(x_total{job=\"web\"}[1m]) > 1")
        estate.rule("Recorded", "deriv(r:x[5m]) > 1")
        #expect(Set(estate.subjects(.rangeTooShort)) == ["rule/g/Short", "rule/g/Slow", "rule/g/Recorded"])
    }

    @Test("A recording that is renewed far less often than the alert is judged, or fails, is reported")
    func lags() {
        var estate = EstateBuilder()
        estate.recording("slow:x", "sum(x)", interval: 600)
        estate.recording("same:x", "sum(x)", interval: 60)
        estate.recording("bad:x", "sum(x)", lastError: "boom")
        estate.recording("over:x", "avg(slow:x)", interval: 60)
        estate.rule("Slow", "slow:x > 1")
        estate.rule("Over", "over:x > 1")
        estate.rule("Same", "same:x > 1")
        estate.rule("Bad", "bad:x > 1")
        #expect(Set(estate.subjects(.recordingLags)) == ["rule/g/Slow", "rule/g/Over", "rule/g/Bad"])
    }
}
