import Core

extension Example {
    static let dana = Person(id: "dana.ruiz@example.com", name: "Dana Ruiz")
    static let priya = Person(id: "U012AB3CD", name: "Priya Natarajan", role: "Staff engineer")
    static let tomas = Person(id: "U045EF6GH", name: "Tomás Okafor", role: "Engineering manager")
    static let danaInChat = Person(id: "U078IJ9KL", name: "Dana Ruiz", role: "Engineer")
    static let marek = Person(id: "marek.novak@example.com")

    /// What must not be in any file when people are not named.
    static let names = [
        "Dana", "Ruiz", "dana.ruiz", "druiz", "Priya", "Natarajan", "Tomás", "Okafor", "Marek", "Novak", "U012AB3CD",
        "U045EF6GH",
        "U078IJ9KL", "PWESLEY", "Wesley", "Crusher", "kim.lee", "Kim Lee", "@example.com", "customer.example",
    ]

    mutating func addChanges() {
        add(
            .change(
                Change(
                    kind: .commit, id: Example.culprit, title: "Shorten outbound connection timeout (asked for by Marek)",
                    service: "payment-gateway", author: Example.dana,
                    files: [
                        .init(
                            path: "payment-gateway/config.yaml", added: 1, removed: 1,
                            patch:
                                " outbound:\n   pool_size: 100\n-  connection_timeout: 30s\n+  connection_timeout: 5s\n   retries: 2"
                        )
                    ])), source: "payment-config", tool: "git_log", service: "payment-gateway", at: "14:18:12",
            query: "git log --since=2026-11-20T02:00:00Z --until=2026-11-20T15:05:00Z")
        deploy("7", of: "payment-gateway", Example.culprit, previous: Example.before, at: "14:21")
        deploy("31", of: "frontend", "c81be77f0a9d4e53b6120f8a97d3e5c4410b2f6e", previous: nil, at: "14:26:30")
        deploy("8", of: "payment-gateway", Example.before, previous: Example.culprit, at: "14:47", kind: .rollback)
    }

    private mutating func deploy(
        _ id: String, of service: String, _ revision: String, previous: String?, at time: String, kind: Change.Kind = .deploy
    ) {
        add(
            .change(
                Change(
                    kind: kind, id: id, title: "\(service) \(revision.prefix(7))", service: service, revision: revision,
                    previousRevision: previous)), source: "deploys", tool: "argocd_application_history", service: service,
            at: time,
            link: "/applications/\(service)")
    }

    mutating func addAlerting() {
        rule(
            "CheckoutHighErrorRate",
            "sum(rate(http_requests_total{service=\"checkout\",code=~\"5..\"}[2m])) / sum(rate(http_requests_total{service=\"checkout\"}[2m])) > 0.02",
            hold: 60, "checkout")
        rule(
            "PaymentGatewaySlow",
            "histogram_quantile(0.99, sum by (le) (rate(request_duration_seconds_bucket{service=\"payment-gateway\"}[2m]))) > 10",
            hold: 120, "payment-gateway")
        add(
            .silence(
                Silence(
                    id: "7d3e5c1a-93bb-4f0e-8a51-2f6b77c0a911", matchers: [.init(name: "service", value: "payment-gateway")],
                    startsAt: Instant(rfc3339: "2026-11-06T09:00:00Z") ?? .at("09:00"),
                    endsAt: Instant(rfc3339: "2026-12-31T09:00:00Z") ?? .at("23:00"), createdBy: Example.marek,
                    comment: "maintenance of the payment cluster on 6 November, ask @marek or Dana", state: "active")),
            source: "alerts",
            tool: "alertmanager_silences", service: "payment-gateway", link: "/#/silences/7d3e5c1a-93bb-4f0e-8a51-2f6b77c0a911",
            window: nil)
        add(
            .routing(
                AlertRouting(
                    routes: [
                        .init(depth: 0, receiver: "nobody", matchers: []),
                        .init(depth: 1, receiver: "pagerduty", matchers: [.init(name: "severity", value: "critical")]),
                    ], inhibitions: [], emptyReceivers: ["nobody"])), source: "alerts", tool: "alertmanager_status", window: nil
        )
        add(
            .alert(
                AlertEpisode(
                    name: "CheckoutHighErrorRate", state: .firing, labels: ["service": "checkout", "severity": "critical"],
                    from: Stamp(.at("14:27")), to: Stamp(.at("14:51")))), source: "metrics", tool: "prometheus_alert_history",
            service: "checkout", at: "14:27", query: "ALERTS{alertname=\"CheckoutHighErrorRate\"}")
    }

    private mutating func rule(_ name: String, _ expression: String, hold: Double, _ service: String) {
        add(
            .rule(
                AlertRule(
                    name: name, group: "payments", expression: expression, holdFor: hold,
                    labels: ["severity": "critical", "service": service], state: "inactive")), source: "metrics",
            tool: "prometheus_rules",
            service: service, window: nil)
    }

    mutating func addPages() {
        add(
            .incident(
                IncidentRecord(
                    id: "Q1TIMEOUT", number: "4711", title: Example.incident.title, service: "checkout", status: "resolved",
                    urgency: "high", createdAt: Stamp(.at("14:27:05")), resolvedAt: Stamp(.at("14:52")))), source: "pages",
            tool: "pagerduty_incident", service: "checkout", link: "https://example.pagerduty.com/incidents/Q1TIMEOUT",
            window: nil)
        let wesley = Person(id: "PWESLEY", name: "Wesley Crusher", role: "on-call")
        for (kind, time, summary) in [
            (IncidentEvent.Kind.notified, "14:27:20", "Notified Wesley Crusher by phone"),
            (.acknowledged, "14:28:41", "Acknowledged by Wesley Crusher"), (.resolved, "14:52", "Resolved by Wesley Crusher"),
        ] {
            add(
                .incidentEvent(IncidentEvent(kind: kind, incident: "Q1TIMEOUT", actor: wesley, summary: summary)),
                source: "pages",
                tool: "pagerduty_log_entries", service: "checkout", at: time)
        }
        add(.person(wesley), source: "pages", tool: "pagerduty_users", window: nil)
    }

    mutating func addChat() {
        say("I am sure the connection pool is exhausted, @dana can you look?", by: Example.priya, at: "14:29:10")
        say("could be the marketing campaign from this morning", by: Example.tomas, at: "14:30:02")
        say("rolling back now", by: Example.danaInChat, at: "14:32")
        say("thanks Dana! all green again, I'll mail tomas.okafor@example.com", by: Example.priya, at: "14:53:30")
    }

    private mutating func say(_ text: String, by author: Person, at time: String) {
        add(
            .message(ChatMessage(id: "1795185\(evidence.count).000100", channel: "#incident-4711", author: author, text: text)),
            source: "chat", tool: "slack_history", at: time, link: "/archives/C0INCIDENT/p1795185\(evidence.count)000100")
    }
}
