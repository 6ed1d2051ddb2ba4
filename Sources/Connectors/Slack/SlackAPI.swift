import Core

/// Calls and answers of the Web API.
enum SlackAPI {
    static func get(_ method: String, _ query: [HTTPCall.Field] = []) -> HTTPCall {
        HTTPCall(path: ["api", method], query: query, credential: .bearer)
    }

    static func route(_ method: String) -> ToolDescription.Route { .http(.get, ["api", method]) }

    /// A document whose `ok` is true. Slack's errors come with status 200.
    static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        let document: JSONValue
        do throws(ReadingError) { document = try outcome.json() } catch {
            guard error.status == 429 else { throw error }
            throw ReadingError(.failed, "answered 429: \(advice["ratelimited"] ?? "")", status: 429)
        }
        if let refusal = refusal(document) { throw refusal }
        return document
    }

    /// Why a document is no success; `nil` when its `ok` is true.
    static func refusal(_ document: JSONValue) -> ReadingError? {
        if document["ok"]?.bool == true { return nil }
        guard document["ok"]?.bool == false else { return ReadingError(.failed, "answered what is not one of Slack's answers") }
        let code = printable(document["error"]?.string ?? "an error without a name")
        var text = "answered '\(code)'"
        if let hint = advice[code] { text += ": \(hint)" }
        if let needed = document["needed"]?.string {
            text += " (needed: \(printable(needed)), given: \(printable(document["provided"]?.string ?? "unknown")))"
        }
        return ReadingError(denials.contains(code) ? .denied : .failed, text, status: 200)
    }

    private static let denials: Set<String> = [
        "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "no_permission", "missing_scope",
        "not_in_channel", "access_denied", "ekm_access_denied", "org_login_required", "not_allowed_token_type",
        "team_access_not_granted", "two_factor_setup_required", "restricted_action",
    ]

    private static let advice: [String: String] = [
        "not_authed": "no token was sent; configure the source's token",
        "invalid_auth": "check the source's token",
        "account_inactive": "the token belongs to a deleted app or user; make a new one",
        "token_revoked": "the token was revoked; make a new one",
        "token_expired": "the token has expired; make a new one",
        "missing_scope": "add the scope to the app and install it again",
        "not_in_channel": "invite the app to the channel (/invite)",
        "channel_not_found": "no such channel, or a private one that the app is not a member of; invite it",
        "ratelimited": "Slack limits how often this is asked; apps that are sold outside its marketplace get one call a minute",
        "not_allowed_token_type": "use a bot's token (xoxb-)",
        "thread_not_found": "the thread was deleted",
        "is_archived": "the channel is archived",
        "msg_too_long": "the text is too long",
        "restricted_action": "the workspace does not allow the app to post there",
    ]

    /// The cursor of the next page; `nil` at the end, which Slack writes as an empty text.
    static func cursor(_ document: JSONValue) -> String? {
        guard let cursor = document["response_metadata"]?["next_cursor"]?.string, !cursor.isEmpty, cursor.utf8.count <= 2000
        else { return nil }
        return cursor
    }

    /// A vendor's text on one line, of bounded length.
    static func printable(_ text: String) -> String {
        String(text.prefix(200).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) })
    }
}
