import Analysis
import Core

extension Assessment {
    /// Everything in words, for reading a failure.
    var summary: String {
        var text = findings.map { "\($0.id) \($0.kind) \($0.statement) \($0.evidence)" }
        for hypothesis in hypotheses {
            text.append(
                "#\(hypothesis.rank) \(hypothesis.family.rawValue) \(hypothesis.service) \(hypothesis.score) "
                    + "\(hypothesis.confidence) refuted=\(hypothesis.isRefuted) \(hypothesis.statement) "
                    + "+\(hypothesis.supports) -\(hypothesis.refutes) ?\(hypothesis.untested)")
            text += hypothesis.terms.map { "    \($0.name) \($0.value) \($0.says)" }
        }
        text += gaps.map { "gap \($0.kind) \($0.what): \($0.reason)" }
        text += suspects.map { "suspect \($0.service) \($0.score)" }
        text.append("remediation \(remediation.rawValue)")
        return text.joined(separator: "\n")
    }
}
