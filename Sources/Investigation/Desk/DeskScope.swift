public import Core

/// What a model or a client may look at: one investigation, the stretch of time that it is about, and the sources and services
/// that belong to it. It is fixed before the first call, and no call can widen it.
public struct DeskScope: Sendable, Hashable {
    /// Id of the investigation. Other investigations cannot be reached: no tool takes an id of one.
    public var investigation: String
    public var scope: Scope
    /// Seconds before and after the window that may be looked at too. It also has to hold the ranges of queries: `rate(x[5m])`
    /// at the window's start reads the five minutes before it.
    public var margin: Double
    /// Names that a tool's input `service` may have; any when empty.
    public var services: Set<String>
    public var sources: Set<SourceName>

    public init(
        investigation: String, scope: Scope, margin: Double = 3600, services: Set<String> = [], sources: Set<SourceName>
    ) {
        self.investigation = investigation
        self.scope = scope
        self.margin = margin
        self.services = services
        self.sources = sources
    }

    /// The window with its margin.
    public var reach: TimeWindow { scope.window.widened(before: margin, after: margin) }
}
