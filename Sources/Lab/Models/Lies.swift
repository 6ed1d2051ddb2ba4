import Core

/// Sentences that are false, each with a citation of a finding that exists.
enum Lies {
    /// Lies about any incident; a test looks for them in documents.
    static let fixed = [
        "The database failover triggered as expected.", "The rollback was initiated at 03:32.",
        "The connection pool was likely exhausted due to the marketing campaign.",
        "All 5,000 customers were affected for 9 hours.",
        "The on-call engineer acknowledged the page within 1 min and restarted the wrong service.",
        "Nothing was deployed on that day.", "The certificate of the billing service expired at 02:17.",
    ]

    static func move(_ question: ModelQuestion) -> ModelMove {
        guard question.turn < 3 else { return ModelMove(text: fixed.joined(separator: " ")) }
        let findings = question.findings
        var claims: [JSONValue] = []
        for (place, finding) in findings.prefix(12).enumerated() {
            let shifted = shifted(finding.statement, by: question.turn + 3)
            if shifted != finding.statement { claims.append(claim(shifted, finding.id)) }
            if place < fixed.count { claims.append(claim(fixed[place], finding.id)) }
        }
        let hypothesis: JSONValue = ["statement": .string(fixed[2]), "refuted_by": .string(fixed[0])]
        return ModelMove(
            text: fixed.joined(separator: " "),
            calls: [
                .init(name: "draft_claims", arguments: JSONValue.object(["claims": .array(claims)]).compact),
                .init(name: "propose_hypothesis", arguments: hypothesis.compact),
            ])
    }

    private static func claim(_ text: String, _ id: String) -> JSONValue {
        ["section": "root-cause", "text": .string(text), "citations": [.string(id)]]
    }

    /// Every whole number that stands by itself is made larger, times among them.
    static func shifted(_ text: String, by step: Int) -> String {
        var result = ""
        var digits = ""
        func flush() {
            if let number = Int(digits), digits.count < 6, result.last?.isLetter != true {
                let moved = digits.count == 2 ? (number + step) % 60 : number + step
                let text = String(moved)
                result += String(repeating: "0", count: max(0, digits.count - text.count)) + text
            } else {
                result += digits
            }
            digits = ""
        }
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }
}
