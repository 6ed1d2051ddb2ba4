/// The pools from which an estate's names and texts are put together.
enum Wording {
    static let teams = [
        "payments", "catalog", "identity", "logistics", "platform", "growth", "search", "messaging", "billing", "mobile",
        "risk", "storefront", "fulfilment", "insights",
    ]
    static let nouns = [
        "ledger", "refund", "invoice", "fraud", "payout", "basket", "pricing", "stock", "profile", "session", "token", "sms",
        "email", "push", "index", "ranker", "crawler", "export", "import", "geo", "routing", "parcel", "label", "voucher",
        "gift", "returns", "tax", "currency", "image", "review", "wishlist", "audit", "consent", "banner", "campaign",
        "loyalty", "carrier", "dock", "picker", "forecast", "quota", "webhook", "document", "translation", "feed",
    ]
    static let roles = ["-api", "-worker", "-gateway", "-svc", "", "-proxy", "-scheduler", "-core", "-sync", "-edge"]
    static let first = [
        "ana", "bo", "chidi", "dana", "emil", "fatma", "goran", "hana", "ivo", "jana", "kofi", "lena", "milo", "nadia", "omar",
        "petra", "quinn", "rosa", "sven", "tara", "uma", "viktor", "wanda", "yusuf", "zoe",
    ]
    static let last = [
        "silva", "berg", "okafor", "novak", "lind", "demir", "petrov", "sato", "horvat", "kral", "mensah", "vogel", "rossi",
        "haddad", "farouk", "simon", "walsh", "moreno", "holm", "ahuja", "rao", "orlov", "keller", "aydin", "weiss",
    ]
    static let topics = ["runtime", "queues", "storage", "limits", "slo", "alerts", "batch", "symptoms", "capacity", "deps"]
    static let openings = ["", "Warning: ", "Attention, ", "FYI: "]
    static let wikis = [
        "https://runbooks.shop.example/%@", "https://wiki.shop.example/ops/%@", "https://git.shop.example/runbooks/%@.md",
        "https://docs.shop.example/oncall/%@#response",
    ]

    /// `ledger-api` as `LedgerApi`.
    static func camel(_ text: String) -> String {
        text.split { $0 == "-" || $0 == "_" || $0 == " " || $0 == "." }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined()
    }

    /// `LedgerApiSlow` as `ledger-api-slow`.
    static func kebab(_ text: String) -> String {
        var result = ""
        for character in text {
            if character.isUppercase, !result.isEmpty { result += "-" }
            result += character.lowercased()
        }
        return result
    }

    /// A number as people write it, without superfluous digits.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        let thousandths = (value * 1000).rounded() / 1000
        return "\(thousandths)"
    }

    /// A duration as Prometheus writes it.
    static func duration(_ seconds: Int) -> String {
        if seconds >= 86_400, seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        return seconds >= 60 && seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}

/// A gauge that teams watch: what is usual, and what is too much (or too little).
struct GaugeKind: Sendable {
    var metric: String
    var stem: String
    var phrase: String
    var usual: Double
    var threshold: Double
    var isShare = false

    var isBelow: Bool { threshold < usual }

