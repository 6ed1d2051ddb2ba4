/// Cuts bytes that come in pieces into lines. Holds no more than one line, which has a limit.
struct LineSplitter: Sendable {
    static let longest = 1 << 20

    private var carried: [UInt8] = []
    private var isTooLong = false
    private(set) var line = 0

    /// Calls `body` with each whole line's number from 1 and its bytes without the line end; `nil` for one that is too long.
    mutating func take(_ bytes: [UInt8], _ body: (Int, ArraySlice<UInt8>?) -> Void) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            line += 1
            if isTooLong {
                body(line, nil)
            } else if carried.isEmpty {
                body(line, end - start > Self.longest ? nil : LineSplitter.trimmed(bytes[start..<end]))
            } else {
                carried += bytes[start..<end]
                body(line, carried.count > Self.longest ? nil : LineSplitter.trimmed(carried[...]))
            }
            carried.removeAll(keepingCapacity: true)
            isTooLong = false
            start = end + 1
        }
        guard !isTooLong else { return }
        carried += bytes[start...]
        guard carried.count > Self.longest else { return }
        isTooLong = true
        carried = []
    }

    /// The last line, when the file does not end with a line end.
    mutating func finish(_ body: (Int, ArraySlice<UInt8>?) -> Void) {
        guard isTooLong || !carried.isEmpty else { return }
        line += 1
        body(line, isTooLong ? nil : LineSplitter.trimmed(carried[...]))
        carried = []
        isTooLong = false
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.last == 0x0D ? line.dropLast() : line
    }
}
