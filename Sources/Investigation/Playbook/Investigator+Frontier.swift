import Analysis
import Core

extension Investigator {
    /// Asks about the incident's services and their neighbours, and goes on to the neighbours of every service that shows an
    /// onset, until nothing new appears or the limit is reached.
    func walk(_ gathered: inout Gathered, round: Int, parents: [CallKey]) async {
        // Where nobody knows who calls whom, every service may be the one.
        let others = gathered.topology.isEmpty ? gathered.topology.services.keys.sorted() : []
        let start = gathered.incident.services + others.filter { !gathered.incident.services.contains($0) }
        let plan = Frontier(gathered.topology, from: start, limit: configuration.maximumServices)
        let scope = gathered.scope
        let topology = gathered.topology
        var asked: Set<String> = []
        var answers: [Answer] = []
        await withTaskGroup(of: Answer.self) { group in
            func visit(_ name: String, parents: [CallKey]) {
                guard let distance = plan.distance[name], asked.insert(name).inserted else { return }
                let round = round + max(0, distance - 1) * 2
                let subject = Subject.service(topology.service(named: name), scope)
                for question in questions(
                    subject, under: "3-service/\(PercentEncoding.segment(name))", round: round, parents: parents)
                {
                    group.addTask { await questioner.ask(question) }
                }
            }
            for name in plan.first { visit(name, parents: parents) }
            for await answer in group {
                answers.append(answer)
                guard let service = answer.serviceWithOnset else { continue }
                for neighbour in topology.neighbours(of: service) { visit(neighbour, parents: answer.lastCalls) }
            }
        }
        gathered.answers += answers.sorted { $0.question.path < $1.question.path }
        gathered.observed = asked.sorted().map(topology.service(named:))
        if !plan.leftOut.isEmpty {
            gathered.gaps.append(
                Gap(
                    .overBudget, what: "services further away",
                    reason: "\(plan.leftOut.count) services were not looked at; the limit is \(configuration.maximumServices)"))
        }
    }
}

/// Which services the walk may reach, and how far away they are. Fixed before it begins, so that a limit cuts off the same
/// services whatever answers first.
struct Frontier: Sendable {
    /// The incident's services and their neighbours: asked at once.
    private(set) var first: [String] = []
    private(set) var distance: [String: Int] = [:]
    private(set) var leftOut: Set<String> = []

    init(_ topology: Topology, from services: [String], limit: Int) {
        var ring = services
        var depth = 0
        while !ring.isEmpty {
            var next: Set<String> = []
            for name in ring where distance[name] == nil {
                guard distance.count < limit else {
                    leftOut.insert(name)
                    continue
                }
                distance[name] = depth
                if depth <= 1 { first.append(name) }
                next.formUnion(topology.neighbours(of: name))
            }
            ring = next.filter { distance[$0] == nil }.sorted()
            depth += 1
            if distance.count >= limit {
                leftOut.formUnion(ring)
                break
            }
        }
    }
}

extension Answer {
    /// The service that this answer shows leaving its baseline.
    var serviceWithOnset: String? {
        let series = evidence.compactMap { evidence -> (String, MetricSeries)? in
            guard let service = evidence.service, case .metric(let series) = evidence.observation else { return nil }
            return (service, series)
        }
        for (service, window) in series where !window.isBaseline {
            let baseline = series.first {
                $0.1.isBaseline && $0.0 == service && $0.1.metric == window.metric && $0.1.title == window.title
                    && $0.1.labels == window.labels
            }
            if Onset.locate(in: window, baseline: baseline?.1) != nil { return service }
        }
        return nil
    }
}
