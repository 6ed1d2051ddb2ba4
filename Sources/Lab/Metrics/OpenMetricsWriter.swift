import Foundation

/// Writes a slice of a ``MetricHistory`` as OpenMetrics text with timestamps.
struct OpenMetricsWriter {
    private let history: MetricHistory
    private var buffer: [UInt8] = []

    init(_ history: MetricHistory) { self.history = history }

    /// The slice `from ..< to` of the grid as text.
    func text(from: Int, to: Int) -> String {
        var writer = self
        writer.write(from: from, to: to) { _ in }
        return String(decoding: writer.buffer, as: UTF8.self)
    }

    /// Writes the slice `from ..< to` of the grid to a file.
    func write(from: Int, to: Int, file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        var writer = self
        writer.buffer.reserveCapacity(5 << 20)
        var failure: (any Error)?
        writer.write(from: from, to: to) { buffer in
            guard buffer.count > 4 << 20 else { return }
            do { try handle.write(contentsOf: Data(buffer)) } catch { failure = failure ?? error }
            buffer.removeAll(keepingCapacity: true)
        }
        if let failure { throw failure }
        try handle.write(contentsOf: Data(writer.buffer))
    }

    private mutating func write(from: Int, to: Int, flush: (inout [UInt8]) -> Void) {
        let times = (from..<max(from, to)).map { Array(" \(history.first + Int64($0) * history.step)\n".utf8) }
        for family in history.families where !family.series.isEmpty {
            buffer += Array("# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.type)\n".utf8)
            for series in family.series {
                let head = Array(series.head.utf8) + [UInt8(ascii: " ")]
                let end = min(to, series.start + series.thousandths.count)
                var index = max(from, series.start)
                while index < end {
                    buffer.append(contentsOf: head)
                    append(series.thousandths[index - series.start])
                    buffer.append(contentsOf: times[index - from])
                    index += 1
                }
                flush(&buffer)
            }
        }
        buffer += Array("# EOF\n".utf8)
    }

    private mutating func append(_ thousandths: Int64) {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        buffer.append(contentsOf: String(whole).utf8)
        guard rest != 0 else { return }
        let digits = String(rest)
        buffer.append(UInt8(ascii: "."))
        for _ in digits.utf8.count..<3 { buffer.append(UInt8(ascii: "0")) }
        buffer.append(contentsOf: digits.utf8)
    }
}
