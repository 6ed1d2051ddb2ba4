/// Tells a line that begins a record from one that continues the record before it: stack traces, indented and wrapped text.
struct RecordJoiner: Sendable {
    /// Records, all with a time at their head, after which a line without one is a continuation.
    private static let habit = 10
    /// Lines that continue a record at most, where nothing but the missing time says so.
    private static let longestRecord = 1_000

    private var records = 0
    private var headed = 0
    private var inARow = 0
    private var lastIsHeaded = false
    private var inTraceback = false

    mutating func continues(_ line: Span<UInt8>, isHeaded: Bool) -> Bool {
        let isContinued = records > 0 && !isHeaded && judge(line)
        if isContinued {
            inARow += 1
        } else {
            inTraceback = false
            inARow = 0
            records += 1
            if isHeaded { headed += 1 }
            lastIsHeaded = isHeaded
        }
        return isContinued
    }

    private mutating func judge(_ line: Span<UInt8>) -> Bool {
        var start = 0
        while start < line.count, line[start] == 0x20 || line[start] == 0x09 { start += 1 }
        if start == line.count { return true }
        if start > 0 {
            return inTraceback || lastIsHeaded || Self.has("at ", line, start) || Self.has("... ", line, start)
                || Self.has("File \"", line, start) || Self.has("Caused by: ", line, start)
                || Self.has("Suppressed: ", line, start)
        }
        if Self.has("Traceback (most recent call last)", line, 0) {
            inTraceback = true
            return true
        }
        if Self.has("Caused by: ", line, 0) { return true }
        if inTraceback {
            // The exception itself is the last line.
            inTraceback = false
            return true
        }
        return lastIsHeaded && headed == records && records >= Self.habit && inARow < Self.longestRecord
    }

    private static func has(_ text: StaticString, _ line: Span<UInt8>, _ start: Int) -> Bool {
        guard text.utf8CodeUnitCount <= line.count - start else { return false }
        return text.withUTF8Buffer { bytes in
            for offset in bytes.indices where bytes[offset] != line[start + offset] { return false }
            return true
        }
    }
}
