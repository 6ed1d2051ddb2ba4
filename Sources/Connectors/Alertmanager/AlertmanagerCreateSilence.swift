import Core

/// `POST /api/v2/silences`. The answer is the new silence's id alone. Alertmanager moves a start that has passed to now, so the
/// evidence has the start that was asked for as such.
struct AlertmanagerCreateSilence: Tool {
    static let longest = 30.0 * 86_400

    let description = ToolDescription.write(
        "alertmanager_create_silence",
        "Creates a silence: alerts that match every matcher notify no one from startsAt until endsAt, 30 days at most.",
        [
            (
                "matchers",
                Schema.strings("Label matchers, such as service=\"checkout\"; all must hold, and one must be narrow")
            ),
            ("startsAt", Schema.time("Start; a time that has passed means at once")), ("endsAt", Schema.time("End")),
            ("createdBy", Schema.string("Who answers for it")), ("comment", Schema.string("Why")),
        ], required: ["matchers", "startsAt", "endsAt", "createdBy", "comment"], route: .http(.post, ["api", "v2", "silences"]))

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let matchers = try Self.matchers(try input.strings("matchers"))
        let starts = try input.time("startsAt")
        let ends = try input.time("endsAt")
        guard starts < ends else { throw InputError("endsAt", "must be later than 'startsAt'") }
        guard ends.seconds(since: starts) <= Self.longest else {
            throw InputError("endsAt", "the silence is longer than 30 days")
        }
        let creator = try input.line("createdBy", most: 200)
        let comment = try input.text("comment", most: 2000)
        let document: JSONObject = [
            "matchers": .array(matchers.map(Self.document)), "startsAt": .string(starts.rfc3339Exact),
            "endsAt": .string(ends.rfc3339Exact), "createdBy": .string(creator), "comment": .string(comment),
        ]
        let asked: [(String, JSONValue)] = [
            ("matchers", .array(matchers.map { .string($0.text) })), ("askedStart", .string(starts.rfc3339Exact)),
            ("end", .string(ends.rfc3339Exact)),
        ]
        return OneWrite(
            .posting(document, to: ["api", "v2", "silences"]), "silence", whereToLook: AlertmanagerWrites.whereToLook,
            reading: .init(
                answer: { answer, key in
                    guard let id = answer["silenceID"]?.string, AlertmanagerWrites.isID(id) else {
                        return .unknown("answered without a silence's id")
                    }
                    return AlertmanagerWrites.made("Silence created", id: id, fields: asked, key)
                }, reason: AlertmanagerWrites.reason))
    }

    private static func document(_ matcher: Silence.Matcher) -> JSONValue {
        [
            "name": .string(matcher.name), "value": .string(matcher.value), "isRegex": .bool(matcher.isRegex),
            "isEqual": .bool(matcher.isEqual),
        ]
    }

    private static func matchers(_ texts: [String]) throws(InputError) -> [Silence.Matcher] {
        guard (1...20).contains(texts.count) else { throw InputError("matchers", "expected 1 to 20 label matchers") }
        var found: [Silence.Matcher] = []
        for (position, text) in texts.enumerated() {
            let field = "matchers[\(position)]"
            guard let read = AlertmanagerMatchers.read(text), read.count == 1, let matcher = read.first, isLabel(matcher.name)
            else { throw InputError(field, "expected a label matcher such as service=\"checkout\"") }
            // What a person approves and what the server matches must be the same characters.
            guard matcher.value.utf8.count <= 1000, !matcher.value.unicodeScalars.contains(where: \.isUnprintable) else {
                throw InputError(field, "the value is longer than 1000 bytes or has characters that cannot be seen")
            }
            found.append(matcher)
        }
        guard found.contains(where: AlertmanagerNarrowness.isNarrow) else {
            throw InputError(
                "matchers", "these could match every alert; at least one must ask for a value, such as service=\"checkout\"")
        }
        return found
    }

    private static func isLabel(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first), name.utf8.count <= 200 else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_")
        }
    }
}
