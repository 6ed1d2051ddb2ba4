import Core

/// What is kept of more lines than can be kept: for each service how many lines there were a bucket, by severity and by shape, and an
/// example of each shape. Its memory does not grow with the number of lines.
struct LogCounts: Sendable {
    private struct Key: Hashable, Sendable {
        var service, shape: String
        var severity: String
    }

    private struct Kind: Sendable {
        var example: String
        /// Lines by bucket, in the window and before it.
        var during: [Int32: Int] = [:]
        var before: [Int32: Int] = [:]
    }

    /// More shapes, and more services, than this are counted together.
    static let mostShapes = 4000
    static let mostShapesOfService = 500
    static let mostServices = 500
    static let other = "(lines of other shapes)"
    private static let longestExample = 1000

    private var kinds: [Key: Kind] = [:]
    private var shapesOf: [String: Int] = [:]
    private(set) var lines = 0
    private let scope: Scope
    private let step: Int64
    private let stepBefore: Int64

    init(_ scope: Scope) {
        self.scope = scope
        step = scope.window.countingStep
        stepBefore = scope.baseline.countingStep
    }

    mutating func add(_ record: LogRecord) {
        let time = record.stamp.time
        let isBefore = time < scope.window.from
        guard isBefore ? scope.baseline.contains(time) : scope.window.contains(time) else { return }
        lines += 1
        let service = shapesOf[record.service] != nil || shapesOf.count < Self.mostServices ? record.service : ""
        var key = Key(service: service, shape: LineShape.of(record.text), severity: record.severity ?? "")
        if kinds[key] == nil {
            if kinds.count >= Self.mostShapes || shapesOf[service, default: 0] >= Self.mostShapesOfService {
                key.shape = Self.other
            }
            if kinds[key] == nil {
                kinds[key] = Kind(example: String(record.text.prefix(Self.longestExample)))
                shapesOf[service, default: 0] += 1
            }
        }
        let width = isBefore ? stepBefore : step
        let bucket = Int32(clamping: time.floored(toStep: width).wholeSeconds / width)
        if isBefore { kinds[key]?.before[bucket, default: 0] += 1 } else { kinds[key]?.during[bucket, default: 0] += 1 }
    }

    /// For each service: lines over time by severity, and shapes, each before the window and in it.
    func evidence(_ name: String, _ exchanges: [CallKey], _ completeness: Completeness) -> [Evidence] {
        let services = Dictionary(grouping: kinds) { $0.key.service }
        return services.sorted { $0.key < $1.key }.flatMap { service, kinds in
            let sorted = kinds.sorted {
                ($0.key.shape, $0.key.severity) < ($1.key.shape, $1.key.severity)
            }
            return [true, false].flatMap { isBaseline in
                evidence(sorted.map { ($0.key, $0.value) }, isBaseline: isBaseline).map { observation in
                    Evidence(
                        observation, from: exchanges, service: service.isEmpty ? nil : service,
                        window: isBaseline ? scope.baseline : scope.window, query: name, completeness: completeness)
                }
            }
        }
    }

    private func evidence(_ kinds: [(Key, Kind)], isBaseline: Bool) -> [Observation] {
        let width = isBaseline ? stepBefore : step
        let mark = Stamp.Mark.bucketStart(width: Double(width))
        var rates: [String: [Int32: Int]] = [:]
        var patterns: [LogPatterns.Pattern] = []
        for (key, kind) in kinds {
            let counts = isBaseline ? kind.before : kind.during
            guard !counts.isEmpty else { continue }
            rates[key.severity, default: [:]].merge(counts, uniquingKeysWith: +)
            patterns.append(
                .init(
                    text: key.shape, count: counts.values.reduce(0, +), severity: key.severity.isEmpty ? nil : key.severity,
                    samples: samples(counts, width), example: kind.example))
        }
        guard !patterns.isEmpty else { return [] }
        let series = rates.sorted { $0.key < $1.key }.map { severity, counts -> Observation in
            let labels = severity.isEmpty ? [:] : ["severity": severity]
            return .metric(
                MetricSeries(
                    title: severity.isEmpty ? "log lines" : "\(severity) lines", signal: .logRate, unit: .count,
                    metric: "lines",
                    labels: labels, step: Double(width), mark: mark, isBaseline: isBaseline, samples: samples(counts, width)))
        }
        return series + [
            .logPatterns(LogPatterns(patterns: patterns, step: Double(width), mark: mark, isBaseline: isBaseline))
        ]
    }

    private func samples(_ counts: [Int32: Int], _ width: Int64) -> [MetricSeries.Sample] {
        counts.sorted { $0.key < $1.key }.map { .init(Instant(seconds: Int64($0.key) * width), Double($0.value)) }
    }
}
