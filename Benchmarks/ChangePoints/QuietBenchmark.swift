import Analysis
import Core
import Foundation

/// Counts false onsets on fault-free hours.
struct QuietBenchmark {
    let all: [QuietSeries]
    var detector = OnsetDetector()
    var verbose = false

    func report() {
        print("False onsets on fault-free hours, one-hour windows (Nezha Train Ticket, \(all.count) series)")
        print("                                              onsets  series-days  per series-day  95 % interval")
        let idle = all.filter { $0.stretch.name == "idle" }
        let loaded = all.filter { $0.stretch.name == "loaded" }
        line("idle, against two hours and more before", idle, history: 7200)
        line("idle, in blocks shuffled", idle.map { $0.shuffled() }, history: 7200)
        line("loaded, against half an hour before", loaded, history: 1800)
        line("loaded, in blocks shuffled", loaded.map { $0.shuffled() }, history: 1800)
        line("idle, no history", idle, history: 0)
        line("loaded, no history", loaded, history: 0)
    }

    private func line(_ name: String, _ all: [QuietSeries], history: Double) {
        var onsets: [Double] = []
        var days: [Double] = []
        var byMetric: [String: Int] = [:]
        // The metrics of one pod are looked at together, window by window.
        let pods = Dictionary(grouping: all) { "\($0.pod) \($0.stretch.day)" }.sorted { $0.key < $1.key }.map(\.value)
        for pod in pods {
            let windows = pod.map { $0.windows(history: history) }
            var counts = pod.map { _ in 0 }
            for number in 0..<(windows.map(\.count).max() ?? 0) {
                let there = windows.indices.filter { windows[$0].count > number }
                let found = detector.locate(
                    together: there.map { (windows[$0][number].window, windows[$0][number].before) })
                for (index, onset) in zip(there, found) where onset != nil { counts[index] += 1 }
            }
            for (index, quiet) in pod.enumerated() {
                onsets.append(Double(counts[index]))
                days.append(Double(windows[index].count) / 24)
                byMetric[quiet.metric, default: 0] += counts[index]
            }
        }
        let rate = Bootstrap(onsets, weights: days)
        print(
            name.padding(toLength: 44, withPad: " ", startingAt: 0)
                + String(
                    format: "%8.0f  %11.1f  %14.3f  %.3f to %.3f", onsets.reduce(0, +), days.reduce(0, +), rate.mean, rate.low,
                    rate.high))
        if verbose {
            for (metric, count) in byMetric.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) where count > 0 {
                print("    \(metric): \(count)")
            }
        }
    }
}
