/// Finds many phrases in a text in one pass: a tree of their bytes, walked from each place. The work for a byte is bounded by the
/// longest phrase.
struct PhraseIndex: Sendable {
    private struct Node: Sendable {
        var next: [UInt8: Int] = [:]
        /// What phrases that end here speak of: anywhere, and where no letter or digit follows.
        var anywhere: Set<FaultSignature> = []
        var atEnd: Set<FaultSignature> = []
    }

    private var nodes = [Node()]
    /// The same for phrases that begin a word.
    private var startNodes = [Node()]

    /// Phrases in lower case; `|` before or after one stands for the edge of a word.
    init(_ phrases: [(fault: FaultSignature, phrases: [String])]) {
        for (fault, phrases) in phrases {
            for phrase in phrases {
                let bytes = Array(phrase.utf8)
                if bytes.first == UInt8(ascii: "|") {
                    Self.insert(bytes.dropFirst(), fault, &startNodes)
                } else {
                    Self.insert(bytes[...], fault, &nodes)
                }
            }
        }
    }

    private static func insert(_ bytes: ArraySlice<UInt8>, _ fault: FaultSignature, _ nodes: inout [Node]) {
        let isWhole = bytes.last == UInt8(ascii: "|")
        var place = 0
        for byte in isWhole ? bytes.dropLast() : bytes {
            if let next = nodes[place].next[byte] {
                place = next
            } else {
                nodes.append(Node())
                nodes[place].next[byte] = nodes.count - 1
                place = nodes.count - 1
            }
        }
        if isWhole { nodes[place].atEnd.insert(fault) } else { nodes[place].anywhere.insert(fault) }
    }

    func values(in text: some Sequence<UInt8>) -> Set<FaultSignature> {
        let bytes = text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        var found: Set<FaultSignature> = []
        var previous: UInt8 = 0
        for start in bytes.indices {
            Self.walk(nodes, bytes, from: start, &found)
            if !Self.isWord(previous) { Self.walk(startNodes, bytes, from: start, &found) }
            previous = bytes[start]
        }
        return found
    }

    private static func walk(_ nodes: [Node], _ bytes: [UInt8], from start: Int, _ found: inout Set<FaultSignature>) {
        var place = 0
        for at in bytes[start...].indices {
            guard let next = nodes[place].next[bytes[at]] else { return }
            place = next
            if !nodes[place].anywhere.isEmpty { found.formUnion(nodes[place].anywhere) }
            if !nodes[place].atEnd.isEmpty, at + 1 == bytes.endIndex || !isWord(bytes[at + 1]) {
                found.formUnion(nodes[place].atEnd)
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }
}
