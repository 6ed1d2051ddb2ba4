/// The four measures of loghub-2.0 (Jiang et al., "A Large-Scale Evaluation for Log Parsing Techniques", ISSTA 2024).
struct Scores {
    /// Share of lines whose group is exactly the true one.
    var groupingAccuracy: Double
    /// F1 over groups, of which one is right when it is exactly a true one.
    var groupingF1: Double
    /// Share of lines whose template is the true one.
    var parsingAccuracy: Double
    /// F1 over templates that are right in group and in text.
    var templateF1: Double
    var groups: Int
    var trueGroups: Int

    init(found: [LabelledLog.Answer], truth: [String]) {
        var ours: [String: [Int]] = [:]
        var theirs: [String: [Int]] = [:]
        for (line, answer) in found.enumerated() { ours[answer.group, default: []].append(line) }
        for (line, template) in truth.enumerated() { theirs[template, default: []].append(line) }
        var byLines: [[Int]: String] = [:]
        for (template, lines) in theirs { byLines[lines] = template }
        var known: [String: String] = [:]
        func normal(_ text: String) -> String {
            if let text = known[text] { return text }
            let result = NormalTemplate.of(text)
            known[text] = result
            return result
        }
        var lines = 0
        var right = 0
        var rightText = 0
        for members in ours.values {
            guard let template = byLines[members], let first = members.first else { continue }
            lines += members.count
            right += 1
            if normal(found[first].template) == normal(template) { rightText += 1 }
        }
        let texts = zip(found, truth).count { normal($0.template) == normal($1) }
        let all = Double(max(1, truth.count))
        let total = Double(max(1, ours.count + theirs.count))
        groupingAccuracy = found.count == truth.count ? Double(lines) / all : 0
        groupingF1 = 2 * Double(right) / total
        parsingAccuracy = Double(texts) / all
        templateF1 = 2 * Double(rightText) / total
        groups = ours.count
        trueGroups = theirs.count
    }

    var all: [Double] { [groupingAccuracy, groupingF1, parsingAccuracy, templateF1] }
    var text: String { all.map(Figures.three).joined(separator: "  ") + "  \(groups) of \(trueGroups)" }
}

/// Means over systems with 95 % intervals: percentiles of 10,000 resamplings of the systems.
struct Summary {
    private let rows: [[Double]]

    init(_ scores: [Scores]) { rows = scores.map(\.all) }
    init(differences ours: [Scores], _ theirs: [Scores]) {
        rows = zip(ours, theirs).map { zip($0.all, $1.all).map { $0 - $1 } }
    }

    func print(_ name: String) {
        Swift.print("\(name), 95 % interval, n = \(rows.count)")
        for (column, measure) in ["GA", "FGA", "PA", "FTA"].enumerated() where !rows.isEmpty {
            let values = rows.map { $0[column] }
            var state: UInt64 = 1
            var means: [Double] = []
            for _ in 0..<10_000 {
                var sum = 0.0
                for _ in values {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    sum += values[Int(state >> 33) % values.count]
                }
                means.append(sum / Double(values.count))
            }
            means.sort()
            let mean = values.reduce(0, +) / Double(values.count)
            Swift.print("  \(measure)\t\(Figures.three(mean))  \(Figures.three(means[250])) to \(Figures.three(means[9_749]))")
        }
    }
}

enum Figures {
    static func three(_ value: Double) -> String {
        let digits = String(Int((abs(value) * 1_000).rounded()))
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(3) + "." + padded.suffix(3)
    }
}
