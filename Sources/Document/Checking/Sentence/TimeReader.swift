import Core

/// A time that a sentence states.
struct TimeMention: Sendable, Hashable {
    /// Nanoseconds since midnight of its day, in UTC; may lie outside the day where another zone was printed.
    var clock: Int64
    /// Nanoseconds of what was printed: a minute or a second.
    var width: Int64
    /// The day, where it is printed with the time.
    var day: Instant?
    /// Minutes that words such as "about" leave open.
    var slack: Int64 = 0
    /// A day of which no time is printed.
    var isDate = false

    static let minute: Int64 = 60_000_000_000
    static let wholeDay: Int64 = 86_400_000_000_000
}

/// Reads clock times and dates from the pieces of a sentence.
struct TimeReader {
    let pieces: [Piece]
    /// Seconds that the document's own zone is ahead of UTC.
    let zone: Int64

    struct Found {
        var mention: TimeMention
        var end: Int
    }

    func time(at start: Int) -> Found? {
        guard pieces[start].kind == .word, let first = pieces[start].lower.utf8.first else { return nil }
        // A digit, the name of a month, noon or midnight.
        guard (0x30...0x39).contains(first) || TimeReader.beginnings.contains(first) else { return nil }
        if let found = instant(at: start) ?? date(at: start) { return found }
        return clock(at: start)
    }

    private static let beginnings = Set((months + ["noon", "midnight"]).compactMap(\.utf8.first))

    private func word(_ place: Int) -> String? {
        pieces.indices.contains(place) && pieces[place].kind == .word ? pieces[place].lower : nil
    }
    private func mark(_ place: Int) -> String? {
        pieces.indices.contains(place) && pieces[place].kind == .mark ? pieces[place].text : nil
    }

    // MARK: Clock times

    private func clock(at start: Int) -> Found? {
        let text = pieces[start].lower
        if text == "noon" || text == "midnight" { return finish(text == "noon" ? 12 : 0, 0, nil, at: start + 1) }
        guard let first = text.first, first.isASCII, first.isNumber else { return nil }
        let digits = text.prefix { $0.isNumber || $0 == ":" || $0 == "." }
        var half = String(text.dropFirst(digits.count))
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var end = start + 1
        if half.isEmpty, let next = word(end), ["am", "pm", "a.m", "p.m"].contains(next) {
            half = next
            end += 1
            if mark(end) == ".", next.contains(".") { end += 1 }
        }
        half = half.filter { $0 != "." }
        guard ["", "am", "pm", "z", "h"].contains(half), parts.count <= 3, let hour = Int64(parts[0]), parts[0].count <= 2,
            hour < 24
        else { return nil }
        guard parts.count > 1 else { return half == "am" || half == "pm" ? finish(hour12(hour, half), 0, nil, at: end) : nil }
        guard parts[1].count == 2, let minute = Int64(parts[1]), minute < 60 else { return nil }
        var second: Int64?
        if parts.count == 3 {
            let whole = parts[2].split(separator: ".").first.map(String.init) ?? parts[2]
            guard whole.count == 2, let value = Int64(whole), value <= 60 else { return nil }
            second = value
        }
        return finish(hour12(hour, half), minute, second, at: end, isZulu: half == "z")
    }

    private func hour12(_ hour: Int64, _ half: String) -> Int64 {
        half == "pm" ? (hour % 12) + 12 : half == "am" ? hour % 12 : hour
    }

    private func finish(_ hour: Int64, _ minute: Int64, _ second: Int64?, at end: Int, isZulu: Bool = false) -> Found {
        var end = end
        var offset = isZulu ? 0 : zone
        if !isZulu, let (seconds, next) = zone(at: end) {
            offset = seconds
            end = next
        }
        let clock = (hour * 3_600 + minute * 60 + (second ?? 0) - offset) * 1_000_000_000
        let mention = TimeMention(clock: clock, width: second == nil ? TimeMention.minute : 1_000_000_000)
        return Found(mention: mention, end: end)
    }

    /// `UTC`, `CET`, `UTC+1`, `(UTC)`, `+02:00`.
    private func zone(at place: Int) -> (Int64, Int)? {
        if mark(place) == "(", let (seconds, end) = zone(at: place + 1), mark(end) == ")" { return (seconds, end + 1) }
        guard let name = word(place) else { return nil }
        if let found = TimeReader.offset(of: name) {
            guard name == "utc" || name == "gmt", let sign = mark(place + 1), sign == "+" || sign == "-" || sign == "−",
                let text = word(place + 2), let hours = Int64(text.prefix { $0.isNumber }), hours <= 14
            else { return (found, place + 1) }
            let minutes = text.split(separator: ":").dropFirst().first.flatMap { Int64($0) } ?? 0
            let seconds = hours * 3_600 + min(minutes, 59) * 60
            return (sign == "+" ? seconds : -seconds, place + 3)
        }
        return nil
    }

