public import Core

/// Why an outcome gave no document to decode.
public struct ReadingError: Error, Sendable, Hashable {
    public var severity: Diagnostic.Severity
    /// A sentence without a full stop, such as `answered 500: "database is down"`.
    public var reason: String
    /// HTTP status, where there was one.
    public var status: Int?

    public init(_ severity: Diagnostic.Severity, _ reason: String, status: Int? = nil) {
        self.severity = severity
        self.reason = reason
        self.status = status
    }

    public func diagnostic(_ what: String, _ outcome: Outcome) -> Diagnostic {
        Diagnostic(severity, "\(what): \(reason)", exchange: outcome.key)
    }
}

extension Outcome {
    /// The reply, when there is a whole one with a status below 400.
    public func success() throws(ReadingError) -> Reply {
        switch result {
        case .reply(let reply):
            guard reply.status >= 400 else { return reply }
            let refused = reply.status == 401 || reply.status == 403
            let hint = refused ? " (check the source's credential)" : ""
            throw ReadingError(
                refused ? .denied : .failed, "answered \(reply.status)\(hint)\(Outcome.quote(reply))", status: reply.status)
        case .failed(let failure):
            throw ReadingError(failure.kind == .noCredential ? .denied : .failed, failure.detail)
        case .denied(let reason): throw ReadingError(.denied, "was refused: \(reason)")
        case .cut(_, let reason): throw ReadingError(.failed, reason)
        case .overBudget(let reason): throw ReadingError(.denied, reason)
        }
    }

    /// The reply's body as a JSON document, when the call succeeded.
    public func json() throws(ReadingError) -> JSONValue {
        let reply = try success()
        do {
            return try JSONValue(parsing: try reply.body.bytes())
        } catch let error as JSONError {
            throw ReadingError(.failed, "answered \(reply.status) with a body that is \(error)", status: reply.status)
        } catch {
            throw ReadingError(.failed, "its stored answer could not be read: \(error)", status: reply.status)
        }
    }

    /// The reply's body as text, when the call succeeded.
    public func text() throws(ReadingError) -> String {
        let reply = try success()
        do { return try reply.body.text() } catch {
            throw ReadingError(.failed, "its stored answer could not be read: \(error)", status: reply.status)
        }
    }

    /// The start of an error's body, on one line and printable.
    static func quote(_ reply: Reply) -> String {
        guard let bytes = try? reply.body.bytes(in: 0..<200), !bytes.isEmpty else { return "" }
        let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) }
        return ": \"" + String(text).split(separator: " ").joined(separator: " ") + "\""
    }
}
