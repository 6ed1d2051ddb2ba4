import Foundation

/// Writes a slice of a ``MetricHistory`` as OpenMetrics text with timestamps, or as Prometheus' older text format, in which
/// timestamps are in milliseconds.
///
/// A week of a handful of services is a hundred megabytes of text, so lines are put together in one flat buffer.
struct OpenMetricsWriter {
    enum TimeUnit: Sendable { case seconds, milliseconds }

    private let history: MetricHistory
    private let unit: TimeUnit

    init(_ history: MetricHistory, unit: TimeUnit = .seconds) {
        self.history = history
        self.unit = unit
    }

    /// The slice `from ..< to` of the grid as text.
    func text(from: Int, to: Int) -> String { String(decoding: bytes(from: from, to: to), as: UTF8.self) }

    /// The slice `from ..< to` of the grid as UTF-8.
    func bytes(from: Int, to: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        write(from: from, to: to) { bytes += $0 }
        return bytes
    }

    /// Writes slices of several histories to a file, one after the other.
    static func write(_ slices: [(history: MetricHistory, range: Range<Int>)], file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        var failure: (any Error)?
        let emit = { (bytes: UnsafeRawBufferPointer) in
            do { try handle.write(contentsOf: Data(bytes)) } catch { failure = failure ?? error }
        }
        for (index, slice) in slices.enumerated() {
            OpenMetricsWriter(slice.history).write(
                from: slice.range.lowerBound, to: slice.range.upperBound, isLast: index == slices.count - 1, emit: emit)
        }
        if let failure { throw failure }
    }

    private func write(from: Int, to: Int, isLast: Bool = true, emit: (UnsafeRawBufferPointer) -> Void) {
        let scale: Int64 = unit == .seconds ? 1 : 1000
        let times = (from..<max(from, to)).map { Array(" \((history.first + Int64($0) * history.step) * scale)\n".utf8) }
        var buffer = LineBuffer()
        defer { buffer.deallocate() }
        for family in history.families where !family.series.isEmpty {
            buffer.append(Array("# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.type)\n".utf8))
            for series in family.series {
                let head = Array((series.head + " ").utf8)
                let end = min(to, series.start + series.thousandths.count)
                var index = max(from, series.start)
                while index < end {
                    let value = series.thousandths[index - series.start]
                    if value != HistorySeries.absent {
                        buffer.append(head)
                        buffer.append(thousandths: value)
                        buffer.append(times[index - from])
                        if buffer.isNearlyFull { buffer.flush(emit) }
                    }
                    index += 1
                }
            }
        }
        if isLast { buffer.append(Array("# EOF\n".utf8)) }
        buffer.flush(emit)
    }
}

private struct LineBuffer {
    private static let capacity = 4 << 20
    private let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.capacity, alignment: 16)
    private var count = 0

    /// Whether less than any one line, head or help text could need is left.
    var isNearlyFull: Bool { count > Self.capacity - (64 << 10) }

    func deallocate() { memory.deallocate() }

    mutating func append(_ bytes: [UInt8]) {
        precondition(bytes.count <= Self.capacity - count, "a line longer than the buffer")
        memcpy(memory + count, bytes, bytes.count)
        count += bytes.count
    }

    mutating func append(thousandths: Int64) {
        let whole = thousandths / 1000
        let rest = thousandths - whole * 1000
        append(whole, digits: 1)
        guard rest != 0 else { return }
        memory.storeBytes(of: UInt8(ascii: "."), toByteOffset: count, as: UInt8.self)
        count += 1
        append(rest, digits: 3)
    }

    /// A number that is not negative, with at least `digits` digits.
    private mutating func append(_ number: Int64, digits: Int) {
        var length = 1
        var limit: Int64 = 10
        while length < 18, number >= limit {
            length += 1
            limit *= 10
        }
        length = max(length, digits)
        var rest = number
        var place = count + length
        while place > count {
            place -= 1
            let next = rest / 10
            memory.storeBytes(of: UInt8(truncatingIfNeeded: 48 + rest - next * 10), toByteOffset: place, as: UInt8.self)
            rest = next
        }
        count += length
    }

    mutating func flush(_ emit: (UnsafeRawBufferPointer) -> Void) {
        emit(UnsafeRawBufferPointer(start: memory, count: count))
        count = 0
    }
}
