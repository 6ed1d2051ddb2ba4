import Core

/// How each service's own doings changed: what happens in its operations, how long they are at work themselves, and how long calls
/// to and from it are on their way.
///
/// A fault changes what a service does *given what it is asked and what it is answered*. So what happens in an operation is counted
/// as a share of the operation's spans, which a caller that calls more often does not move; time counts without what was waited
/// for; and a span below which another is strange already only passes that on. What one span says for a change is the logarithm of
/// how many times likelier it became, and a service has the sum.
struct BehaviourComparison: Sendable {
    /// What is known of one service, in natural logarithms of likelihood ratios.
    struct Credit: Sendable {
        /// From what happens in its operations.
        var conduct = 0.0
        /// From the time that it is at work.
        var work = 0.0
        /// From the time that calls to and from it are on their way.
        var way = 0.0
        /// The largest parts, in words.
        var reasons: [String: Double] = [:]
        var sum: Double { conduct + work + way }
        var mainReason: String? { reasons.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key }
    }

    private(set) var credits: [String: Credit] = [:]
    var total: Double { credits.values.reduce(0) { $0 + $1.sum } }

    private let parameters: Parameters
    private var reader: BehaviourReader
    private var changes: [Int: [BehaviourChange]] = [:]
    private var typicalSeconds = 1.0

    init(parameters: Parameters) {
        self.parameters = parameters
        reader = BehaviourReader(lines: [:])
    }

    /// - Parameter before: traces from healthy time, in stretches that are compared apart: what differs between them is no change.
    init(before: [[KnownTrace]], since: [KnownTrace], lines: [String: [SpanLine]], parameters: Parameters) {
        self.parameters = parameters
        reader = BehaviourReader(lines: lines)
        guard !before.isEmpty, !since.isEmpty else { return }
        let roots = before.joined().compactMap { trace in trace.tree.roots.first.map { trace.spans[$0].seconds } }
        typicalSeconds = max(1e-6, Statistics.median(roots))
        let stretches = before.map { stretch in profiles(of: stretch.flatMap { reader.records(of: $0) }) }
        let records = since.map { reader.records(of: $0) }
        let now = profiles(of: records.joined())
        for (operation, profile) in now.sorted(by: { $0.key < $1.key }) {
            let earlier = stretches.compactMap { $0[operation] }.filter { $0.count >= parameters.minimumTraces }
            changes[operation] = earlier.isEmpty ? nil : changed(profile, from: earlier)
        }
        var edges = CallCredits()
        for (trace, records) in zip(since, records) { judge(trace, records, &edges) }
        for (service, credit) in edges.shares() {
            credits[service, default: Credit()].way += credit.nats
            for (reason, nats) in credit.reasons { credits[service, default: Credit()].reasons[reason, default: 0] += nats }
        }
    }

    private func profiles(of records: some Sequence<SpanRecord>) -> [Int: OperationProfile] {
        var result: [Int: OperationProfile] = [:]
        for record in records { result[record.operation, default: OperationProfile()].add(record) }
        for key in result.keys { result[key]?.close() }
        return result
    }

    /// What holds against every stretch of healthy time.
    private func changed(_ now: OperationProfile, from earlier: [OperationProfile]) -> [BehaviourChange] {
        var found: [BehaviourChange] = []
        let happened = Set(now.counts.keys).union(earlier.flatMap(\.counts.keys)).sorted()
        for event in happened {
            let since = now.counts[event] ?? 0
            let sides = earlier.map { (count: $0.counts[event] ?? 0, of: $0.count) }
            let isError = reader.isError[event]
            guard let (weight, hasRisen) = weight(since, now.count, sides) else { continue }
            if hasRisen {
                found.append(
                    BehaviourChange(kind: .appeared(event), weight: weight * (isError ? 1 : parameters.novelConductWeight)))
            } else if !isError {
                found.append(BehaviourChange(kind: .vanished(event), weight: weight * parameters.missingConductWeight))
            }
        }
        let usual = earlier.map(\.usual).max() ?? 0
        let longest = earlier.map(\.longest).max() ?? 0
        for limit in [usual + 0.01, 2 * longest + 0.01, 5 * longest + 0.02] {
            let sides = earlier.map { (count: $0.slower(than: limit), of: $0.count) }
            guard let (weight, hasRisen) = weight(now.slower(than: limit), now.count, sides), hasRisen else { continue }
            found.append(BehaviourChange(kind: .slower(limit: limit, usual: usual), weight: weight))
        }
        return found
    }

