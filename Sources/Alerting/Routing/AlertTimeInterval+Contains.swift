public import Core

extension AlertTimeInterval {
    /// Whether a time lies in the interval; `nil`: that depends on a time zone that is not known.
    public func contains(_ time: Instant) -> Bool? {
        var isKnown = true
        for period in periods {
            guard let holds = period.contains(time) else {
                isKnown = false
                continue
            }
            if holds { return true }
        }
        return isKnown ? false : nil
    }
}

extension AlertTimeInterval.Period {
    /// Whether a time lies in one range of each list (`timeinterval/timeinterval.go` of Alertmanager); `nil`: the time zone is
    /// not known.
    public func contains(_ time: Instant) -> Bool? {
        guard let offset = TimeZoneRules.offset(of: location ?? "UTC", at: time) else { return nil }
        let local = Instant(seconds: time.wholeSeconds + offset)
        let parts = local.components
        let minute = parts.hour * 60 + parts.minute
        let weekday = CivilDay.weekday(CivilDay.number(year: parts.year, month: parts.month, day: parts.day))
        let length = CivilDay.days(in: parts.month, of: parts.year)
        return (minutes.isEmpty || minutes.contains { $0.first <= minute && minute < $0.last })
            && (daysOfMonth.isEmpty || daysOfMonth.contains { $0.holds(day: parts.day, ofMonthOf: length) })
            && (months.isEmpty || months.contains { $0.first <= parts.month && parts.month <= $0.last })
            && (weekdays.isEmpty || weekdays.contains { $0.first <= weekday && weekday <= $0.last })
            && (years.isEmpty || years.contains { $0.first <= parts.year && parts.year <= $0.last })
    }
}

extension AlertTimeInterval.Range {
    /// Days counted from the end are negative. A range that begins after the month's end has none of its days.
    fileprivate func holds(day: Int, ofMonthOf length: Int) -> Bool {
        func place(_ day: Int) -> Int { day < 0 ? max(day, -1000) + length + 1 : day }
        guard place(first) <= length else { return false }
        return place(first) <= day && day <= place(last)
    }
}
