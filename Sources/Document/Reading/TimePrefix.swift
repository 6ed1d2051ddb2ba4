/// A time that stands first in an entry of a timeline, as people write them: `14:23`, `14:23:05 UTC`, `2:23 PM PT`, `[14:23]`,
/// `~14:23`, `2026-11-20 14:23`, `2026-11-20T14:23:00Z`, `Nov 20, 14:23`, `11/20/2026 14:23`, `14:23 - 14:47`.
struct TimePrefix {
    /// Scalars that belong to the time, with signs around it.
    private(set) var end = 0
    /// As it is written, without brackets: `14:23 UTC`.
    private(set) var text = ""
    /// Scalars up to where what happened begins: separators after the time are passed over.
    private(set) var rest = 0
    /// No word such as `at` stands before it.
    private(set) var isBare = true
    /// Does a sign divide the time from what happened?
    private(set) var isSetOff = false

    /// - Parameter scalars: the entry; a few dozen of the first scalars are looked at.
    init?(_ scalars: ArraySlice<Unicode.Scalar>) {
        // All times have a digit among the first signs.
        guard scalars.prefix(32).contains(where: \.isDigit) else { return nil }
        var reader = Reader(scalars.prefix(80))
        reader.skip { "[(~≈<*".unicodeScalars.contains($0) || $0 == " " }
        let before = reader.place
        reader.skipWord(TimePrefix.introductions)
        let start = reader.place
        isBare = start == before
        guard reader.takeTime() else { return nil }
        var finish = reader.place
        while true {
            // A span of time: `14:23 – 14:47`, `14:23 to 14:47`.
            var span = reader
            span.skip { $0 == " " }
            guard span.takeAny("-–—→") || span.takeWord("to") || span.takeWord("until") else { break }
            span.skip { $0 == " " || $0 == ">" }
            guard span.takeTime() else { break }
            reader = span
            finish = reader.place
        }
        text = reader.text(start..<finish)
        reader.skip { "])>*".unicodeScalars.contains($0) }
        guard reader.isAtWordEnd else { return nil }
        end = reader.place
        isSetOff = reader.current.map { $0 != " " && $0 != "," } ?? false
        reader.skip { " :|-–—·•→,;>=".unicodeScalars.contains($0) }
        rest = reader.place
        // "14:23 – errors", where a space stands before the sign.
        if rest > end + 1 { isSetOff = true }
    }
}

extension TimePrefix {
    /// A cursor over the first scalars of a text.
    private struct Reader {
        private let scalars: [Unicode.Scalar]
        var place = 0

        init(_ scalars: ArraySlice<Unicode.Scalar>) { self.scalars = Array(scalars) }

        func text(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }

        var current: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

        var isAtWordEnd: Bool { current.map { !$0.properties.isAlphabetic && !$0.isDigit && $0 != "%" } ?? true }

        mutating func skip(while holds: (Unicode.Scalar) -> Bool) {
            while let current, holds(current) { place += 1 }
        }

        mutating func takeAny(_ signs: String) -> Bool {
            guard let current, signs.unicodeScalars.contains(current) else { return false }
            place += 1
            return true
        }

        /// - Parameter word: in small ASCII letters.
        mutating func takeWord(_ word: StaticString) -> Bool {
            let count = word.utf8CodeUnitCount
            guard place + count <= scalars.count else { return false }
            for offset in 0..<count {
                let value = scalars[place + offset].value
                let small = (0x41...0x5A).contains(value) ? value | 0x20 : value
                guard small == UInt32(word.utf8Start[offset]) else { return false }
            }
            let end = place + count
            if end < scalars.count, scalars[end].properties.isAlphabetic || scalars[end].isDigit { return false }
            place = end
            return true
        }

        mutating func skipWord(_ words: [StaticString]) {
            for word in words where takeWord(word) {
                skip { $0 == " " || $0 == "~" }
                return
            }
        }

        private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
            var end = place
            while end < scalars.count, scalars[end].isDigit, end - place <= count.upperBound { end += 1 }
            guard count.contains(end - place), let value = Int(text(place..<end)) else { return nil }
            place = end
            return value
        }

        /// A clock time, with a date before it or none.
        mutating func takeTime() -> Bool {
            let start = place
            if takeDate() {
                skip { " ,Tt".unicodeScalars.contains($0) }
                _ = takeWord("at")
                skip { $0 == " " || $0 == "-" || $0 == "–" }
            }
            guard takeClock() else {
                place = start
                return false
            }
            takeZone()
            return true
        }

        private mutating func takeClock() -> Bool {
            let start = place
            guard let hour = digits(1...2), hour < 25 else { return fail(start) }
            guard takeAny(":h") || takeAny(".") && current?.isDigit == true else {
                // `2 PM`
                if takeHalf() { return true }
                return fail(start)
            }
            let isPoint = scalars[place - 1] == "."
            guard let minute = digits(2...2), minute < 60 else { return fail(start) }
            if !isPoint, takeAny(":") {
                guard digits(2...2) != nil else { return fail(start) }
                if takeAny(".,"), digits(1...9) == nil { place -= 1 }
            }
            let hasHalf = takeHalf()
            // `14.23` is a number more often than a time.
            if isPoint, !hasHalf { return fail(start) }
            return isAtWordEnd || current == "Z" || current == "z" ? true : fail(start)
        }