    static let all = [
        GaugeKind(metric: "queue_depth", stem: "QueueDeep", phrase: "jobs waiting", usual: 40, threshold: 400),
        GaugeKind(metric: "consumer_lag_records", stem: "ConsumerLag", phrase: "records behind", usual: 800, threshold: 20_000),
        GaugeKind(metric: "replication_lag_seconds", stem: "ReplicationLag", phrase: "seconds behind", usual: 2, threshold: 45),
        GaugeKind(metric: "active_threads", stem: "ThreadsBusy", phrase: "threads busy", usual: 20, threshold: 180),
        GaugeKind(
            metric: "heap_used_ratio", stem: "HeapNearlyFull", phrase: "of the heap used", usual: 0.45, threshold: 0.9,
            isShare: true),
        GaugeKind(
            metric: "volume_used_ratio", stem: "VolumeFilling", phrase: "of the volume used", usual: 0.5, threshold: 0.88,
            isShare: true),
        GaugeKind(metric: "open_file_descriptors", stem: "ManyOpenFiles", phrase: "files open", usual: 300, threshold: 6000),
        GaugeKind(metric: "gc_pause_seconds", stem: "LongPauses", phrase: "seconds of pause", usual: 0.03, threshold: 0.6),
        GaugeKind(metric: "outbox_pending_events", stem: "OutboxStuck", phrase: "events pending", usual: 12, threshold: 500),
        GaugeKind(metric: "oldest_message_age_seconds", stem: "MessagesOld", phrase: "seconds old", usual: 15, threshold: 600),
        GaugeKind(metric: "open_sessions", stem: "ManySessions", phrase: "sessions open", usual: 1200, threshold: 8000),
        GaugeKind(
            metric: "cpu_throttled_ratio", stem: "CpuThrottled", phrase: "of periods throttled", usual: 0.06, threshold: 0.4,
            isShare: true),
        GaugeKind(metric: "goroutines", stem: "RoutinesLeak", phrase: "routines alive", usual: 250, threshold: 5000),
        GaugeKind(metric: "dead_letters_waiting", stem: "DeadLetters", phrase: "dead letters", usual: 2, threshold: 50),
        GaugeKind(metric: "sync_backlog_items", stem: "SyncBehind", phrase: "items to be synced", usual: 80, threshold: 1500),
        GaugeKind(metric: "lock_wait_seconds", stem: "LockWaits", phrase: "seconds waiting", usual: 0.02, threshold: 0.5),
        GaugeKind(metric: "free_volume_gigabytes", stem: "LittleSpace", phrase: "GB free", usual: 80, threshold: 12),
        GaugeKind(
            metric: "cache_hit_ratio", stem: "CacheCold", phrase: "of reads hit", usual: 0.94, threshold: 0.7, isShare: true),
        GaugeKind(metric: "licence_days_left", stem: "LicenceEnds", phrase: "days left", usual: 90, threshold: 21),
        GaugeKind(metric: "spare_workers", stem: "FewWorkers", phrase: "workers idle", usual: 24, threshold: 4),
        GaugeKind(metric: "clock_offset_seconds", stem: "ClockDrift", phrase: "seconds off", usual: 0.004, threshold: 0.2),
        GaugeKind(
            metric: "snapshot_age_hours", stem: "SnapshotOld", phrase: "hours since the snapshot", usual: 3, threshold: 30),
        GaugeKind(metric: "pending_migrations", stem: "MigrationsWait", phrase: "migrations to run", usual: 1, threshold: 12),
        GaugeKind(
            metric: "tls_handshake_seconds", stem: "HandshakesSlow", phrase: "seconds a handshake", usual: 0.05, threshold: 0.9),
    ]
}

/// A counter that teams watch, with its usual and its alarming rate a second.
struct CounterKind: Sendable {
    var metric: String
    var stem: String
    var phrase: String
    var usual: Double
    var threshold: Double

    static let all = [
        CounterKind(metric: "retries_total", stem: "Retries", phrase: "retries a second", usual: 0.6, threshold: 6),
        CounterKind(
            metric: "jobs_aborted_total", stem: "JobsAborted", phrase: "aborted jobs a second", usual: 0.2, threshold: 3),
        CounterKind(metric: "emails_bounced_total", stem: "Bounces", phrase: "bounces a second", usual: 0.4, threshold: 5),
        CounterKind(
            metric: "logins_denied_total", stem: "LoginsDenied", phrase: "denied logins a second", usual: 1.5, threshold: 20),
        CounterKind(metric: "cards_declined_total", stem: "Declines", phrase: "declines a second", usual: 0.9, threshold: 8),
        CounterKind(
            metric: "rows_skipped_total", stem: "RowsSkipped", phrase: "skipped rows a second", usual: 3, threshold: 40),
        CounterKind(metric: "cache_evictions_total", stem: "Evictions", phrase: "evictions a second", usual: 4, threshold: 60),
        CounterKind(metric: "packets_dropped_total", stem: "Drops", phrase: "drops a second", usual: 0.5, threshold: 9),
        CounterKind(
            metric: "webhooks_undelivered_total", stem: "WebhooksLost", phrase: "lost webhooks a second", usual: 0.3,
            threshold: 4),
        CounterKind(
            metric: "locks_contended_total", stem: "Contention", phrase: "contended locks a second", usual: 2, threshold: 30),
    ]
}
