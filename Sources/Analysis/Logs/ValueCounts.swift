/// Different values and how often each came.
struct ValueCounts {
    private var counts: [String: Int] = [:]
    private var order: [String] = []
    private var isNumeric = true
    private var numbers: ClosedRange<Double>?
    private(set) var lines = 0

    var distinct: Int { order.count }

    /// The least and the greatest, where all are decimal numbers.
    var range: ClosedRange<Double>? { isNumeric ? numbers : nil }

    /// The most frequent; of equally frequent ones the one that came first.
    var common: (value: String, count: Int) {
        order.reduce(("", 0)) { best, value in
            let count = counts[value] ?? 0
            return count > best.1 ? (value, count) : best
        }
    }

    mutating func add(_ value: String) {
        lines += 1
        if counts[value] == nil { order.append(value) }
        counts[value, default: 0] += 1
        guard isNumeric else { return }
        guard let number = Double(value), number.isFinite else {
            isNumeric = false
            return
        }
        numbers = numbers.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
    }
}
