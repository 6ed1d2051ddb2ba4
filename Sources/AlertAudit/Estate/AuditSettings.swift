/// What an organisation wants of its alerting, and what it calls things.
public struct AuditSettings: Sendable, Hashable {
    /// Names, ids and addresses of the people who may set silences. `nil`: not known; then nobody is said to be gone.
    public var people: [String]?
    /// Days for which a silence may be set.
    public var silenceMaxDays = 30.0
    /// Days after which a silence that still stands is old.
    public var silenceMaxAgeDays = 30.0
    /// Labels, on a rule, that name who looks after it.
    public var ownerLabels = ["owner", "team"]
    /// Annotations (or labels), on a rule, that say what to do.
    public var runbookAnnotations = ["runbook_url", "runbook"]
    /// Labels that name a service, the most telling first.
    public var serviceLabels = ["service", "service_name", "app", "application", "app_kubernetes_io_name", "job"]
    /// The label that says how urgent an alert is.
    public var severityLabel = "severity"
    /// Its values for which someone is called.
    public var pagingSeverities = ["critical", "page", "pager", "emergency", "high", "p1", "p2", "sev1", "sev2"]
    /// Its values that are meant to reach no one.
    public var quietSeverities = ["none", "info", "debug", "silent", "inhibit"]
    /// Receivers that are meant to reach no one.
    public var quietReceivers = [
        "null", "blackhole", "black-hole", "devnull", "dev-null", "none", "noop", "discard", "drop", "void", "ignore",
    ]
    /// Alerts that fire by design, so that their absence tells.
    public var watchdogs = ["watchdog", "deadmansswitch", "deadmanswitch", "heartbeat", "alwaysfiring", "alertingpipeline"]
    /// The share of the window from which on a rule fires always.
    public var alwaysFiringShare = 0.9
    /// Firings of one alert in 30 days from which on short ones are flapping.
    public var flappingFirings = 10
    /// Seconds up to which a firing is short.
    public var flappingSeconds = 900.0
    /// Firings in 30 days from which on it tells that nobody acknowledged one.
    public var unattendedFirings = 5
    /// Seconds between two samples of a series, where it is the same for all; `nil`: by the source's own configuration.
    public var sampleSpacing: Double?
    /// Severities of checks other than their own.
    public var severities: [AuditCheckID: AuditSeverity] = [:]
    /// Checks that are not wanted.
    public var disabled: [AuditCheckID] = []
    public var suppressions: [AuditSuppression] = []

    public init() {}
}

extension AuditSettings: Codable {
    private enum CodingKeys: String, CodingKey {
        case people, silenceMaxDays, silenceMaxAgeDays, ownerLabels, runbookAnnotations, serviceLabels, severityLabel,
            pagingSeverities, quietSeverities, quietReceivers, watchdogs, alwaysFiringShare, flappingFirings, flappingSeconds,
            unattendedFirings, sampleSpacing, severities, disabled, suppressions
    }

    /// Whatever is left out keeps its default.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ fallback: Value) throws -> Value {
            try container.decodeIfPresent(Value.self, forKey: key) ?? fallback
        }
        people = try container.decodeIfPresent([String].self, forKey: .people)
        silenceMaxDays = try value(.silenceMaxDays, silenceMaxDays)
        silenceMaxAgeDays = try value(.silenceMaxAgeDays, silenceMaxAgeDays)
        ownerLabels = try value(.ownerLabels, ownerLabels)
        runbookAnnotations = try value(.runbookAnnotations, runbookAnnotations)
        serviceLabels = try value(.serviceLabels, serviceLabels)
        severityLabel = try value(.severityLabel, severityLabel)
        pagingSeverities = try value(.pagingSeverities, pagingSeverities)
        quietSeverities = try value(.quietSeverities, quietSeverities)
        quietReceivers = try value(.quietReceivers, quietReceivers)
        watchdogs = try value(.watchdogs, watchdogs)
        alwaysFiringShare = try value(.alwaysFiringShare, alwaysFiringShare)
        flappingFirings = try value(.flappingFirings, flappingFirings)
        flappingSeconds = try value(.flappingSeconds, flappingSeconds)
        unattendedFirings = try value(.unattendedFirings, unattendedFirings)
        sampleSpacing = try container.decodeIfPresent(Double.self, forKey: .sampleSpacing)
        severities = try value(.severities, severities)
        disabled = try value(.disabled, disabled)
        suppressions = try value(.suppressions, suppressions)
    }
}
