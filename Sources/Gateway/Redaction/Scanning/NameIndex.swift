/// Names from the configuration, ready for use.
struct NameIndex: Sendable {
    /// Every spelling that is looked for, by its first three bytes.
    private let spellings: [UInt32: [[UInt8]]]
    /// The filter of the rules and that of the names in one.
    let filter: FixedTable<UInt64>
    /// That of the names alone.
    let ownFilter: FixedTable<UInt64>
    let isEmpty: Bool

    init(_ names: [String], filter: FixedTable<UInt64>) {
        var spellings: [UInt32: [[UInt8]]] = [:]
        var bits = [UInt64](repeating: 0, count: filter.count)
        func add(_ bytes: [UInt8], _ third: UInt8) {
            let trigram = Anchor.fold(bytes[0], bytes[1], third)
            guard spellings[trigram]?.contains(bytes) != true else { return }
            spellings[trigram, default: []].append(bytes)
            let hash = TrigramIndex.hash(trigram)
            bits[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
        }
        for name in names {
            // Spellings that differ in ASCII case alone are the same to `matches`.
            for spelling in Set([name, name.lowercased(), name.uppercased()]) {
                let words = spelling.utf8.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
                let bytes = Array(words.joined(separator: CollectionOfOne(0x20)))
                guard bytes.count >= 2, bytes.count <= NameIndex.longest else { continue }
                if bytes.count == 2 || bytes[2] == 0x20 {
                    for third in UInt8.min...UInt8.max { add(bytes, third) }
                } else if bytes[1] == 0x20 {
                    for gap in NameIndex.gaps { NameIndex.addGap(bytes, gap, &spellings, &bits) }
                } else {
                    add(bytes, bytes[2])
                }
            }
        }
        self.spellings = spellings
        isEmpty = spellings.isEmpty
        ownFilter = isEmpty ? filter : FixedTable(bits)
        self.filter = isEmpty ? filter : FixedTable(bits.indices.map { bits[$0] | filter.pointer[$0] })
    }

    /// A name whose second byte is a space, such as `J Doe`: the space may be any of the gaps.
    private static func addGap(_ bytes: [UInt8], _ gap: UInt8, _ spellings: inout [UInt32: [[UInt8]]], _ bits: inout [UInt64]) {
        let trigram = Anchor.fold(bytes[0], gap, bytes[2])
        spellings[trigram, default: []].append(bytes)
        let hash = TrigramIndex.hash(trigram)
        bits[Int(hash >> 6)] |= 1 << UInt64(hash & 63)
    }

    /// Longer names are not looked for, and neither are names of one byte.
    static let longest = 256
    /// What may stand for a space in a name.
    private static let gaps: [UInt8] = Array(" ._-+\t\n".utf8)

    /// The length of the longest name that begins here, 0 for none.
    func match(_ trigram: UInt32, _ text: UnsafePointer<UInt8>, count: Int) -> Int {
        guard let candidates = spellings[trigram] else { return 0 }
        var longest = 0
        for name in candidates where name.count > longest && name.count <= count {
            if matches(name, text) { longest = name.count }
        }
        return longest
    }

    private func matches(_ name: [UInt8], _ text: UnsafePointer<UInt8>) -> Bool {
        for (offset, byte) in name.enumerated() {
            let other = text[offset]
            if byte == other { continue }
            if byte == 0x20 {
                guard NameIndex.gaps.contains(other) else { return false }
            } else {
                guard byte.isASCIILetter, byte | 0x20 == other | 0x20 else { return false }
            }
        }
        return true
    }
}
