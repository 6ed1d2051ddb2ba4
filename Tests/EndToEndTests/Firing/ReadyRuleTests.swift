import Alerting
import Core
import Foundation
import PromQL
import Testing

@Suite("Rules to take")
struct ReadyRuleTests {
    @Test("promtool takes every rule with another threshold, whatever its texts hold")
    func checked() throws {
        let texts = [
            "plain", "a: b", "\"quoted\" 'single' `back`", "line\nbreak\r\ttab", "{{ $labels.service }} is {{ $value }}",
            "# no comment", "- no list", "\u{202e}\u{200b}\u{7}\u{1F600}\u{E000}", "yes", "1e3", "*anchor &x !tag %d @a", "\\n",
            "",
        ]
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("ready-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var rules: [AlertRule] = []
        for (number, expression) in GeneratedRules.shapes.map({
            $0.replacing("$T", with: "60").replacing("$L", with: "7").replacing("$N", with: "3").replacing("$R", with: "0.05")
                .replacing("$D", with: "5m").replacing("START", with: "0")
        }).enumerated() {
            let text = texts[number % texts.count]
            let rule = AlertRule(
                name: "R \(text)", group: text, expression: expression, holdFor: 60, labels: ["severity": text],
                annotations: ["summary": text, "runbook_url": "https://example.org/" + text])
            for threshold in try PromQLParser.parse(expression).thresholds {
                let ready = try #require(rule.setting(threshold, to: 0.125, holdFor: 90), "\(expression)")
                #expect(try PromQLParser.parse(ready.expression).thresholds.contains { $0.value == 0.125 })
                rules.append(ready)
            }
        }
        #expect(rules.count > 40)
        for (number, rule) in rules.enumerated() {
            try RuleText.yaml([rule], group: "g\(number) \(rule.group)", interval: 30).write(
                to: directory.appendingPathComponent("r\(number).yml"), atomically: true, encoding: .utf8)
        }
        let files = rules.indices.map { directory.appendingPathComponent("r\($0).yml").path }
        let run = try Programs.run("/usr/bin/promtool", ["check", "rules"] + files)
        #expect(run.status == 0, "\(run.errors)\(run.output)")
        #expect(run.output.components(separatedBy: "SUCCESS: 1 rules found").count == rules.count + 1)
    }
}
