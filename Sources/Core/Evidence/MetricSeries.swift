/// What a metric says about a service, in the field's usual terms (RED and USE).
public enum Signal: String, Sendable, Hashable, Codable {
    /// Time to answer, in seconds.
    case latency
    /// Share of requests that failed, 0 to 1, or failures a second.
    case errors
    /// Requests a second.
    case traffic
    /// How full a limited resource is, in its own unit.
    case saturation
    /// The limit of such a resource.
    case limit
    /// Log lines a second or an interval.
    case logRate
    case other
}

public enum Unit: String, Sendable, Hashable, Codable {
    case seconds, ratio, perSecond, count, bytes, none
}

/// One series over a stretch of time.
public struct MetricSeries: Sendable, Hashable, Codable {
    /// For people: "p99 latency", "5xx ratio", "payment_connections_in_use".
    public var title: String
    public var signal: Signal
    public var unit: Unit
    /// The metric's name in the source, without labels.
    public var metric: String
    public var labels: [String: String]
    /// For saturation: the title's metric that holds the limit.
    public var limitMetric: String?
    /// Seconds between samples, as asked for.
    public var step: Double
    /// What a sample's time marks: with `rate(x[2m])` the end of a two-minute bucket.
    public var mark: Stamp.Mark
    /// Is this the week before (true) or the incident's window?
    public var isBaseline: Bool
    /// By time. A missing step is absent here, never zero.
    public var samples: [Sample]

    public struct Sample: Sendable, Hashable, Codable {
        public var time: Instant
        public var value: Double
        public init(_ time: Instant, _ value: Double) {
            self.time = time
            self.value = value
        }
        public init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            time = Instant(seconds: try container.decode(Int64.self))
            value = try container.decodeNil() ? .nan : try container.decode(Double.self)
        }
        /// `[1763649780, 4.2]`: whole Unix seconds and the value, `null` for what JSON cannot write.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(time.wholeSeconds)
            if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
        }
    }

    public init(
        title: String, signal: Signal, unit: Unit, metric: String, labels: [String: String] = [:], limitMetric: String? = nil,
        step: Double, mark: Stamp.Mark = .instant, isBaseline: Bool = false, samples: [Sample]
    ) {
        self.title = title
        self.signal = signal
        self.unit = unit
        self.metric = metric
        self.labels = labels
        self.limitMetric = limitMetric
        self.step = step
        self.mark = mark
        self.isBaseline = isBaseline
        self.samples = samples
    }
}
