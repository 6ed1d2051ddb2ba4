import Core

extension TransportResult {
    /// Does this say that the source itself is in trouble?
    var countsAgainstSource: Bool {
        switch self {
        // 529 is how Anthropic says that it has too much to do.
        case .reply(let status, _): status >= 500 && status < 600 && status != 529
        case .failed(let failure): [.unreachable, .timedOut, .broken].contains(failure.kind)
        case .cut: false
        }
    }

    /// Seconds to wait before the same call is sent again; `nil` when that would not help. A time-out is not tried again: a
    /// system that is too slow needs fewer questions, not more. What the other side says of the wait is obeyed
    /// (``statedPause(_:at:)``).
    ///
    /// - Parameters:
    ///   - longest: a longer wait than that is not worth it.
    ///   - now: what dates in headers are counted from.
    func pauseBeforeRetry(attempt: Int, longest: Double, at now: Instant) -> Double? {
        let backoff = 0.25 * Double(1 << min(max(0, attempt), 6))
        switch self {
        case .reply(let status, let headers) where [429, 502, 503, 504, 529].contains(status):
            guard let stated = TransportResult.statedPause(headers, at: now) else {
                return status == 429 || status == 529 ? max(1, backoff) : backoff
            }
            return stated >= 0 && stated <= longest ? max(stated, backoff) : nil
        case .failed(let failure) where failure.kind == .unreachable || failure.kind == .broken: return backoff
        default: return nil
        }
    }

    /// Seconds that the other side asks to wait: `retry-after-ms`; `retry-after` in seconds, an HTTP date counting as ten; or the
    /// latest time in a header `…ratelimit-…-reset` (RFC 3339, as Anthropic's) whose `…-remaining` is 0.
    private static func statedPause(_ headers: [HTTPCall.Field], at now: Instant) -> Double? {
        func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
        if let milliseconds = value("retry-after-ms").flatMap(Double.init), milliseconds.isFinite { return milliseconds / 1000 }
        if let text = value("retry-after") { return Double(text) ?? 10 }
        let resets = headers.compactMap { header -> Double? in
            guard header.name.contains("ratelimit-"), header.name.hasSuffix("-reset"),
                value(String(header.name.dropLast("reset".count)) + "remaining") == "0"
            else { return nil }
            return Instant(rfc3339: header.value).map { max(0, $0.seconds(since: now)) }
        }
        return resets.max()
    }
}
