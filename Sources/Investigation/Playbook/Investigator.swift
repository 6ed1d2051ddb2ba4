import AlertAudit
import Analysis
import Connectors
import Core
import Document

/// The investigation without a model: asks every source that knows the subject, follows the onsets through the topology,
/// and asks again for what would test the hypotheses.
///
/// The fan-out is a data flow and not a march in step: a question is asked as soon as the answers that it needs are in. What is
/// asked depends on answers alone and never on the order in which they arrive, so a replay asks the same.
struct Investigator: Sendable {
    let configuration: Configuration
    let connectors: [(source: SourceName, connector: any Connector)]
    let questioner: Questioner
    let now: Instant
    let progress: any ProgressObserver

    /// Everything that was asked and answered, before it is numbered and assessed.
    struct Gathered: Sendable {
        var incident: Incident
        var scope: Scope
        var topology: Topology
        var observed: [Service]
        var answers: [Answer]
        var gaps: [Gap]

        /// Services whose signals a source gave unasked, with those of all others, were looked at like those that were asked for.
        mutating func observe(_ answers: [Answer]) {
            let known = Set(observed.map(\.name))
            let names = Set(answers.flatMap(\.evidence).compactMap(\.measuredService)).subtracting(known)
            guard !names.isEmpty else { return }
            observed = (observed + names.map(topology.service(named:))).sorted { $0.name < $1.name }
        }
    }

    func gather(from start: Start) async throws(InquiryError) -> Gathered {
        progress.stage("Asking what happened")
        async let estate = askAll(.estate, under: "1-estate", round: 0)
        async let more = questioner.ask(moreOfReference(start))
        let opening = try await open(start)
        progress.stage(
            "Asking around \(opening.incident.services.joined(separator: ", ")) since \(opening.scope.window.from.clock) UTC")
        async let window = askAll(.window(opening.scope), under: "2-window", round: opening.round, parents: opening.parents)
        let topology = Topology(configuration.services)
        var gathered = Gathered(
            incident: opening.incident, scope: opening.scope, topology: topology, observed: [], answers: opening.answers,
            gaps: [])
        var parents = opening.parents
        if topology.isEmpty {
            // Who calls whom is not configured: the walk has to wait for what the sources know of it.
            parents += await lookAround(&gathered, parents: opening.parents)
        }
        await walk(&gathered, round: opening.round + (topology.isEmpty ? 1 : 0), parents: parents)
        let around = await window
        gathered.observe(around)
        gathered.answers += around
        gathered.answers += await estate
        gathered.answers += await more
        await askAgain(&gathered)
        await followTraces(&gathered)
        await testRules(&gathered)
        return gathered
    }

    /// Asks which services there are and who calls whom. Gives the calls that the walk then depends on.
    private func lookAround(_ gathered: inout Gathered, parents: [CallKey]) async -> [CallKey] {
        let answers = await askAll(.surroundings(gathered.scope), under: "2-around", round: 1, parents: parents)
        gathered.answers += answers
        let around = answers.flatMap(\.evidence)
        gathered.topology.add(around.compactMap(\.dependency) + CallGraph(of: around).dependencies)
        // The first of the conventional labels that names any service; the others name jobs, pods and the like.
        let named = answers.map { answer in answer.evidence.flatMap(\.labelValues) }.first { !$0.isEmpty }
        gathered.topology.add(services: Array((named ?? []).prefix(configuration.maximumServices)))
        return answers.flatMap(\.lastCalls)
    }

    // MARK: Where it begins

    private struct Opening {
        var incident: Incident
        var scope: Scope
        var answers: [Answer]
        var parents: [CallKey]
        var round: Int
    }

    private func open(_ start: Start) async throws(InquiryError) -> Opening {
        switch start {
        case .service(let name, let window):
            let service = Topology(configuration.services).service(named: name)
            let incident = Incident(
                title: "\(service.name), \(window.from.date) \(window.from.clock) to \(window.to.clock)",
                services: [service.name], origin: start.text)
            let scope = ScopeRule.scope(window, baselineDays: configuration.baselineDays)
            return Opening(incident: incident, scope: scope, answers: [], parents: [], round: 0)
        case .reference(let text):
            return try await open(reference: text)
        }
    }

    private func open(reference text: String) async throws(InquiryError) -> Opening {
        let answers = await questioner.ask(referenceQuestions(text).filter(Investigator.givesIncident))
        let records = answers.flatMap { answer in
            answer.evidence.compactMap { evidence -> (Answer, IncidentRecord)? in
                if case .incident(let record) = evidence.observation { (answer, record) } else { nil }
            }
        }
        guard let (answer, record) = records.first else {
            let reasons = answers.flatMap(\.gaps).map { "\($0.source?.text ?? "?"): \($0.reason)" }
            throw .noIncident(text, reasons: reasons)
        }
        let topology = Topology(configuration.services)
        let names = [record.labels["service"], record.labels["service_name"], record.labels["app"], record.service]
            .compactMap { $0 }
        let service = names.first(where: topology.isKnown) ?? names.first
        guard let service else { throw .noService(text) }
        let incident = Incident(
            title: record.title, services: [topology.service(named: service).name], reportedAt: record.createdAt.time,
            resolvedAt: record.resolvedAt?.time, origin: text)
        let scope = ScopeRule.scope(
            reportedAt: record.createdAt.time, resolvedAt: record.resolvedAt?.time, now: now,
            baselineDays: configuration.baselineDays, recorded: record.recorded)
        return Opening(
            incident: incident, scope: scope, answers: answers, parents: answer.lastCalls, round: 1)
    }

    private func referenceQuestions(_ text: String) -> [Question] {
        questions(.reference(text), under: "0-incident", round: 0, parents: [])
    }

    /// A connector's first probe gives the incident itself; what else it knows is asked at once and not waited for.
    private static func givesIncident(_ question: Question) -> Bool { question.path.contains("/0-") }

    private func moreOfReference(_ start: Start) -> [Question] {
        guard case .reference(let text) = start else { return [] }
        return referenceQuestions(text).filter { !Investigator.givesIncident($0) }
    }

    // MARK: Asking

    /// Offers a subject to every source and asks all that they suggest, at the same time. In plan order.
    func askAll(_ subject: Subject, under prefix: String, round: Int, parents: [CallKey] = []) async -> [Answer] {
        await questioner.ask(questions(subject, under: prefix, round: round, parents: parents))
    }

    func questions(_ subject: Subject, under prefix: String, round: Int, parents: [CallKey]) -> [Question] {
        connectors.flatMap { source, connector in
            Question.all(connector.probes(for: subject), to: source, under: prefix, round: round, parents: parents)
        }
    }
}

extension Evidence {
    /// The service that a series, a line or a count is of.
    fileprivate var measuredService: String? {
        switch observation {
        case .metric, .logs, .logPatterns: service
        default: nil
        }
    }

    fileprivate var dependency: Dependency? { if case .dependency(let dependency) = observation { dependency } else { nil } }

    fileprivate var labelValues: [String] {
        guard case .inventory(let inventory) = observation, inventory.of.hasPrefix("label ") else { return [] }
        return inventory.entries.map(\.name)
    }
}
