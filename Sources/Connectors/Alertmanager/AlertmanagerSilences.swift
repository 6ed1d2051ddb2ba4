import Core

/// `GET /api/v2/silences`.
enum AlertmanagerSilences {
    static func read(_ document: JSONValue, _ key: CallKey) -> Step {
        guard let list = document.array else {
            return .done([], [Diagnostic(.failed, "silences: the answer is not a list", exchange: key)])
        }
        guard !list.isEmpty else {
            return .done([Evidence(.nothing("silences"), from: [key], link: "/#/silences", completeness: .noneThere)])
        }
        let read = list.compactMap(silence)
        let sorted = read.sorted { ($0.0.startsAt, $0.0.id) < ($1.0.startsAt, $1.0.id) }
        let evidence = sorted.map { silence, stamp in
            Evidence(
                .silence(silence), from: [key], service: service(of: silence), stamp: stamp,
                link: "/#/silences/" + PercentEncoding.segment(silence.id))
        }
        guard read.count < list.count else { return .done(evidence) }
        let says = "silences: \(list.count - read.count) without an id, a time or matchers were left out"
        return .done(evidence, [Diagnostic(.partial, says, exchange: key)])
    }

    private static func silence(_ value: JSONValue) -> (Silence, Stamp)? {
        guard let id = value["id"]?.string, let starts = value["startsAt"]?.string.flatMap(Stamp.init(rfc3339:)),
            let ends = value["endsAt"]?.string.flatMap(Instant.init(rfc3339:)), let matchers = value["matchers"]?.array
        else { return nil }
        let read = matchers.compactMap { matcher -> Silence.Matcher? in
            guard let name = matcher["name"]?.string, let value = matcher["value"]?.string else { return nil }
            // Servers before 0.22 have no isEqual: there were no negative matchers.
            return Silence.Matcher(
                name: name, value: value, isRegex: matcher["isRegex"]?.bool ?? false, isEqual: matcher["isEqual"]?.bool ?? true)
        }
        // A matcher left out would make the silence look wider than it is.
        guard read.count == matchers.count else { return nil }
        let silence = Silence(
            id: id, matchers: read, startsAt: starts.time, endsAt: ends,
            createdBy: Person(id: value["createdBy"]?.string ?? ""), comment: value["comment"]?.string ?? "",
            state: value["status"]?["state"]?.string ?? "")
        return (silence, starts)
    }

    /// The service that a silence names exactly, by the usual labels.
    private static func service(of silence: Silence) -> String? {
        ["service", "service_name", "app"].lazy.compactMap { label in
            silence.matchers.first { $0.name == label && $0.isEqual && !$0.isRegex }?.value
        }.first
    }
}
