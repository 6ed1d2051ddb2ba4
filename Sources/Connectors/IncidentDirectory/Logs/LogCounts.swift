import Core
import LogTemplates

/// What is kept of more lines than can be kept: for each service how many lines there were a bucket, by severity and by template, and
/// an example of each template. Its memory does not grow with the number of lines.
struct LogCounts: Sendable {
    private struct Key: Hashable, Sendable {
        var service: String
        /// The miner's number of it, or its template's; ``other`` for lines of further kinds.
        var kind: Int
        var severity: String
    }

    private struct Kind: Sendable {
        var example: String
        /// Lines by bucket, in the window and before it.
        var during: [Int32: Int] = [:]
        var before: [Int32: Int] = [:]

        mutating func join(_ next: Kind) {
            during.merge(next.during, uniquingKeysWith: +)
            before.merge(next.before, uniquingKeysWith: +)
        }
    }

    /// More kinds, and more services, than this are counted together.
    static let mostKinds = 4000
    static let mostServices = 500
    private static let other = -1
    private static let nameOfOther = "(lines of other kinds)"
    private static let longestExample = 1000

    private var miner = LogRecordMiner()
    private var kinds: [Key: Kind] = [:]
    private var services: Set<String> = []
    /// Kinds at which those that the miner has joined are joined here too.
    private var nextJoining = mostKinds
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
        let service = services.contains(record.service) || services.count < Self.mostServices ? record.service : ""
        services.insert(service)
        var key = Key(service: service, kind: miner.add(record.text), severity: record.severity ?? "")
        if kinds[key] == nil {
            makeRoom()
            if kinds.count >= Self.mostKinds { key.kind = Self.other }
        }
        let width = isBefore ? stepBefore : step
        let bucket = Int32(clamping: time.floored(toStep: width).wholeSeconds / width)
        var kind = kinds.removeValue(forKey: key) ?? Kind(example: String(record.text.prefix(Self.longestExample)))
        if isBefore { kind.before[bucket, default: 0] += 1 } else { kind.during[bucket, default: 0] += 1 }
        kinds[key] = kind
    }

    /// Joins kinds when there are too many. Where that leaves many, it is not tried again, since it reads them all.
    private mutating func makeRoom() {
        guard kinds.count >= nextJoining else { return }
        kinds = joined { miner.current($0) }
        nextJoining = kinds.count > Self.mostKinds / 2 ? .max : Self.mostKinds
    }

    private func joined(_ number: (Int) -> Int) -> [Key: Kind] {
        var result: [Key: Kind] = [:]
        // In order, so that the example that stays is always the same.
        for (key, kind) in kinds.sorted(by: { $0.key.kind < $1.key.kind }) {
            var key = key
            if key.kind != Self.other { key.kind = number(key.kind) }
            if result[key] == nil { result[key] = kind } else { result[key]?.join(kind) }
        }
        return result
    }

    /// For each service: lines over time by severity, and templates, each before the window and in it.
    ///
    /// - Parameter isWhole: every record was read, so that what was not met was not there.
    func evidence(
        _ name: String, _ exchanges: [CallKey], _ completeness: Completeness, _ coverage: LogCoverage, isWhole: Bool
    ) -> [Evidence] {
        var miner = miner
        let texts = Dictionary(miner.finish().templates.map { ($0.id, $0.text) }) { first, _ in first }
        let all = joined { miner.id(of: $0) }.map { key, kind in
            (service: key.service, id: key.kind, text: texts[key.kind] ?? Self.nameOfOther, severity: key.severity, kind: kind)
        }
        return Dictionary(grouping: all, by: \.service).sorted { $0.key < $1.key }.flatMap { service, kinds in
            let sorted = kinds.sorted { ($0.text, $0.severity, $0.id) < ($1.text, $1.severity, $1.id) }.map {
                ($0.text, $0.severity, $0.kind)
            }
            let before = coverage.baseline(of: service, in: scope)
            return [(true, before), (false, scope.window)].flatMap { isBaseline, window -> [Evidence] in
                guard let window else { return [] }
                return evidence(sorted, isBaseline: isBaseline, isWhole: isWhole).map { observation in
                    Evidence(
                        observation, from: exchanges, service: service.isEmpty ? nil : service, window: window, query: name,
                        completeness: completeness)
                }
            }
        }
    }

    /// That there was no line before the window is told as an empty list, which makes those in the window new ones.
    private func evidence(
        _ kinds: [(text: String, severity: String, kind: Kind)], isBaseline: Bool, isWhole: Bool
    ) -> [Observation] {
        let width = isBaseline ? stepBefore : step
        let mark = Stamp.Mark.bucketStart(width: Double(width))
        var rates: [String: [Int32: Int]] = [:]
        var patterns: [LogPatterns.Pattern] = []
        for (text, severity, kind) in kinds {
            let counts = isBaseline ? kind.before : kind.during
            guard !counts.isEmpty else { continue }
            rates[severity, default: [:]].merge(counts, uniquingKeysWith: +)
            patterns.append(
                .init(
                    text: text, count: counts.values.reduce(0, +), severity: severity.isEmpty ? nil : severity,
                    samples: samples(counts, width), example: kind.example))
        }
        guard isBaseline && isWhole || !patterns.isEmpty else { return [] }
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
