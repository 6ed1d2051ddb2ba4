import Core

/// What one investigation concluded with some sources missing, held against the truth.
struct Trial: Sendable {
    let removed: Set<String>
    /// The first hypothesis that names the true cause.
    let found: StatedCause?
    /// The first hypothesis that is not refuted.
    let first: StatedCause?
    /// Other causes that are stated strongly.
    let wrong: [StatedCause]
    let findings: Int
    let gaps: Int
    /// Gaps that say that no source of a kind is configured.
    let gapsForWantOfSource: Int
    /// Files that the replay did not give to the byte.
    let differing: [String]

    init(removed: Set<String>, report: JSONValue, cause: TrueCause, differing: [String]) {
        let stated = (report["hypotheses"]?.array ?? []).map(StatedCause.init)
        let gaps = report["gaps"]?.array ?? []
        self.removed = removed
        found = stated.first(where: cause.isNamed)
        first = stated.first { !$0.isRefuted }
        wrong = stated.filter { $0.confidence == .strong && !cause.isNamed(by: $0) }
        findings = report["findings"]?.array?.count ?? 0
        self.gaps = gaps.count
        gapsForWantOfSource = gaps.count { $0["kind"]?.string == "noSource" }
        self.differing = differing
    }

    var confidence: StatedConfidence { found?.confidence ?? .none }

    /// What is wrong with this result, which was to be no stronger than that of `before`, with more sources.
    func problems(after before: Trial?) -> [String] {
        var problems = wrong.map { "a wrong culprit is stated strongly: \($0.title), score \($0.score)" }
        if !differing.isEmpty { problems.append("the replay differs: \(differing.joined(separator: ", "))") }
        guard let before else { return problems }
        if confidence > before.confidence {
            problems.append("less was seen, and the confidence rose from \(before.confidence.word) to \(confidence.word)")
        }
        if gapsForWantOfSource < before.gapsForWantOfSource {
            problems.append("less was seen, and fewer kinds of source are said to be missing")
        }
        return problems
    }

    /// Whether an investigation suffers more from missing what this one misses than what the other does.
    func isWorse(than other: Trial) -> Bool {
        let mine = (found?.rank ?? .max, -confidence.rawValue, found?.score ?? -.infinity, findings)
        let others = (other.found?.rank ?? .max, -other.confidence.rawValue, other.found?.score ?? -.infinity, other.findings)
        if mine.0 != others.0 { return mine.0 > others.0 }
        if mine.1 != others.1 { return mine.1 > others.1 }
        return (mine.2, mine.3) < (others.2, others.3)
    }

    static let header = ["removed", "true cause", "confidence", "rank 1", "confidence", "gaps", "no source", "replay"]

    /// In the order of ``header``.
    func row(removed: String) -> [String] {
        [
            removed, found.map { $0.isRefuted ? "refuted" : "rank \($0.rank)" } ?? "not named",
            found?.statedConfidence ?? "–", first?.title ?? "–", first?.confidence.word ?? "–", "\(gaps)",
            "\(gapsForWantOfSource)", differing.isEmpty ? "same" : "differs",
        ]
    }
}
