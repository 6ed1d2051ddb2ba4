public import Core

/// What an investigation is started from.
public enum Start: Sendable, Hashable, Codable {
    /// An alert's or incident's URL or id.
    case reference(String)
    /// A service and a window.
    case service(String, TimeWindow)

    /// In words, for the incident's `origin`.
    public var text: String {
        switch self {
        case .reference(let text): text
        case .service(let name, let window): "service \(name), \(window.from.rfc3339()) to \(window.to.rfc3339())"
        }
    }
}

/// How far around a report the investigation looks.
enum ScopeRule {
    /// Symptoms are commonly seen long before anyone is paged.
    static let before: Double = 90 * 60
    static let after: Double = 20 * 60
    /// An incident that nobody closed is looked at for so long after its report.
    static let open: Double = 3 * 3600
    static let longest: Double = 24 * 3600

    /// The window around a report, and the baseline before it. Nothing later than `now` is asked for.
    ///
    /// - Parameter recorded: the stretch of time that there is data of, where that is all there ever will be: the window ends with
    ///   it, and does not begin before it.
    static func scope(
        reportedAt: Instant, resolvedAt: Instant?, now: Instant, baselineDays: Int, recorded: TimeWindow? = nil
    ) -> Scope {
        var from = reportedAt.adding(seconds: -before)
        var end = resolvedAt.map { $0.adding(seconds: after) } ?? reportedAt.adding(seconds: open)
        if let recorded {
            from = min(max(from, recorded.from), reportedAt)
            end = max(min(end, recorded.to.adding(seconds: 59)), reportedAt.adding(seconds: 60))
        }
        from = from.floored(toStep: 60)
        let to = min(end, now, from.adding(seconds: longest)).floored(toStep: 60)
        return scope(TimeWindow(from: from, to: to), baselineDays: baselineDays)
    }

    static func scope(_ window: TimeWindow, baselineDays: Int) -> Scope {
        let from = window.from.adding(seconds: -Double(baselineDays) * 86_400)
        return Scope(window: window, baseline: TimeWindow(from: from, to: window.from))
    }
}
