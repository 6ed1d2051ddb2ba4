import Core

/// `inquest check --format json`, schema `inquest.check/1`. Times are RFC 3339 in UTC, durations seconds, shares 0 to 1.
struct ReviewJSON {
    let review: Review

    var text: String {
        let document = JSONObject([
            ("schema", "inquest.check/1"), ("document", .string(review.manuscript.name)),
            ("format", .string(review.manuscript.format.rawValue)), ("title", EvidenceJSON.text(review.manuscript.title)),
            ("investigation", .string(review.record.id)), ("program", .string(review.record.program)),
            ("statements", .array(review.entries.map(statement))), ("timeline", timeline), ("score", score),
            ("omissions", .array(review.omissions.map(omission))), ("language", .array(review.language.map(remark))),
        ])
        return JSONValue.object(document).pretty
    }

    private func statement(_ entry: Review.Entry) -> JSONValue {
        let (statement, ruling) = (entry.statement, entry.ruling)
        return .object(
            JSONObject([
                ("id", .string(statement.id)), ("line", .number(statement.line)), ("endLine", .number(statement.endLine)),
                ("section", .array(statement.section.map { .string($0) })), ("role", .string(statement.role.rawValue)),
                ("text", .string(statement.text)), ("verdict", .string(ruling.verdict.rawValue)),
                ("problem", EvidenceJSON.text(ruling.problem)), ("needed", EvidenceJSON.text(ruling.needed)),
                (
                    "corrections",
                    .array(
                        ruling.corrections.map {
                            ["said": .string($0.said), "holds": .string($0.holds), "citations": citations($0.citations)]
                        })
                ),
                ("citations", citations(ruling.citations)),
            ]))
    }

    private var timeline: JSONValue {
        let score = review.timeline
        return [
            "entries": .number(score.entries), "right": .number(score.right), "wrong": .number(score.wrong),
            "invented": .number(score.invented), "notChecked": .number(score.notChecked),
            "shifts": .array(
                score.shifts.map {
                    [
                        "statement": .string($0.statement), "said": .string($0.said), "holds": .string($0.holds),
                        "seconds": .number($0.seconds),
                    ]
                }),
            "meanShift": .number(score.meanShift), "greatestShift": .number(score.greatestShift),
            "missing": .array(
                score.missing.map {
                    ["time": .string($0.time.rfc3339Exact), "text": .string($0.text), "citations": citations($0.citations)]
                }),
        ]
    }

    private var score: JSONValue {
        let score = review.score
        return [
            "supported": .number(score.supported), "contradicted": .number(score.contradicted),
            "unsupported": .number(score.unsupported), "notChecked": .number(score.notChecked),
            "checkable": .number(score.checkable), "share": score.share.map { .number($0) } ?? .null,
        ]
    }

    private func omission(_ omission: Omission) -> JSONValue {
        ["kind": .string(omission.kind.rawValue), "text": .string(omission.text), "citations": citations(omission.citations)]
    }

    private func remark(_ remark: Remark) -> JSONValue {
        [
            "rule": .string(remark.rule.rawValue), "severity": .string(remark.rule.severity.rawValue),
            "statement": .string(remark.statement), "line": .number(remark.line), "quote": .string(remark.quote),
            "reason": .string(remark.rule.reason), "suggestion": .string(remark.rule.suggestion),
        ]
    }

    private func citations(_ citations: [Claim.Citation]) -> JSONValue {
        .array(citations.map { .string($0.description) })
    }
}
