import Core

/// Stands before one source: limits how many calls are under way, and leaves a source alone that keeps failing.
actor SourceGate {
    private let limits: Endpoint.Limits
    private var underWay = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var failuresInARow = 0
    private var openUntil: Instant?

    init(_ limits: Endpoint.Limits) { self.limits = limits }

    /// Waits for a place. Every `enter` is followed by one `leave`.
    func enter() async {
        if underWay < limits.concurrency {
            underWay += 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { underWay -= 1 } else { waiting.removeFirst().resume() }
    }

    /// Why a call should not be sent now: the circuit is open.
    func refusal(at now: Instant) -> String? {
        guard let openUntil, now < openUntil else { return nil }
        return "left alone after \(failuresInARow) failures in a row"
    }

    /// Counts how a call ended. After the pause one more failure opens the circuit again.
    func note(success: Bool, at now: Instant) {
        if success {
            failuresInARow = 0
            openUntil = nil
        } else {
            failuresInARow += 1
            if failuresInARow >= limits.circuitFailures { openUntil = now.adding(seconds: limits.circuitSeconds) }
        }
    }
}
