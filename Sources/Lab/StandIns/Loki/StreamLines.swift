/// The lines of one stream, sorted by time and, within a time, in the order in which they were appended. The text of all of
/// them is one piece, so that hundreds of thousands of lines are cheap to hold and to search. ``merged(_:)`` brings them in order.
struct StreamLines: Sendable {
    /// Nanoseconds since the epoch.
    private(set) var times: [Int64] = []
    /// For each line, the index of its structured metadata in ``metadata``.
    private(set) var kinds: [UInt32] = []
    private(set) var metadata: [[(name: String, value: String)]] = []
    /// The metadata that all lines share, where lines are counted by it when nothing else of a line is read; otherwise `nil`.
    var sharedKind: UInt32?
    /// Whether all of the text is ASCII, once merged.
    private(set) var isASCII = false
    private var text: [UInt8] = []
    /// For each line, where its text ends.
    private var ends: [UInt32] = []

    var count: Int { times.count }

    // MARK: Writing

    mutating func add(metadata pairs: [(name: String, value: String)]) -> UInt32 {
        metadata.append(pairs)
        return UInt32(metadata.count - 1)
    }

    mutating func append(time: Int64, kind: UInt32, _ write: (inout [UInt8]) -> Void) {
        times.append(time)
        kinds.append(kind)
        write(&text)
        ends.append(UInt32(text.count))
    }

    /// The lines of several pieces in order; lines of equal time keep the order of the pieces.
    static func merged(_ pieces: [StreamLines]) -> StreamLines {
        if var only = pieces.first, pieces.count == 1, only.isInOrder {
            only.isASCII = only.text.allSatisfy { $0 < 0x80 }
            return only
        }
        var all: [(time: Int64, piece: Int, index: Int)] = []
        for (number, piece) in pieces.enumerated() { all += piece.times.indices.map { (piece.times[$0], number, $0) } }
        all.sort { ($0.time, $0.piece, $0.index) < ($1.time, $1.piece, $1.index) }
        var result = StreamLines()
        var firstKind: [UInt32] = []
        for piece in pieces {
            firstKind.append(UInt32(result.metadata.count))
            result.metadata += piece.metadata
        }
        for one in all {
            let piece = pieces[one.piece]
            result.append(time: one.time, kind: firstKind[one.piece] + piece.kinds[one.index]) { text in
                piece.withText(one.index) { text.append(contentsOf: $0) }
            }
        }
        result.isASCII = result.text.allSatisfy { $0 < 0x80 }
        return result
    }

    private var isInOrder: Bool { zip(times, times.dropFirst()).allSatisfy { $0 <= $1 } }

    // MARK: Reading

    /// The lines with `from <= time < to`.
    func range(from: Int64, to: Int64) -> Range<Int> {
        let low = first(notBefore: from)
        return low..<max(low, first(notBefore: to))
    }

    private func first(notBefore time: Int64) -> Int { times.partition { $0 >= time } }

    func metadata(of index: Int) -> [(name: String, value: String)] { metadata[Int(kinds[index])] }

    /// Bytes of the texts of some lines.
    func size(of range: Range<Int>) -> Int {
        range.isEmpty ? 0 : Int(ends[range.upperBound - 1]) - start(of: range.lowerBound)
    }

    private func start(of index: Int) -> Int { index == 0 ? 0 : Int(ends[index - 1]) }

    /// The UTF-8 of one line.
    func withText<Result>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start(of: index)..<Int(ends[index])])) }
    }

    /// Those lines of a range that a test keeps, in order.
    func indices(in range: Range<Int>, where keeps: (Int, UnsafeBufferPointer<UInt8>) -> Bool) -> [UInt32] {
        var kept: [UInt32] = []
        text.withUnsafeBufferPointer { text in
            var start = range.isEmpty ? 0 : self.start(of: range.lowerBound)
            for index in range {
                let end = Int(ends[index])
                if keeps(index, UnsafeBufferPointer(rebasing: text[start..<end])) { kept.append(UInt32(index)) }
                start = end
            }
        }
        return kept
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on all elements have a property, in a collection where those that lack it come first.
    func partition(_ hasProperty: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if hasProperty(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
