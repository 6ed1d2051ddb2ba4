/// Finds any of many short texts in bytes, in one pass: what may begin at a byte is looked up by that byte.
struct StemTable: Sendable {
    private var buckets: [[(bytes: [UInt8], value: Int)]] = Array(repeating: [], count: 256)

    /// Texts in lower case. Equal texts keep all their values.
    init(_ stems: [(text: String, value: Int)]) {
        for stem in stems {
            let bytes = Array(stem.text.utf8)
            if let first = bytes.first { buckets[Int(first)].append((bytes, stem.value)) }
        }
    }

    /// Calls `found` with the place and the value of each stem, until it answers `true`. A stem that begins with an ASCII
    /// letter must stand where a word begins.
    func search(_ bytes: [UInt8], _ found: (Int, Int) -> Bool) {
        bytes.withUnsafeBufferPointer { bytes in
            var wasLetter = false
            for position in bytes.indices {
                let byte = bytes[position]
                let isLetter = (0x61...0x7A).contains(byte)
                defer { wasLetter = isLetter }
                let bucket = buckets[Int(byte)]
                if bucket.isEmpty || isLetter && wasLetter { continue }
                for stem in bucket where stem.bytes.count <= bytes.count - position {
                    if stem.bytes.indices.allSatisfy({ bytes[position + $0] == stem.bytes[$0] }), found(position, stem.value) {
                        return
                    }
                }
            }
        }
    }

    /// Whether any stem stands in the bytes.
    func isFound(in bytes: ArraySlice<UInt8>) -> Bool {
        var isFound = false
        search(Array(bytes)) { _, _ in
            isFound = true
            return true
        }
        return isFound
    }
}
