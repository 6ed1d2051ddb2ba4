/// The series by which a service is measured: what its coverage rules read.
struct GoldenSeries: Sendable {
    var good: Signal?
    var bad: [Signal] = []
    /// By bound, then all.
    var buckets: [(bound: String, signal: Signal)] = []
    var used: Signal?
    var limit: Signal?

    /// All requests counted.
    var requests: Signal? {
        guard let good else { return nil }
        return bad.reduce(good) { $0.combined($1, +) }
    }

    var failures: Signal? {
        guard let first = bad.first else { return nil }
        return bad.dropFirst().reduce(first) { $0.combined($1, +) }
    }

    /// As `histogram_quantile` gives it over rates of so many steps.
    func quantile(_ share: Double, steps: Int) -> Signal? {
        guard let last = buckets.last else { return nil }
        let rates = buckets.map { (bound: Double($0.bound) ?? .infinity, values: $0.signal.rate(steps: steps).values) }
        var result = last.signal
        for index in result.values.indices {
            let all = rates[rates.count - 1].values[index]
            guard all > 0 else {
                result.values[index] = .nan
                continue
            }
            let rank = share * all
            let place = rates.firstIndex { $0.values[index] >= rank } ?? rates.count - 1
            guard rates[place].bound.isFinite else {
                result.values[index] = rates[place - 1].bound
                continue
            }
            let (low, below) = place == 0 ? (0, 0) : (rates[place - 1].bound, rates[place - 1].values[index])
            let inside = rates[place].values[index] - below
            result.values[index] = low + (rates[place].bound - low) * (inside > 0 ? (rank - below) / inside : 1)
        }
        return result
    }
}

extension EstateBuilder {
    mutating func makeTeams() {
        let schemes = dice.shuffled(MetricScheme.all)
        let keys = dice.shuffled(["service", "app", "service", "job", "service_name", "app", "service", "service"])
        let owners = dice.shuffled(["team", "team", "owner", "team", "squad", "owner", "team", "squad"])
        for (index, name) in dice.shuffled(Wording.teams).prefix(8).enumerated() {
            let words = dice.pick([("critical", "warning"), ("critical", "warning"), ("page", "ticket"), ("sev1", "sev3")])
            teams.append(
                EstateTeam(
                    name: name, ownerLabel: owners[index], serviceLabel: keys[index], scheme: schemes[index % 4],
                    separator: dice.pick(["-", "_", ".", "-"]), critical: words.0, warning: words.1))
        }
    }

    mutating func makeServices(_ count: Int) {
        let nouns = dice.shuffled(Wording.nouns)
        var names: Set<String> = []
        for index in 0..<count {
            let team = index % teams.count
            var name = nouns[index % nouns.count] + dice.pick(Wording.roles)
            while !names.insert(name).inserted { name = dice.pick(nouns) + "-" + dice.pick(nouns) }
            let key = teams[team].serviceLabel
            var labels = ["job": dice.pick(["pods", "services", teams[team].name + "-pods"]), "namespace": teams[team].name]
            labels["instance"] = "\(name)-\(dice.int(0...4)):\(dice.pick([8080, 9090, 9102, 8081]))"
            labels[key] = name
            services.append(EstateService(name: name, team: team, labels: labels, selector: "\(key)=\"\(name)\""))
        }
        planCoverage()
        for index in services.indices { measure(services[index]) }
    }

    /// Which services lack a rule, which lack the signal itself, and which are watched in an unusual way.
    private mutating func planCoverage() {
        var free = dice.shuffled(Array(services.indices))
        for signal in GoldenSignal.allCases {
            for _ in 0..<4 {
                guard let index = free.popLast() else { return }
                services[index].uncovered = [signal]
                services[index].isPlain = false
                plant(signal.check, "service/" + services[index].name)
            }
        }
        for signal in GoldenSignal.allCases {
            for _ in 0..<3 {
                guard let index = free.popLast() else { return }
                // Without request metrics there are no errors either.
                let lost: Set<GoldenSignal> = signal == .traffic ? [.traffic, .errors, .latency] : [signal]
                services[index].signals.subtract(lost)
                services[index].isPlain = false
                resemble(signal.check, "service/" + services[index].name)
            }
        }
        // Those that are left have all signals.
        for signal in GoldenSignal.allCases {
            for index in dice.shuffled(free).prefix(4) {
                services[index].special.insert(signal)
                resemble(signal.check, "service/" + services[index].name)
            }
        }
    }

    // MARK: Measurements

