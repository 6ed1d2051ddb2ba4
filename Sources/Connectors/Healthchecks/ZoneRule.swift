import Core

/// A time zone's offset and its summer time, for the zones that schedules name most.
///
/// The room that this is in reads no files, so the rules stand here: those of the IANA time zone database (release 2025b) that
/// have held since 2023. A zone that is not listed is not guessed at.
struct ZoneRule: Sendable, Hashable {
    /// Where the hands move. The first is the zone's Sunday of going forward, the second of going back.
    enum Summer: Sendable, Hashable {
        /// Last Sunday of March to last Sunday of October, at 01:00 UTC everywhere.
        case european
        /// Second Sunday of March to first Sunday of November, at 02:00 by the clock.
        case american
        /// First Sunday of October to first Sunday of April, at 02:00 standard time.
        case australian
        /// Last Sunday of September to first Sunday of April, at 02:00 standard time.
        case newZealand
    }

    /// Seconds east of UTC in winter.
    var standard: Int64
    var summer: Summer?

    /// From when on the rules hold: 2023-01-01.
    static let known = Instant(seconds: 1_672_531_200)

    /// `nil` when the zone's rules are not known here.
    init?(_ name: String) {
        for (hours, summer, names) in Self.table where names.contains(name) {
            standard = Int64(hours * 3600)
            self.summer = summer
            return
        }
        return nil
    }

    private static let table: [(Double, Summer?, Set<String>)] = [
        (0, nil, ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Africa/Abidjan", "Africa/Accra", "Atlantic/Reykjavik"]),
        (0, .european, ["Europe/London", "Europe/Dublin", "Europe/Lisbon", "Atlantic/Canary"]),
        (
            1, .european,
            [
                "Europe/Amsterdam", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels",
                "Europe/Budapest", "Europe/Copenhagen", "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid",
                "Europe/Malta", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome", "Europe/Stockholm",
                "Europe/Tirane", "Europe/Vienna", "Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich",
            ]
        ),
        (
            2, .european,
            [
                "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kiev", "Europe/Kyiv", "Europe/Riga",
                "Europe/Sofia", "Europe/Tallinn", "Europe/Vilnius", "Asia/Nicosia",
            ]
        ),
        (1, nil, ["Africa/Lagos", "Africa/Algiers", "Africa/Tunis"]),
        (2, nil, ["Africa/Johannesburg", "Africa/Maputo", "Africa/Tripoli", "Europe/Kaliningrad"]),
        (3, nil, ["Europe/Istanbul", "Europe/Moscow", "Europe/Minsk", "Asia/Riyadh", "Asia/Qatar", "Africa/Nairobi"]),
        (4, nil, ["Asia/Dubai", "Asia/Baku", "Asia/Tbilisi", "Asia/Yerevan"]),
        (5, nil, ["Asia/Karachi", "Asia/Tashkent"]), (5.5, nil, ["Asia/Kolkata", "Asia/Calcutta", "Asia/Colombo"]),
        (5.75, nil, ["Asia/Kathmandu"]), (6, nil, ["Asia/Dhaka"]),
        (7, nil, ["Asia/Bangkok", "Asia/Jakarta", "Asia/Ho_Chi_Minh"]),
        (
            8, nil,
            [
                "Asia/Shanghai", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Manila", "Asia/Kuala_Lumpur",
                "Australia/Perth",
            ]
        ),
        (9, nil, ["Asia/Tokyo", "Asia/Seoul", "Japan"]), (9.5, nil, ["Australia/Darwin"]),
        (9.5, .australian, ["Australia/Adelaide"]), (10, nil, ["Australia/Brisbane"]),
        (10, .australian, ["Australia/Sydney", "Australia/Melbourne", "Australia/Hobart", "Australia/Canberra"]),
        (12, .newZealand, ["Pacific/Auckland"]),
        (-3, nil, ["America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Buenos_Aires", "America/Montevideo"]),
        (-4, nil, ["America/Puerto_Rico", "America/Caracas", "America/La_Paz"]),
        (-4, .american, ["America/Halifax", "Atlantic/Bermuda"]),
        (-5, nil, ["America/Bogota", "America/Lima", "America/Panama", "America/Jamaica"]),
        (-5, .american, ["America/New_York", "America/Toronto", "America/Detroit", "America/Montreal", "US/Eastern"]),
        (-6, nil, ["America/Mexico_City", "America/Costa_Rica", "America/Guatemala", "America/Regina"]),
        (-6, .american, ["America/Chicago", "America/Winnipeg", "US/Central"]), (-7, nil, ["America/Phoenix"]),
        (-7, .american, ["America/Denver", "America/Edmonton", "America/Boise", "US/Mountain"]),
        (-8, .american, ["America/Los_Angeles", "America/Tijuana", "US/Pacific"]), (-9, .american, ["America/Anchorage"]),
        (-10, nil, ["Pacific/Honolulu"]),
    ]

    // MARK: The clock

    /// Seconds east of UTC at a moment.
    func offset(at time: Instant) -> Int64 { standard + (isSummer(time.wholeSeconds) ? 3600 : 0) }

    /// The moments at which a clock in the zone shows a time, given as seconds since 1970-01-01T00:00 by that clock. Where it
    /// is shown twice the first is given, or both when `each`; where it is leapt over the end of the leap, or none when `each`.
    func instants(ofWall wall: Int64, each: Bool) -> [Instant] {
        guard summer != nil else { return [Instant(seconds: wall - standard)] }
        let early = wall - standard - 3600
        let late = wall - standard
        var shown: [Instant] = []
        if isSummer(early) { shown.append(Instant(seconds: early)) }
        if !isSummer(late) { shown.append(Instant(seconds: late)) }
        if shown.isEmpty, !each {
            let year = Instant(seconds: late).components.year
            return [Instant(seconds: change(forward: true, year))]
        }
        return each ? shown : Array(shown.prefix(1))
    }

    private func isSummer(_ seconds: Int64) -> Bool {
        guard let summer else { return false }
        let year = Instant(seconds: seconds).components.year
        let forward = change(forward: true, year)
        let back = change(forward: false, year)
        switch summer {
        case .european, .american: return seconds >= forward && seconds < back
        case .australian, .newZealand: return seconds >= forward || seconds < back
        }
    }

    /// When the hands move in a year, in seconds since the epoch.
    private func change(forward: Bool, _ year: Int) -> Int64 {
        switch summer {
        case .european: Self.sunday(last: true, of: forward ? 3 : 10, year) * 86_400 + 3600
        case .american:
            forward
                ? (Self.sunday(last: false, of: 3, year) + 7) * 86_400 + 7200 - standard
                : Self.sunday(last: false, of: 11, year) * 86_400 + 3600 - standard
        case .australian: Self.sunday(last: false, of: forward ? 10 : 4, year) * 86_400 + 7200 - standard
        case .newZealand: Self.sunday(last: forward, of: forward ? 9 : 4, year) * 86_400 + 7200 - standard
        case nil: 0
        }
    }

    /// The day, counted from 1970-01-01, of a month's first or last Sunday.
    private static func sunday(last: Bool, of month: Int, _ year: Int) -> Int64 {
        let day = last ? days(inMonth: month, of: year) : 1
        let count = number(ofDay: day, month, year)
        // 1970-01-01 was a Thursday.
        let weekday = (count + 4) % 7
        return last ? count - weekday : count + (7 - weekday) % 7
    }

    /// Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
    private static func number(ofDay day: Int, _ month: Int, _ year: Int) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
