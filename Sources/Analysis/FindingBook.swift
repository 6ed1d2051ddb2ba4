import Core

/// Collects findings under provisional ids while hypotheses are being made, and numbers them at the end.
struct FindingBook {
    private(set) var findings: [Finding] = []

    @discardableResult
    mutating func add(_ finding: Finding) -> FindingID {
        var finding = finding
        finding.id = FindingID(findings.count + 1)
        finding.evidence = Array(Set(finding.evidence)).sorted()
        findings.append(finding)
        return finding.id
    }

    subscript(id: FindingID) -> Finding? {
        findings.indices.contains(id.number - 1) ? findings[id.number - 1] : nil
    }

    func first(_ kind: Finding.Kind, service: String? = nil) -> Finding? {
        findings.first { $0.kind == kind && (service == nil || $0.service == service) }
    }

    /// Findings by kind, then by time, and what became of the provisional ids.
    func numbered() -> (findings: [Finding], ids: [FindingID: FindingID]) {
        var places: [Finding.Kind: Int] = [:]
        for (place, kind) in Finding.Kind.allCases.enumerated() { places[kind] = place }
        let ordered = findings.sorted { left, right in
            let (leftPlace, rightPlace) = (places[left.kind] ?? 0, places[right.kind] ?? 0)
            if leftPlace != rightPlace { return leftPlace < rightPlace }
            switch (left.time, right.time) {
            case (let one?, let other?) where one != other: return one < other
            case (.some, nil): return true
            case (nil, .some): return false
            default: break
            }
            if left.service != right.service { return (left.service ?? "") < (right.service ?? "") }
            return left.id < right.id
        }
        var ids: [FindingID: FindingID] = [:]
        var result: [Finding] = []
        for (place, finding) in ordered.enumerated() {
            var finding = finding
            ids[finding.id] = FindingID(place + 1)
            finding.id = FindingID(place + 1)
            result.append(finding)
        }
        return (result, ids)
    }
}
