extension StructuredBody {
    /// The members of a JSON object. `false` for what is none; a line that was cut off gives what it holds.
    mutating func readObject(_ line: Span<UInt8>, _ first: Int) -> Bool {
        var place = first + 1
        while true {
            place = Self.skip(line, place)
            guard place < line.count, line[place] == 0x22 else { break }
            let nameEnd = Self.endOfString(line, place)
            guard nameEnd < line.count else { break }
            let name = place + 1..<nameEnd
            place = Self.skip(line, nameEnd + 1)
            guard place < line.count, line[place] == 0x3A else { return false }
            place = Self.skip(line, place + 1)
            guard place < line.count else { break }
            if line[place] == 0x22 {
                let end = Self.endOfString(line, place)
                append(Member(name: name, value: place + 1..<min(end, line.count), isText: true))
                place = end + 1
            } else {
                let end = Self.endOfValue(line, place)
                append(Member(name: name, value: place..<end, isText: false))
                place = end
            }
            place = Self.skip(line, place)
            guard place < line.count, line[place] == 0x2C else { break }
            place += 1
        }
        return !members.isEmpty
    }

    /// `name=value` and `name="a value"`, apart by white space. `false` when fewer than two stand there.
    mutating func readPairs(_ line: Span<UInt8>, _ first: Int) -> Bool {
        var place = first
        while place < line.count {
            while place < line.count, line[place] <= 0x20 { place += 1 }
            let start = place
            while place < line.count, line[place] > 0x20, line[place] != 0x3D { place += 1 }
            guard place < line.count, line[place] == 0x3D else { continue }
            let name = start..<place
            place += 1
            if place < line.count, line[place] == 0x22 {
                let end = Self.endOfString(line, place)
                append(Member(name: name, value: place + 1..<max(place + 1, min(end, line.count)), isText: true))
                place = end + 1
            } else {
                let valueStart = place
                while place < line.count, line[place] > 0x20 { place += 1 }
                append(Member(name: name, value: valueStart..<place, isText: true))
            }
        }
        return members.count > 1
    }

    private static func skip(_ line: Span<UInt8>, _ start: Int) -> Int {
        var place = start
        while place < line.count, line[place] <= 0x20 { place += 1 }
        return place
    }

    /// The place of the closing quote, or the end of the line.
    private static func endOfString(_ line: Span<UInt8>, _ start: Int) -> Int {
        var place = start + 1
        while place < line.count, line[place] != 0x22 { place += line[place] == 0x5C ? 2 : 1 }
        return min(place, line.count)
    }

    /// The end of a number, a literal, or something nested.
    private static func endOfValue(_ line: Span<UInt8>, _ start: Int) -> Int {
        var depth = 0
        var place = start
        while place < line.count {
            switch line[place] {
            case 0x22: place = endOfString(line, place)
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                if depth == 0 { return place }
                depth -= 1
            case 0x2C: if depth == 0 { return place }
            default: break
            }
            place += 1
        }
        return min(place, line.count)
    }

    /// Undoes escapes. `\u` sequences stay as they are: what they stand for is no matter of the template.
    static func unescape(_ line: Span<UInt8>, _ range: Range<Int>, into result: inout [UInt8]) {
        var place = range.lowerBound
        while place < range.upperBound {
            var byte = line[place]
            if byte == 0x5C, place + 1 < range.upperBound {
                let next = line[place + 1]
                if next == 0x75 {
                    result.append(byte)
                    place += 1
                    continue
                }
                byte = next == 0x6E || next == 0x74 || next == 0x72 ? 0x20 : next
                place += 1
            }
            result.append(byte)
            place += 1
        }
    }
}
