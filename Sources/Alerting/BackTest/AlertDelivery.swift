public import Core

/// What became of an alert once it fired, as the routing of notifications has it.
public enum AlertDelivery: Sendable, Hashable, Codable {
    case notified(Instant)
    /// By the silence of this id.
    case silenced(by: String)
    /// By an alert with these labels.
    case inhibited(by: [String: String])
    /// By the mute or active time interval of this name.
    case muted(by: String)
    /// It ended at a receiver that tells no one.
    case withoutReceiver(String)
    /// Its group was still waiting when it was over.
    case stillWaiting(groupWait: Double)
}
