import Core

/// The envelope of an answer: `{"status": "success", "data": …, "warnings": […], "infos": […]}`, with `isPartial` from a
/// VictoriaMetrics cluster.
struct PrometheusAnswer {
    var data: JSONValue
    /// The exchange that it came from.
    var key: CallKey
    /// Why this is not the whole answer; `nil` when nothing says so.
    var partial: String?
    /// What should be known when reading it.
    var infos: [String]

    init(_ outcome: Outcome) throws(ReadingError) {
        if case .reply(let reply) = outcome.result, reply.status >= 400, reply.status != 401, reply.status != 403,
            let error = PrometheusAnswer.error(in: reply)
        {
            throw ReadingError(.failed, "answered \(reply.status)\(error)", status: reply.status)
        }
        let document = try outcome.json()
        guard document["status"]?.string == "success" else {
            guard document["status"]?.string == "error" else {
                throw ReadingError(.failed, "answered with JSON that is not of the Prometheus API")
            }
            throw ReadingError(.failed, "answered" + PrometheusAnswer.describe(error: document))
        }
        data = document["data"] ?? .null
        key = outcome.key
        infos = (document["infos"]?.array ?? []).compactMap(\.string).map(PrometheusAnswer.printable)
        var reasons = (document["warnings"]?.array ?? []).compactMap(\.string).map(PrometheusAnswer.printable)
        if document["isPartial"]?.bool == true || data["isPartial"]?.bool == true {
            reasons.insert("some storage nodes did not answer (isPartial)", at: 0)
        }
        partial = reasons.isEmpty ? nil : reasons.prefix(5).joined(separator: "; ")
    }

    /// What to say of an answer that is not whole, or comes with remarks.
    func diagnostics(_ what: String) -> [Diagnostic] {
        var result: [Diagnostic] = []
        if let partial { result.append(Diagnostic(.partial, "\(what): the answer is partial: \(partial)", exchange: key)) }
        if !infos.isEmpty {
            result.append(Diagnostic(.note, "\(what): \(infos.prefix(5).joined(separator: "; "))", exchange: key))
        }
        return result
    }

    /// What an answer with these results can prove.
    func completeness(isEmpty: Bool) -> Completeness {
        if let partial { return .failed(reason: "the answer is partial: \(partial)") }
        return isEmpty ? .noneThere : .complete
    }

    private static func error(in reply: Reply) -> String? {
        guard reply.body.count < 1 << 20, let bytes = try? reply.body.bytes(), let document = try? JSONValue(parsing: bytes),
            document["error"]?.string != nil
        else { return nil }
        return describe(error: document)
    }

    /// ` (bad_data): "…"`.
    private static func describe(error document: JSONValue) -> String {
        let type = document["errorType"]?.string.map { " (\(printable($0)))" } ?? ""
        return type + ": \"" + printable(document["error"]?.string ?? "no reason given") + "\""
    }

    /// A server's words on one line, short enough to quote.
    static func printable(_ text: String) -> String {
        let characters = text.unicodeScalars.prefix(300).map { $0.isUnprintable ? " " : Character($0) }
        return String(characters).split(separator: " ").joined(separator: " ")
    }
}
