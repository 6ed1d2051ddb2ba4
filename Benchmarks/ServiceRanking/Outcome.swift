import Core
import Foundation

/// Where the service that holds the fault stands in a ranking.
struct Outcome: Sendable {
    var fault: Fault
    /// From 1; `nil`: it is not in it.
    var place: Int?

    init(_ fault: Fault, ranking: [String]) {
        self.fault = fault
        place = ranking.firstIndex(of: fault.service).map { $0 + 1 }
    }
}

/// Shares of faults whose service is among the first 1, 3 and 5 (AS@k), each with Wilson's 95 % interval.
struct Scores: CustomStringConvertible {
    var outcomes: [Outcome]

    var description: String {
        let shares = [1, 3, 5].map { limit -> String in
            let hits = outcomes.count { $0.place.map { $0 <= limit } ?? false }
            let (low, high) = Scores.interval(hits, of: outcomes.count)
            let share = outcomes.isEmpty ? 0 : Double(hits) / Double(outcomes.count)
            return String(format: "AS@%d %.3f [%.2f, %.2f]", limit, share, low, high)
        }
        return "\(shares.joined(separator: "  "))  of \(outcomes.count)"
    }

    /// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    static func interval(_ hits: Int, of count: Int) -> (low: Double, high: Double) {
        guard count > 0 else { return (0, 1) }
        let (z, n) = (1.959964, Double(count))
        let share = Double(hits) / n
        let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return (max(0, centre - half), min(1, centre + half))
    }
}
