import Core

/// Mute timings, in the shape of Alertmanager's time intervals: `times`, `weekdays`, `days_of_month`, `months`, `years` and a
/// `location`; what is left out does not restrict. Two spellings of times are known: `{"start_time", "end_time"}` and
/// `{"start_minute", "end_minute"}`.
enum GrafanaMuteTimings {
    static let path = ["api", "v1", "provisioning", "mute-timings"]

    static func read(_ document: JSONValue, _ key: CallKey) throws(ReadingError) -> Step {
        guard let list = document.array else { throw ReadingError(.failed, "answered what is not a list") }
        let link = "/alerting/routes"
        guard !list.isEmpty else {
            let nothing = Observation.nothing("mute timings")
            return .done([Evidence(nothing, from: [key], link: link, completeness: .noneThere)])
        }
        let read = list.compactMap { timing -> (String, JSONValue)? in
            guard let name = timing["name"]?.string, let intervals = timing["time_intervals"]?.array else { return nil }
            return (name, .array(intervals.map { .string(text($0)) }))
        }
        let evidence = read.sorted { $0.0 < $1.0 }.map { name, intervals in
            let record = Record(title: "Mute timing \(name)", fields: ["name": .string(name), "intervals": intervals])
            return Evidence(.record(record), from: [key], link: link)
        }
        guard read.count < list.count else { return .done(evidence) }
        let says = "mute timings: \(list.count - read.count) without a name or intervals were left out"
        return .done(evidence, [Diagnostic(.partial, says, exchange: key)])
    }

    /// `22:00 to 24:00, saturday:sunday, Europe/Berlin`; UTC where no location is given.
    private static func text(_ interval: JSONValue) -> String {
        var parts: [String] = []
        let times = (interval["times"]?.array ?? []).map { clock($0, "start") + " to " + clock($0, "end") }
        if !times.isEmpty { parts.append(times.joined(separator: " and ")) }
        for (member, words) in [
            ("weekdays", ""), ("days_of_month", "days of the month "), ("months", "months "), ("years", "years "),
        ] {
            let values = (interval[member]?.array ?? []).compactMap { range($0) }
            if !values.isEmpty { parts.append(words + values.joined(separator: ", ")) }
        }
        if parts.isEmpty { parts.append("always") }
        parts.append(interval["location"]?.string ?? "UTC")
        return parts.joined(separator: ", ")
    }

    private static func clock(_ time: JSONValue, _ side: String) -> String {
        if let text = time[side + "_time"]?.string { return text }
        guard let minute = time[side + "_minute"]?.int, (0...1440).contains(minute) else { return "?" }
        func pad(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return pad(minute / 60) + ":" + pad(minute % 60)
    }

    private static func range(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        guard let begin = value["begin"]?.int, let end = value["end"]?.int else { return value.int.map(String.init) }
        return begin == end ? String(begin) : "\(begin):\(end)"
    }
}
