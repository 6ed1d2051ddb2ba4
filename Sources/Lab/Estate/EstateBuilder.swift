import Core

/// Puts an estate together, piece by piece. What is planted is written to the truth as it is planted.
struct EstateBuilder {
    let seed: UInt64
    let grid: EstateGrid
    var dice: Dice
    var teams: [EstateTeam] = []
    var services: [EstateService] = []
    var series: [EstateSeries] = []
    var groups: [EstateGroup] = []
    var rules: [EstateRule] = []
    var recordings: [EstateRecording] = []
    var targets: [EstateTarget] = []
    var silences: [Scenario.Silence] = []
    var people: [(name: String, mail: String)] = []
    var routing = EstateRouting()
    var suppressions: [EstateSuppression] = []
    var truth = EstateTruth()
    var usedNames: Set<String> = []
    var usedMetrics: Set<String> = []
    var golden: [String: GoldenSeries] = [:]
    /// Jobs of which all targets are up.
    var goodJobs: [String] = []
    private var turn = 0

    init(seed: UInt64, end: Instant) {
        self.seed = seed
        grid = EstateGrid(end: end)
        dice = Dice(seed, for: "estate")
    }

    // MARK: Planting

    enum Plan { case clean, fault(String), fine(String) }

    mutating func plant(_ check: String, _ subject: String, or alternatives: [(check: String, subject: String)] = []) {
        truth.faults.append(.init(check: check, subject: subject, alternatives: alternatives))
    }

    mutating func resemble(_ check: String, _ subject: String) { truth.fine.append(.init(check: check, subject: subject)) }

    /// Adds a rule, and what it is to the truth. Gives its subject.
    @discardableResult
    mutating func add(
        _ draft: RuleDraft, _ plan: Plan = .clean, or alternatives: (String) -> [(check: String, subject: String)] = { _ in [] }
    ) -> String {
        let rule = finished(draft)
        rules.append(rule)
        switch plan {
        case .clean: break
        case .fault(let check): plant(check, rule.subject, or: alternatives(rule.subject))
        case .fine(let check): resemble(check, rule.subject)
        }
        return rule.subject
    }

    // MARK: Names

    mutating func unique(_ name: String) -> String {
        var result = name
        var number = 2
        while !usedNames.insert(result).inserted {
            result = name + String(number)
            number += 1
        }
        return result
    }

    /// The group of a team for a topic, made when it is first asked for.
    mutating func group(_ team: Int, topic: String, interval: Int = 60) -> String {
        let owner = teams[team]
        let name = owner.name + owner.separator + topic
        if !groups.contains(where: { $0.name == name }) {
            groups.append(EstateGroup(name: name, team: team, interval: interval))
        }
        return name
    }

    /// Services that planted rules may use, each in its turn.
    mutating func plainService() -> EstateService {
        let plain = services.filter(\.isPlain)
        turn += 1
        return plain[turn % plain.count]
    }

    mutating func plainService(team: Int) -> EstateService {
        let plain = services.filter { $0.isPlain && $0.team == team }
        return plain.isEmpty ? plainService() : dice.pick(plain)
    }

    /// A name with a number behind it that no other has.
    mutating func numbered(_ name: String, _ numbers: ClosedRange<Int>) -> String {
        for _ in 0..<50 {
            let found = name + "\(dice.int(numbers))"
            if usedNames.insert(found).inserted { return found }
        }
        return unique(name)
    }

    /// Kinds of gauges and services whose series is not taken yet.
    mutating func freeGauge(_ wanted: (GaugeKind) -> Bool = { _ in true }) -> (service: EstateService, kind: GaugeKind) {
        let kinds = GaugeKind.all.filter(wanted)
        for _ in 0..<400 {
            let service = plainService()
            let kind = dice.pick(kinds)
            if usedMetrics.insert(kind.metric + "/" + service.name).inserted { return (service, kind) }
        }
        // Every combination is taken: a metric of its own name.
        let service = plainService()
        var kind = dice.pick(kinds)
        kind.metric = numbered("\(teams[service.team].name)_\(kind.metric)_", 2...99)
        return (service, kind)
    }

    mutating func freeCounter() -> (service: EstateService, kind: CounterKind) {
        for _ in 0..<400 {
            let service = plainService()
            let kind = dice.pick(CounterKind.all)
            if usedMetrics.insert(kind.metric + "/" + service.name).inserted { return (service, kind) }
        }
        let service = plainService()
        var kind = dice.pick(CounterKind.all)
        kind.metric = unique("\(teams[service.team].name)_\(kind.metric)")
        return (service, kind)
    }

    // MARK: Series

    /// Adds a series; values are rounded to thousandths, as they are written.
    mutating func record(
        _ name: String, type: String = "gauge", labels: [String: String], values: [Double], step: Int64 = EstateGrid.step
    ) -> Signal {
        let rounded = values.map { $0.isNaN ? $0 : ($0 * 1000).rounded() / 1000 }
        series.append(EstateSeries(name: name, type: type, labels: labels, values: rounded, step: step))
        return Signal(labels: labels, values: rounded)
    }

    /// A counter whose increase a second is given, from a start of its own.
    mutating func counted(_ name: String, labels: [String: String], rates: [Double], step: Int64 = EstateGrid.step) -> Signal {
        var total = Double(dice.int(1000...90_000))
        let values = rates.map { rate -> Double in
            total += (rate * Double(step)).rounded()
            return total
        }
        return record(name, type: "counter", labels: labels, values: values, step: step)
    }
}
