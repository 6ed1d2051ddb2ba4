/// Told what is asked and what comes back, as it happens. It changes nothing.
public protocol ProgressObserver: Sendable {
    func asked(_ question: Question)
    func answered(_ answer: Answer)
    func stage(_ text: String)
}

/// For runs that nobody watches.
public struct SilentProgress: ProgressObserver {
    public init() {}
    public func asked(_ question: Question) {}
    public func answered(_ answer: Answer) {}
    public func stage(_ text: String) {}
}
