import Alerting
import Core
import Foundation

/// When alerts were pending and firing, minute by minute: as promtool's unit tests of rules have it, which run Prometheus' own
/// rule manager, and as the back-test works it out from what a real Prometheus' range questions give.
struct FiringOracle {
    /// An alert at one minute: its labels with the rule's name and the state, and the minute.
    struct Mark: Hashable {
        var rule: String
        var labels: [String: String]
        var isFiring: Bool
        var minute: Int
    }

    let generated: GeneratedRules

    /// `ALERTS` at every minute, as promtool prints what it did not expect.
    func fromPromtool(in directory: URL) throws -> Set<Mark> {
        let rules = generated.rules.map { rule in
            var rule = rule
            rule.expression = rule.expression.replacing("START", with: "0")
            return rule
        }
        try RuleText.yaml(rules, group: "g").write(
            to: directory.appendingPathComponent("rules.yml"), atomically: true, encoding: .utf8)
        var lines = ["rule_files: [rules.yml]", "evaluation_interval: 1m", "tests:", "- interval: 1m", "  input_series:"]
        for series in generated.series {
            let labels = series.labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
            lines.append("  - series: '\(series.name){\(labels)}'")
            lines.append("    values: '" + series.values.map { $0.map { "\($0)" } ?? "_" }.joined(separator: " ") + "'")
        }
        lines.append("  promql_expr_test:")
        for minute in 0...generated.minutes { lines.append("  - {expr: ALERTS, eval_time: \(minute)m, exp_samples: []}") }
        try lines.joined(separator: "\n").write(
            to: directory.appendingPathComponent("test.yml"), atomically: true, encoding: .utf8)
        let run = try Programs.run(
            "/usr/bin/promtool", ["test", "rules", directory.appendingPathComponent("test.yml").path], in: directory)
        return try FiringOracle.read(run.errors + run.output)
    }

    private static func read(_ text: String) throws -> Set<Mark> {
        var marks: Set<Mark> = []
        var minute: Int?
        for line in text.split(separator: "\n") {
            if let place = line.firstRange(of: "time: ") {
                minute = seconds(line[place.upperBound...].prefix { $0 != "," }).map { $0 / 60 }
            } else if let place = line.firstRange(of: "got: ") {
                for sample in line[place.upperBound...].components(separatedBy: " 1E+00") {
                    guard let minute, let open = sample.firstIndex(of: "{") else { continue }
                    marks.insert(try mark(String(sample[open...]), minute: minute))
                }
            } else if line.contains("error") {
                throw Trouble("promtool: \(line)")
            }
        }
        return marks
    }

    /// `1d1h2m3s`
    private static func seconds(_ text: Substring) -> Int? {
        var total = 0
        var number = 0
        for character in text {
            switch character {
            case "d": total += number * 86_400
            case "h": total += number * 3600
            case "m": total += number * 60
            case "s": total += number
            default:
                guard let digit = character.wholeNumberValue else { return nil }
                number = number * 10 + digit
                continue
            }
            number = 0
        }
        return total
    }

    private static func mark(_ text: String, minute: Int) throws -> Mark {
        var labels: [String: String] = [:]
        for part in text.dropFirst().dropLast().components(separatedBy: ", ") {
            guard let equals = part.firstIndex(of: "=") else { throw Trouble("promtool: \(text)") }
            labels[String(part[..<equals])] = String(part[part.index(after: equals)...].dropFirst().dropLast())
        }
        let isFiring = labels.removeValue(forKey: "alertstate") == "firing"
        labels["__name__"] = nil
        return Mark(rule: labels.removeValue(forKey: "alertname") ?? "", labels: labels, isFiring: isFiring, minute: minute)
    }

    /// The series as OpenMetrics text.
    var history: String {
        var text = ""
        var names: [String] = []
        for series in generated.series where !names.contains(series.name) { names.append(series.name) }
        for name in names {
            text += "# TYPE \(name) gauge\n"
            for series in generated.series where series.name == name {
                let labels = series.labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
                for (minute, value) in series.values.enumerated() {
                    guard let value else { continue }
                    text += "\(name){\(labels)} \(value) \(GeneratedRules.start.wholeSeconds + Int64(minute) * 60)\n"
                }
            }
        }
        return text + "# EOF\n"
    }

    /// What the back-test makes of the server's answers.
    func fromBackTest(_ server: StagedPrometheus) throws -> (marks: Set<Mark>, histories: [RuleHistory], questions: Int) {
        let start = GeneratedRules.start
        let plan = BackTestPlan(
            rules: generated.rules.enumerated().map { number, rule in
                var rule = rule
                rule.expression = rule.expression.replacing("START", with: "\(start.wholeSeconds)")
                return (EvidenceID(number + 1), rule)
            }, window: TimeWindow(from: start, to: start.adding(seconds: Double(generated.minutes) * 60)), step: 60,
            pointsPerQuery: 1000)
        var chunks: [String: [BackTestValues]] = [:]
        for question in plan.questions {
            let answer = try server.get(
                "/api/v1/query_range",
                [
                    "query": question.expression, "start": "\(question.window.from.wholeSeconds)",
                    "end": "\(question.window.to.wholeSeconds)", "step": "\(question.step)",
                ])
            chunks[question.expression, default: []].append(try FiringOracle.values(answer, question.expression))
        }
        let histories = plan.histories(values: chunks.mapValues { BackTestValues(merging: $0) })
        var marks: Set<Mark> = []
        for (rule, history) in zip(generated.rules, histories) {
            for stretch in history.stretches {
                let to = stretch.to ?? history.window.to.adding(seconds: 60)
                var time = stretch.pendingFrom
                while time < to {
                    marks.insert(
                        Mark(
                            rule: rule.name, labels: stretch.labels,
                            isFiring: stretch.firingFrom.map { $0 <= time } ?? false,
                            minute: Int(time.seconds(since: start) / 60)))
                    time = time.adding(seconds: 60)
                }
            }
        }
        return (marks, histories, plan.questions.count)
    }

    private static func values(_ answer: String, _ expression: String) throws -> BackTestValues {
        let json = try JSONValue(parsing: answer)
        guard json["status"]?.string == "success" else { throw Trouble("\(expression): \(answer.prefix(200))") }
        return BackTestValues(series: (json["data"]?["result"]?.array ?? []).map(FiringOracle.series))
    }

    private static func series(_ item: JSONValue) -> BackTestValues.Series {
        var labels: [String: String] = [:]
        for (name, value) in item["metric"]?.object?.members ?? [] { labels[name] = value.string ?? "" }
        var samples: [MetricSeries.Sample] = []
        for pair in item["values"]?.array ?? [] {
            guard let seconds = pair.array?.first?.double, let text = pair.array?.last?.string else { continue }
            samples.append(MetricSeries.Sample(Instant(fractionalSeconds: seconds), Double(text) ?? .nan))
        }
        return BackTestValues.Series(labels: labels, samples: samples)
    }
}
