import Analysis
import Core

/// A case file in the making: a window from 14:00 to 15:05 on one day, and the seven days before it.
struct Story {
    static let start = Instant.at("14:00")
    static let end = Instant.at("15:05")
    static let scope = Scope(
        window: TimeWindow(from: start, to: end), baseline: TimeWindow(from: start.adding(seconds: -7 * 86_400), to: start))

    var incident = Incident(title: "Checkout fails", services: ["checkout"], origin: "service checkout")
    var services: [Service] = []
    var dependencies: [Dependency] = []
    private(set) var evidence: [Evidence] = []

    var file: CaseFile {
        CaseFile(incident: incident, scope: Story.scope, services: services, dependencies: dependencies, evidence: evidence)
    }

    @discardableResult
    mutating func add(
        _ observation: Observation, service: String? = nil, at time: String? = nil, window: TimeWindow? = nil,
        completeness: Completeness = .complete, source: SourceName = "metrics"
    ) -> EvidenceID {
        var item = Evidence(
            observation, from: [], service: service, stamp: time.map { Stamp(.at($0)) }, window: window,
            completeness: completeness)
        item.id = EvidenceID(evidence.count + 1)
        item.source = source
        item.tool = "test_tool"
        evidence.append(item)
        return item.id
    }

    /// A signal over the window, with its week.
    mutating func signal(
        _ shape: Shape, _ signal: Signal, _ unit: Unit, of service: String, title: String, seed: UInt64 = 1,
        width: Double? = nil, limitMetric: String? = nil, hasBaseline: Bool = true, completeness: Completeness = .complete,
        labels: [String: String] = [:]
    ) {
        var random = Seeded(seed &+ UInt64(evidence.count))
        let mark: Stamp.Mark = width.map { .bucketEnd(width: $0) } ?? .instant
        if hasBaseline {
            var week: [MetricSeries.Sample] = []
            for step in 0..<(7 * 24 * 6) {
                let time = Story.scope.baseline.from.adding(seconds: Double(step) * 600)
                week.append(.init(time, shape.normal(time, &random)))
            }
            add(
                .metric(
                    MetricSeries(
                        title: title, signal: signal, unit: unit, metric: title.filter { $0 != " " }, labels: labels,
                        limitMetric: limitMetric,
                        step: 600, mark: mark, isBaseline: true, samples: week)), service: service)
        }
        var samples: [MetricSeries.Sample] = []
        for step in 0...130 {
            let time = Story.start.adding(seconds: Double(step) * 30)
            if let value = shape.value(time, width: width ?? 0, &random) { samples.append(.init(time, value)) }
        }
        add(
            .metric(
                MetricSeries(
                    title: title, signal: signal, unit: unit, metric: title.filter { $0 != " " }, labels: labels,
                    limitMetric: limitMetric,
                    step: 30, mark: mark, samples: samples)), service: service, completeness: completeness)
    }

    mutating func latency(
        of service: String, normal: Double = 0.12, to raised: Double? = nil, from: String? = nil, until: String? = "14:50",
        width: Double? = nil
    ) {
        signal(
            Shape(normal: normal, raised: raised, from: from, until: until), .latency, .seconds, of: service,
            title: "p99 latency", width: width)
    }

    mutating func errors(of service: String, to raised: Double? = nil, from: String? = nil, until: String? = "14:50") {
        signal(
            Shape(normal: 0.001, raised: raised, from: from, until: until), .errors, .ratio, of: service, title: "5xx ratio")
    }

    mutating func traffic(of service: String, to raised: Double? = nil, from: String? = nil, until: String? = "14:50") {
        signal(
            Shape(normal: 80, raised: raised, from: from, until: until), .traffic, .perSecond, of: service, title: "requests")
    }

    mutating func pool(of service: String, to raised: Double?, from: String?, limit: Double = 100) {
        signal(
            Shape(normal: 3, raised: raised, from: from, until: "14:50"), .saturation, .count, of: service,
            title: "connections in use", limitMetric: "connectionslimit")
        signal(Shape(normal: limit, noise: 0), .limit, .count, of: service, title: "connections limit")
    }

