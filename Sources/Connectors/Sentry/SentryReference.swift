import Core

/// Recognises the address of an issue's page.
enum SentryReference {
    /// The id in `https://acme.sentry.io/issues/4509/`, `https://sentry.io/organizations/acme/issues/4509/`, or either path
    /// below the source's own address, with anything after it.
    static func issue(in text: String, of organization: String, below source: String?) -> String? {
        let text = text.prefix(2000)
        var bases = ["https://\(organization).sentry.io", "https://sentry.io/organizations/\(organization)"]
        if let source, !source.isEmpty {
            let base = String(source.reversed().drop { $0 == "/" }.reversed())
            bases += ["\(base)/organizations/\(organization)", base]
        }
        for base in bases {
            for prefix in ["\(base)/issues/", "\(base)/organizations/\(organization)/issues/"] where text.hasPrefix(prefix) {
                let id = String(text.dropFirst(prefix.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" })
                return OutgoingText.isNumericID(id) ? id : nil
            }
        }
        return nil
    }
}
