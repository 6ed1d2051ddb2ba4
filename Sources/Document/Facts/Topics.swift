import Core

/// What a number is a measure of.
struct Topics: OptionSet, Sendable, Hashable {
    let rawValue: UInt64
    init(rawValue: UInt64) { self.rawValue = rawValue }
    private init(_ bit: UInt64) { rawValue = 1 << bit }

    static let latency = Topics(0)
    static let errors = Topics(1)
    static let traffic = Topics(2)
    static let saturation = Topics(3)
    static let limit = Topics(4)
    static let logs = Topics(5)
    static let timeouts = Topics(6)
    static let threshold = Topics(7)
    /// How long an expression must hold before its alert fires.
    static let hold = Topics(8)
    static let silence = Topics(9)
    static let requests = Topics(10)
    static let budget = Topics(11)
    static let objective = Topics(12)
    static let restarts = Topics(13)
    static let pods = Topics(14)
    static let probes = Topics(15)
    static let images = Topics(16)
    static let scheduling = Topics(17)
    static let crashes = Topics(18)
    static let setting = Topics(19)
    static let check = Topics(20)
    static let traces = Topics(21)
    static let rules = Topics(22)
    static let services = Topics(23)
    static let calls = Topics(24)
    static let alert = Topics(25)
    static let files = Topics(26)
    static let routing = Topics(27)
    static let messages = Topics(28)

    /// Things that are told apart from errors, requests and times in general.
    static let special: Topics = [
        .restarts, .pods, .probes, .images, .scheduling, .crashes, .check, .traces, .rules, .files, .silence, .hold, .threshold,
        .budget, .objective,
    ]

    init(_ signal: Signal) {
        switch signal {
        case .latency: self = .latency
        case .errors: self = .errors
        case .traffic: self = .traffic
        case .saturation: self = .saturation
        case .limit: self = .limit
        case .logRate: self = .logs
        case .other: self = []
        }
    }
}
