/// Which rules, words and names begin with three given bytes.
struct TrigramIndex: Sendable {
    /// One bit for each hash: the filter that almost all bytes of a text fail.
    let filter: FixedTable<UInt64>
    /// Where the entries of each bucket begin; one more at the end.
    let starts: FixedTable<Int32>
    let entries: FixedTable<Entry>

    struct Entry: Sendable {
        var trigram: UInt32
        /// A rule, or a word (below zero).
        var value: Int32
    }

    private static let bucketBits: UInt32 = 12
    static let bucketShift = 16 - bucketBits

    static func hash(_ trigram: UInt32) -> UInt32 { (trigram &* 0x9E37_79B1) >> 16 }
    static func bucket(_ hash: UInt32) -> Int { Int(hash >> (16 - bucketBits)) }
    static func word(_ index: Int) -> Int32 { Int32(-1 - index) }

    init(_ list: [(trigram: UInt32, entry: Int32)]) {
        var filter: [UInt64] = Array(repeating: 0, count: 65536 / 64)
        var buckets: [[Entry]] = Array(repeating: [], count: 1 << Int(Self.bucketBits))
        for (trigram, entry) in list {
            let hash = Self.hash(trigram)
            filter[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
            buckets[Self.bucket(hash)].append(Entry(trigram: trigram, value: entry))
        }
        var starts: [Int32] = [0]
        var entries: [Entry] = []
        for bucket in buckets {
            entries.append(contentsOf: bucket)
            starts.append(Int32(entries.count))
        }
        self.filter = FixedTable(filter)
        self.starts = FixedTable(starts)
        self.entries = FixedTable(entries)
    }
}
