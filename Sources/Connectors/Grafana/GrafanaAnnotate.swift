import Core

/// `POST /api/annotations`. Times are milliseconds of the epoch. Grafana shows the text as HTML of which it takes out what is
/// dangerous, but links and images stay, so the text is sent with `<`, `>`, `&` and quotes as entities.
struct GrafanaAnnotate: Tool {
    let description = ToolDescription.write(
        "grafana_annotate",
        "Adds an annotation at a time or over a stretch of time, to a panel, a dashboard, or by its tags to all of them.",
        [
            ("time", Schema.time("When, or the start")), ("timeEnd", Schema.time("The end, for a stretch of time")),
            ("text", Schema.string("Plain text, 4000 characters at most")),
            ("tags", Schema.strings("Up to 20 tags, by which dashboards choose annotations")),
            ("dashboardUID", Schema.string("The dashboard's uid; when left out, the annotation is the organisation's")),
            ("panelId", Schema.integer("The panel of that dashboard; when left out, all panels")),
        ], required: ["time", "text"], route: .http(.post, ["api", "annotations"]))

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let begins = try input.time("time")
        let ends = try input.optionalString("timeEnd") == nil ? nil : try input.time("timeEnd")
        if let ends, ends < begins { throw InputError("timeEnd", "must not be earlier than 'time'") }
        let text = try input.text("text", most: 4000)
        let tags = try Self.tags(try input.strings("tags"))
        let dashboard = try Self.dashboard(try input.optionalString("dashboardUID"))
        let panel = try input.optionalInteger("panelId", in: 0...1_000_000_000)
        guard panel == nil || dashboard != nil else { throw InputError("panelId", "needs 'dashboardUID'") }

        var document = JSONObject()
        document["dashboardUID"] = dashboard.map { .string($0) }
        document["panelId"] = panel.map { .number($0) }
        document["time"] = .number(JSONNumber(Self.milliseconds(begins)))
        document["timeEnd"] = ends.map { .number(JSONNumber(Self.milliseconds($0))) }
        document["tags"] = .array(tags.map { .string($0) })
        document["text"] = .string(OutgoingText.escapedForXML(text))
        let window = TimeWindow(from: begins, to: ends ?? begins)
        return OneWrite(
            .posting(document, to: ["api", "annotations"]), "annotation", whereToLook: "look at the dashboard's annotations",
            reading: .init(
                answer: { answer, key in Self.answer(answer, key, window: window, dashboard: dashboard) },
                reason: { $0["message"]?.string }))
    }

    private static func answer(_ answer: JSONValue, _ key: CallKey, window: TimeWindow, dashboard: String?) -> OneWrite.Answer {
        guard let id = answer["id"]?.int else { return .unknown("answered without the annotation's id") }
        var fields: JSONObject = ["id": .number(JSONNumber(id)), "from": .string(window.from.rfc3339Exact)]
        if window.from != window.to { fields["to"] = .string(window.to.rfc3339Exact) }
        fields["dashboardUID"] = dashboard.map { .string($0) }
        let shown = window.widened(before: 1800, after: 1800)
        let link = dashboard.map { "/d/\($0)?from=\(milliseconds(shown.from))&to=\(milliseconds(shown.to))" }
        return .made(
            Evidence(
                .record(Record(title: "Grafana annotation added", fields: fields)), from: [key], stamp: Stamp(window.from),
                query: "annotation \(id)", link: link))
    }

    private static func milliseconds(_ time: Instant) -> Int64 {
        let seconds = time.wholeSeconds
        return seconds * 1000 + (time.nanoseconds - seconds * 1_000_000_000) / 1_000_000
    }

    private static func tags(_ texts: [String]) throws(InputError) -> [String] {
        guard texts.count <= 20 else { throw InputError("tags", "more than 20 tags") }
        for (position, text) in texts.enumerated() {
            // A tag is chosen by its exact characters, so none is written otherwise than it was given.
            guard (1...100).contains(text.utf16.count),
                !text.unicodeScalars.contains(where: { $0.isUnprintable || "<>".unicodeScalars.contains($0) })
            else { throw InputError("tags[\(position)]", "expected 1 to 100 characters that can be seen, without < and >") }
        }
        return texts
    }

    private static func dashboard(_ text: String?) throws(InputError) -> String? {
        guard let text else { return nil }
        let isUID = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-_".utf8.contains($0)
        }
        guard (1...40).contains(text.utf8.count), isUID else {
            throw InputError("dashboardUID", "expected a dashboard's uid: 1 to 40 letters, digits, - and _")
        }
        return text
    }
}
