import Core

/// A log of findings in SARIF 2.1.0 (OASIS), so that code review and security dashboards can carry them. One run.
struct SARIFLog {
    enum Level: String { case error, warning, note }

    struct Rule {
        var id: String
        /// What it is about, in a few words or one sentence.
        var text: String
        var level: Level
    }

    /// `inquest 0.1.0`.
    var program: String
    /// What tells this run from others: `audit/ID`.
    var id: String
    var rules: [Rule]
    /// Members of the run that stand before its results.
    var members: [(String, JSONValue)] = []
    var results: [JSONValue]

    var text: String {
        let version = program.split(separator: " ").last.map(String.init) ?? program
        let run = JSONObject(
            [
                (
                    "tool",
                    [
                        "driver": [
                            "name": "inquest", "version": .string(version), "rules": .array(rules.map(SARIFLog.rule)),
                        ]
                    ]
                ), ("automationDetails", ["id": .string(id)]),
            ] + members + [("results", .array(results))])
        let document: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [.object(run)],
        ]
        return document.pretty
    }

    private static func rule(_ rule: Rule) -> JSONValue {
        [
            "id": .string(rule.id), "name": .string(rule.id), "shortDescription": ["text": .string(rule.text)],
            "defaultConfiguration": ["level": .string(rule.level.rawValue)],
        ]
    }

    /// A result's members but for where it is.
    static func result(_ rule: Rule, at index: Int, level: Level, _ message: String) -> JSONObject {
        [
            "ruleId": .string(rule.id), "ruleIndex": .number(index), "level": .string(level.rawValue),
            "message": ["text": .string(Inert.line(message, limit: 4_000))],
        ]
    }
}
