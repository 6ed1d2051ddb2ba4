/// The files that the servers and the audit read. Where they name a port, a placeholder stands until they are staged.
extension Estate {
    static let open = "@OPEN@"
    static let closed = "@CLOSED@"
    static let alertmanager = "@ALERTMANAGER@"

    /// One rule file a team.
    var ruleFiles: [(name: String, text: String)] {
        teams.indices.map { team in
            var lines = ["groups:"]
            for group in groups where group.team == team {
                lines += [
                    "  - name: \(EstateRouting.quoted(group.name))", "    interval: \(Wording.duration(group.interval))",
                    "    rules:",
                ]
                for recording in recordings where recording.group == group.name {
                    lines.append("      - record: \(recording.name)")
                    lines += Self.field("expr", recording.expression).map { "        " + $0 }
                }
                for rule in rules where rule.group == group.name { lines += Self.lines(rule).map { "      " + $0 } }
            }
            return (teams[team].name + ".yml", lines.joined(separator: "\n") + "\n")
        }
    }

    private static func lines(_ rule: EstateRule) -> [String] {
        var lines = ["- alert: \(rule.name)"] + field("expr", rule.expression).map { "  " + $0 }
        if rule.hold > 0 { lines.append("  for: \(Wording.duration(rule.hold))") }
        if rule.keepFiring > 0 { lines.append("  keep_firing_for: \(Wording.duration(rule.keepFiring))") }
        if !rule.labels.isEmpty {
            lines.append("  labels:")
            for label in rule.labels.sorted(by: { $0.key < $1.key }) {
                lines.append("    \(label.key): \(EstateRouting.quoted(label.value))")
            }
        }
        lines.append("  annotations:")
        for annotation in rule.annotations { lines.append("    \(annotation.name): \(EstateRouting.quoted(annotation.value))") }
        return lines
    }

    private static func field(_ name: String, _ text: String) -> [String] {
        guard text.contains("\n") else { return ["\(name): \(EstateRouting.quoted(text))"] }
        return ["\(name): |-"] + text.split(separator: "\n").map { "  " + $0 }
    }

    var prometheusConfiguration: String {
        var lines = [
            "global:", "  scrape_interval: 5m", "  scrape_timeout: 2s", "  evaluation_interval: 1m", "  external_labels:",
            "    cluster: shop-eu", "rule_files: ['rules/*.yml']", "alerting:", "  alertmanagers:", "    - static_configs:",
            "        - targets: ['\(Self.alertmanager)']", "scrape_configs:",
        ]
        var jobs: [String] = []
        for target in targets where !jobs.contains(target.job) { jobs.append(target.job) }
        for job in jobs {
            let own = targets.filter { $0.job == job }
            lines.append("  - job_name: \(EstateRouting.quoted(job))")
            lines.append("    scrape_interval: \(Wording.duration(own.first?.interval ?? 300))")
            lines.append("    static_configs:")
            for target in own {
                lines.append("      - targets: ['\(target.isUp ? Self.open : Self.closed)']")
                lines.append("        labels:")
                let labels = target.labels.merging(["instance": target.instance, "job": job]) { $1 }
                for label in labels.sorted(by: { $0.key < $1.key }) {
                    lines.append("          \(label.key): \(EstateRouting.quoted(label.value))")
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The product's configuration, with the addresses of the staged sources.
    func inquestConfiguration(metrics: Int, alerts: Int, pages: Int) -> String {
        var lines = [
            "sources:", "  - { name: metrics, kind: prometheus, url: http://127.0.0.1:\(metrics) }",
            "  - { name: alerts, kind: alertmanager, url: http://127.0.0.1:\(alerts) }",
            "  - { name: pages, kind: pagerduty, url: http://127.0.0.1:\(pages), token: \"file:tokens/pagerduty\" }",
            "services:",
        ]
        lines += services.map { "  - { name: \($0.name), selector: '\($0.selector)' }" }
        lines += ["audit:", "  ownerLabels: [team, owner, squad]", "  people:"]
        lines += people.map { "    - \($0.mail)" }
        lines.append("  suppressions:")
        for item in suppressions {
            lines.append(
                "    - { check: \(item.check), subject: \(EstateRouting.quoted(item.subject)), reason: \(EstateRouting.quoted(item.reason)), until: \(item.until) }"
            )
        }
        return lines.joined(separator: "\n") + "\nstore: { sqlite: .inquest/inquest.db }\n"
    }
}
