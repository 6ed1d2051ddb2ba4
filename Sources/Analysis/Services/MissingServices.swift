import Core

/// Services that a metrics source was asked for and does not know. A name that is misspelt looks like a service without signals.
enum MissingServices {
    static func gaps(in file: CaseFile, naming: ServiceNaming) -> [Gap] {
        var measured: Set<String> = []
        var asked: [String] = []
        for evidence in file.evidence {
            guard let service = naming.service(of: evidence) else { continue }
            switch evidence.observation {
            case .metric: measured.insert(service)
            case .nothing(let what) where evidence.completeness == .noneThere && what.hasPrefix("metrics of "):
                if !asked.contains(service) { asked.append(service) }
            case .inventory(let inventory) where inventory.entries.isEmpty && inventory.of.hasPrefix("metrics of "):
                if !asked.contains(service) { asked.append(service) }
            default: break
            }
        }
        return asked.filter { !measured.contains($0) }.map { service in
            Gap(
                .partial, what: "metrics of \(ValueText.quotation(service, limit: 80))",
                reason: "Nothing by that name was found (is the service's name right?).")
        }
    }
}
