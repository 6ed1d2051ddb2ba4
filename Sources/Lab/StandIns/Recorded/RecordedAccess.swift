/// With what a request came: systems answer the same question differently for each.
enum RecordedAccess: String, Sendable {
    case none, full, readOnly, wrong

    /// How a recorded system tells credentials apart.
    struct Rule: Sendable {
        /// The header that carries the credential, in lower case; `nil` for a system without.
        var header: String?
        /// What stands before the credential in the header.
        var prefix = ""
        var full = ""
        var readOnly: String?

        static let open = Rule()

        func access(_ request: WebRequest) -> RecordedAccess {
            guard let header, let given = request.header(header) else { return .none }
            if given == prefix + full { return .full }
            if let readOnly, given == prefix + readOnly { return .readOnly }
            return .wrong
        }
    }
}
