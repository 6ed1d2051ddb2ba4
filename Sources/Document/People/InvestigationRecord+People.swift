import Core

extension InvestigationRecord {
    /// The record with every person replaced by a pseudonym, in people's own fields and in all text.
    func withoutNames() -> InvestigationRecord {
        let people = Pseudonyms(self)
        func prose(_ text: String) -> String { people.replace(in: text) }
        let rewrite = StringRewriter(
            prose: prose, code: { people.replace(in: $0, mentions: false) }, person: { people.person($0) })
        var result = self
        result.evidence = evidence.map { rewrite($0) }
        result.findings = findings.map { finding in
            var finding = finding
            finding.statement = prose(finding.statement)
            finding.facts = finding.facts.mapValues { if case .text(let text) = $0 { .text(prose(text)) } else { $0 } }
            return finding
        }
        result.hypotheses = hypotheses.map { hypothesis in
            var hypothesis = hypothesis
            hypothesis.statement = prose(hypothesis.statement)
            hypothesis.terms = hypothesis.terms.map { .init(name: $0.name, value: $0.value, says: prose($0.says)) }
            hypothesis.untested = hypothesis.untested.map(prose)
            return hypothesis
        }
        result.gaps = gaps.map {
            Gap($0.kind, source: $0.source, what: prose($0.what), reason: prose($0.reason), exchanges: $0.exchanges)
        }
        result.model?.statements = (model?.statements ?? []).map { statement in
            var statement = statement
            statement.text = prose(statement.text)
            return statement
        }
        result.model?.proposals = (model?.proposals ?? []).map { .init(text: prose($0.text), refutedBy: prose($0.refutedBy)) }
        result.incident.title = prose(incident.title)
        result.incident.origin = people.replace(in: incident.origin, mentions: false)
        return result
    }

    /// The record with the text of log lines that no document prints left out: names need not be looked for in it.
    func withoutTextBeyond(logLines limit: Int) -> InvestigationRecord {
        var result = self
        for index in result.evidence.indices {
            guard case .logs(var logs) = result.evidence[index].observation, logs.lines.count > limit else { continue }
            for line in limit..<logs.lines.count {
                logs.lines[line].text = ""
                logs.lines[line].labels = [:]
            }
            result.evidence[index].observation = .logs(logs)
        }
        return result
    }
}
