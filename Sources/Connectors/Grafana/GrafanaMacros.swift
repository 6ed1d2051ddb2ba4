import Core

/// Grafana's own variables in a query, which its front end or its back end replaces before the query is sent.
enum GrafanaMacros {
    /// Seconds between scrapes where a data source does not say.
    static let usualScrape = 15.0

    /// - Parameters:
    ///   - step: seconds between samples.
    ///   - window: seconds that the query covers.
    ///   - scrape: seconds between scrapes.
    static func replaced(_ text: String, step: Double, window: Double, scrape: Double?) -> String {
        guard text.contains("__") else { return text }
        let scrape = scrape ?? usualScrape
        // Grafana's formula for a range that holds at least four scrapes.
        let rate = max(step + scrape, 4 * scrape)
        let values = [
            "__rate_interval_ms": whole(rate * 1000), "__rate_interval": GrafanaDuration.text(rate),
            "__interval_ms": whole(step * 1000), "__interval": GrafanaDuration.text(step),
            "__auto": GrafanaDuration.text(step), "__range_ms": whole(window * 1000), "__range_s": whole(window),
            "__range": GrafanaDuration.text(window),
        ]
        return GrafanaVariables.replaced(text) { name, _ in values[name] }
    }

    private static func whole(_ value: Double) -> String { String(Int64(min(max(value, 0), 1e15).rounded())) }
}
