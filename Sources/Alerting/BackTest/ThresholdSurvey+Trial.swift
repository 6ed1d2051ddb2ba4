import Core

extension ThresholdSurvey {
    /// Tries single thresholds and durations.
    struct Trial {
        var isUpward: Bool
        /// Whether a value that equals the threshold is beyond it.
        var including: Bool
        var incident: Excursions
        var history: [Excursions]
        var onset: Instant
        var within: Double

        var historySeconds: Double { history.reduce(0) { $0 + $1.seconds } }

        /// What a duration amounts to in samples so far apart.
        private func effective(_ holdFor: Double, _ step: Double) -> Double { holdFor < step ? 0 : holdFor }

        func row(_ threshold: Double, _ holdFor: Double) -> Row {
            let level = isUpward ? threshold : -threshold
            let fired = incident.firings(above: level, including: including, holdFor: holdFor).first { $0 >= onset }
            let others = history.reduce(0) { count, part in
                count
                    + part.firings(above: level, including: including, holdFor: effective(holdFor, part.step)).count
            }
            let days = historySeconds / 86_400
            return Row(
                threshold: threshold, holdFor: holdFor, firesAfter: fired.map { $0.seconds(since: onset) },
                otherFirings: others, perDay: days > 0 ? Double(others) / days : 0)
        }

        func span(_ holdFor: Double) -> Span? {
            let window = TimeWindow(from: onset, to: onset.adding(seconds: within))
            guard let caught = incident.highestLevel(holdFor: holdFor, endingIn: window) else { return nil }
            let quiet = history.compactMap { $0.highestLevel(holdFor: effective(holdFor, $0.step)) }.max()
            guard let quiet else { return nil }
            return Span(
                holdFor: holdFor, quiet: isUpward ? quiet : -quiet, caught: isUpward ? caught : -caught, isOpen: quiet < caught)
        }

        /// Readable numbers between what is usual and what the incident came to in time, at most four of them and the preferred
        /// one, from the latter to the former.
        func thresholds(preferred: Double?) -> [Double] {
            let window = TimeWindow(from: onset, to: onset.adding(seconds: within))
            guard let extreme = incident.highestLevel(holdFor: 0, endingIn: window),
                let usual = history.compactMap(\.median).max(), usual < extreme
            else { return preferred.map { [$0] } ?? [] }
            let (from, to) = isUpward ? (extreme, usual) : (-extreme, -usual)
            var found = ReadableNumber.all(between: from, and: to, digits: [1, 2, 5])
            if found.count < 2 { found = ReadableNumber.all(between: from, and: to, digits: [1, 1.5, 2, 3, 4, 5, 7]) }
            if found.isEmpty { found = [0.25, 0.5, 0.75].map { from + (to - from) * $0 } }
            found = Array(found.prefix(4))
            if let preferred, !found.contains(preferred) { found.append(preferred) }
            return found.sorted { isUpward ? $0 > $1 : $0 < $1 }
        }
    }
}
