public import Core

// Evidence as `investigation.json` writes it. Long text is cut with a note; baselines are written as quantiles, and the
// incident's samples one value a step.

public enum EvidenceJSON {
    static let textLimit = 4000
    static let listLimit = 500

    public static func value(_ item: Evidence, sources: [SourceDescription]) -> JSONValue {
        var object = JSONObject([("id", .string(item.id.description)), ("source", .string(item.source.text))])
        object["tool"] = .string(item.tool)
        object["asked"] = item.askedAt.map { .string("asked " + $0.rfc3339()) } ?? .null
        object["service"] = text(item.service)
        object["time"] = item.stamp.map { .string($0.text) } ?? .null
        if let stamp = item.stamp, stamp.mark != .instant { object["covers"] = window(stamp.covered) }
        object["window"] = item.window.map(window) ?? .null
        object["query"] = text(item.query)
        object["link"] = Link(of: item, sources: sources).map { .string($0.url) } ?? text(item.link)
        object["completeness"] = completeness(item.completeness)
        let (kind, observed) = observation(item.observation)
        object["kind"] = .string(kind)
        object["observation"] = observed
        object["exchanges"] = .array(item.exchanges.map { .string($0.description) })
        return .object(object)
    }

    static func text(_ text: String?) -> JSONValue { text.map { .string(Inert.cut($0, to: textLimit)) } ?? .null }

    static func window(_ window: TimeWindow) -> JSONValue {
        ["from": .string(window.from.rfc3339Exact), "to": .string(window.to.rfc3339Exact)]
    }

    static func list<Elements: Collection>(_ elements: Elements, _ each: (Elements.Element) -> JSONValue) -> JSONValue {
        .array(elements.prefix(listLimit).map(each))
    }

    static func labels(_ labels: [String: String]) -> JSONValue {
        .object(JSONObject(labels.sorted { $0.key < $1.key }.map { ($0.key, text($0.value)) }))
    }

    static func person(_ person: Person?) -> JSONValue {
        guard let person else { return .null }
        return ["id": text(person.id), "name": text(person.name), "role": text(person.role)]
    }

    static func time(_ stamp: Stamp?) -> JSONValue { stamp.map { .string($0.text) } ?? .null }

    private static func completeness(_ value: Completeness) -> JSONValue {
        let (state, reason): (String, String?) =
            switch value {
            case .complete: ("complete", nil)
            case .noneThere: ("noneThere", nil)
            case .cutOff(let reason): ("cutOff", reason)
            case .failed(let reason): ("failed", reason)
            case .notKept(let reason): ("notKept", reason)
            case .sampled(let reason): ("sampled", reason)
            case .notAsked: ("notAsked", nil)
            }
        return ["state": .string(state), "reason": text(reason)]
    }

    private static func observation(_ observation: Observation) -> (String, JSONValue) {
        switch observation {
        case .metric(let series): ("metric", metric(series))
        case .logs(let logs): ("logs", self.logs(logs))
        case .logPatterns(let patterns): ("logPatterns", self.patterns(patterns))
        case .trace(let trace): ("trace", self.trace(trace))
        case .traces(let search): ("traces", self.search(search))
        case .rule(let rule): ("rule", self.rule(rule))
        case .recording(let rule): ("recording", recording(rule))
        case .alert(let episode): ("alert", alert(episode))
        case .silence(let silence): ("silence", self.silence(silence))
        case .routing(let routing): ("routing", self.routing(routing))
        case .maintenance(let window): ("maintenance", maintenance(window))
        case .incident(let incident): ("incident", self.incident(incident))
        case .incidentEvent(let event): ("incidentEvent", self.event(event))
        case .change(let change): ("change", self.change(change))
        case .clusterEvent(let event): ("clusterEvent", clusterEvent(event))
        case .workload(let workload): ("workload", self.workload(workload))
        case .pod(let pod): ("pod", self.pod(pod))
        case .check(let check): ("check", self.check(check))
        case .checkFlip(let flip): ("checkFlip", self.flip(flip))
        case .checkRuns(let runs): ("checkRuns", self.runs(runs))
        case .panel(let panel): ("panel", self.panel(panel))
        case .annotation(let annotation): ("annotation", self.annotation(annotation))
        case .message(let message): ("message", self.message(message))
        case .person(let someone): ("person", person(someone))
        case .inventory(let inventory): ("inventory", self.inventory(inventory))
        case .dependency(let dependency): ("dependency", self.dependency(dependency))
        case .record(let record): ("record", ["title": text(record.title), "fields": json(.object(record.fields))])
        case .nothing(let what): ("nothing", ["what": text(what)])
        }
    }

    static func facts(_ facts: [String: Fact]) -> JSONValue {
        .object(
            JSONObject(
                facts.sorted { $0.key < $1.key }.map { name, fact in
                    let value: JSONValue =
                        switch fact {
                        case .time(let instant): ["time": .string(instant.rfc3339Exact)]
                        case .duration(let seconds): ["seconds": .number(seconds)]
                        case .number(let number, let unit): ["number": .number(number), "unit": .string(unit.rawValue)]
                        case .text(let text): ["text": Self.text(text)]
                        }
                    return (name, value)
                }))
    }

    static func gap(_ gap: Gap) -> JSONValue {
        [
            "kind": .string(gap.kind.rawValue), "source": gap.source.map { .string($0.text) } ?? .null,
            "what": Self.text(gap.what), "reason": Self.text(gap.reason),
            "exchanges": .array(gap.exchanges.map { .string($0.description) }),
        ]
    }

    static func json(_ value: JSONValue, depth: Int = 0) -> JSONValue {
        switch value {
        case .string(let string): return text(string)
        case .array(let elements):
            return depth > 20 ? "… (cut: nested too deeply)" : list(elements) { json($0, depth: depth + 1) }
        case .object(let object):
            guard depth <= 20 else { return "… (cut: nested too deeply)" }
            return .object(
                JSONObject(
                    object.members.prefix(listLimit).map { (Inert.cut($0.name, to: 200), json($0.value, depth: depth + 1)) }))
        default: return value
        }
    }
}
