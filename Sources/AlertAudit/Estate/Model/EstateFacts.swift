import Core
import PromQL

/// What is known of series, metrics and labels, from inventories and from what was seen.
struct EstateFacts: Sendable {
    struct Count: Sendable {
        var count: Int
        var id: EvidenceID
    }

    /// How many series each selector had over the window; those that were asked about.
    private(set) var series: [String: Count] = [:]
    /// The services whose series a selector has, where its source told.
    private(set) var servicesOfSelector: [String: Set<String>] = [:]
    /// Metric types: `counter`, `gauge`, `histogram`, `summary`.
    private(set) var types: [String: String] = [:]
    /// Seconds between two samples, by metric.
    private(set) var spacing: [String: Double] = [:]
    /// How many in a hundred changes of a metric were falls; those that were asked about and changed often enough.
    private(set) var falls: [String: Count] = [:]
    /// Metric names of each service that was asked about, with the evidence.
    private(set) var signals: [String: (names: [String], id: EvidenceID)] = [:]
    /// Values of labels as their source listed them in whole.
    private(set) var listed: [String: Set<String>] = [:]
    /// Values of labels that were seen on alerts and in rules.
    private(set) var seen: [String: Set<String>] = [:]
    /// Scrape intervals by job, and the configured default.
    private(set) var scrapeIntervals: [String: Double] = [:]
    private(set) var defaultScrapeInterval: Double?

    private static let valueLimit = 20_000

    mutating func read(_ inventory: Inventory, _ evidence: Evidence) {
        for entry in inventory.entries {
            if let type = entry.detail?.split(whereSeparator: { !$0.isLetter }).first.map({ $0.lowercased() }),
                ["counter", "gauge", "histogram", "summary"].contains(type), types[entry.name] == nil
            {
                types[entry.name] = type
            }
        }
        let of = inventory.of
        if of == "series" {
            for entry in inventory.entries {
                series[entry.name] = Count(count: entry.count, id: evidence.id)
                guard let detail = entry.detail, detail.hasPrefix("services: ") else { continue }
                let names = detail.dropFirst("services: ".count).split(separator: ",").map { String($0.drop { $0 == " " }) }
                servicesOfSelector[entry.name] = Set(names)
            }
        } else if of == "spacing" {
            for entry in inventory.entries where entry.count > 0 { spacing[entry.name] = Double(entry.count) }
        } else if of == "falls" {
            for entry in inventory.entries { falls[entry.name] = Count(count: entry.count, id: evidence.id) }
        } else if of.hasPrefix("signals ") {
            let service = String(of.dropFirst("signals ".count))
            let names = inventory.entries.filter { $0.count >= 0 }.map(\.name)
            signals[service] = ((signals[service]?.names ?? []) + names, evidence.id)
        } else if of.hasPrefix("label ") {
            guard evidence.completeness == .complete || evidence.completeness == .noneThere else { return }
            listed[String(of.dropFirst("label ".count)), default: []].formUnion(inventory.entries.map(\.name))
        }
    }

    /// A label that was asked for and has no values.
    mutating func readNothing(_ what: String, _ evidence: Evidence) {
        guard evidence.completeness == .noneThere, let place = what.firstRange(of: "label ") else { return }
        let label = what[place.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !label.isEmpty { listed[String(label), default: []].formUnion([]) }
    }

    /// The scrape configuration that a Prometheus server told.
    mutating func read(_ record: Record, _ evidence: Evidence) {
        guard record.title == "Prometheus configuration" else { return }
        let fallback = DurationText.seconds(record.fields["global"]?["scrape_interval"]?.string ?? "1m")
        defaultScrapeInterval = fallback
        for job in record.fields["scrape_jobs"]?.array ?? [] {
            guard let name = job["job_name"]?.string else { continue }
            scrapeIntervals[name] = job["scrape_interval"]?.string.flatMap(DurationText.seconds) ?? fallback
        }
    }

    mutating func learn(_ labels: [String: String]) {
        for (name, value) in labels where !value.isEmpty && seen[name, default: []].count < EstateFacts.valueLimit {
            seen[name, default: []].insert(value)
        }
    }

    /// All values that a label can have; `nil` where they were not listed.
    func values(of label: String, settings: AuditSettings) -> Set<String>? {
        if let values = listed[label] { return values }
        guard settings.serviceLabels.contains(label), label != "job", !signals.isEmpty else { return nil }
        return Set(signals.keys).union(seen[label] ?? [])
    }
}
