import Core

/// What a document tells of, by what decided its statements and by the words and times in them.
struct Telling {
    private let record: InvestigationRecord
    private let cited: Set<Claim.Citation>
    /// Each statement that is no code, in small letters, with its clock times in seconds since midnight and what decided it.
    private let statements: [(text: String, clocks: [Double], cited: Set<Claim.Citation>)]

    init(of entries: [Review.Entry], _ record: InvestigationRecord) {
        self.record = record
        cited = Set(
            entries.filter { $0.ruling.verdict == .supported || $0.ruling.verdict == .contradicted }.flatMap(\.ruling.citations)
        )
        statements = entries.filter { $0.statement.role != .code }.map { entry in
            let clocks = MentionReader.clocks(in: entry.statement.text)
            let corrected = entry.ruling.corrections.map { " " + $0.holds.lowercased() }.joined()
            return (entry.statement.text.lowercased() + corrected, clocks, Set(entry.ruling.citations))
        }
    }

    /// Is a finding told of: does something rest on it, or does a statement have its time and one of these words?
    func tells(_ finding: Finding, _ words: [String]) -> Bool {
        if cited.contains(.finding(finding.id)) { return true }
        // What is told at another time is told: evidence of the finding decided a statement that speaks of it.
        let evidence = Set(finding.evidence.map { Claim.Citation.evidence($0) })
        let isDecided = statements.contains { statement in
            !statement.cited.isDisjoint(with: evidence) && words.contains { statement.text.contains($0) }
        }
        if isDecided { return true }
        guard let time = finding.time else { return false }
        let clock = Double(time.secondOfDay)
        return statements.contains { statement in
            statement.clocks.contains { abs($0 - clock) <= 90 } && words.contains { statement.text.contains($0) }
        }
    }

    /// Does one statement have one of each group of words?
    func says(_ groups: [String]...) -> Bool {
        statements.contains { statement in
            groups.allSatisfy { group in
                group.contains { TextSearch.hasWord($0.lowercased(), in: statement.text, asBeginning: true) }
            }
        }
    }

    func cites(_ finding: Finding) -> Bool { cited.contains(.finding(finding.id)) }

    // MARK: Events

    struct Event {
        var time: Instant
        var text: String
        var finding: FindingID
    }

    /// The events without which the story is not told, and which the document does not have.
    var untoldEvents: [Event] {
        var told: Set<Finding.Kind> = []
        var events: [Event] = []
        for finding in record.findings {
            guard let time = finding.time, record.scope.window.contains(time), let words = words(of: finding) else { continue }
            // Of alerts, pages and ends the first will do.
            let isOnce = [.alertFired, .page, .resolution].contains(finding.kind)
            if isOnce, told.contains(finding.kind) { continue }
            let others = isOnce ? record.findings.filter { $0.kind == finding.kind } : [finding]
            if isOnce { told.insert(finding.kind) }
            if !others.contains(where: { tells($0, words) }) {
                events.append(Event(time: time, text: finding.statement, finding: finding.id))
            }
        }
        return events.sorted { ($0.time, $0.finding) < ($1.time, $1.finding) }
    }

    private func words(of finding: Finding) -> [String]? {
        switch finding.kind {
        case .onset where finding.id == record.onset:
            ["began", "start", "error", "latenc", "fail", "timeout", "spike", "degrad", "rise", "rose", "baseline", "slow"]
        case .changePlaced where record.hypotheses.first.map { !$0.isRefuted && $0.supports.contains(finding.id) } ?? false:
            ["deploy", "releas", "ship", "commit", "change", "roll", "merge", "live", "config"]
        case .rollback: ["rollback", "rolled back", "roll back", "revert", "undo", "undid", "rolling back"]
        case .alertFired: ["alert", "fired", "alarm", "page"]
        case .page: ["page", "notif", "on-call", "incident", "triggered", "alert"]
        case .resolution: ["recover", "resol", "normal", "over", "ended", "mitigat", "baseline", "restored"]
        default: nil
        }
    }
}
