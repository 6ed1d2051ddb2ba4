import Foundation

/// Waits for SIGINT or SIGTERM and, on demand, for the end of standard input.
final class Ending: Sendable {
    private let events: AsyncStream<Void>

    init(untilEndOfInput: Bool) {
        let (events, continuation) = AsyncStream<Void>.makeStream()
        self.events = events
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.finish() }
            source.resume()
            // Kept for as long as the process lives: signals are the process's, not this value's.
            _ = Unmanaged.passRetained(source as AnyObject)
        }
        guard untilEndOfInput else { return }
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            continuation.finish()
        }
    }

    func wait() async { for await _ in events {} }
}
