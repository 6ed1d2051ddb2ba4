import Core

/// The calls that the reading tools make, and how Grafana words its answers.
///
/// Errors are `{"message", "messageId", "statusCode", "traceID"}`, of role-based access control
/// `{"accessErrorId", "message", "title"}`; a proxy before Grafana answers what it likes.
enum GrafanaAPI {
    /// The data source proxy, below which a data source's own paths stand.
    static func proxy(_ uid: String) -> [String] { ["api", "datasources", "proxy", "uid", uid] }

    static func get(_ path: [String], _ query: [HTTPCall.Field] = []) -> Call {
        .http(HTTPCall(path: path, query: query, headers: [HTTPCall.Field("Accept", "application/json")]))
    }

    /// Milliseconds since the epoch, rounded down: how annotations and links give times.
    static func milliseconds(_ time: Instant) -> Int64 {
        let seconds = time.wholeSeconds
        return seconds * 1000 + (time.nanoseconds - seconds * 1_000_000_000) / 1_000_000
    }

    /// Milliseconds within the years that an ``Instant`` can hold.
    static func instant(milliseconds value: JSONValue?) -> Instant? {
        guard let milliseconds = value?.int, milliseconds.magnitude < 9_000_000_000_000 else { return nil }
        return Instant(milliseconds: milliseconds)
    }

    /// The document, or the reason in an error's body.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        guard case .reply(let reply) = outcome.result, reply.status >= 300 else { return try outcome.json() }
        if reply.status < 400 {
            let says = "answered \(reply.status), a redirect, which is not followed (a login page in front of Grafana?)"
            throw ReadingError(.failed, says, status: reply.status)
        }
        guard reply.body.count < 1 << 20, let bytes = try? reply.body.bytes(), let body = try? JSONValue(parsing: bytes),
            let message = body["message"]?.string
        else { return try outcome.json() }
        var says = "answered \(reply.status): \"\(printable(message))\""
        if let id = body["messageId"]?.string, !id.isEmpty { says += " (\(printable(id)))" }
        switch reply.status {
        case 401: throw ReadingError(.denied, says + " (check the source's credential)", status: 401)
        case 403: throw ReadingError(.denied, says + " (the credential lacks a permission)", status: 403)
        default: throw ReadingError(.failed, says, status: reply.status)
        }
    }

    static func list(_ outcome: Outcome) throws(ReadingError) -> JSONArray {
        guard let list = try document(outcome).array else { throw ReadingError(.failed, "answered what is not a list") }
        return list
    }

    /// A server's words on one line, short enough to quote.
    static func printable(_ text: String) -> String { PrometheusAnswer.printable(text) }

    /// An id as Grafana makes them: 1 to 40 letters, digits, `-` and `_`.
    static func isUID(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "-_".utf8.contains($0)
            }
    }

    /// Reads an optional `uid` from a tool's input.
    static func uid(_ input: Input, _ name: String) throws(InputError) -> String? {
        guard let text = try input.optionalString(name) else { return nil }
        guard isUID(text) else { throw InputError(name, "expected a uid: 1 to 40 letters, digits, - and _") }
        return text
    }

    /// Rights may hide parts of a list without a word, so that an empty one proves nothing.
    static let hidden = "Grafana lists only what the credential may see, and does not say what it left out"
}
