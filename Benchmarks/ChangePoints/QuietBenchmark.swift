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
        for quiet in all {
            let windows = quiet.windows(history: history)
            let found = windows.compactMap { detector.locate(in: $0.window, baseline: $0.before) }
            onsets.append(Double(found.count))
            days.append(Double(windows.count) / 24)
            byMetric[quiet.metric, default: 0] += found.count
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