    private static let hours: [String: Int64] = [
        "utc": 0, "gmt": 0, "z": 0, "cet": 1, "cest": 2, "bst": 1, "wet": 0, "eet": 2, "eest": 3, "est": -5, "edt": -4,
        "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "jst": 9, "sgt": 8,
    ]

    static func offset(of name: String) -> Int64? {
        if let found = hours[name] { return found * 3_600 }
        // `utc-5` is one word.
        guard name.hasPrefix("utc-") || name.hasPrefix("gmt-"), let value = Int64(name.dropFirst(4)), value <= 12 else {
            return nil
        }
        return -value * 3_600
    }

    // MARK: Dates

    /// `2026-11-20T14:23:00Z`
    private func instant(at start: Int) -> Found? {
        var text = pieces[start].text
        guard text.utf8.count >= 16, text.utf8.count <= 40, text.contains("T"), text.first?.isNumber == true else { return nil }
        var end = start + 1
        // The plus of an offset parts the words.
        if mark(end) == "+", pieces[end].isAttached, let offset = word(end + 1), offset.contains(":") {
            text += "+" + offset
            end += 2
        }
        // A minute without its seconds, as people print it: `2026-11-20T14:23Z`.
        let isMinute = text.utf8.count == 16 || !text.dropFirst(16).hasPrefix(":")
        if isMinute { text = text.prefix(16) + ":00" + text.dropFirst(16) }
        guard let instant = Instant(rfc3339: text) ?? Instant(rfc3339: text + "Z") else { return nil }
        let day = instant.floored(toStep: 86_400)
        let mention = TimeMention(
            clock: instant.nanoseconds - day.nanoseconds, width: isMinute ? TimeMention.minute : 1_000_000_000, day: day)
        return Found(mention: mention, end: end)
    }

    /// `2026-11-20`, `20 November 2026`, `November 20th`, `20.11.2026`, with a time behind it or not.
    private func date(at start: Int) -> Found? {
        guard let (day, end) = numericDay(at: start) ?? namedDay(at: start) else { return nil }
        var next = end
        if mark(next) == "," || word(next) == "at" { next += 1 }
        if next < pieces.count, pieces[next].kind == .word, var found = clock(at: next) {
            found.mention.day = day
            return found
        }
        let mention = TimeMention(clock: 0, width: TimeMention.wholeDay, day: day, isDate: true)
        return Found(mention: mention, end: end)
    }

    private func numericDay(at start: Int) -> (Instant, Int)? {
        let text = pieces[start].lower
        guard text.utf8.count >= 8, text.utf8.count <= 10 else { return nil }
        if let day = Instant(rfc3339: text + "T00:00:00Z") { return (day, start + 1) }
        let parts = text.split(separator: ".")
        guard parts.count == 3, parts[2].count == 4, let day = Int(parts[0]), let month = Int(parts[1]),
            let year = Int(parts[2])
        else { return nil }
        return TimeReader.day(year, month, day).map { ($0, start + 1) }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private func month(_ place: Int) -> Int? {
        guard let name = word(place), let first = name.utf8.first, TimeReader.beginnings.contains(first), name.count >= 3 else {
            return nil
        }
        guard
            let index = TimeReader.months.firstIndex(where: {
                $0 == name || $0.prefix(3) == name || (name == "sept" && $0 == "september")
            })
        else { return nil }
        return index + 1
    }

    private func dayNumber(_ place: Int) -> Int? {
        guard let text = word(place), text.utf8.count <= 4, text.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false else {
            return nil
        }
        let digits = text.prefix { $0.isNumber }
        guard ["", "st", "nd", "rd", "th"].contains(text.dropFirst(digits.count)), let day = Int(digits) else { return nil }
        return (1...31).contains(day) ? day : nil
    }

    private func namedDay(at start: Int) -> (Instant, Int)? {
        let day: Int
        let month: Int
        var end = start + 2
        if let number = dayNumber(start), let named = self.month(start + 1) {
            (day, month) = (number, named)
        } else if let number = dayNumber(start), word(start + 1) == "of", let named = self.month(start + 2) {
            (day, month) = (number, named)
            end = start + 3
        } else if let named = self.month(start), let number = dayNumber(start + 1) {
            (day, month) = (number, named)
        } else {
            return nil
        }
        var yearPlace = end
        if mark(yearPlace) == "," { yearPlace += 1 }
        if let text = word(yearPlace), text.count == 4, let year = Int(text), (1990...2100).contains(year) {
            return TimeReader.day(year, month, day).map { ($0, yearPlace + 1) }
        }
        // A day without its year is of the year 0, which the one who knows the window mends.
        return TimeReader.day(2000, month, day).map { ($0, end) }
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> Instant? {
        func pad(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        guard (0...9999).contains(year), (0...99).contains(month), (0...99).contains(day) else { return nil }
        return Instant(rfc3339: "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T00:00:00Z")
    }
}
