/// From the hash of a masked line to its pattern. A cache: it is emptied when it is full.
struct PatternCache: Sendable {
    private static let largest = 1 << 18

    private var keys: [UInt64]
    private var values: [Int32]
    private var count = 0

    init(capacity: Int = 1 << 12) {
        keys = Array(repeating: 0, count: capacity)
        values = Array(repeating: -1, count: capacity)
    }

    func find(_ key: UInt64) -> Int? {
        let keys = keys.span
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while true {
            let value = values[place]
            if value < 0 { return nil }
            if keys[place] == key { return Int(value) }
            place = (place + 1) & mask
        }
    }

    mutating func insert(_ key: UInt64, _ value: Int) {
        if count * 2 >= keys.count { grow() }
        let mask = keys.count - 1
        var place = Int(truncatingIfNeeded: key) & mask
        while values[place] >= 0, keys[place] != key { place = (place + 1) & mask }
        if values[place] < 0 { count += 1 }
        keys[place] = key
        values[place] = Int32(truncatingIfNeeded: value)
    }

    private mutating func grow() {
        let old = self
        self = PatternCache(capacity: min(keys.count * 2, PatternCache.largest))
        guard old.keys.count < PatternCache.largest else { return }
        for place in old.keys.indices where old.values[place] >= 0 { insert(old.keys[place], Int(old.values[place])) }
    }
}
