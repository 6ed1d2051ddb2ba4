import Core

extension Story {
    static let culprit = "c0ffee1234567890c0ffee1234567890c0ffee12"
    static let before = "0ddba11234567890c0ffee1234567890c0ffee12"

    /// A timeout is lowered at 14:21; payment-gateway fails from 14:23 until a rollback at 14:47 takes effect at 14:50.
    static func timeout() -> Story {
        var story = Story()
        story.services = [
            Service(name: "frontend", dependsOn: ["checkout"]),
            Service(name: "checkout", dependsOn: ["payment-gateway", "inventory"], objective: 0.999),
            Service(name: "payment-gateway", dependsOn: ["payments-db"], repository: "payment-config"),
            Service(name: "payments-db"), Service(name: "inventory"),
        ]
        story.latency(of: "payment-gateway", to: 4.2, from: "14:23", width: 120)
        story.errors(of: "payment-gateway", to: 0.08, from: "14:23:30")
        story.errors(of: "checkout", to: 0.06, from: "14:25")
        story.latency(of: "checkout", normal: 0.3, to: 4.6, from: "14:24")
        story.latency(of: "frontend", normal: 0.5, to: 4.9, from: "14:28")
        story.latency(of: "payments-db", normal: 0.01)
        story.errors(of: "payments-db")
        story.latency(of: "inventory", normal: 0.02)
        story.traffic(of: "checkout")
        story.traffic(of: "payment-gateway")
        story.pool(of: "payment-gateway", to: 41, from: "14:25")
        story.logs(
            of: "payment-gateway", "level=error msg=\"context deadline exceeded after #ms\" id=#", from: "14:23:05",
            until: "14:49:40")
        story.commit(
            culprit, "Tighten outbound settings", service: "payment-gateway", at: "14:18",
            patch: "-connection_timeout: 30s\n+connection_timeout: 5s")
        story.deploy("7", of: "payment-gateway", culprit, previous: before, at: "14:21")
        story.deploy("31", of: "frontend", "feedface00000000000000000000000000000000", at: "14:26:30")
        story.deploy("8", of: "payment-gateway", before, previous: culprit, at: "14:47")
        story.say("I am sure the connection pool is exhausted", at: "14:29")
        story.say("could be the marketing campaign from this morning", at: "14:30")
        story.say("rolling back now", at: "14:32")
        story.add(
            .alert(
                AlertEpisode(
                    name: "CheckoutErrors", state: .firing, labels: ["service": "checkout"], from: Stamp(.at("14:27")))),
            service: "checkout")
        story.add(
            .incidentEvent(IncidentEvent(kind: .notified, incident: "P1", summary: "Notified by push")), service: "checkout",
            at: "14:27:20", source: "pages")
        return story
    }
}
