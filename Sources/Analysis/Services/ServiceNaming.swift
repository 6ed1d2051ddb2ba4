import Core

/// Which service a piece of evidence is about.
struct ServiceNaming {
    private let byRepository: [String: String]
    private let known: [String]

    init(_ file: CaseFile, topology: Topology) {
        var byRepository: [String: String] = [:]
        for service in file.services {
            guard let repository = service.repository else { continue }
            // Two services in one repository: the repository's name alone does not say which.
            byRepository[repository] = byRepository[repository] == nil ? service.name : ""
        }
        self.byRepository = byRepository.filter { !$0.value.isEmpty }
        known = Set(file.services.map(\.name) + topology.services + file.incident.services).sorted()
    }

    func service(of evidence: Evidence) -> String? {
        if let service = evidence.service, !service.isEmpty { return service }
        switch evidence.observation {
        case .metric(let series): return service(in: series.labels)
        case .alert(let episode): return service(in: episode.labels)
        case .rule(let rule): return service(in: rule.labels)
        case .incident(let record): return record.service ?? service(in: record.labels)
        case .change(let change): return change.service ?? byRepository[evidence.source.text]
        default: return nil
        }
    }

    private func service(in labels: [String: String]) -> String? {
        for name in ["service", "service_name", "app", "job"] { if let value = labels[name], !value.isEmpty { return value } }
        return nil
    }

    /// Known services that a text names, longest name first so that `payment-gateway` is not taken for `payment`.
    func services(namedIn text: String) -> [String] {
        let words = Words.identifiers(in: text)
        return known.filter { words.contains($0.lowercased()) }.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }
}
