import Core

/// An issue as a list gives it.
struct SentryIssue: Sendable {
    var id: String
    var project: String?
    /// Over the issue's life where the answer says so, else in the window.
    var firstSeen: Stamp
    var record: Record

    /// `nil` without an id of digits or a time.
    init?(_ value: JSONValue) {
        guard let id = value["id"]?.string, OutgoingText.isNumericID(id),
            let firstSeen = (value["lifetime"]?["firstSeen"]?.string ?? value["firstSeen"]?.string).flatMap(
                Stamp.init(rfc3339:))
        else { return nil }
        self.id = id
        self.firstSeen = firstSeen
        project = value["project"]?["slug"]?.string
        let name = value["shortId"]?.string ?? id
        let title = value["title"]?.string ?? "without a title"
        var fields: JSONObject = ["issue": .string(id)]
        for member in ["title", "culprit", "level", "status", "substatus", "issueCategory", "platform", "lastSeen"] {
            fields[member] = value[member]?.string.map { .string(String($0.prefix(500))) }
        }
        fields["firstSeen"] = .string(firstSeen.text)
        fields["project"] = project.map { .string(String($0.prefix(100))) }
        fields["isUnhandled"] = value["isUnhandled"]?.bool.map { .bool($0) }
        // Counts are of the window; the one of events is written as a string.
        fields["events"] = Self.count(value["count"])
        fields["users"] = Self.count(value["userCount"])
        fields["eventsEver"] = Self.count(value["lifetime"]?["count"])
        record = Record(title: "Issue \(name.prefix(100)): \(title.prefix(300))", fields: fields)
    }

    private static func count(_ value: JSONValue?) -> JSONValue? {
        guard let count = value?.int ?? value?.string.flatMap({ Int64($0) }), count >= 0 else { return nil }
        return .number(JSONNumber(count))
    }
}
