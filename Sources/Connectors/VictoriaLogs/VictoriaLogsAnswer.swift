import Core

/// Answers that are one JSON document.
enum VictoriaLogsAnswer {
    /// The document of a success. Errors are plain text at 400, but a document at 422, whose sentence is taken out of it.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        if case .reply(let reply) = outcome.result, reply.status >= 400, reply.body.count <= 65_536,
            let bytes = try? reply.body.bytes(), let document = try? JSONValue(parsing: bytes),
            let text = document["error"]?.string
        {
            let words = String(text.prefix(300)).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) }
            let isRefused = reply.status == 401 || reply.status == 403
            throw ReadingError(
                isRefused ? .denied : .failed, "answered \(reply.status): \(String(words))", status: reply.status)
        }
        let document = try outcome.json()
        if let status = document["status"]?.string, status != "success" {
            let text = document["error"]?.string ?? "no reason given"
            throw ReadingError(.failed, "answered \(status.prefix(40)): \"\(text.prefix(200))\"")
        }
        return document
    }

    /// One diagnostic for things that happened to an answer, if they did.
    static func notes(_ counts: [(Int, Diagnostic.Severity, String)], _ what: String, _ key: CallKey?) -> [Diagnostic] {
        counts.filter { $0.0 > 0 }.map { Diagnostic($0.1, "\(what): \($0.0) \($0.2)", exchange: key) }
    }
}
