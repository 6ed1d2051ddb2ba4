import Core

// How a server is set up: rules, alerts now, targets, configuration. Evidence holds only what does not change from one moment
// to the next, so that asking twice gives the same: no time of the last evaluation or scrape, no durations, no values.

extension PrometheusSource {
    var rulesTool: PrometheusTool {
        PrometheusTool(
            name("rules"), "All rules: alerting with hold time, labels and annotations, and recording.",
            input: Schema.object([]),
            routes: [["rules"]]
        ) { _ throws(InputError) in PrometheusRules(self) }
    }

    var alertsTool: PrometheusTool {
        PrometheusTool(
            name("alerts"), "Alerts that are pending or firing now.", input: Schema.object([]), routes: [["alerts"]]
        ) { _ throws(InputError) in
            OneRound([self.get(["alerts"])]) { outcomes in Self.one(outcomes, "alerts", self.alerts) }
        }
    }

    /// What an empty list of rules, alerts or targets proves. VictoriaMetrics leaves rules to vmalert and scraping to vmagent,
    /// and answers with empty lists where those are not behind the same address.
    var noneNow: Completeness {
        dialect == .prometheus
            ? .noneThere : .sampled(reason: "vmalert and vmagent keep these, and may not be behind this address")
    }

    /// The server gives the time at which the expression first held, not when the hold time had passed.
    private func alerts(_ answer: PrometheusAnswer) -> Step {
        guard let list = answer.data["alerts"]?.array else {
            return .done([], [Diagnostic(.failed, "alerts: the answer has no list of alerts", exchange: answer.key)])
        }
        var diagnostics = answer.diagnostics("alerts")
        var found: [(String, Evidence)] = []
        for alert in list {
            var labels = (alert["labels"]?.object ?? [:]).strings
            guard let stamp = alert["activeAt"]?.string.flatMap(Stamp.init(rfc3339:)),
                let state = alert["state"]?.string.flatMap(AlertEpisode.State.init(rawValue:))
            else {
                diagnostics.append(
                    Diagnostic(.partial, "alerts: an alert without a time or a known state was left out", exchange: answer.key))
                continue
            }
            let name = labels.removeValue(forKey: "alertname") ?? ""
            let episode = AlertEpisode(name: name, state: state, labels: labels, from: stamp)
            found.append(
                (
                    PrometheusSeries(labels: labels, samples: []).text + name + state.rawValue,
                    Evidence(
                        .alert(episode), from: [answer.key], service: Self.service(in: labels), stamp: stamp, query: "ALERTS",
                        link: rulesLink, completeness: answer.completeness(isEmpty: false))
                ))
        }
        if found.contains(where: { if case .alert(let episode) = $0.1.observation { episode.state == .firing } else { false } })
        {
            let says = "alerts: the time of a firing alert is when its expression first held, not when it began to fire"
            diagnostics.append(Diagnostic(.note, says, exchange: answer.key))
        }
        if list.isEmpty {
            found = [
                (
                    "",
                    Evidence(
                        .nothing("alerts pending or firing now"), from: [answer.key], query: "ALERTS", link: rulesLink,
                        completeness: answer.partial == nil ? noneNow : answer.completeness(isEmpty: true))
                )
            ]
        }
        return .done(found.sorted { $0.0 < $1.0 }.map(\.1), diagnostics)
    }

    /// The service that labels name, by the usual labels but `job`, which in an alert is the exporter's.
    static func service(in labels: [String: String]) -> String? {
        PrometheusSelector.conventions.dropLast().lazy.compactMap { labels[$0] }.first
    }

    var targetsTool: PrometheusTool {
        PrometheusTool(
            name("targets"), "Scrape targets by pool, and those that are down with the reason.", input: Schema.object([]),
            routes: [["targets"]]
        ) { _ throws(InputError) in
            OneRound([self.get(["targets"], [self.field("state", "active")])]) { outcomes in
                Self.one(outcomes, "targets", self.targets)
            }
        }
    }

