public import Core

/// The conversation of a write: one call, and what its outcome amounts to. It never asks again, whatever came.
///
/// Three endings are told apart: made; not made (nothing was sent, or the system refused); and unknown, when the request may
/// have arrived and no answer says so. Only a person who looks at the system can settle the last one.
public struct OneWrite: Conversation {
    /// What an answer with a status of 200 to 299 means.
    public enum Answer: Sendable {
        case made(Evidence)
        /// The system says that it did not do it: a sentence without a full stop.
        case refused(Diagnostic.Severity, String)
        /// It cannot be told from the answer.
        case unknown(String)
    }

    /// How a system words its answers.
    public struct Reading: Sendable {
        /// The document of an answer from 200 to 299; `null` for an empty body.
        public var answer: @Sendable (JSONValue, CallKey) -> Answer
        /// The reason in an error's document.
        public var reason: @Sendable (JSONValue) -> String?
        /// Reasons that say that nothing was done even with a status from 500 on.
        public var harmless: Set<String>

        public init(
            answer: @escaping @Sendable (JSONValue, CallKey) -> Answer, reason: @escaping @Sendable (JSONValue) -> String?,
            harmless: Set<String> = []
        ) {
            self.answer = answer
            self.reason = reason
            self.harmless = harmless
        }
    }

    private let call: HTTPCall
    private let what: String
    private let whereToLook: String
    private let reading: Reading
    private var hasAsked = false

    /// - Parameters:
    ///   - what: what is made, as diagnostics name it: `silence`.
    ///   - whereToLook: what a person does to see whether it was made: `look at the list of silences`.
    public init(_ call: HTTPCall, _ what: String, whereToLook: String, reading: Reading) {
        self.call = call
        self.what = what
        self.whereToLook = whereToLook
        self.reading = reading
    }

    public mutating func next(_ outcomes: [Outcome]) -> Step {
        guard hasAsked else {
            hasAsked = true
            return .calls([.http(call)])
        }
        guard let outcome = outcomes.first else { return unknown("no outcome came", nil) }
        switch outcome.result {
        case .denied(let reason), .overBudget(let reason): return notSent(.denied, reason, outcome.key)
        case .failed(let failure): return ending(of: failure, outcome.key)
        case .cut(let reply, let reason): return unknown("answered \(reply.status), and \(reason)", outcome.key)
        case .reply(let reply): return ending(of: reply, outcome)
        }
    }

    private func ending(of failure: Failure, _ key: CallKey) -> Step {
        switch failure.kind {
        case .noCredential: notSent(.denied, failure.detail, key)
        case .unreachable, .circuitOpen, .notFound, .refused: notSent(.failed, failure.detail, key)
        case .timedOut, .broken, .undecodable, .interrupted: unknown(failure.detail, key)
        }
    }

    private func ending(of reply: Reply, _ outcome: Outcome) -> Step {
        guard (200..<300).contains(reply.status) else { return refusal(reply, outcome.key) }
        let document: JSONValue
        do throws(ReadingError) { document = reply.body.count == 0 ? .null : try outcome.json() } catch {
            return unknown(error.reason, outcome.key)
        }
        switch reading.answer(document, outcome.key) {
        case .made(let evidence): return .done([evidence])
        case .refused(let severity, let reason): return notMade(severity, reason, outcome.key)
        case .unknown(let reason): return unknown(reason, outcome.key)
        }
    }

    private func refusal(_ reply: Reply, _ key: CallKey) -> Step {
        let reason = Self.document(of: reply).flatMap(reading.reason)
        let says = reason.map { ": \(Self.printable($0))" } ?? Outcome.quote(reply)
        let answered = "answered \(reply.status)\(says)"
        switch reply.status {
        case 401, 403: return notMade(.denied, "\(answered) (check the source's credential and its rights)", key)
        case 429:
            let pause = reply.header("retry-after").flatMap { Int($0) }.map { "; it can be asked again in \($0) s" } ?? ""
            return notMade(.failed, "\(answered); too many requests\(pause)", key)
        case 301, 307, 308: return notMade(.failed, "\(answered), a redirect, which is not followed", key)
        // 302 and 303 may follow a write that was made; 408 may be a proxy's.
        case 400..<500 where reply.status != 408: return notMade(.failed, answered, key)
        default:
            if let reason, reading.harmless.contains(reason) { return notMade(.failed, answered, key) }
            return unknown(answered, key)
        }
    }

    private func notSent(_ severity: Diagnostic.Severity, _ reason: String, _ key: CallKey) -> Step {
        .done([], [Diagnostic(severity, "\(what): nothing was sent: \(reason)", exchange: key)])
    }

    private func notMade(_ severity: Diagnostic.Severity, _ reason: String, _ key: CallKey) -> Step {
        .done([], [Diagnostic(severity, "\(what): not made: \(reason)", exchange: key)])
    }

    private func unknown(_ reason: String, _ key: CallKey?) -> Step {
        let says = "\(what): \(reason); it is not known whether it was made: \(whereToLook) before asking for it again"
        return .done([], [Diagnostic(.failed, says, exchange: key)])
    }

    private static func document(of reply: Reply) -> JSONValue? {
        guard reply.body.count <= 65_536, let bytes = try? reply.body.bytes() else { return nil }
        return try? JSONValue(parsing: bytes)
    }

    /// A vendor's text on one line, of bounded length.
    private static func printable(_ text: String) -> String { OutgoingText.line(String(text.prefix(300))) }
}