    /// `nil` unless the share moved the same way, and significantly, against each side.
    private func weight(_ since: Int, _ now: Int, _ sides: [(count: Int, of: Int)]) -> (weight: Double, hasRisen: Bool)? {
        let significances = sides.map { BehaviourChange.significance($0.count, of: $0.of, since, of: now) }
        guard let least = significances.min(), let most = significances.max() else { return nil }
        let share = (Double(since) + 0.5) / (Double(now) + 1)
        let shares = sides.map { (Double($0.count) + 0.5) / (Double($0.of) + 1) }
        if least > parameters.conductSignificance { return (Exponential.log(share / (shares.max() ?? 1)), true) }
        if most < -parameters.conductSignificance { return (Exponential.log((1 - share) / (1 - (shares.min() ?? 0))), false) }
        return nil
    }

    // MARK: Spans

    private mutating func judge(_ trace: KnownTrace, _ records: [SpanRecord], _ edges: inout CallCredits) {
        let tree = trace.tree
        var conduct = [(weight: Double, change: BehaviourChange?)](repeating: (0, nil), count: records.count)
        var isStrangeBelow = [Bool](repeating: false, count: records.count)
        var slow = [Double](repeating: 0, count: records.count)
        for (place, record) in records.enumerated() {
            for change in changes[record.operation] ?? [] where applies(change, to: record) {
                if case .slower(_, let usual) = change.kind {
                    let excess = record.own - usual
                    slow[place] = max(slow[place], change.weight * excess / (excess + typicalSeconds * parameters.slowShare))
                } else if change.weight > conduct[place].weight {
                    conduct[place] = (change.weight, change)
                }
            }
        }
        for place in tree.order.reversed() {
            guard let parent = tree.parents[place] else { continue }
            if isStrangeBelow[place] || conduct[place].weight > 0 || slow[place] > 0 { isStrangeBelow[parent] = true }
        }
        for (place, record) in records.enumerated() {
            let operation = reader.operations[record.operation]
            guard !operation.service.isEmpty else { continue }
            if !operation.callee.isEmpty {
                edges.add(operation, slow[place])
            } else if slow[place] > 0 {
                credits[operation.service, default: Credit()].work += slow[place]
                credits[operation.service, default: Credit()].reasons["\"\(operation.name)\" is at work longer", default: 0] +=
                    slow[place]
            }
            if let change = conduct[place].change, !isStrangeBelow[place] {
                credits[operation.service, default: Credit()].conduct += conduct[place].weight
                credits[operation.service, default: Credit()].reasons[says(change, operation), default: 0] +=
                    conduct[place].weight
            }
        }
    }

    private func applies(_ change: BehaviourChange, to record: SpanRecord) -> Bool {
        switch change.kind {
        case .appeared(let event): contains(event, record.events)
        case .vanished(let event): !contains(event, record.events)
        case .slower(let limit, _): record.own > limit
        }
    }

    private func contains(_ event: Int, _ events: [Int]) -> Bool {
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle] < event { low = middle + 1 } else { high = middle }
        }
        return low < events.count && events[low] == event
    }

    private func says(_ change: BehaviourChange, _ operation: SpanRecord.Operation) -> String {
        let name = "\"\(operation.name)\""
        switch change.kind {
        case .slower: return "\(name) is at work longer"
        case .appeared(let event): return "in \(name) there is now \(words(event))"
        case .vanished(let event): return "in \(name) there is no longer \(words(event))"
        }
    }

    private func words(_ event: Int) -> String {
        let happening = reader.happenings[event]
        switch happening.kind {
        case .failure: return "a failure"
        case .child: return "the step \"\(happening.text)\" of \(happening.service)"
        case .line: return "the line \"\(happening.text)\""
        }
    }
}
