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
    }

    func gather(from start: Start) async throws(InquiryError) -> Gathered {
        progress.stage("Asking what happened")
        async let estate = askAll(.estate, under: "1-estate", round: 0)
        let opening = try await open(start)
        progress.stage(
            "Asking around \(opening.incident.services.joined(separator: ", ")) since \(opening.scope.window.from.clock) UTC")
        async let window = askAll(.window(opening.scope), under: "2-window", round: opening.round, parents: opening.parents)
        var topology = Topology(configuration.services)
        var frontierStart = (round: opening.round, parents: opening.parents)
        var gathered = Gathered(
            incident: opening.incident, scope: opening.scope, topology: topology, observed: [], answers: opening.answers,
            gaps: [])
        if topology.isEmpty {
            // Who calls whom is not configured: the walk has to wait for what the sources know of it.
            let answers = await window
            topology.add(discoveredDependencies(answers))
            gathered.topology = topology
            frontierStart = (opening.round + 4, opening.parents + answers.flatMap(\.lastCalls))
        }
        await walk(&gathered, round: frontierStart.round, parents: frontierStart.parents)
        let windowAnswers = await window
        gathered.answers += windowAnswers
        gathered.answers += await estate
        gathered.topology.add(discoveredDependencies(windowAnswers))
        await askAgain(&gathered)
        return gathered
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
        let answers = await askAll(.reference(text), under: "0-incident", round: 0)
        guard !answers.isEmpty else {
            throw .unknownReference(text, kinds: connectors.map { type(of: $0.connector).kind.text })
        }
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
            baselineDays: configuration.baselineDays)
        return Opening(
            incident: incident, scope: scope, answers: answers, parents: answer.firstCalls, round: 1)
    }

    // MARK: Asking

    /// Offers a subject to every source and asks all that they suggest, at the same time. In plan order.
    func askAll(_ subject: Subject, under prefix: String, round: Int, parents: [CallKey] = []) async -> [Answer] {
        await ask(questions(subject, under: prefix, round: round, parents: parents))
    }

    func questions(_ subject: Subject, under prefix: String, round: Int, parents: [CallKey]) -> [Question] {
        connectors.flatMap { source, connector in
            connector.probes(for: subject).enumerated().map { place, probe in
                Question(
                    source: source, probe: probe, path: "\(prefix)/\(source)/\(place)-\(probe.tool)", round: round,
                    parents: parents)
            }
        }
    }

    func ask(_ questions: [Question]) async -> [Answer] {
        await withTaskGroup(of: Answer.self) { group in
            for question in questions { group.addTask { await questioner.ask(question) } }
            var answers: [Answer] = []
            for await answer in group { answers.append(answer) }
            return answers.sorted { $0.question.path < $1.question.path }
        }
    }

    private func discoveredDependencies(_ answers: [Answer]) -> [Dependency] {
        answers.flatMap(\.evidence).compactMap {
            if case .dependency(let dependency) = $0.observation { dependency } else { nil }
        }
    }
}
