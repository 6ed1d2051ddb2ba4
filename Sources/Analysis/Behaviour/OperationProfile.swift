/// What one operation did in one stretch of time.
struct OperationProfile: Sendable {
    private(set) var count = 0
    /// In how many of its spans each thing happened.
    private(set) var counts: [Int: Int] = [:]
    /// Seconds, ascending once ``close()`` was called.
    private(set) var own: [Double] = []

    mutating func add(_ record: SpanRecord) {
        count += 1
        for event in record.events { counts[event, default: 0] += 1 }
        own.append(record.own)
    }

    mutating func close() { own.sort() }

    /// How many of its spans took longer than a limit.
    func slower(than limit: Double) -> Int {
        var low = 0
        var high = own.count
        while low < high {
            let middle = (low + high) / 2
            if own[middle] > limit { high = middle } else { low = middle + 1 }
        }
        return own.count - low
    }

    var longest: Double { own.last ?? 0 }
    /// All but one in twenty of its spans took at most this.
    var usual: Double { own.isEmpty ? 0 : own[min(own.count - 1, own.count * 19 / 20)] }
}
