import Core

/// What a silence's comment says of when its reason is over. Dates are read as `2026-11-06`, `2026/11/06`, `06.11.2026`,
/// `6 Nov 2026`, `Nov 6th`; a day without a year is the one nearest to the silence's start. Words such as `tonight`, `tomorrow`,
/// `until Friday` and `for 2 hours` count from the start.
struct CommentReading: Sendable {
    /// The end of the last day or stretch that the comment names as its reason's; `nil` where it names none. Days that it names
    /// as a beginning (`since 2026-11-01`) do not count.
    private(set) var end: Instant?
    /// The beginning of the last day that it names by its date, UTC; a day that it names as a beginning does not count.
    private(set) var lastDay: Instant?

    private struct Word {
        var text: String
        var date: Int64?
    }

    init(_ comment: String, startsAt: Instant) {
        let words = comment.prefix(2000).lowercased().split {
            $0.isWhitespace || $0 == "," || $0 == "(" || $0 == ")" || $0 == ";"
        }
        .map(String.init)
        let startDay = startsAt.wholeSeconds.flooredDay
        var last: Instant?
        func add(_ day: Int64) {
            let end = Instant(seconds: (day + 1) * 86_400)
            last = max(last ?? end, end)
        }
        for (index, word) in words.enumerated() {
            let before = index > 0 ? words[index - 1] : ""
            if let day = CommentReading.day(at: index, in: words, near: startDay) {
                // Whatever began then is not over then.
                if !CommentReading.beginnings.contains(CommentReading.plain(before)) {
                    add(day)
                    let start = Instant(seconds: day * 86_400)
                    lastDay = max(lastDay ?? start, start)
                }
                continue
            }
            let plain = CommentReading.plain(word)
            switch plain {
            case "today", "tonight": add(startDay + (plain == "tonight" ? 1 : 0))
            case "tomorrow": add(startDay + 1)
            case "weekend":
                add(startDay + (12 - CommentReading.weekday(startDay)) % 7 + (CommentReading.weekday(startDay) == 6 ? 0 : 1))
            default: break
            }
            if ["until", "till", "by", "through", "on", "next"].contains(CommentReading.plain(before)),
                let wanted = CommentReading.weekdays.firstIndex(where: { plain.hasPrefix($0) && plain.count <= 9 })
            {
                let ahead = (Int64(wanted) - CommentReading.weekday(startDay) + 7) % 7
                add(startDay + (ahead == 0 ? 7 : ahead))
            }
            if before == "for" || before == "next", let seconds = CommentReading.stretch(at: index, in: words) {
                let end = startsAt.adding(seconds: seconds)
                last = max(last ?? end, end)
            }
        }
        end = last
    }

    private static let beginnings: Set<String> = [
        "since", "from", "opened", "created", "reported", "started", "began", "seen", "after", "as of",
    ]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    /// 0 for Monday; the epoch was a Thursday.
    private static func weekday(_ day: Int64) -> Int64 { ((day + 3) % 7 + 7) % 7 }

    private static func plain(_ word: String) -> String { word.filter { $0.isLetter || $0.isNumber } }

    /// The day, counted from the epoch, that begins with the word at `index`.
    private static func day(at index: Int, in words: [String], near start: Int64) -> Int64? {
        let word = words[index]
        if let day = numericDay(word) { return day }
        func number(_ place: Int) -> Int64? {
            guard words.indices.contains(place) else { return nil }
            let digits = words[place].prefix { $0.isASCII && $0.isNumber }
            let rest = words[place].dropFirst(digits.count).filter { $0.isLetter }
            guard !digits.isEmpty, digits.count <= 4, rest.isEmpty || ["st", "nd", "rd", "th"].contains(String(rest)) else {
                return nil
            }
            return Int64(digits)
        }
        func month(_ place: Int) -> Int64? {
            guard words.indices.contains(place) else { return nil }
            let name = plain(words[place])
            guard name.count >= 3,
                let found = months.firstIndex(where: { $0.hasPrefix(name) || (name == "sept" && $0 == "september") })
            else { return nil }
            return Int64(found + 1)
        }
        let year: Int64?
        let pair: (month: Int64, day: Int64)
        if let first = number(index), (1...31).contains(first), let second = month(index + 1) {
            pair = (second, first)
            year = number(index + 2)
        } else if let first = month(index), let second = number(index + 1), (1...31).contains(second) {
            pair = (first, second)
            year = number(index + 2)
        } else {
            return nil
        }
        if let year, year >= 2000 { return civil(year, pair.month, pair.day) }
        let own = Instant(seconds: start * 86_400).date.split(separator: "-").first.flatMap { Int64($0) } ?? 1970
        return [own - 1, own, own + 1].compactMap { civil($0, pair.month, pair.day) }
            .min { (abs($0 - start), $0) < (abs($1 - start), $1) }
    }

    /// `2026-11-06`, `2026/11/06`, `06.11.2026`, with or without a time after it.
    private static func numericDay(_ word: String) -> Int64? {
        let head = word.drop { !($0.isASCII && $0.isNumber) }.prefix {
            ($0.isASCII && $0.isNumber) || $0 == "-" || $0 == "/" || $0 == "."
        }
        guard word.count - head.count <= 24, head.count >= 8 else { return nil }
        let parts = head.split { $0 == "-" || $0 == "/" || $0 == "." }
        let numbers = parts.prefix(3).compactMap { $0.count <= 4 ? Int64($0) : nil }
        guard numbers.count == 3 else { return nil }
        if parts[0].count == 4 { return civil(numbers[0], numbers[1], numbers[2]) }
        if parts[2].count == 4, head.contains(".") { return civil(numbers[2], numbers[1], numbers[0]) }
        return nil
    }

    private static func civil(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64? {
        guard (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return Instant(rfc3339: "\(year)-\(padded(month))-\(padded(day))T00:00:00Z").map { $0.wholeSeconds.flooredDay }
    }

    /// Seconds of `2h`, `2 hours`, `the next 3 days`.
    private static func stretch(at index: Int, in words: [String]) -> Double? {
        var place = index
        while words.indices.contains(place), ["the", "next", "about", "another"].contains(words[place]) { place += 1 }
        guard words.indices.contains(place) else { return nil }
        let digits = words[place].prefix { $0.isASCII && $0.isNumber }
        guard let count = digits.isEmpty ? (["a", "an", "one"].contains(words[place]) ? 1 : nil) : Double(digits), count < 1000
        else { return nil }
        var unit = digits.isEmpty ? Substring("") : words[place].dropFirst(digits.count)
        if unit.isEmpty, words.indices.contains(place + 1) { unit = Substring(words[place + 1]) }
        let name = plain(String(unit))
        for (prefix, seconds) in [
            ("min", 60.0), ("hour", 3600), ("hr", 3600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000),
        ]
        where name.hasPrefix(prefix) { return count * seconds }
        switch name {
        case "m": return count * 60
        case "h": return count * 3600
        case "d": return count * 86_400
        case "w": return count * 604_800
        default: return nil
        }
    }
}

extension Int64 {
    /// Days since the epoch of a number of seconds, rounded down.
    fileprivate var flooredDay: Int64 { self >= 0 ? self / 86_400 : (self - 86_399) / 86_400 }
}
