public import Core

/// Offsets of time zones from UTC by the rules in force since 2023, for the zones that most configurations name (the IANA
/// time zone database, iana.org/time-zones). Times before 2023 and other zones are not known.
public enum TimeZoneRules {
    enum Summer: Sendable {
        case none
        /// From the last Sunday of March to that of October, at 01:00 UTC.
        case europe
        /// From the second Sunday of March to the first of November, at 02:00 of the clock.
        case northAmerica
        /// From the first Sunday of October to the first of April, at 02:00 standard time.
        case australia
        /// From the last Sunday of September to the first of April, at 02:00 standard time.
        case newZealand
    }

    /// Seconds by which a zone's clocks are ahead of UTC; `nil` where that is not known.
    public static func offset(of zone: String, at time: Instant) -> Int64? {
        if universal.contains(zone) { return 0 }
        guard let (minutes, summer) = zones[zone], time.wholeSeconds >= 1_672_531_200 else { return nil }
        let standard = Int64(minutes) * 60
        return standard + (isSummer(summer, time, standard) ? 3600 : 0)
    }

    private static let universal: Set<String> = [
        "", "UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu",
    ]

    private static func isSummer(_ rule: Summer, _ time: Instant, _ standard: Int64) -> Bool {
        let seconds = time.wholeSeconds
        let year = Instant(seconds: seconds + standard).components.year
        /// The start of a Sunday in UTC, the `number`th of a month or, with 0, its last.
        func sunday(_ number: Int, _ month: Int) -> Int64 {
            let first = CivilDay.number(year: year, month: month, day: 1)
            let offset = (7 - CivilDay.weekday(first)) % 7
            if number > 0 { return (first + Int64(offset + (number - 1) * 7)) * 86_400 }
            let last = first + Int64(CivilDay.days(in: month, of: year) - 1)
            return (last - Int64(CivilDay.weekday(last))) * 86_400
        }
        switch rule {
        case .none: return false
        case .europe: return seconds >= sunday(0, 3) + 3600 && seconds < sunday(0, 10) + 3600
        case .northAmerica:
            return seconds >= sunday(2, 3) + 7200 - standard && seconds < sunday(1, 11) + 3600 - standard
        case .australia: return seconds >= sunday(1, 10) + 7200 - standard || seconds < sunday(1, 4) + 7200 - standard
        case .newZealand: return seconds >= sunday(0, 9) + 7200 - standard || seconds < sunday(1, 4) + 7200 - standard
        }
    }

    private static let zones: [String: (minutes: Int, summer: Summer)] = {
        var zones: [String: (Int, Summer)] = [:]
        for (prefix, minutes, summer, names) in lists {
            for name in names.split(separator: " ") { zones[prefix + name] = (minutes, summer) }
        }
        for hours in 0...14 {
            // In these names the sign is turned.
            zones["Etc/GMT-\(hours)"] = (hours * 60, .none)
            if hours <= 12 { zones["Etc/GMT+\(hours)"] = (-hours * 60, .none) }
        }
        return zones
    }()

    private static let lists: [(prefix: String, minutes: Int, summer: Summer, names: String)] = [
        ("", 0, .europe, "WET GB"), ("", 60, .europe, "CET MET"), ("", 120, .europe, "EET"), ("", 540, .none, "Japan"),
        ("Europe/", 0, .europe, "London Dublin Lisbon Belfast Guernsey Jersey Isle_of_Man"),
        ("Atlantic/", 0, .europe, "Canary Madeira Faroe Faeroe"), ("Atlantic/", 0, .none, "Reykjavik"),
        (
            "Europe/", 60, .europe,
            "Amsterdam Andorra Belgrade Berlin Bratislava Brussels Budapest Busingen Copenhagen Gibraltar Ljubljana Luxembourg"
                + " Madrid Malta Monaco Oslo Paris Podgorica Prague Rome San_Marino Sarajevo Skopje Stockholm Tirane Vaduz"
                + " Vatican Vienna Warsaw Zagreb Zurich"
        ),
        ("Europe/", 120, .europe, "Athens Bucharest Helsinki Kiev Kyiv Mariehamn Riga Sofia Tallinn Vilnius"),
        ("Asia/", 120, .europe, "Nicosia"), ("Europe/", 120, .none, "Kaliningrad"),
        ("Europe/", 180, .none, "Istanbul Minsk Moscow"),
        ("America/", -300, .northAmerica, "New_York Detroit Toronto Montreal"),
        ("America/", -360, .northAmerica, "Chicago Winnipeg"), ("America/", -420, .northAmerica, "Denver Boise"),
        ("America/", -480, .northAmerica, "Los_Angeles"), ("America/", -540, .northAmerica, "Anchorage"),
        ("America/", -240, .northAmerica, "Halifax"), ("America/", -210, .northAmerica, "St_Johns"),
        ("US/", -300, .northAmerica, "Eastern"), ("US/", -360, .northAmerica, "Central"),
        ("US/", -420, .northAmerica, "Mountain"), ("US/", -480, .northAmerica, "Pacific"), ("US/", -420, .none, "Arizona"),
        ("America/", -420, .none, "Phoenix"), ("America/", -360, .none, "Mexico_City Regina Costa_Rica Guatemala"),
        ("America/", -300, .none, "Bogota Lima Panama Jamaica"), ("America/", -240, .none, "Puerto_Rico Caracas La_Paz Manaus"),
        ("America/", -180, .none, "Sao_Paulo Argentina/Buenos_Aires Buenos_Aires Montevideo"),
        ("Pacific/", -600, .none, "Honolulu"), ("Pacific/", 720, .newZealand, "Auckland"),
        ("Africa/", 0, .none, "Abidjan Accra Dakar"), ("Africa/", 60, .none, "Algiers Lagos Tunis"),
        ("Africa/", 120, .none, "Johannesburg Harare Maputo Tripoli"), ("Africa/", 180, .none, "Nairobi Addis_Ababa Kampala"),
        ("Asia/", 180, .none, "Riyadh Baghdad Kuwait Qatar"), ("Asia/", 210, .none, "Tehran"),
        ("Asia/", 240, .none, "Dubai Baku Tbilisi Yerevan Muscat"), ("Asia/", 300, .none, "Karachi Tashkent"),
        ("Asia/", 330, .none, "Kolkata Calcutta Colombo"), ("Asia/", 345, .none, "Kathmandu"), ("Asia/", 360, .none, "Dhaka"),
        ("Asia/", 420, .none, "Bangkok Ho_Chi_Minh Jakarta Saigon"),
        ("Asia/", 480, .none, "Shanghai Hong_Kong Singapore Taipei Manila Kuala_Lumpur Macau"),
        ("Asia/", 540, .none, "Tokyo Seoul"), ("Australia/", 600, .australia, "Sydney Melbourne Hobart Canberra"),
        ("Australia/", 570, .australia, "Adelaide"), ("Australia/", 600, .none, "Brisbane"),
        ("Australia/", 570, .none, "Darwin"), ("Australia/", 480, .none, "Perth"),
    ]
}

/// Days counted from 1970-01-01, by Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
enum CivilDay {
    static func number(year: Int, month: Int, day: Int) -> Int64 {
        let year = Int64(month <= 2 ? year - 1 : year)
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// From 0, Sunday, to 6.
    static func weekday(_ number: Int64) -> Int { Int(((number + 4) % 7 + 7) % 7) }

    static func days(in month: Int, of year: Int) -> Int {
        let next = month == 12 ? number(year: year + 1, month: 1, day: 1) : number(year: year, month: month + 1, day: 1)
        return Int(next - number(year: year, month: month, day: 1))
    }
}
