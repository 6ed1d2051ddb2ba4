import Core

/// Where a piece of evidence can be opened, if that is an address a document may link to.
struct Link: Sendable {
    let url: String

    /// An `http` or `https` address without credentials, control or non-ASCII characters; `nil` for anything else, which is
    /// then shown as text.
    init?(_ text: String) {
        let lower = text.prefix(8).lowercased()
        let rest: Substring
        if lower.hasPrefix("https://") {
            rest = text.dropFirst(8)
        } else if lower.hasPrefix("http://") {
            rest = text.dropFirst(7)
        } else {
            return nil
        }
        guard text.utf8.count <= 4000, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x22 }) else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        url = text
    }

    /// The evidence's own address, or its path below the address that its source is opened at.
    init?(of evidence: Evidence, sources: [SourceDescription]) {
        guard let link = evidence.link else { return nil }
        guard link.hasPrefix("/") else {
            self.init(link)
            return
        }
        guard let base = sources.first(where: { $0.name == evidence.source })?.url else { return nil }
        self.init((base.hasSuffix("/") ? String(base.dropLast()) : base) + link)
    }
}
