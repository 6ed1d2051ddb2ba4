import Core

/// `POST /incidents/{id}/notes`, in the name of the user whose e-mail address the source's option `from` gives.
struct PagerDutyAddNote: Tool {
    let description = ToolDescription.write(
        "pagerduty_add_note", "Adds a note to an incident. Whoever follows the incident is told.",
        [
            ("id", Schema.string("The incident's id, such as PT4KHLK")),
            ("text", Schema.string("Plain text, 10,000 characters at most")),
        ], required: ["id", "text"], route: .http(.post, ["incidents", "*", "notes"]))
    let from: String?

    init(from: String?) { self.from = from }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let id = try PagerDutyReference.id(input)
        let text = try input.text("text", most: 10_000)
        guard let from else {
            throw InputError("options.from", "a note needs the e-mail address of a PagerDuty user in the source's options")
        }
        let get = PagerDutyAPI.get([])
        let call = HTTPCall.posting(
            ["note": ["content": .string(text)]], to: ["incidents", id, "notes"],
            headers: get.headers + [HTTPCall.Field("From", from)], credential: get.credential)
        return OneWrite(
            call, "note on incident \(id)", whereToLook: "look at the incident's timeline",
            reading: .init(
                answer: { answer, key in
                    guard let note = answer["note"], note["id"]?.string != nil,
                        var evidence = PagerDutyRecords.note(note, key, incident: id, service: nil)
                    else { return .unknown("answered without a note") }
                    evidence.query = "note \(PagerDutyAPI.printable(note["id"]?.string ?? ""))"
                    return .made(evidence)
                }, reason: Self.reason))
    }

    /// An address as it may stand in a header; `nil` stays `nil`.
    static func address(_ text: String?) throws(InputError) -> String? {
        guard let text else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;:\"()[]\\".utf8.contains($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, text.utf8.count <= 254 else {
            throw InputError("options.from", "expected an e-mail address, such as oncall@shop.example")
        }
        return text
    }

    /// `{"error":{"message","code","errors"}}`.
    private static func reason(_ document: JSONValue) -> String? {
        guard let error = document["error"] else { return nil }
        let details = (error["errors"]?.array ?? []).compactMap(\.string).prefix(3)
        let words = [error["message"]?.string ?? error.string].compactMap { $0 } + details
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
