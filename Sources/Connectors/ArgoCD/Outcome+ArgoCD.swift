import Core

extension Outcome {
    /// The reply's document. Errors of Argo CD are JSON with `error`, `code` (gRPC's) and `message`; a path that its API does
    /// not know is answered with the web interface's page.
    func argoCD() throws(ReadingError) -> JSONValue {
        do {
            return try json()
        } catch {
            guard case .reply(let reply) = result else { throw error }
            let bytes = (try? reply.body.bytes(in: 0..<65_536)) ?? []
            if reply.status < 400 {
                guard bytes.first == UInt8(ascii: "<") else { throw error }
                throw ReadingError(
                    .failed, "answered with a web page; check the source's address, and its path when Argo CD has a root path",
                    status: reply.status)
            }
            guard let document = try? JSONValue(parsing: bytes),
                let message = document["message"]?.string ?? document["error"]?.string
            else { throw error }
            let words = message.prefix(300).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) }
            var reason = "answered \(reply.status): \"\(String(words))\""
            if reply.status == 401 { reason += " (check the source's token)" }
            throw ReadingError(error.severity, reason, status: reply.status)
        }
    }
}
