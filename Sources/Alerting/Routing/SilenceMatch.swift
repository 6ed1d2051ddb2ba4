public import Core

/// A silence, ready to be held against many alerts.
public struct SilenceMatch: Sendable {
    public let silence: Silence
    private let matchers: [CompiledMatcher]

    public init(_ silence: Silence) {
        self.silence = silence
        matchers = silence.matchers.map { CompiledMatcher($0) }
    }

    /// Whether it is about alerts of these labels; `nil`: a pattern cannot be read.
    public func matches(_ labels: [String: String]) -> Bool? { matchers.match(labels) }

    /// Whether it is active, from its start to its end, both included.
    public func isActive(at time: Instant) -> Bool { silence.startsAt <= time && time <= silence.endsAt }
}
