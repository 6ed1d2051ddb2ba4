import Analysis
import Core
import Foundation

/// Hits, misses, false onsets and time errors on the series of recorded incidents.
struct MarkedOnsetBenchmark {
    let all: [MarkedOnset]
    var detector = OnsetDetector()
    var verbose = false

    /// An onset further than this from its mark is one missed and one false.
    static let tolerance = 150.0

    func report(_ title: String) {
        var (hits, misses, wrong, quiet, falseOnes, covered) = (0, 0, 0, 0, 0, 0)
        var errors: [Double] = []
        for (one, onset) in zip(all, onsets()) {
            let name = "\(one.incident) \(one.window.title)"
            guard let marked = one.marked else {
                quiet += 1
                if let onset {
                    falseOnes += 1
                    say("false", name, onset, nil)
                }
                continue
            }
            guard let onset else {
                misses += 1
                say("missed", name, nil, marked)
                continue
            }
            let error = max(marked.from.seconds(since: onset.time), onset.time.seconds(since: marked.to), 0)
            guard onset.direction.rawValue == one.direction, error <= Self.tolerance else {
                (misses, wrong) = (misses + 1, wrong + 1)
                say("elsewhere", name, onset, marked)
                continue
            }
            hits += 1
            errors.append(error)
            if onset.interval.from <= marked.to, onset.interval.to >= marked.from { covered += 1 }
            if error > 0 || verbose { say("late or early", name, onset, marked) }
        }
        errors.sort()
        let mean = errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count)
        print(
            "\(title): \(hits) of \(hits + misses) marked onsets found, \(misses) missed (\(wrong) of them put elsewhere), "
                + "\(falseOnes) false on \(quiet) series without one; time error mean "
                + String(format: "%.1f s, worst %.0f s, exact %d; ", mean, errors.last ?? 0, errors.filter { $0 == 0 }.count)
                + "interval holds the mark for \(covered)")
    }

    /// The series of one service of one incident are looked at together.
    private func onsets() -> [Onset?] {
        var onsets = [Onset?](repeating: nil, count: all.count)
        for group in Dictionary(grouping: all.indices, by: { all[$0].incident + " " + all[$0].service }).values {
            let found = detector.locate(together: group.map { (all[$0].window, all[$0].before) })
            for (index, onset) in zip(group, found) { onsets[index] = onset }
        }
        return onsets
    }

    private func say(_ what: String, _ name: String, _ onset: Onset?, _ marked: TimeWindow?) {
        guard verbose else { return }
        let found = onset.map {
            "\($0.direction.rawValue) at \($0.time.rfc3339()) [\($0.interval.from.rfc3339()), \($0.interval.to.rfc3339())]"
        }
        print("    \(what): \(name): \(found ?? "nothing")\(marked.map { ", marked \($0.from.rfc3339())" } ?? "")")
    }
}
