public import Core

/// When a rule holds. All times are UTC. What is not given does not narrow.
public struct PolicySchedule: Sendable, Hashable {
    public enum Day: String, Sendable, Hashable, CaseIterable {
        case monday = "mon"
        case tuesday = "tue"
        case wednesday = "wed"
        case thursday = "thu"
        case friday = "fri"
        case saturday = "sat"
        case sunday = "sun"
    }

    /// Minutes from midnight: from `start` up to and without `end`. An end before the start is on the next day.
    public struct Hours: Sendable, Hashable {
        /// 0 to 1439.
        public var start: Int
        /// 1 to 1440, never equal to the start.
        public var end: Int

        public init?(start: Int, end: Int) {
            guard (0..<1440).contains(start), (1...1440).contains(end), start != end else { return nil }
            self.start = start
            self.end = end
        }

        /// Reads `08:00-18:00`; `24:00` is the end of the day.
        public init?(_ text: String) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let start = Hours.minutes(ends[0]), let end = Hours.minutes(ends[1]) else { return nil }
            // 22:00-00:00 ends at midnight.
            self.init(start: start, end: end == 0 ? 1440 : end)
        }

        private static func minutes(_ text: Substring) -> Int? {
            let bytes = Array(text.utf8)
            guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
            let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
            guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
            let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
            return minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) ? hour * 60 + minute : nil
        }

        public var text: String {
            func clock(_ minutes: Int) -> String {
                let (hour, minute) = (minutes / 60, minutes % 60)
                return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
            }
            return clock(start) + "-" + clock(end)
        }
    }

    /// Empty: every day. Where hours cross midnight, the day is the one on which they began.
    public var days: Set<Day>
    public var hours: Hours?
    /// From this moment on.
    public var from: Instant?
    /// Up to and without this moment.
    public var until: Instant?

    public init(days: Set<Day> = [], hours: Hours? = nil, from: Instant? = nil, until: Instant? = nil) {
        self.days = days
        self.hours = hours
        self.from = from
        self.until = until
    }

    /// Why the moment is outside; `nil` when it is inside.
    func reasonOutside(_ moment: Instant) -> String? {
        if let from, moment < from { return "it is before \(from)" }
        if let until, moment >= until { return "it is not before \(until)" }
        let secondOfDay = moment.secondOfDay
        var dayNumber = (moment.wholeSeconds - secondOfDay) / 86_400
        let minute = Int(secondOfDay / 60)
        if let hours {
            let crosses = hours.end < hours.start
            let inside = crosses ? minute >= hours.start || minute < hours.end : minute >= hours.start && minute < hours.end
            guard inside else { return "\(moment.clock) is outside \(hours.text) UTC" }
            if crosses, minute < hours.end { dayNumber -= 1 }
        }
        // 1970-01-01 was a Thursday, the fourth of the week.
        let day = Day.allCases[Int(floorModulo(dayNumber + 3, 7))]
        if !days.isEmpty, !days.contains(day) {
            return
                "the day is \(day.rawValue), not one of \(Day.allCases.filter(days.contains).map(\.rawValue).joined(separator: ", "))"
        }
        return nil
    }

    private func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 { (value % divisor + divisor) % divisor }
}
