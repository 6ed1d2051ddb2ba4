import Core
import Yams

/// The ruler's own answer: YAML, files or namespaces to groups to rules, whatever `Accept` asks for.
enum LokiRuleFiles {
    /// The alerting rules, and how many of them could not be read, or are beyond what is.
    static func read(_ text: String) throws(ReadingError) -> (rules: [AlertRule], unreadable: Int) {
        guard text.utf8.count <= 4 << 20 else { throw ReadingError(.failed, "answered with more than 4 MiB of rules") }
        let files: YAMLText
        do { files = try YAMLText(text) } catch {
            throw ReadingError(.failed, "answered with what is \(error)")
        }
        let shape = ReadingError(.failed, "answered with YAML that holds no rule groups")
        var rules: [AlertRule] = []
        var unreadable = 0
        var count = 0
        try files.forEachMember { _, groups throws(ReadingError) in
            count += 1
            guard let groups = groups.sequence else { throw shape }
            for group in groups {
                guard let name = group["name"]?.string, let entries = group["rules"]?.sequence else { throw shape }
                for rule in entries where rule["record"] == nil {
                    guard rules.count < LokiRuleStates.mostRules, let alert = rule["alert"]?.string,
                        let expression = rule["expr"]?.string
                    else {
                        unreadable += 1
                        continue
                    }
                    rules.append(
                        AlertRule(
                            name: alert, group: name, expression: expression,
                            holdFor: rule["for"]?.string.flatMap { LokiQuery.seconds($0) } ?? 0, labels: texts(rule["labels"]),
                            annotations: texts(rule["annotations"])))
                }
            }
        }
        guard count > 0 else { throw shape }
        return (rules, unreadable)
    }

    private static func texts(_ node: Node?) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in node?.mapping ?? [:] {
            if let name = name.string, let text = value.string { result[name] = text }
        }
        return result
    }
}
