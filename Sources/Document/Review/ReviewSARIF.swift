import Core

/// A review in SARIF 2.1.0 (OASIS), so that a pull request can carry it: each finding at its line of the document.
struct ReviewSARIF {
    let review: Review

    private static let rules: [(id: String, level: String, text: String)] = [
        ("contradicted", "error", "The evidence holds another value, order, event or strength."),
        ("unsupported", "warning", "No evidence holds what the statement says."),
        ("omitted", "note", "The evidence shows it and the document does not say it."),
        ("missing-event", "note", "An event of the evidence is told nowhere in the document."),
        ("wording", "note", "The wording keeps readers from learning."),
    ]

    var text: String {
        let program = review.record.program
        let document: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "inquest",
                            "version": .string(program.split(separator: " ").last.map(String.init) ?? program),
                            "rules": .array(ReviewSARIF.rules.map(rule)),
                        ]
                    ],
                    "automationDetails": ["id": .string("check/" + review.record.id)], "columnKind": "unicodeCodePoints",
                    "results": .array(statements + rest),
                ]
            ],
        ]
        return document.pretty
    }

    private func rule(_ rule: (id: String, level: String, text: String)) -> JSONValue {
        [
            "id": .string(rule.id), "name": .string(rule.id), "shortDescription": ["text": .string(rule.text)],
            "defaultConfiguration": ["level": .string(rule.level)],
        ]
    }

    private var statements: [JSONValue] {
        review.entries.compactMap { entry in
            let ruling = entry.ruling
            guard ruling.verdict == .contradicted || ruling.verdict == .unsupported else { return nil }
            var message = ruling.problem.map { $0.hasSuffix(".") ? $0 : $0 + "." } ?? ""
            for correction in ruling.corrections {
                message += " It says \(correction.said); the evidence has \(correction.holds)."
            }
            if let needed = ruling.needed { message += " Needed: \(needed)." }
            if !ruling.citations.isEmpty { message += " [\(ruling.citations.map(\.description).joined(separator: ", "))]" }
            return result(
                ruling.verdict == .contradicted ? 0 : 1, "\(message) Statement: “\(entry.statement.text)”",
                entry.statement.line,
                entry.statement.endLine)
        }
    }

    private var rest: [JSONValue] {
        review.omissions.map { result(2, $0.text + " " + cited($0.citations), 1, 1) }
            + review.timeline.missing.map { result(3, $0.text + " " + cited($0.citations), 1, 1) }
            + review.language.map { result(4, "“\($0.quote)” \($0.rule.reason) \($0.rule.suggestion)", $0.line, $0.line) }
    }

    private func cited(_ citations: [Claim.Citation]) -> String {
        "[\(citations.map(\.description).joined(separator: ", "))]"
    }

    private func result(_ rule: Int, _ message: String, _ line: Int, _ endLine: Int) -> JSONValue {
        [
            "ruleId": .string(ReviewSARIF.rules[rule].id), "ruleIndex": .number(rule),
            "level": .string(ReviewSARIF.rules[rule].level), "message": ["text": .string(Inert.line(message, limit: 4_000))],
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(uri)],
                        "region": ["startLine": .number(line), "endLine": .number(endLine)],
                    ]
                ]
            ],
        ]
    }

    /// The file's path as a relative reference: what is no unreserved character is percent-encoded (RFC 3986).
    private var uri: String {
        review.manuscript.name.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"),
                UInt8(ascii: "/"):
                return String(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }.joined()
    }
}
