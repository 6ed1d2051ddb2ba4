import Core

/// An audit's findings beside an estate's truth.
struct EstateScore: Sendable {
    struct Kind: Sendable {
        var planted = 0
        var fine = 0
        var missed: [String] = []
        /// Look-alikes of this check that were reported for it.
        var reported: [String] = []
        /// Reported by this check, and neither planted nor meant to be tempting.
        var others: [String] = []
    }

    /// The share of look-alikes that may be reported.
    static let bearable = 0.02

    private(set) var kinds: [String: Kind] = [:]
    /// Findings on something that is at fault in another way, of which they may well be a consequence.
    private(set) var related: [String] = []

    private struct Finding: Hashable {
        var check: String
        var subject: String
        var text: String { "\(check)  \(subject)" }
    }

    init(truth: JSONValue, report: JSONValue) throws {
        guard let faults = truth["faults"]?.array, let fine = truth["fine"]?.array else {
            throw ScenarioError("the truth has no 'faults' and 'fine': it is not one that 'lab estate' wrote")
        }
        guard let reported = report["findings"]?.array else {
            throw ScenarioError("the report has no 'findings': give the JSON of 'inquest audit --format json'")
        }
        // What a team has put up with is in the report, and is not reported.
        let findings = Set(reported.filter { $0["suppressedBy"]?.object == nil }.compactMap(Self.finding))
        var explained: Set<Finding> = []
        var faulty: Set<String> = []
        for item in faults {
            guard let own = Self.finding(item) else { continue }
            let ways = [own] + (item["or"]?.array ?? []).compactMap(Self.finding)
            faulty.formUnion(ways.map(\.subject))
            explained.formUnion(ways)
            kinds[own.check, default: Kind()].planted += 1
            if findings.isDisjoint(with: ways) { kinds[own.check, default: Kind()].missed.append(own.subject) }
        }
        for own in fine.compactMap(Self.finding) {
            kinds[own.check, default: Kind()].fine += 1
            if findings.contains(own), !explained.contains(own) {
                kinds[own.check, default: Kind()].reported.append(own.subject)
                explained.insert(own)
            }
        }
        for finding in findings.subtracting(explained).sorted(by: { $0.text < $1.text }) {
            if faulty.contains(finding.subject) {
                related.append(finding.text)
            } else {
                kinds[finding.check, default: Kind()].others.append(finding.subject)
            }
        }
    }

    private static func finding(_ value: JSONValue) -> Finding? {
        guard let check = value["check"]?.string, let subject = value["subject"]?.string else { return nil }
        return Finding(check: check, subject: subject)
    }

    var missed: Int { kinds.values.reduce(0) { $0 + $1.missed.count } }
    var reported: Int { kinds.values.reduce(0) { $0 + $1.reported.count } }
    private var fine: Int { kinds.values.reduce(0) { $0 + $1.fine } }
    private var planted: Int { kinds.values.reduce(0) { $0 + $1.planted } }
    private var others: Int { kinds.values.reduce(0) { $0 + $1.others.count } }

    var passes: Bool { missed == 0 && Double(reported) <= Double(fine) * Self.bearable }

    var text: String {
        let head = ["check", "planted", "found", "look-alikes", "reported", "other"]
        var rows = kinds.sorted { $0.key < $1.key }.map { name, kind in
            [
                name, "\(kind.planted)", "\(kind.planted - kind.missed.count)", "\(kind.fine)", "\(kind.reported.count)",
                "\(kind.others.count)",
            ]
        }
        rows.append(["all", "\(planted)", "\(planted - missed)", "\(fine)", "\(reported)", "\(others)"])
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        var lines = ([head] + rows).map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "  ")
        }
        let listed = { (title: String, items: (Kind) -> [String]) -> [String] in
            let all = kinds.sorted { $0.key < $1.key }.flatMap { name, kind in items(kind).sorted().map { "  \(name)  \($0)" } }
            return all.isEmpty ? [] : ["", title] + all
        }
        lines += listed("Missed:") { $0.missed }
        lines += listed("Look-alikes that were reported:") { $0.reported }
        lines += listed("Other reports:") { $0.others }
        if !related.isEmpty { lines += ["", "Reports on what is at fault otherwise:"] + related.map { "  " + $0 } }
        lines += ["", passes ? "passed" : "not passed"]
        return lines.joined(separator: "\n") + "\n"
    }
}
