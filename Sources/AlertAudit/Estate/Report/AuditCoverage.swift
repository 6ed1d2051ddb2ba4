public import Core

/// Which rules watch a service, signal by signal.
public struct AuditCoverage: Sendable, Hashable, Codable {
    public struct Cell: Sendable, Hashable, Codable {
        /// Names of metrics by which the service has such a signal, sorted.
        public var metrics: [String]
        /// Rules and checks that watch it, as subjects (`rule/GROUP/NAME`), sorted.
        public var rules: [String]
        /// Whether the service has such a signal; `nil` where its metrics were not read.
        public var hasSignal: Bool?

        public init(metrics: [String] = [], rules: [String] = [], hasSignal: Bool? = nil) {
            self.metrics = metrics
            self.rules = rules
            self.hasSignal = hasSignal
        }
    }

    public var service: String
    public var errors: Cell
    public var latency: Cell
    public var saturation: Cell
    public var traffic: Cell

    public init(
        service: String, errors: Cell = Cell(), latency: Cell = Cell(), saturation: Cell = Cell(), traffic: Cell = Cell()
    ) {
        self.service = service
        self.errors = errors
        self.latency = latency
        self.saturation = saturation
        self.traffic = traffic
    }

    /// The cell of one of the four signals; `nil` for others.
    public internal(set) subscript(signal: Signal) -> Cell? {
        get {
            switch signal {
            case .errors: errors
            case .latency: latency
            case .saturation: saturation
            case .traffic: traffic
            case .limit, .logRate, .other: nil
            }
        }
        set {
            guard let newValue else { return }
            switch signal {
            case .errors: errors = newValue
            case .latency: latency = newValue
            case .saturation: saturation = newValue
            case .traffic: traffic = newValue
            case .limit, .logRate, .other: break
            }
        }
    }
}
