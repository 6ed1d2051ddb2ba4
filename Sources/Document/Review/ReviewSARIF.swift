import Core

/// A review in SARIF 2.1.0 (OASIS), so that a pull request can carry it: each finding at its line of the document.
struct ReviewSARIF {
    let review: Review

    private static let rules = [
        SARIFLog.Rule(
            id: "contradicted", text: "The evidence holds another value, order, event or strength.", level: .error),
        .init(id: "unsupported", text: "No evidence holds what the statement says.", level: .warning),
        .init(id: "omitted", text: "The evidence shows it and the document does not say it.", level: .note),
        .init(id: "missing-event", text: "An event of the evidence is told nowhere in the document.", level: .note),
        .init(id: "wording", text: "The wording keeps readers from learning.", level: .note),
    ]

    var text: String {
        SARIFLog(
            program: review.record.program, id: "check/" + review.record.id, rules: ReviewSARIF.rules,
            members: [("columnKind", "unicodeCodePoints")], results: statements + rest
        ).text
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

    private func result(_ index: Int, _ message: String, _ line: Int, _ endLine: Int) -> JSONValue {
        let rule = ReviewSARIF.rules[index]
        var object = SARIFLog.result(rule, at: index, level: rule.level, message)
        object["locations"] = [
            [
                "physicalLocation": [
                    "artifactLocation": ["uri": .string(uri)],
                    "region": ["startLine": .number(line), "endLine": .number(endLine)],
                ]
            ]
        ]
        return .object(object)
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
