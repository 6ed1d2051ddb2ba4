import Core

/// Rules and series from a seed: every shape of expression that an alert has, over values that come near their thresholds.
struct GeneratedRules {
    struct Series {
        var name: String
        var labels: [(String, String)]
        /// One a minute; `nil`: no sample.
        var values: [Double?]
    }

    /// When the series begin; a multiple of a day, so that subqueries' moments fall alike for promtool, which begins at 0.
    static let start = Instant(seconds: 1_767_225_600)

    private var state: UInt64
    let minutes: Int
    private(set) var series: [Series] = []
    private(set) var rules: [AlertRule] = []

    /// - Parameter skip: shapes to leave out before the first one, so that few rules of several seeds cover all shapes.
    init(seed: UInt64, rules count: Int, minutes: Int, skip: Int = 0) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        self.minutes = minutes
        addSeries()
        let shapes = GeneratedRules.shapes
        for number in 0..<count {
            let shape = shapes[(number + skip) % shapes.count]
            rules.append(rule(shape, number: number))
        }
    }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }

    private mutating func addSeries() {
        for service in ["a", "b", "c"] {
            for instance in ["0", "1"] {
                add("queue", [("service", service), ("instance", instance)], walk(gaps: service == "c"))
            }
            add("queue_limit", [("service", service)], (0...minutes).map { _ in 90 })
            add("maintenance", [("service", service)], square(on: 90, off: 400))
            for (code, most) in [("200", 40), ("500", 4)] {
                add("http_requests_total", [("service", service), ("code", code)], counter(most))
            }
            for le in ["0.1", "1", "10", "+Inf"] {
                add("d_bucket", [("service", service), ("le", le)], counter(le == "+Inf" ? 40 : 20))
            }
            add("heartbeat", [("service", service)], square(on: 200, off: 60).map { $0 == 1 ? 1 : nil })
            add("up", [("job", service)], square(on: 120, off: 20))
            add("flappy", [("service", service)], (0...minutes).map { _ in below(9) == 0 ? nil : Double(below(2)) })
        }
    }

    private mutating func add(_ name: String, _ labels: [(String, String)], _ values: [Double?]) {
        series.append(Series(name: name, labels: labels, values: values))
    }

    /// A walk between 0 and 100 with steps of up to 6, back to the middle now and then.
    private mutating func walk(gaps: Bool) -> [Double?] {
        var value = 50.0
        var missing = 0
        return (0...minutes).map { _ in
            value = below(120) == 0 ? 50 : min(100, max(0, value + Double(below(1201)) / 100 - 6))
            if gaps, below(150) == 0 { missing = below(25) }
            missing -= 1
            return missing > 0 ? nil : (value * 100).rounded() / 100
        }
    }

    private mutating func counter(_ most: Int) -> [Double?] {
        var value = 0.0
        var pace = 1
        return (0...minutes).map { _ in
            if below(60) == 0 { pace = below(most) + 1 }
            value = below(700) == 0 ? 0 : value + Double(pace * 60 + below(30))
            return value
        }
    }

    /// 1 and 0 in stretches of about these lengths.
    private mutating func square(on: Int, off: Int) -> [Double?] {
        var isOn = true
        var left = below(on)
        return (0...minutes).map { _ in
            left -= 1
            if left <= 0 {
                isOn.toggle()
                left = 1 + below(2 * (isOn ? on : off))
            }
            return isOn ? 1 : 0
        }
    }

    private mutating func rule(_ shape: String, number: Int) -> AlertRule {
        let expression = shape.replacing("$T", with: "\(60 + below(35))").replacing("$L", with: "\(5 + below(35))")
            .replacing("$N", with: "\(below(10))").replacing("$R", with: "0.0\(4 + below(6))").replacing(
                "$D", with: "\([5, 10, 15, 30][below(4)])m")
        var labels = ["severity": ["page", "ticket"][below(2)]]
        if below(3) == 0 { labels["about"] = "{{ $labels.service }}-{{ .Labels.severity }}x" }
        if shape.contains("round(") { labels["level"] = "{{ $value }}" }
        if below(4) == 0 { labels["service"] = "all" }
        // Two results with the same labels fail a rule, which promtool reports as the end of the whole test.
        if labels["service"] != nil { labels["service"] = "{{ $labels.service }}!" }
        return AlertRule(
            name: "R\(number)", group: "g", expression: expression,
            holdFor: [0, 0, 60, 300, 450, 600, 1800][below(7)], labels: labels,
            keepFiringFor: [nil, nil, 120, 600, 90][below(5)])
    }

    static let shapes = [
        "queue > $T", "queue{service=\"a\"} >= $T", "sum by (service) (queue) > 1$L", "avg without (instance) (queue) < $L",
        "rate(http_requests_total{code=\"500\"}[$D]) > 2.5",
        "sum by (service) (rate(http_requests_total{code=~\"5..\"}[$D])) / sum by (service) (rate(http_requests_total[$D])) > $R",
        "queue + $L > on (service) group_left queue_limit", "queue / ignoring (instance) group_left queue_limit > 0.9",
        "absent(heartbeat{service=\"b\"})", "absent_over_time(heartbeat{service=\"a\"}[$D])", "up == 0", "up != 1",
        "queue > $T unless on (service) maintenance == 1",
        "queue > $L and on (service) rate(http_requests_total{code=\"500\"}[5m]) > 3",
        "queue{service=\"a\"} > $T or queue{service=\"b\"} < $L", "max_over_time(queue[$D]) > 9$N",
        "avg_over_time(queue[30m:5m]) > $T", "max_over_time(rate(http_requests_total[5m])[30m:1m]) > $L",
        "queue > 1.5 * (queue offset 1h)", "queue > 1.4 * (queue @ START)", "(queue > bool $T) == 1",
        "histogram_quantile(0.9, sum by (le, service) (rate(d_bucket[$D]))) > 5", "topk(2, queue) > $T", "count(up == 0) >= 2",
        "changes(flappy[$D]) > 3", "80 < queue < 95", "deriv(queue[$D]) > 0.02", "predict_linear(queue[30m], 3600) > 1$T",
        "vector(1)", "label_replace(queue > $T, \"team\", \"t-$1\", \"service\", \"(.)\")", "count_values(\"v\", up) > 1",
        "quantile by (service) (0.5, queue) > $T", "scalar(sum(queue)) > bool 300", "round(queue, 20) > $T", "-queue < -$T",
        "stddev_over_time(queue[$D]) > 10", "min by (service) (queue @ end()) > $T", "queue offset $D > $T",
        "rate(http_requests_total[$D] offset 30m) > $L", "max_over_time(queue[1h:10m] offset 10m) > 9$N",
        "abs(delta(queue[$D])) > $L", "count by (service) (queue) < 2", "absent(nothing) and on () up{job=\"a\"} == 0",
        "queue > scalar(avg(queue)) * 1.6", "sum(up) / count(up) < 0.7", "(queue > $T) * 0 + 1",
        "resets(http_requests_total[1h]) > 0",
        "queue{service!=\"a\",instance=~\"0|2\"} > $T", "group by (service) (flappy == 1) unless on (service) up == 1",
        "-1 * (queue - queue offset 5m) > $L", "clamp_max(queue, 90) >= 90", "bottomk by (service) (1, queue) < $L",
        "sum_over_time((queue > bool $T)[20m:1m]) >= 10", "queue > $T and hour() >= 0",
        // Quotients by zero: NaN and infinite samples.
        "flappy / flappy != 1", "flappy / flappy > 0.5", "flappy / flappy <= 1", "flappy / flappy",
        "max by (service) (flappy / flappy) != 1", "1 / flappy > 1$L", "-1 / flappy < -5", "1 / flappy == 1",
        "round(1 / flappy) != 1", "round(flappy / flappy) >= bool 1", "0 * (1 / flappy) != 0", "ln(flappy) <= -1$L",
    ]
}
