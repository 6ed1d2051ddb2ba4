import Core
import Gateway

/// Ends an attempt that takes too long.
enum TimeLimit {
    /// Runs `operation` and cancels it when the time is over. Waits for it to wind up either way, so that nothing writes to
    /// the reply's body after this returns; operations must therefore end promptly when they are cancelled.
    static func run(
        seconds: Double, late: String, _ operation: @escaping @Sendable () async -> TransportResult
    ) async -> TransportResult {
        // A day is longer than any attempt; the clamp keeps a hostile or careless number from trapping in `Duration`.
        let limit = Duration.seconds(seconds.isFinite ? min(max(seconds, 0), 86_400) : 86_400)
        return await withTaskGroup(of: TransportResult?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            return Task.isCancelled ? .stopped : .failed(Failure(.timedOut, "\(late) within \(text(seconds)) s"))
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String((seconds * 1000).rounded() / 1000)
    }
}

extension TransportResult {
    /// The run is being ended.
    static var stopped: TransportResult { .failed(Failure(.interrupted, "the run was stopped while the call was under way")) }

    /// The transport was handed a request of another kind.
    static func misdirected(to transport: String) -> TransportResult {
        .failed(Failure(.refused, "the \(transport) transport cannot send a request of this kind"))
    }
}
