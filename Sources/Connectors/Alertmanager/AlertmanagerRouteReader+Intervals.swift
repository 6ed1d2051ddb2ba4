import Core

/// Time intervals: `times`, `weekdays`, `days_of_month`, `months`, `years` and a `location`; what is left out does not restrict
/// (`timeinterval/timeinterval.go` of the project). An interval of which a part cannot be read is left out, so that it counts
/// as not known.
extension AlertmanagerRouteReader {
    mutating func intervals(_ list: JSONValue?) -> [AlertTimeInterval] {
        (list?.array ?? []).compactMap { value in
            guard let name = value["name"].flatMap(Self.text) else { return nil }
            let written = value["time_intervals"]?.array ?? []
            let periods = written.compactMap(Self.period)
            guard periods.count == written.count else {
                unread.append("time interval \(name.prefix(80))")
                return nil
            }
            return AlertTimeInterval(name: name, periods: periods)
        }
    }

    private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func period(_ value: JSONValue) -> AlertTimeInterval.Period? {
        guard let minutes = ranges(value["times"], time),
            let weekdays = ranges(value["weekdays"], { range($0) { weekdays.firstIndex(of: $0) } }),
            let days = ranges(value["days_of_month"], { range($0, number) }),
            let months = ranges(
                value["months"], { range($0) { name in months.firstIndex(of: name).map { $0 + 1 } ?? number(name) } }),
            let years = ranges(value["years"], { range($0, number) })
        else { return nil }
        let location = (value["location"] ?? value["time_zone"]).flatMap(text)
        return AlertTimeInterval.Period(
            minutes: minutes, weekdays: weekdays, daysOfMonth: days, months: months, years: years,
            location: location == "UTC" || location == "" ? nil : location)
    }

    private static func ranges(
        _ list: JSONValue?, _ read: (JSONValue) -> AlertTimeInterval.Range?
    ) -> [AlertTimeInterval.Range]? {
        guard let list, !list.isNull else { return [] }
        guard let elements = list.array else { return nil }
        let found = elements.compactMap(read)
        return found.count == elements.count ? found : nil
    }

    private static func number(_ text: String) -> Int? {
        guard let value = Int(text), abs(value) < 100_000 else { return nil }
        return value
    }

    /// `monday:friday`, `-3:-1`, `12`; older Grafanas give `{begin: 1, end: 5}`.
    private static func range(_ value: JSONValue, _ member: (String) -> Int?) -> AlertTimeInterval.Range? {
        if let begin = value["begin"]?.int, let end = value["end"]?.int {
            guard let first = number(String(begin)), let last = number(String(end)) else { return nil }
            return AlertTimeInterval.Range(first, last)
        }
        guard let text = text(value) else { return nil }
        let ends = text.lowercased().split(separator: ":", omittingEmptySubsequences: false).map { member(String($0)) }
        guard let first = ends.first, let first, let last = ends.last, let last, ends.count <= 2 else { return nil }
        return AlertTimeInterval.Range(first, last)
    }

    /// `{start_time: "22:00", end_time: "24:00"}`; older Grafanas give `{start_minute: 1320, end_minute: 1440}`.
    private static func time(_ value: JSONValue) -> AlertTimeInterval.Range? {
        if let start = value["start_minute"]?.int, let end = value["end_minute"]?.int {
            guard (0...1440).contains(start), (0...1440).contains(end) else { return nil }
            return AlertTimeInterval.Range(Int(start), Int(end))
        }
        guard let start = value["start_time"].flatMap(text).flatMap(minute),
            let end = value["end_time"].flatMap(text).flatMap(minute)
        else { return nil }
        return AlertTimeInterval.Range(start, end)
    }

    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
            (0..<60).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }
}
