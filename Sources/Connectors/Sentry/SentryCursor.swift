import Core

/// What a list's header `Link` says of the page after it.
///
/// Sentry gives a link to the next page even when there is none; the parameter `results` says whether it holds anything
/// (docs.sentry.io, *Paginating Results*).
enum SentryCursor: Sendable, Hashable {
    case end
    case next(String)
    /// There is more, and what was given to ask for it cannot be used.
    case unusable
    /// The answer has no such header, or none for the next page.
    case unknown

    init(_ reply: Reply) {
        self = .unknown
        for header in reply.headers where header.name == "link" {
            // `<address>; rel="next"; results="true"; cursor="0:100:0", <…`: an address has no `<`.
            for link in header.value.prefix(8192).split(separator: "<") {
                guard let end = link.firstIndex(of: ">") else { continue }
                let members = Self.members(link[end...].dropFirst())
                if members["rel"] == "next" { self = Self.read(members) }
            }
        }
    }

    private static func read(_ members: [String: String]) -> SentryCursor {
        switch members["results"] {
        case "false": .end
        case "true":
            if let cursor = members["cursor"], isUsable(cursor) { .next(cursor) } else { .unusable }
        default: .unknown
        }
    }

    private static func members(_ text: Substring) -> [String: String] {
        var found: [String: String] = [:]
        for field in text.split(separator: ";") {
            let parts = field.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let name = parts.first, let value = parts.last else { continue }
            let quoted = value.split(separator: "\"", omittingEmptySubsequences: false)
            guard quoted.count >= 3 else { continue }
            found[String(name.filter { $0 != " " })] = String(quoted[1])
        }
        return found
    }

    private static func isUsable(_ cursor: String) -> Bool {
        (1...200).contains(cursor.utf8.count) && cursor.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