        private mutating func fail(_ start: Int) -> Bool {
            place = start
            return false
        }

        private mutating func takeHalf() -> Bool {
            let start = place
            skip { $0 == " " }
            for word in TimePrefix.halves where takeWord(word) { return true }
            place = start
            return false
        }

        private mutating func takeZone() {
            let start = place
            skip { $0 == " " || $0 == "(" }
            for word in TimePrefix.zones where takeWord(word) {
                takeOffset()
                if current == ")", scalars[start..<place].contains("(") { place += 1 }
                return
            }
            place = start
            takeOffset()
        }

        private mutating func takeOffset() {
            let start = place
            guard takeAny("+-−"), digits(1...2) != nil else {
                place = start
                return
            }
            if takeAny(":"), digits(2...2) == nil {
                place = start
            } else if current?.isDigit == true, digits(2...2) == nil {
                place = start
            }
            // `14:23-14:47` is a span and no offset.
            if current == ":" { place = start }
        }

        private mutating func takeDate() -> Bool {
            let start = place
            if digits(4...4) != nil, takeAny("-/."), digits(1...2) != nil, takeAny("-/."), digits(1...2) != nil { return true }
            place = start
            if digits(1...2) != nil, takeAny("/."), digits(1...2) != nil, takeAny("/."), digits(2...4) != nil { return true }
            place = start
            if digits(1...2) != nil, takeAny("/"), digits(1...2) != nil, current == " " { return true }
            place = start
            takeWeekday()
            if digits(1...2) != nil {
                _ = takeWord("st") || takeWord("nd") || takeWord("rd") || takeWord("th")
                skip { $0 == " " || $0 == "." }
                if takeMonth() {
                    takeYear()
                    return true
                }
            } else if takeMonth() {
                skip { $0 == " " || $0 == "." }
                if digits(1...2) != nil, current != ":" {
                    for end in TimePrefix.ordinals where takeWord(end) { break }
                    takeYear()
                    return true
                }
            }
            place = start
            return false
        }

        private mutating func takeYear() {
            let start = place
            skip { $0 == " " || $0 == "," }
            if digits(4...4) == nil || current == ":" { place = start }
        }

        private mutating func takeWeekday() {
            for day in TimePrefix.weekdays where takeWord(day) {
                skip { $0 == " " || $0 == "," || $0 == "." }
                return
            }
        }

        private mutating func takeMonth() -> Bool {
            for month in TimePrefix.months where takeWord(month) { return true }
            return false
        }
    }

    // Small ASCII letters, as the reader wants them.
    private static let introductions: [StaticString] = [
        "at", "around", "about", "by", "ca.", "approx.", "approximately", "circa",
    ]
    private static let halves: [StaticString] = ["am", "pm", "a.m.", "p.m.", "a.m", "p.m"]
    private static let ordinals: [StaticString] = ["st", "nd", "rd", "th"]
    private static let zones: [StaticString] = [
        "z", "utc", "gmt", "pst", "pdt", "est", "edt", "cst", "cdt", "mst", "mdt", "cet", "cest", "bst", "ist", "jst", "pt",
        "et", "ct",
        "mt", "aest", "aedt", "sgt", "hkt", "eet", "eest", "wet", "west",
    ]
    private static let weekdays: [StaticString] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat",
        "sun",
    ]
    private static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december", "jan",
        "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]
    private static let monthNames = Set(months.map(\.description))
    /// What may stand beside a date in a line of dates.
    private static let dateWords: Set<String> = Set(
        ["all", "times", "time", "in", "are", "utc", "gmt", "day"] + weekdays.map(\.description))

    /// Is the text a date and nothing else, such as the line that a day's entries stand under?
    static func isDate(_ text: String) -> Bool {
        guard text.utf8.count < 80, text.utf8.contains(where: { (0x30...0x39).contains($0) }),
            !text.contains(":") || text.hasSuffix(":")
        else { return false }
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "/" || $0 == ".") }
        guard (1...6).contains(words.count) else { return false }
        var hasDate = false
        for word in words {
            if dateWords.contains(String(word)) { continue }
            let bare = word.hasSuffix(".") ? word.dropLast() : word
            if monthNames.contains(String(bare)) {
                hasDate = true
                continue
            }
            let parts = bare.split { $0 == "-" || $0 == "/" || $0 == "." }
            if parts.count == 3, parts.allSatisfy({ $0.count <= 4 && $0.allSatisfy(\.isNumber) }) {
                hasDate = true
                continue
            }
            let digits = bare.prefix(while: \.isNumber)
            guard (1...4).contains(digits.count), ["", "st", "nd", "rd", "th"].contains(bare.dropFirst(digits.count)) else {
                return false
            }
        }
        return hasDate
    }
}
