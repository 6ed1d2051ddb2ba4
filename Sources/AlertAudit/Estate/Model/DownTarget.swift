import Core

/// A scrape target that is down, as the record `scrape target down` says.
struct DownTarget: Sendable {
    var labels: [String: String]
    var error: String
    var id: EvidenceID
    var source: SourceName

    var job: String { labels["job"] ?? "" }
    var instance: String { labels["instance"] ?? "" }
    var subject: String { "target/\(job)/\(instance)" }

    init?(_ record: Record, _ evidence: Evidence) {
        guard record.title == "scrape target down" else { return nil }
        var labels: [String: String] = [:]
        for (name, value) in record.fields["labels"]?.object?.members ?? [] {
            if let text = value.string { labels[name] = text }
        }
        if labels["job"] == nil { labels["job"] = record.fields["pool"]?.string }
        if labels["instance"] == nil { labels["instance"] = record.fields["url"]?.string }
        self.labels = labels
        error = record.fields["lastError"]?.string ?? ""
        id = evidence.id
        source = evidence.source
    }
}
