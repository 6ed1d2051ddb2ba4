import Core
import PromQL

/// A panel's query as it is sent, and what its answer is to be called.
struct GrafanaPanelQuestion: Sendable {
    enum Language: Sendable {
        case promQL(Expression)
        case logQL(LokiQuery)
    }

    var dataSource: GrafanaDataSources.One
    /// With Grafana's own variables replaced.
    var text: String
    var language: Language
    var title: String
    var signal: Signal
    var unit: Unit?
    /// The panel, without a time.
    private let link: String
    /// The service, where the query or its dashboard names it.
    var service: String?

    /// - Throws: why the query is not sent.
    init(
        _ query: GrafanaBoard.Query, of panel: GrafanaBoard.Panel, on board: GrafanaBoard, step: Double, window: TimeWindow,
        service: String
    ) throws(InputError) {
        dataSource = query.dataSource
        text = GrafanaMacros.replaced(
            query.text, step: step, window: window.seconds, scrape: query.dataSource.interval)
        language =
            query.dataSource.kind == "loki"
            ? .logQL(try LokiQuery(text, field: "query")) : .promQL(try PrometheusGuard.check(text, field: "query"))
        let name = panel.title.isEmpty ? "panel \(panel.id) of \(board.title)" : panel.title
        let isAlone = panel.queries.filter { !$0.isHidden }.count < 2
        // A legend such as {{instance}} is filled in from labels, which series carry anyway.
        let legend = query.legend.flatMap { $0.contains("{{") ? nil : $0 }
        title = isAlone ? name : "\(name): \(legend ?? query.name)"
        (signal, unit) = Self.kind(title, panel.unit)
        link = board.link(panel)
        self.service = board.concerns(panel) ? service : nil
    }

    /// Where a person sees the panel over a window.
    func link(_ window: TimeWindow) -> String {
        link + "&from=\(GrafanaAPI.milliseconds(window.from))&to=\(GrafanaAPI.milliseconds(window.to))"
    }

    /// The metric that it reads, where it is one.
    var metric: String? {
        guard case .promQL(let expression) = language else { return nil }
        let metrics = Set(expression.selectors.map(\.metric))
        return metrics.count == 1 ? metrics.first ?? nil : nil
    }

    /// Only where the title and the unit agree is a panel taken for one of the usual signals.
    private static func kind(_ title: String, _ unit: String?) -> (Signal, Unit?) {
        let title = title.lowercased()
        func says(_ words: String...) -> Bool { words.contains { title.contains($0) } }
        switch unit {
        case "s":
            return (says("latency", "duration", "p99", "p95", "p90", "p50", "response time") ? .latency : .other, .seconds)
        case "percentunit": return (says("error", "fail", "5xx") ? .errors : .other, .ratio)
        case "reqps", "rps", "ops", "cps", "wps", "iops":
            if says("error", "fail", "5xx") { return (.errors, .perSecond) }
            return (says("request", "traffic", "throughput", "rate", "rps", "qps") ? .traffic : .other, .perSecond)
        case "bytes", "decbytes": return (.other, .bytes)
        case nil, "", "short": return (.other, nil)
        // Other units (ms, percent) are not the ones that signals are compared in.
        default: return (.other, Unit.none)
        }
    }
}
