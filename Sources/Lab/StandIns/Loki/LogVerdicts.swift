import Synchronization

/// What the filters of a query say of one stream's lines: found once for each line, as far as it was asked for.
final class LogVerdicts: Sendable {
    private struct State {
        var judged = 0..<0
        /// Of these, the kept ones, in order.
        var kept: [UInt32] = []
    }

    private let state = Mutex(State())

    /// The kept lines of a range. `judge` tells them for a range that was not judged yet.
    func kept(in range: Range<Int>, judge: (Range<Int>) -> [UInt32]) -> ArraySlice<UInt32> {
        guard !range.isEmpty else { return [] }
        return state.withLock { state in
            if state.judged.isEmpty {
                state = State(judged: range, kept: judge(range))
            }
            if range.lowerBound < state.judged.lowerBound {
                state.kept = judge(range.lowerBound..<state.judged.lowerBound) + state.kept
                state.judged = range.lowerBound..<state.judged.upperBound
            }
            if range.upperBound > state.judged.upperBound {
                state.kept += judge(state.judged.upperBound..<range.upperBound)
                state.judged = state.judged.lowerBound..<range.upperBound
            }
            let low = state.kept.partition { Int($0) >= range.lowerBound }
            return state.kept[low..<state.kept.partition { Int($0) >= range.upperBound }]
        }
    }

    /// Verdicts by filters and stream. Forgets all of them when there are too many.
    final class Cache: Sendable {
        private struct Key: Hashable {
            var filters: String
            var stream: Int
        }

        private let known = Mutex<(verdicts: [Key: LogVerdicts], lines: Int)>(([:], 0))

        /// Lines of the streams whose verdicts are kept: at four bytes each, 32 MB when the filters keep every line.
        private static let most = 8 << 20

        func verdicts(_ filters: String, stream: Int, lines: Int) -> LogVerdicts {
            known.withLock { known in
                let key = Key(filters: filters, stream: stream)
                if let found = known.verdicts[key] { return found }
                if known.lines + lines > Self.most { known = ([:], 0) }
                let new = LogVerdicts()
                known.verdicts[key] = new
                // Keys cost memory, too.
                known.lines += lines + 100
                return new
            }
        }
    }
}
