import Core

extension PrometheusSource {
    var tools: [any Tool] {
        [
            queryTool, queryRangeTool, serviceMetricsTool, topologyTool, servicesTool, seriesTool, labelsTool, labelValuesTool,
            metadataTool, rulesTool,
            alertsTool, alertHistoryTool, targetsTool, configTool, buildTool, backTestTool, serviceSignalsTool,
        ]
    }

    func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .estate:
            [
                Probe(tool: name("rules"), input: [:], purpose: "alerting rules"),
                Probe(tool: name("targets"), input: [:], purpose: "scrape targets"),
            ]
        case .window(let scope):
            [
                Probe(
                    tool: name("alert_history"), input: .object(JSONObject(scope.window.inputMembers)),
                    purpose: "alerts that were pending or firing")
            ]
        case .surroundings(let scope): surroundings(scope)
        case .service(let service, let scope):
            [
                Probe(
                    tool: name("service_metrics"), input: serviceInput(service, scope),
                    purpose: "latency, errors, traffic and saturation of \(service.name)")
            ]
        case .reference, .trace: []
        }
    }

    func auditProbes(over window: TimeWindow) -> [Probe] {
        let step: (String, JSONValue) = ("step", .number(Self.auditStep))
        return probes(for: .estate) + [
            Probe(
                tool: name("alert_history"), input: .object(JSONObject(window.inputMembers + [step])),
                purpose: "alerts that were pending or firing"),
            Probe(
                tool: name("service_signals"), input: ["time": .string(window.to.rfc3339Exact)],
                purpose: "which metrics each service has"),
            Probe(tool: name("metadata"), input: [:], purpose: "types of metrics"),
            Probe(tool: name("config"), input: [:], purpose: "how often targets are scraped"),
        ]
    }

    /// Seconds between two moments of an audit's history: 30 days stay below what a server returns for one query.
    static let auditStep = 300

    /// Who calls whom, where a service mesh or a tracing pipeline counts it, and the services that the usual labels name.
    private func surroundings(_ scope: Scope) -> [Probe] {
        let topology = Probe(
            tool: name("topology"), input: .object(JSONObject(scope.window.inputMembers)), purpose: "which services call which")
        return [topology]
            + PrometheusSelector.conventions.map { label in
                let match = JSONValue.array(PrometheusSelector.requestMetrics.map { .string($0) })
                return Probe(
                    tool: name("label_values"),
                    input: .object(JSONObject([("label", .string(label)), ("match", match)] + scope.window.inputMembers)),
                    purpose: "services by the label \(label)")
            }
    }

    private func serviceInput(_ service: Service, _ scope: Scope) -> JSONValue {
        var input = JSONObject([("service", .string(service.name))] + scope.window.inputMembers)
        if let selector = service.selector { input["selector"] = .string(selector) }
        input["baselineFrom"] = .string(scope.baseline.from.rfc3339Exact)
        input["baselineTo"] = .string(scope.baseline.to.rfc3339Exact)
        return .object(input)
    }

    var checkup: Probe { Probe(tool: name("build_info"), input: [:], purpose: "the server's version") }

    // MARK: Expressions

    private var queryTool: PrometheusTool {
        PrometheusTool(
            name("query"), "Evaluates a PromQL expression at one moment.",
            input: Schema.object(
                [("query", Schema.string("PromQL")), ("time", Schema.time("The moment")), serviceMember],
                required: ["query", "time"]),
            routes: [["query"]]
        ) { input throws(InputError) in
            try PrometheusInstantQuery.begin(self, input)
        }
    }

    private var queryRangeTool: PrometheusTool {
        PrometheusTool(
            name("query_range"),
            "Evaluates a PromQL expression over a window. Counts the series of each selector first and refuses above \(maxSeries).",
            input: Schema.object(
                [("query", Schema.string("PromQL"))] + Self.windowMembers + [
                    ("step", Schema.integer("Seconds between samples; raised where it would give more than \(maxPoints)")),
                    serviceMember,
                ], required: ["query", "from", "to"]),
            routes: [["query"], ["query_range"]]
        ) { input throws(InputError) in
            try PrometheusRangeQuery(self, input)
        }
    }

    private var serviceMetricsTool: PrometheusTool {
        PrometheusTool(
            name("service_metrics"),
            "Finds a service's latency, error, traffic and saturation metrics and reads them in a window and its baseline.",
            input: Schema.object(
                [
                    ("service", Schema.string("The service's name")),
                    ("selector", Schema.string("Label matchers that select it; without them the usual labels are tried")),
                ] + Self.windowMembers + [
                    ("baselineFrom", Schema.time("Start of the normal time it is compared with")),
                    ("baselineTo", Schema.time("End of it")),
                    ("step", Schema.integer("Seconds between samples in the window, 60 unless the window is long")),
                ], required: ["service", "from", "to"]),
            routes: [["query"], ["query_range"]], posts: [["query_range"]]
        ) { input throws(InputError) in
            try PrometheusServiceMetrics(self, input)
        }
    }

    private var topologyTool: PrometheusTool {
        PrometheusTool(
            name("topology"), "Which services call which, at a window's end, from service graphs and Istio's metrics.",
            input: Schema.object(Self.windowMembers, required: ["from", "to"]), routes: [["query"]]
        ) { input throws(InputError) in
            try PrometheusTopology(self, input)
        }
    }

    private var servicesTool: PrometheusTool {
        PrometheusTool(
            name("services"), "Which services there are at a window's end, by the labels of targets.",
            input: Schema.object(Self.windowMembers, required: ["from", "to"]), routes: [["query"]]
        ) { input throws(InputError) in
            try PrometheusServices.begin(self, input)
        }
    }

    private var alertHistoryTool: PrometheusTool {
        PrometheusTool(
            name("alert_history"), "When alerts were pending or firing in a window, from the ALERTS series.",
            input: Schema.object(
                Self.windowMembers + [
                    ("selector", Schema.string("Label matchers on the alerts, such as service=\"checkout\"")),
                    ("step", Schema.integer("Seconds between samples; 15 unless the window is long")),
                ],
                required: ["from", "to"]),
            routes: [["query"], ["query_range"]]
        ) { input throws(InputError) in
            try PrometheusAlertHistory(self, input)
        }
    }

    private var backTestTool: PrometheusTool {
        PrometheusTool(
            name("back_test"),
            "Evaluates many expressions over a long window at one step, each once, and counts the series of selectors.",
            input: Schema.object(
                [
                    ("expressions", Schema.strings("PromQL")), ("selectors", Schema.strings("Selectors to count besides")),
                    ("spacings", Schema.strings("Metrics whose distance of samples is to be measured")),
                    ("falls", Schema.strings("Metrics whose share of falls in their changes is to be measured")),
                    ("step", Schema.integer("Seconds between two moments; 300 unless given")),
                ] + Self.windowMembers, required: ["from", "to"]),
            routes: [["query_range"], ["series"], ["query"]], posts: [["query_range"]]
        ) { input throws(InputError) in
            try PrometheusBackTest(self, input)
        }
    }

    private var serviceSignalsTool: PrometheusTool {
        PrometheusTool(
            name("service_signals"), "Which metrics each service has at a moment, by the usual labels.",
            input: Schema.object([("time", Schema.time("The moment"))], required: ["time"]), routes: [["query"]]
        ) { input throws(InputError) in
            try PrometheusServiceSignals(self, input)
        }
    }

    static let windowMembers: [(String, JSONValue)] = [
        ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
    ]

    private var serviceMember: (String, JSONValue) { ("service", Schema.string("The service that it is about, if known")) }
}
