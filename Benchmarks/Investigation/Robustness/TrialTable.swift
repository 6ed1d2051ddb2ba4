import Core
import Foundation

/// Trials as a Markdown table, its columns aligned.
struct TrialTable {
    private(set) var rows: [[String]] = [
        ["removed", "true cause", "confidence", "rank 1", "confidence", "gaps", "no source", "replay"]
    ]

    mutating func add(_ trial: Trial, removed: String) {
        let rank = trial.found.map { $0.isRefuted ? "refuted" : "rank \($0.rank)" } ?? "not named"
        rows.append([
            removed, rank, TrialTable.confidence(trial), trial.first?.title ?? "–", trial.first?.confidence.word ?? "–",
            "\(trial.gaps)", "\(trial.gapsForWantOfSource)", trial.differing.isEmpty ? "same" : "differs",
        ])
    }

    /// The word and the score behind it, which falls before the word does.
    private static func confidence(_ trial: Trial) -> String {
        guard let found = trial.found, !found.isRefuted else { return trial.confidence.word }
        return found.confidence.word + String(format: " %.2f", found.score)
    }

    var markdown: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = line(widths.map { String(repeating: "-", count: $0) })
        return ([rows.first.map(line) ?? "", rule] + rows.dropFirst().map(line)).joined(separator: "\n")
    }
}
