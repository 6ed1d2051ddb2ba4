import Core

/// A cron expression of five fields, as crontab(5) of Debian has them and Healthchecks reads them: numbers, names, `*`, ranges,
/// lists and steps; `L` for the last day of a month, `5L` for its last Friday and `5#2` for its second.
///
/// When both days are restricted, either will do; when one of them begins with `*`, both must hold.
struct CronExpression: Sendable, Hashable {
    private var minutes: UInt64 = 0
    private var hours: UInt64 = 0
    private var days: UInt64 = 0
    private var months: UInt64 = 0
    private var weekdays: UInt64 = 0
    private var lastDay = false
    /// Bits of week `k` of the month (1 to 5) stand at `8 * k + weekday`; those of the last week at `weekday`.
    private var nthWeekdays: UInt64 = 0
    private var daysMustAgree = false
    private var everyHour = false

    /// `nil` when the text is no such expression, or one that never comes due.
    init?(_ text: String) {
        guard text.utf8.count <= 400 else { return nil }
        let fields = text.split { $0 == " " || $0 == "\t" }
        guard fields.count == 5, let minutes = Self.bits(fields[0], 0...59), let hours = Self.bits(fields[1], 0...23),
            let months = Self.bits(fields[3], 1...12, names: Self.monthNames)
        else { return nil }
        (self.minutes, self.hours, self.months) = (minutes, hours, months)
        guard readDays(fields[2]), readWeekdays(fields[4]) else { return nil }
        daysMustAgree = fields[2].hasPrefix("*") || fields[4].hasPrefix("*")
        everyHour = fields[1].hasPrefix("*")
    }

    // MARK: Reading

    private static let monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    private mutating func readDays(_ field: Substring) -> Bool {
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            if part == "L" {
                lastDay = true
            } else if let bits = Self.bits(part, 1...31) {
                days |= bits
            } else {
                return false
            }
        }
        return true
    }

    private mutating func readWeekdays(_ field: Substring) -> Bool {
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let nth = part.split(separator: "#", omittingEmptySubsequences: false)
            if nth.count == 2, let day = Self.number(nth[0], Self.dayNames, 0), let week = Int(nth[1]), (0...7).contains(day),
                (1...5).contains(week)
            {
                nthWeekdays |= 1 << UInt64(8 * week + day % 7)
            } else if part.count > 1, part.last == "L", let day = Self.number(part.dropLast(), Self.dayNames, 0),
                (0...7).contains(day)
            {
                nthWeekdays |= 1 << UInt64(day % 7)
            } else if let bits = Self.bits(part, 0...7, names: Self.dayNames, firstName: 0) {
                // Sunday is 0 and 7.
                weekdays |= (bits & 0x7F) | (bits >> 7 & 1)
            } else {
                return false
            }
        }
        return true
    }

    private static func number(_ text: Substring, _ names: [String], _ first: Int) -> Int? {
        if let place = names.firstIndex(of: text.uppercased()) { return place + first }
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static func bits(
        _ field: Substring, _ range: ClosedRange<Int>, names: [String] = [], firstName: Int = 1
    ) -> UInt64? {
        var bits: UInt64 = 0
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(halves.count) else { return nil }
            var step = 1
            if halves.count == 2 {
                guard let given = number(halves[1], [], 0), given > 0 else { return nil }
                step = given
            }
            var low = range.lowerBound
            // Weekdays run to 7 only to let Sunday be written so.
            var high = range == 0...7 ? 6 : range.upperBound
            if halves[0] != "*" {
                let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
                guard (1...2).contains(ends.count), let from = number(ends[0], names, firstName),
                    let to = ends.count == 2 ? number(ends[1], names, firstName) : (halves.count == 2 ? max(high, from) : from),
                    range.contains(from), range.contains(to), from <= to
                else { return nil }
                (low, high) = (from, to)
            }
            for value in stride(from: low, through: high, by: step) { bits |= 1 << UInt64(value) }
        }
        return bits
    }

    // MARK: When it comes due

    /// When runs are due after `start` and up to `end`, by time, at most `limit`. A run whose hour the clock leaps over is due
    /// when it has leapt; one whose hour comes twice is due the first time, unless it is due every hour.
    func occurrences(after start: Instant, to end: Instant, in zone: ZoneRule, limit: Int) -> [Instant] {
        guard start < end, limit > 0, start >= ZoneRule.known else { return [] }
        var found: [Instant] = []
        // A day more on either side than any zone is off.
        var day = start.adding(seconds: -86_400).wholeSeconds / 86_400
        let last = min(end.wholeSeconds / 86_400 + 1, day + 4000)
        while day <= last, found.count < limit {
            if matches(day: day) {
                var due: [Instant] = []
                for hour in 0..<24 where hours & 1 << UInt64(hour) != 0 {
                    for minute in 0..<60 where minutes & 1 << UInt64(minute) != 0 {
                        let wall = day * 86_400 + Int64(hour * 3600 + minute * 60)
                        due += zone.instants(ofWall: wall, each: everyHour)
                    }
                }
                for time in due.sorted() where time > start && time <= end && time > (found.last ?? start) {
                    found.append(time)
                }
            }
            day += 1
        }
        return Array(found.prefix(limit))
    }

    /// The last run that is due after `start` and up to `end`, no more than 400 days before it.
    func last(after start: Instant, to end: Instant, in zone: ZoneRule) -> Instant? {
        // Most schedules come due within two days; the far look is for those that do not.
        for days in [2.0, 400] {
            let near = max(start, end.adding(seconds: -days * 86_400))
            if let last = occurrences(after: near, to: end, in: zone, limit: 50_000).last { return last }
        }
        return nil
    }

    /// Whether runs are due on a day, counted from 1970-01-01.
    private func matches(day: Int64) -> Bool {
        let date = Instant(seconds: day * 86_400).components
        guard months & 1 << UInt64(date.month) != 0 else { return false }
        let length = ZoneRule.days(inMonth: date.month, of: date.year)
        let weekday = Int((day + 4) % 7)
        let isDay = days & 1 << UInt64(date.day) != 0 || (lastDay && date.day == length)
        let week = (date.day - 1) / 7 + 1
        let isWeekday =
            weekdays & 1 << UInt64(weekday) != 0 || nthWeekdays & 1 << UInt64(8 * week + weekday) != 0
            || (nthWeekdays & 1 << UInt64(weekday) != 0 && date.day + 7 > length)
        return daysMustAgree ? isDay && isWeekday : isDay || isWeekday
    }
}
