import Core

/// What Healthchecks' answers have in common.
enum HealthchecksAPI {
    /// An id of a check: a UUID, or the 40 hexadecimal digits that a read-only key gives. Others are asked for too, since the
    /// server answers them with 404.
    static func id(_ input: Input, _ name: String = "id") throws(InputError) -> String {
        let text = try input.string(name)
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2D
        }
        guard isPlain, text.utf8.count <= 64 else { throw InputError(name, "expected a check's uuid or unique key") }
        return text
    }

    /// `17fc695a-07a0-4a6e-8822-e8f36c031199`, in lower case.
    static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static let idSchema = Schema.string("The check's uuid, or the unique_key that a read-only key shows")
    static let oneProject = "a key shows the checks of one project only"

    /// The document of an answer. Errors are JSON with `error`, text, a web page or nothing at all.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        if let refusal = refusal(outcome) { throw refusal }
        return try outcome.json()
    }

    /// The error that an answer with a status of 400 or more is; `nil` for any other outcome.
    static func refusal(_ outcome: Outcome) -> ReadingError? {
        guard case .reply(let reply) = outcome.result, reply.status >= 400 else { return nil }
        let words = words(of: reply)
        let said = "answered \(reply.status)" + (words.isEmpty ? "" : ": \"\(words)\"")
        let reason: String
        switch reply.status {
        case 400 where reply.body.count == 0: reason = "\(said) with an empty body, as for a time that it cannot read"
        case 401: reason = "\(said) (check the source's API key)"
        case 404: reason = "answered 404: there is no such thing in the project of the key"
        case 429: reason = "\(said); healthchecks.io answers about 100 requests a minute"
        default: reason = said
        }
        let isDenied = reply.status == 401 || reply.status == 403
        return ReadingError(isDenied ? .denied : .failed, reason, status: reply.status)
    }

    /// `error` of an error's document, or its text when it is no web page; on one line and short.
    private static func words(of reply: Reply) -> String {
        guard let bytes = try? reply.body.bytes(in: 0..<4096) else { return "" }
        let text = (try? JSONValue(parsing: bytes))?["error"]?.string ?? String(decoding: bytes.prefix(300), as: UTF8.self)
        let line = OutgoingText.line(String(text.prefix(200))).split(separator: " ").joined(separator: " ")
        return line.hasPrefix("<") ? "" : line
    }

    /// Whether the key is not known, or does not allow what was asked: both are answered in the same words.
    static func isRefusedKey(_ outcome: Outcome) -> Bool {
        if case .reply(let reply) = outcome.result { reply.status == 401 } else { false }
    }

    /// What a refusal of pings or integrations means, now that the list of checks was asked for with the same key.
    static func diagnostic(_ what: String, refused: Outcome, list: Outcome) -> Diagnostic {
        let refusal = refusal(refused) ?? ReadingError(.denied, "was refused")
        do throws(ReadingError) {
            _ = try HealthchecksCheck.list(try document(list))
            let says =
                "\(what): the key is read-only: it lists checks, and is refused here with 401 in the words for a key that is"
                + " not known; a read-write key is needed"
            return Diagnostic(.denied, says, exchange: refused.key)
        } catch {
            return refusal.diagnostic(what, refused)
        }
    }

    /// The server's time when it answered.
    static func now(_ outcome: Outcome) -> Instant? {
        if case .reply(let reply) = outcome.result { reply.date } else { nil }
    }

    /// Where a person sees a check; `nil` for a check of which only the unique key is known.
    static func link(_ id: String) -> String? { isUUID(id) ? "/checks/\(id)/details/" : nil }

    /// A window, when the input gives one.
    static func optionalWindow(_ input: Input) throws(InputError) -> TimeWindow? {
        let from = try input.optionalString("from")
        let to = try input.optionalString("to")
        return from == nil && to == nil ? nil : try input.window(days: 92)
    }
}