    private mutating func measure(_ service: EstateService) {
        let scheme = teams[service.team].scheme
        var own = Dice(seed, for: "measure " + service.name)
        var golden = GoldenSeries()
        let rate = own.real(4...60)
        let traffic = EstateCurve(
            base: rate, noise: rate * 0.03, rhythm: rate * 0.25,
            episodes: Episode.spread(own.int(1...2), steps: 12...30, level: { rate * $0.real(0.02...0.08) }, &own),
            unrest: rate * 0.002
        ).values(grid, seed: own.bits())
        let hasRequests = service.signals.contains(.traffic)
        if hasRequests { requests(service, scheme, traffic, &golden, &own) }
        if service.signals.contains(.latency) { latency(service, scheme, traffic, &golden, &own) }
        if service.signals.contains(.saturation) {
            let limit = Double(own.pick([40, 64, 100, 200, 512]))
            let used = EstateCurve(
                base: limit * own.real(0.3...0.45), noise: limit * 0.015, rhythm: limit * 0.06,
                episodes: Episode.spread(
                    own.int(1...2), steps: 12...36,
                    level: { limit * ($0.chance(0.5) ? $0.real(0.95...0.99) : $0.real(0.74...0.8)) },
                    &own), unrest: limit * 0.002
            ).values(grid, seed: own.bits()).map { min(limit, $0) }
            golden.used = record(scheme.used, labels: service.labels, values: used)
            golden.limit = record(scheme.limit, labels: service.labels, values: used.map { _ in limit })
        }
        self.golden[service.name] = golden
    }

    private mutating func requests(
        _ service: EstateService, _ scheme: MetricScheme, _ traffic: [Double], _ golden: inout GoldenSeries, _ own: inout Dice
    ) {
        guard service.signals.contains(.errors) else {
            // What failed is not told apart from what did not.
            golden.good = counted(scheme.requests, labels: service.labels, rates: traffic)
            return
        }
        let usual = own.real(0.002...0.006)
        let share = EstateCurve(
            base: usual, noise: usual * 0.1, rhythm: 0,
            episodes: Episode.spread(
                own.int(1...2), steps: 12...40, level: { $0.chance(0.6) ? $0.real(0.14...0.3) : $0.real(0.03...0.038) }, &own)
        ).values(grid, seed: own.bits())
        let labelled = { (outcome: String) in service.labels.merging([scheme.outcome: outcome]) { $1 } }
        golden.good = counted(scheme.requests, labels: labelled(scheme.good), rates: zip(traffic, share).map { $0 * (1 - $1) })
        golden.bad = [
            counted(scheme.requests, labels: labelled(scheme.bad[0]), rates: zip(traffic, share).map { $0 * $1 * 0.8 }),
            counted(scheme.requests, labels: labelled(scheme.bad[1]), rates: zip(traffic, share).map { $0 * $1 * 0.2 }),
        ]
    }

    private static let bounds: [(text: String, value: Double)] = [
        ("0.1", 0.1), ("0.25", 0.25), ("0.5", 0.5), ("1", 1), ("2.5", 2.5),
    ]

    private mutating func latency(
        _ service: EstateService, _ scheme: MetricScheme, _ traffic: [Double], _ golden: inout GoldenSeries, _ own: inout Dice
    ) {
        let usual = own.real(0.2...0.4)
        let slow = EstateCurve(
            base: usual, noise: usual * 0.04, rhythm: usual * 0.1,
            episodes: Episode.spread(
                own.int(1...2), steps: 12...40, level: { $0.chance(0.6) ? $0.real(1.6...2.3) : $0.real(0.8...0.88) }, &own)
        ).values(grid, seed: own.bits())
        let bounds = Self.bounds.map(\.value)
        var totals = Array(repeating: 0.0, count: bounds.count)
        var columns = Array(repeating: [Double](), count: bounds.count)
        var (all, seconds, counts, sums) = (0.0, 0.0, [Double](), [Double]())
        for index in traffic.indices {
            let number = (traffic[index] * Double(EstateGrid.step)).rounded()
            let p99 = slow[index]
            let shares = LatencyShape.shares(p50: p99 * 0.3, p90: p99 * 0.7, p99: p99, bounds: bounds)
            for bound in bounds.indices {
                totals[bound] += number * shares[bound]
                columns[bound].append(totals[bound].rounded(.down))
            }
            all += number
            seconds += number * LatencyShape.mean(p50: p99 * 0.3, p90: p99 * 0.7, p99: p99)
            counts.append(all)
            sums.append(seconds)
        }
        for (bound, column) in zip(Self.bounds, columns) { bucket(service, scheme, bound.text, column, &golden) }
        bucket(service, scheme, "+Inf", counts, &golden)
        _ = record(scheme.duration + "_count", type: "histogram", labels: service.labels, values: counts)
        _ = record(scheme.duration + "_sum", type: "histogram", labels: service.labels, values: sums)
    }

    private mutating func bucket(
        _ service: EstateService, _ scheme: MetricScheme, _ bound: String, _ values: [Double], _ golden: inout GoldenSeries
    ) {
        let labels = service.labels.merging(["le": bound]) { $1 }
        golden.buckets.append((bound, record(scheme.duration + "_bucket", type: "histogram", labels: labels, values: values)))
    }
}
