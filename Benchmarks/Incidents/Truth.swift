import Foundation

/// What is known of a frozen incident.
struct Truth: Decodable {
    var scenario: String
    /// A full hash, or `none`.
    var rootCauseCommit: String
    var firstFailingService: String
    var blastRadius: [String]
    var remediation: String
    var decoyDeployCommits: [String]?

    /// By name.
    static func all(in folder: URL) throws -> [Truth] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(".truth.json") }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { try decoder.decode(Truth.self, from: Data(contentsOf: $0)) }
    }
}

/// What `investigation.json` concluded.
struct Conclusion: Decodable {
    struct Hypothesis: Decodable {
        struct Change: Decodable {
            var kind: String
            var id: String
        }
        struct Term: Decodable {
            var name: String
            var value: Double
            var says: String
        }
        var rank: Int
        var family: String
        var service: String
        var change: Change?
        var confidence: String
        var score: Double
        var terms: [Term]
    }

    var firstFailingService: String?
    var blastRadius: [String]
    var hypotheses: [Hypothesis]
    var remediation: String

    /// The change at rank 1; `none` where there is no change, or nothing at all.
    var cause: String { hypotheses.first?.change?.id ?? "none" }

    var explanation: String {
        hypotheses.prefix(4).map { hypothesis in
            let change = hypothesis.change.map { " " + $0.id.prefix(12) } ?? ""
            let head =
                "    \(hypothesis.rank) \(hypothesis.family) \(hypothesis.service)\(change): \(hypothesis.confidence)"
                + " \(hypothesis.score.formatted(2))"
            return ([head] + hypothesis.terms.map { "        \($0.value.formatted(2)) \($0.name): \($0.says)" })
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

/// One incident's score.
struct Result {
    var truth: Truth
    var conclusion: Conclusion
    var seconds: Double

    var isRight: Bool { conclusion.cause == truth.rootCauseCommit }
    var isDecoy: Bool { truth.decoyDeployCommits?.contains(conclusion.cause) ?? false }
    var isFirstServiceRight: Bool { conclusion.firstFailingService == truth.firstFailingService }
    var isRemediationRight: Bool { conclusion.remediation == truth.remediation }

    /// Jaccard: what both name of what either names. Both naming nothing agree.
    var overlap: Double {
        let named = Set(conclusion.blastRadius).subtracting([conclusion.firstFailingService ?? ""])
        let known = Set(truth.blastRadius)
        let all = named.union(known)
        return all.isEmpty ? 1 : Double(named.intersection(known).count) / Double(all.count)
    }

    var row: String {
        func cell(_ text: String, _ width: Int) -> String {
            text.count >= width ? text + " " : text + String(repeating: " ", count: width - text.count)
        }
        return cell(truth.scenario, 38) + cell(isRight ? "right" : isDecoy ? "DECOY" : "wrong", 15)
            + cell(isFirstServiceRight ? "right" : "wrong: " + (conclusion.firstFailingService ?? "none"), 29)
            + cell(overlap.formatted(2), 7) + cell(isRemediationRight ? "right" : "wrong: " + conclusion.remediation, 17)
            + seconds.formatted(2)
    }
}
