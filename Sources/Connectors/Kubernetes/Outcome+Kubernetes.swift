import Core

/// Why a request to the API gave no document.
struct KubernetesRefusal: Error, Sendable {
    var severity: Diagnostic.Severity
    /// A sentence without a full stop.
    var reason: String
    var status: Int?
    /// The object that was named does not exist; otherwise a 404 says that the server has no such API.
    var isObjectMissing = false
    /// The token that a 410 offers for the rest of a list.
    var freshContinue: String?

    init(_ severity: Diagnostic.Severity, _ reason: String, status: Int? = nil) {
        self.severity = severity
        self.reason = reason
        self.status = status
    }

    func diagnostic(_ what: String, _ exchange: CallKey?) -> Diagnostic {
        Diagnostic(severity, "\(what): \(reason)", exchange: exchange)
    }
}

extension Outcome {
    /// The document of a successful answer. Errors of the API are JSON of kind `Status` with `message`, `reason` and `code`.
    ///
    /// - Parameter needs: what the credential must be allowed to, such as `list events in namespace shop`.
    func kubernetes(needs: String) throws(KubernetesRefusal) -> JSONValue {
        let document: JSONValue
        do throws(ReadingError) { document = try json() } catch {
            guard case .reply(let reply) = result, reply.status >= 400,
                let bytes = try? reply.body.bytes(in: 0..<262_144), let status = try? JSONValue(parsing: bytes),
                status["kind"]?.string == "Status"
            else { throw KubernetesRefusal(error.severity, error.reason, status: error.status) }
            throw Outcome.refusal(reply.status, status, retryAfter: reply.header("retry-after"), needs: needs)
        }
        if document["kind"]?.string == "Status", document["status"]?.string == "Failure" {
            throw Outcome.refusal(document["code"]?.int.map { Int($0) } ?? 0, document, retryAfter: nil, needs: needs)
        }
        return document
    }

    /// The reason in a `Status`, with what to do about it.
    static func refusal(_ code: Int, _ status: JSONValue, retryAfter: String?, needs: String) -> KubernetesRefusal {
        let message = String((status["message"]?.string ?? "").prefix(500))
        let says = "answered \(code): \"\(OutgoingText.line(message))\""
        var refusal = KubernetesRefusal(.failed, says, status: code)
        switch code {
        case 401:
            refusal.severity = .denied
            refusal.reason += " (the server does not accept the source's credential; it may have expired)"
        case 403 where message.contains("system:anonymous"):
            refusal.severity = .denied
            refusal.reason += " (no credential reached the server; give the source a token or a client certificate)"
        case 403:
            refusal.severity = .denied
            refusal.reason += " (RBAC does not allow the credential to \(needs))"
        case 404:
            refusal.isObjectMissing = status["details"]?["name"]?.string != nil
            if !refusal.isObjectMissing { refusal.reason += " (this server has no such API)" }
        case 410: refusal.freshContinue = status["metadata"]?["continue"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        case 429:
            let pause = retryAfter.flatMap { Int($0) }.map { "; it can be asked again in \($0) s" } ?? ""
            refusal.reason += " (too many requests\(pause))"
        default: break
        }
        return refusal
    }
}
