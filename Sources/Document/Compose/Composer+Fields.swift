import Analysis
import Core

// The values that templates place, each with what it rests on.
extension Composer {
    mutating func value(of field: DocumentTemplate.Field, in fields: StructuredFields) -> [Inline] {
        switch field.value {
        case .asked(let prompt): [.say("For people to fill in: \(prompt)")]
        case .known(let name): value(of: name, in: fields) ?? [.say("Not known.")]
        }
    }

    private mutating func value(of name: StructuredFields.Name, in fields: StructuredFields) -> [Inline]? {
        switch name {
        case .services: return outOfBaseline().map { [.part(of: $0.claim, $0.names)] }
        case .factors: return factors(fields.factors)
        case .trigger:
            if let trigger = fields.trigger { return supposition(trigger) }
            return leading == nil ? nil : [.say("No change that was seen explains it.")]
        case .detection: return fields.detection.flatMap { told($0.kind.rawValue, $0.finding) }
        case .mitigation: return fields.mitigation.flatMap { told($0.kind.rawValue, $0.finding) }
        case .timeToDetect: return stretch(fields.detect, name, "from the onset at")
        case .timeToAcknowledge: return stretch(fields.acknowledge, name, "from the incident's opening at")
        case .timeToMitigate: return stretch(fields.mitigate, name, "from the onset at")
        case .timeToResolve: return stretch(fields.resolve, name, "from the onset at")
        case .customerImpact:
            let claims = findings(.impact).prefix(2).compactMap { book.state($0) }
            return claims.isEmpty ? nil : joined(claims)
        }
    }

    private func factors(_ factors: [(factor: Factor, findings: [FindingID])]) -> [Inline]? {
        guard !factors.isEmpty else { return nil }
        return factors.enumerated().flatMap { place, item -> [Inline] in
            let label = record.template.factors[item.factor] ?? item.factor.label
            let citations = item.findings.prefix(3).map { Claim.Citation.finding($0) }
            return [.say(place == 0 ? label : "; " + label), .say(" "), .cite(citations)]
        }
    }

    private mutating func told(_ kind: String, _ finding: Finding) -> [Inline]? {
        book.state(finding).map { [.say("\(kind.replacing("-", with: " ").capitalisedFirst). "), .claim($0)] }
    }

    private mutating func stretch(
        _ stretch: StructuredFields.Stretch?, _ name: StructuredFields.Name, _ beginning: String
    ) -> [Inline]? {
        guard let stretch else { return nil }
        let day = record.scope.window.from
        let value =
            "\(ValueText.duration(stretch.seconds)), \(beginning) \(Phrase.clock(stretch.from, on: day))"
            + " to \(Phrase.clock(stretch.to, on: day))"
        return book.state("\(name.label): \(value).", [.finding(stretch.finding.id)]).map { [.part(of: $0, value)] }
    }
}
