import Foundation

/// Lines made from the sets: drawn at random from all of them, with most digits drawn anew.
struct Corpus {
    private let lines: [[UInt8]]
    private var state: UInt64 = 42

    init(_ folder: String) throws {
        lines = try LabelledLog.all(in: folder).flatMap {
            $0.contents.map { Array($0.replacing("\n", with: " ").utf8) + [0x0A] }
        }
        guard !lines.isEmpty else { throw CocoaError(.fileNoSuchFile) }
    }

    private mutating func random() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }

    mutating func next(_ count: Int) -> [UInt8] {
        var chunk: [UInt8] = []
        for _ in 0..<count {
            let line = lines[Int(random()) % lines.count]
            var digits = 0
            for byte in line {
                let isDigit = byte &- 0x30 < 10
                digits = isDigit ? digits + 1 : 0
                // The first digits of a number stay, so that names with a digit in them do.
                chunk.append(isDigit && digits > 2 ? 0x30 + UInt8(random() % 10) : byte)
            }
        }
        return chunk
    }
}

enum ProcessorTime {
    /// Seconds of processor time of this process.
    static var seconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    static var peakMegabytes: Int { usage.ru_maxrss / 1_024 }

    private static var usage: rusage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}
