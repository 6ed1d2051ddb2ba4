public import Core

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The time, for the gateway. Tests bring their own.
public protocol GatewayClock: Sendable {
    func now() -> Instant
    func sleep(seconds: Double) async
}

public struct SystemClock: GatewayClock {
    public init() {}

    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    public func sleep(seconds: Double) async {
        try? await Task.sleep(for: .milliseconds(Int(seconds * 1000)))
    }
}
