import Core
import PromQL

/// A recording rule with its expression read.
struct Recording: Sendable {
    var rule: RecordingRule
    var expression: Expression?
    var id: EvidenceID
    var source: SourceName

    var subject: String { "recording/\(rule.name)" }

    init(_ held: Estate.Held<RecordingRule>) {
        rule = held.value
        expression = try? PromQLParser.parse(held.value.expression)
        id = held.id
        source = held.source
    }
}
