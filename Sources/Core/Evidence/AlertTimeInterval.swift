/// A named time interval of a routing: the times that lie in any of its periods.
public struct AlertTimeInterval: Sendable, Hashable, Codable {
    /// The times that lie in one range of each list; an empty list does not restrict.
    public struct Period: Sendable, Hashable, Codable {
        /// Minutes of the day, from 0 to 1440; the last minute is not in it.
        public var minutes: [Range]
        /// From 0, Sunday, to 6.
        public var weekdays: [Range]
        /// From 1 to 31, or counted from the end of the month, whose last day is -1.
        public var daysOfMonth: [Range]
        /// From 1 to 12.
        public var months: [Range]
        public var years: [Range]
        /// The time zone in which all this is meant, by its name in the IANA database; `nil`: UTC.
        public var location: String?

        public init(
            minutes: [Range] = [], weekdays: [Range] = [], daysOfMonth: [Range] = [], months: [Range] = [], years: [Range] = [],
            location: String? = nil
        ) {
            self.minutes = minutes
            self.weekdays = weekdays
            self.daysOfMonth = daysOfMonth
            self.months = months
            self.years = years
            self.location = location
        }
    }

    /// From `first` to `last`, both in it but for ``Period/minutes``.
    public struct Range: Sendable, Hashable, Codable {
        public var first: Int
        public var last: Int
        public init(_ first: Int, _ last: Int) {
            self.first = first
            self.last = last
        }
    }

    public var name: String
    public var periods: [Period]

    public init(name: String, periods: [Period]) {
        self.name = name
        self.periods = periods
    }
}

extension AlertTimeInterval.Period {
    /// `22:00-24:00, monday-friday, days 1-15, -1, months 1-3, Europe/Berlin`.
    public var text: String {
        var parts: [String] = []
        if !minutes.isEmpty { parts.append(list(minutes, Self.clock)) }
        if !weekdays.isEmpty { parts.append(list(weekdays, Self.weekday)) }
        for (word, ranges) in [("days", daysOfMonth), ("months", months), ("years", years)] where !ranges.isEmpty {
            parts.append("\(word) \(list(ranges) { String($0) })")
        }
        if parts.isEmpty { parts.append("always") }
        parts.append(location ?? "UTC")
        return parts.joined(separator: ", ")
    }

    private func list(_ ranges: [AlertTimeInterval.Range], _ text: (Int) -> String) -> String {
        ranges.map { $0.first == $0.last ? text($0.first) : text($0.first) + "-" + text($0.last) }.joined(separator: " and ")
    }

    private static func clock(_ minute: Int) -> String {
        func pad(_ number: Int) -> String { (0..<10).contains(number) ? "0\(number)" : String(number) }
        return pad(minute / 60) + ":" + pad(minute % 60)
    }

    private static func weekday(_ day: Int) -> String {
        let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        return names.indices.contains(day) ? names[day] : String(day)
    }
}