    @discardableResult
    mutating func commit(
        _ id: String, _ title: String, service: String?, at time: String, path: String = "config/app.yaml", patch: String? = nil
    ) -> EvidenceID {
        add(
            .change(
                Change(
                    kind: .commit, id: id, title: title, service: service,
                    files: [.init(path: path, added: 1, removed: 1, patch: patch)])), service: service, at: time, source: "git")
    }

    @discardableResult
    mutating func deploy(
        _ id: String, of service: String, _ revision: String, previous: String? = nil, at time: String,
        kind: Change.Kind = .deploy
    ) -> EvidenceID {
        add(
            .change(
                Change(
                    kind: kind, id: id, title: "\(service) \(revision.prefix(7))", service: service, revision: revision,
                    previousRevision: previous)), service: service, at: time, source: "deploys")
    }

    @discardableResult
    mutating func say(_ text: String, at time: String, isBot: Bool = false) -> EvidenceID {
        add(
            .message(
                ChatMessage(id: "m\(evidence.count)", channel: "incidents", author: Person(id: "U1"), isBot: isBot, text: text)),
            at: time, source: "chat")
    }

    /// Error lines every few seconds from one time to another, and quiet lines all day.
    mutating func logs(of service: String, _ text: String, from: String, until: String, every seconds: Double = 5) {
        var lines: [LogLines.Line] = []
        var time = Instant.at(from)
        var number = 0
        while time < Instant.at(until) {
            number += 1
            lines.append(
                .init(time: time, text: text.replacing("#", with: String(number)), severity: "error"))
            time = time.adding(seconds: seconds)
        }
        add(.logs(LogLines(lines: lines)), service: service, window: Story.scope.window, source: "logs")
        let quiet = (0..<40).map {
            LogLines.Line(
                time: Story.start.adding(seconds: -3600 + Double($0) * 60), text: "payment \($0) accepted", severity: "info")
        }
        add(
            .logs(LogLines(lines: quiet)), service: service,
            window: TimeWindow(from: Story.start.adding(seconds: -3600), to: Story.start), source: "logs")
    }
}

/// The course of a signal: noise around a normal level, and another level for a while.
struct Shape {
    var normal: Double
    var noise = 0.05
    var raised: Double?
    var from: String?
    var until: String?

    func normal(_ time: Instant, _ random: inout Seeded) -> Double { normal * (1 + noise * random.gaussian()) }

    func value(_ time: Instant, width: Double, _ random: inout Seeded) -> Double? {
        let quiet = normal(time, &random)
        guard let raised, let from else { return quiet }
        let end = until.map { Instant.at($0) } ?? Story.end.adding(seconds: 3600)
        // A bucket shows the raised level as soon as it touches the raised stretch.
        let isRaised = time > Instant.at(from) && time.adding(seconds: -width) < end
        let startsThere = width == 0 ? time >= Instant.at(from) && time < end : isRaised
        return startsThere ? raised * (1 + noise * random.gaussian()) : quiet
    }
}

/// SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Near enough to normal, with variance 1: the sum of four uniform numbers, centred and scaled.
    mutating func gaussian() -> Double { (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508 }
}

extension Instant {
    /// A time of the incident's day.
    static func at(_ clock: String) -> Instant {
        let text = clock.count == 5 ? clock + ":00" : clock
        return Instant(rfc3339: "2026-11-20T\(text)Z") ?? Instant(seconds: 0)
    }
}

extension Assessment {
    func findings(_ kind: Finding.Kind) -> [Finding] { findings.filter { $0.kind == kind } }
    func finding(_ id: FindingID?) -> Finding? { findings.first { $0.id == id } }
    func hypothesis(_ family: CauseFamily) -> Hypothesis? { hypotheses.first { $0.family == family } }
}
