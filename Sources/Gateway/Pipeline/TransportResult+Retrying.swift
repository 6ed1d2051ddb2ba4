import Core

extension TransportResult {
    /// Does this say that the source itself is in trouble?
    var countsAgainstSource: Bool {
        switch self {
        case .reply(let status, _): status >= 500 && status < 600
        case .failed(let failure): [.unreachable, .timedOut, .broken].contains(failure.kind)
        case .cut: false
        }
    }

    /// Seconds to wait before the same read is sent again; `nil` when that would not help. A time-out is not tried again: a
    /// system that is too slow needs fewer questions, not more. `Retry-After` is obeyed, in seconds; an HTTP date is read as
    /// ten seconds, and more than half a minute is not worth waiting for.
    func pauseBeforeRetry(attempt: Int) -> Double? {
        let backoff = 0.25 * Double(1 << min(attempt, 6))
        switch self {
        case .reply(let status, let headers) where [429, 502, 503, 504].contains(status):
            guard let text = headers.first(where: { $0.name == "retry-after" })?.value else {
                return status == 429 ? 1 : backoff
            }
            let seconds = Double(text) ?? 10
            return seconds >= 0 && seconds <= 30 ? max(seconds, backoff) : nil
        case .failed(let failure) where failure.kind == .unreachable || failure.kind == .broken: return backoff
        default: return nil
        }
    }
}
