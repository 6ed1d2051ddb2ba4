import ArgumentParser

/// Which real server holds the metrics; the raw value is the source's kind in `inquest.yaml`.
enum MetricsServer: String, CaseIterable, Sendable, ExpressibleByArgument {
    case prometheus, victoriametrics
}