    private func targets(_ answer: PrometheusAnswer) -> Step {
        guard let list = answer.data["activeTargets"]?.array else {
            return .done([], [Diagnostic(.failed, "targets: the answer has no list of targets", exchange: answer.key)])
        }
        var pools: [String: [String: Int]] = [:]
        var down: [(String, Record)] = []
        for target in list {
            let pool = target["scrapePool"]?.string ?? target["labels"]?["job"]?.string ?? ""
            let health = target["health"]?.string ?? "unknown"
            pools[pool, default: [:]][health, default: 0] += 1
            guard health == "down" else { continue }
            let url = target["scrapeUrl"]?.string ?? ""
            let fields: JSONObject = [
                "pool": .string(pool), "url": .string(url), "labels": .object(target["labels"]?.object ?? [:]),
                "lastError": .string(PrometheusAnswer.printable(target["lastError"]?.string ?? "")),
            ]
            down.append((pool + " " + url, Record(title: "scrape target down", fields: fields)))
        }
        let summary = pools.sorted { $0.key < $1.key }.map { pool, counts in
            (pool, JSONValue.object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })))
        }
        var evidence = [
            Evidence(
                list.isEmpty
                    ? .nothing("scrape targets")
                    : .record(Record(title: "scrape targets by pool and health", fields: JSONObject(summary))),
                from: [answer.key], link: "/targets",
                completeness: list.isEmpty && answer.partial == nil ? noneNow : answer.completeness(isEmpty: list.isEmpty))
        ]
        var diagnostics = answer.diagnostics("targets")
        evidence += down.sorted { $0.0 < $1.0 }.prefix(50).map {
            Evidence(.record($0.1), from: [answer.key], service: nil, link: "/targets")
        }
        if down.count > 50 {
            diagnostics.append(
                Diagnostic(.partial, "targets: \(down.count) are down, the first 50 are listed", exchange: answer.key))
        }
        return .done(evidence, diagnostics)
    }

    var configTool: PrometheusTool {
        PrometheusTool(
            name("config"), "Intervals, rule files, alertmanagers and scrape jobs of the server's configuration.",
            input: Schema.object([]), routes: [["status", "config"]]
        ) { _ throws(InputError) in
            OneRound([self.get(["status", "config"])]) { outcomes in Self.one(outcomes, "configuration", Self.config) }
        }
    }

    private static func config(_ answer: PrometheusAnswer) -> Step {
        let document: JSONValue
        do throws(YAMLError) {
            document = try JSONValue(yaml: answer.data["yaml"]?.string ?? "")
        } catch {
            return .done([], [Diagnostic(.failed, "configuration: \(error)", exchange: answer.key)])
        }
        guard document.object != nil else {
            return .done([], [Diagnostic(.failed, "configuration: the answer holds none", exchange: answer.key)])
        }
        let jobs = (document["scrape_configs"]?.array ?? []).map { job -> JSONValue in
            let kept = ["job_name", "scrape_interval", "metrics_path"].compactMap { name in job[name].map { (name, $0) } }
            return .object(JSONObject(kept))
        }
        var fields = JSONObject()
        for name in ["global", "rule_files", "alerting"] {
            if let value = document[name] { fields[name] = value }
        }
        fields["scrape_jobs"] = .array(jobs)
        return .done(
            [Evidence(.record(Record(title: "Prometheus configuration", fields: fields)), from: [answer.key], link: "/config")],
            answer.diagnostics("configuration"))
    }

    var buildTool: PrometheusTool {
        PrometheusTool(
            name("build_info"), "The server's version: shows that it answers.", input: Schema.object([]),
            routes: [["status", "buildinfo"]]
        ) { _ throws(InputError) in
            OneRound([self.get(["status", "buildinfo"])]) { outcomes in
                Self.one(outcomes, "build information") { answer in
                    guard let version = answer.data["version"]?.string else {
                        let says = "build information: the server answers but does not say its version"
                        return .done([], [Diagnostic(.note, says, exchange: answer.key)])
                    }
                    let record = Record(title: "server", fields: ["version": .string(version)])
                    return .done([Evidence(.record(record), from: [answer.key])], answer.diagnostics("build information"))
                }
            }
        }
    }
}

extension JSONObject {
    /// The members that are strings.
    var strings: [String: String] {
        Dictionary(members.compactMap { name, value in value.string.map { (name, $0) } }, uniquingKeysWith: { $1 })
    }
}
