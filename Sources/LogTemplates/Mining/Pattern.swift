/// Lines that are equal once their variables are masked, and what such patterns were merged into.
struct Pattern: Sendable {
    static let longestText = 1_024

    /// The first line.
    var text: [UInt8]
    var tokens: [Token]
    /// Places in ``tokens`` that are not words or marks, in order, and what stood there.
    var places: [Int] = []
    var ranges: [ValueRange] = []
    var count = 0
    /// Of these, before the time from which on records count as new.
    var before = 0
    var firstLine = Int.max
    var lastLine = 0
    var first: Double?
    var last: Double?
    var services: [[UInt8]] = []
    var fields: [(name: [UInt8], range: ValueRange)] = []
    /// More stood behind the tokens that were kept.
    var isCut: Bool
    /// Of the marks and of how many tokens there are: patterns with another skeleton never merge.
    var skeleton: UInt64

    init(_ buffer: borrowing TokenBuffer, _ bytes: Span<UInt8>) {
        let end = min(bytes.count, Pattern.longestText)
        text = []
        text.reserveCapacity(end)
        for index in 0..<end { text.append(bytes[index]) }
        tokens = []
        tokens.reserveCapacity(buffer.count)
        for index in 0..<buffer.count {
            let token = buffer[index]
            tokens.append(token)
            if token.kind == .variable || token.kind == .value { places.append(index) }
        }
        ranges = Array(repeating: ValueRange(), count: places.count)
        skeleton = Pattern.skeleton(of: buffer)
        isCut = buffer.isCut
    }

    static func skeleton(of buffer: borrowing TokenBuffer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: buffer.count)
        for index in 0..<buffer.count {
            let token = buffer[index]
            hash = Hash.mix(hash &+ (token.kind == .mark ? token.hash : 0) &+ (token.isSpaced ? 1 : 0))
        }
        return hash
    }

    /// Whether a line of the same skeleton says the same.
    func accepts(_ buffer: borrowing TokenBuffer) -> Bool {
        guard buffer.count == tokens.count else { return false }
        for index in tokens.indices {
            switch tokens[index].kind {
            case .variable: continue
            case .value: if buffer[index].kind == .word { return false }
            case .word, .mark:
                if buffer[index].hash != tokens[index].hash || buffer[index].kind != tokens[index].kind { return false }
            }
        }
        return true
    }

    mutating func noteOnly(line: Int, time: Double?, before boundary: Double) {
        count += 1
        if line < firstLine { firstLine = line }
        lastLine = line
        if let time {
            first = min(first ?? time, time)
            last = max(last ?? time, time)
            if time < boundary { before += 1 }
        }
    }

    mutating func note(
        _ buffer: borrowing TokenBuffer, _ bytes: Span<UInt8>, line: Int, time: Double?, before boundary: Double
    ) {
        noteOnly(line: line, time: time, before: boundary)
        for index in places.indices { ranges[index].note(buffer[places[index]], bytes) }
    }

    /// Takes in a pattern of the same skeleton. Where they differ there is a variable.
    mutating func join(_ other: Pattern) {
        count += other.count
        before += other.before
        firstLine = min(firstLine, other.firstLine)
        lastLine = max(lastLine, other.lastLine)
        isCut = isCut || other.isCut
        for service in other.services { note(service: service) }
        for field in other.fields { join(field) }
        first = first.map { min($0, other.first ?? $0) } ?? other.first
        last = last.map { max($0, other.last ?? $0) } ?? other.last
        var joinedPlaces: [Int] = []
        var joinedRanges: [ValueRange] = []
        for index in tokens.indices {
            let mine = tokens[index]
            let theirs = other.tokens[index]
            guard mine.kind != .mark, mine.kind != .word || theirs.kind != .word || mine.hash != theirs.hash else { continue }
            var range = self.range(at: index)
            range.join(other.range(at: index))
            if mine.kind != theirs.kind || mine.kind == .word { tokens[index].kind = .variable }
            joinedPlaces.append(index)
            joinedRanges.append(range)
        }
        places = joinedPlaces
        ranges = joinedRanges
    }

    func range(at index: Int) -> ValueRange {
        if tokens[index].kind == .word {
            var range = ValueRange()
            range.note(tokens[index], text.span)
            return range
        }
        // Places are in order.
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low < places.count && places[low] == index ? ranges[low] : ValueRange()
    }
}
