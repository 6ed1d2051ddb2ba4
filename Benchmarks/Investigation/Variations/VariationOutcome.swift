import Core
import Foundation

/// What the investigation of one staged incident concluded, held against the truth.
struct VariationOutcome: Sendable {
    let name: String
    /// The first hypothesis that names the true cause.
    let found: StatedCause?
    /// The first hypothesis that is not refuted.
    let first: StatedCause?
    let failing: String?
    let gaps: Int
    /// What the truth says must be said to be unknown: for each, words that one gap must have, and whether one has.
    let demanded: [(words: [String], isSaid: Bool)]
    let verdict: Verdict

    init(name: String, report: JSONValue, truth: JSONValue) {
        let cause = TrueCause(truth: truth)
        let stated = (report["hypotheses"]?.array ?? []).map(StatedCause.init)
        let texts = (report["gaps"]?.array ?? []).map { gap in
            ["source", "what", "reason"].compactMap { gap[$0]?.string }.joined(separator: " ").lowercased()
        }
        self.name = name
        found = stated.first(where: cause.isNamed)
        first = stated.first { !$0.isRefuted }
        failing = report["firstFailingService"]?.string
        gaps = texts.count
        demanded = (truth["unknown"]?.array ?? []).map { entry in
            let words = (entry.array ?? []).compactMap { $0.string?.lowercased() }
            return (words, texts.contains { text in words.allSatisfy(text.contains) })
        }
        let strong = stated.filter { $0.confidence == .strong && !cause.isNamed(by: $0) }
        verdict = Self.verdict(
            found: found, first: first, strong: strong, failing: failing, cause: cause,
            unsaid: demanded.filter { !$0.isSaid }.map(\.words))
    }

    private static func verdict(
        found: StatedCause?, first: StatedCause?, strong: [StatedCause], failing: String?, cause: TrueCause,
        unsaid: [[String]]
    ) -> Verdict {
        var reasons = strong.map { "states \($0.title) strongly" }
        if found?.isRefuted == true { reasons.append("refutes the true cause") }
        if let failing, failing != cause.service {
            reasons.append("says that \(failing) failed first, where \(cause.service) did")
        }
        guard reasons.isEmpty else { return .wrong(reasons) }
        guard let first else { return unsaid.isEmpty ? .unsure : .wrong(unsaid.map(Self.unsaid)) }
        if cause.isNamed(by: first) { return .right }
        if !unsaid.isEmpty { return .wrong(["names \(first.title)"] + unsaid.map(Self.unsaid)) }
        if first.confidence == .weak || !first.untested.isEmpty { return .unsure }
        return .wrong(["states \(first.title) as \(first.confidence.word), and nothing as not tested"])
    }

    private static func unsaid(_ words: [String]) -> String { "no gap speaks of \(words.joined(separator: " and "))" }

    /// In the order of ``header``.
    var row: [String] {
        let rank = found.map { $0.isRefuted ? "refuted" : "rank \($0.rank)" } ?? "not named"
        let said = demanded.isEmpty ? "" : ", \(demanded.count(where: \.isSaid)) of \(demanded.count) demanded"
        return [
            "`\(name)`", rank, found?.statedConfidence ?? "–", first?.title ?? "–", first?.family ?? "–",
            first?.confidence.word ?? "–", failing ?? "–", "\(gaps)\(said)", verdict.words,
        ]
    }

    static let header = [
        "variation", "true cause", "confidence", "rank 1", "family", "confidence", "failed first", "gaps", "verdict",
    ]

    /// What there is to say beyond the row.
    var remarks: [String] {
        if case .wrong(let reasons) = verdict { return reasons.map { "\(name): \($0)" } }
        return demanded.filter { !$0.isSaid }.map { "\(name): \(Self.unsaid($0.words))" }
    }
}
