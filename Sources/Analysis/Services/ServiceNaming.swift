import Core

/// Which service a piece of evidence is about.
struct ServiceNaming {
    private let byRepository: [String: String]
    private let known: [String]
    /// Beside each of them, as texts may write it.
    private let inLowerCase: [String]
    private static let most = 10_000

    init(_ file: CaseFile, topology: Topology) {
        var byRepository: [String: String] = [:]
        for service in file.services {
            guard let repository = service.repository else { continue }
            // Two services in one repository: the repository's name alone does not say which.
            byRepository[repository] = byRepository[repository] == nil ? service.name : ""
        }
        self.byRepository = byRepository.filter { !$0.value.isEmpty }
        var names = Set(file.services.map(\.name) + topology.services + file.incident.services)
        for evidence in file.evidence where names.count < ServiceNaming.most {
            switch evidence.observation {
            case .metric, .logs, .logPatterns: if let service = evidence.service, !service.isEmpty { names.insert(service) }
            case .trace(let trace): for span in trace.spans where !span.service.isEmpty { names.insert(span.service) }
            default: break
            }
        }
        known = names.sorted()
        inLowerCase = known.map { $0.lowercased() }
    }

    func service(of evidence: Evidence) -> String? {
        if let service = evidence.service, !service.isEmpty { return service }
        switch evidence.observation {
        case .metric(let series): return service(in: series.labels)
        case .alert(let episode): return service(in: episode.labels)
        case .rule(let rule): return service(in: rule.labels)
        case .recording(let rule): return service(in: rule.labels)
        case .incident(let record): return record.service ?? service(in: record.labels)
        case .change(let change): return change.service ?? byRepository[evidence.source.text]
        case .clusterEvent(let event): return service(of: event.object)
        case .workload(let workload): return service(of: workload.object)
        case .pod(let pod): return service(of: pod.object)
        case .check(let check): return only(serviceIn: [check.name] + check.tags)
        case .checkFlip(let flip): return only(serviceIn: [flip.name])
        case .checkRuns(let runs): return only(serviceIn: [runs.name])
        case .annotation(let annotation): return only(serviceIn: [annotation.text] + annotation.tags)
        // A trace, a search, a person's list are about many services, or about none.
        case .logs, .logPatterns, .trace, .traces, .silence, .routing, .maintenance, .incidentEvent, .panel, .message, .person,
            .inventory, .dependency, .record, .nothing:
            return nil
        }
    }

    /// Workloads, and what they make, are named after the service: `checkout-7d9c-x2x`. The longest name that fits counts, so that
    /// `payment-gateway-5` is not taken for `payment`.
    private func service(of object: ClusterObject) -> String? {
        guard object.kind != "Node", object.kind != "Namespace" else { return nil }
        return known.filter { object.name == $0 || object.name.hasPrefix($0 + "-") }
            .max { ($0.utf8.count, $1) < ($1.utf8.count, $0) }
    }

    /// The service that the texts name, when they name one alone.
    private func only(serviceIn texts: [String]) -> String? {
        let named = Set(texts.prefix(50).flatMap { services(namedIn: $0) })
        return named.count == 1 ? named.first : nil
    }

    /// Labels that hold a service's name, the most specific convention first.
    private static let labels = ["service", "service_name", "app", "job"]

    /// The service that a line's labels name; empty where they name none.
    static func service(labelling line: LogLines.Line) -> String {
        labels.lazy.compactMap { line.labels[$0] }.first ?? ""
    }

    private func service(in labels: [String: String]) -> String? {
        for name in ServiceNaming.labels { if let value = labels[name], !value.isEmpty { return value } }
        return nil
    }

    /// Known services that a text names, longest name first so that `payment-gateway` is not taken for `payment`.
    func services(namedIn text: String) -> [String] {
        let words = Words.identifiers(in: text)
        return zip(known, inLowerCase).filter { words.contains($1) }.map(\.0).sorted {
            ($1.utf8.count, $0) < ($0.utf8.count, $1)
        }
    }
}
