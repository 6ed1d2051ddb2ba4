import Core

/// What a question selects by: the given selector, else the service's name in the usual fields. A configured selector may be
/// meant for metrics and match no log line; then the usual fields are used.
struct VictoriaLogsSelection: Sendable {
    var first: String
    /// What to select by when there are no lines of `first`.
    var second: String?

    /// - Throws: ``InputError`` for a selector that cannot be read.
    init(service: String?, selector: String?, _ language: LogsQL) throws(InputError) {
        let byService = service.map(language.service)
        if let selector {
            first = try language.selector(selector)
            second = byService
        } else {
            first = byService ?? "*"
        }
    }

    init(_ question: LogQuestion, _ language: LogsQL) throws(InputError) {
        try self.init(
            // A trace is looked for in every service.
            service: question.traceID == nil ? question.service : nil,
            selector: question.traceID == nil ? question.selector : nil,
            language)
    }
}
