import Core

/// Reads numbers with their units, in digits and in words, from the pieces of a sentence.
struct NumberReader {
    let pieces: [Piece]

    struct Found {
        var amount: Amount
        var end: Int
    }

    func amount(at start: Int) -> Found? {
        guard pieces[start].kind == .word else { return nil }
        guard var found = inDigits(at: start) ?? inWords(at: start) else { return nil }
        if found.amount.quantity.dimension == .duration, !found.amount.isFactor { joinFollowing(&found) }
        return found
    }

    private func word(_ place: Int) -> String? {
        pieces.indices.contains(place) && pieces[place].kind == .word ? pieces[place].lower : nil
    }
    private func mark(_ place: Int) -> String? {
        pieces.indices.contains(place) && pieces[place].kind == .mark ? pieces[place].text : nil
    }

    // MARK: Digits

    /// A word that is a number with a unit, alone: `30s`, `5_000`. No unit: a bare number.
    static func lone(_ text: String) -> Quantity? {
        guard let (value, step, rest) = leadingNumber(text) else { return nil }
        if rest.isEmpty { return Quantity(dimension: .plain, value: value, below: step / 2, above: step / 2) }
        return quantity(value, step, unit: rest)
    }

    static func quantity(_ value: Double, _ step: Double, unit: String) -> Quantity? {
        guard let unit = UnitWord.scale(unit) ?? UnitWord.scale(unit.lowercased()) ?? further[unit.lowercased()] else {
            return nil
        }
        let whole = unit.dimension == .duration && step == 1
        let half = step / 2 * unit.scale
        return Quantity(
            dimension: unit.dimension, value: value * unit.scale, below: half,
            above: whole && (unit.scale >= 60 || value >= 2) ? unit.scale : half * 2)
    }

    private static let further: [String: (dimension: Quantity.Dimension, scale: Double)] = [
        "hr": (.duration, 3600), "hrs": (.duration, 3600), "pct": (.percent, 1), "msec": (.duration, 1e-3),
        "/s": (.plain, 1), "/sec": (.plain, 1), "rps": (.plain, 1), "req/s": (.plain, 1), "requests/s": (.plain, 1),
        "qps": (.plain, 1), "/min": (.plain, 1), "k": (.plain, 1_000),
    ]

    /// The number that a word begins with, the value of one in its last digit, and the rest.
    static func leadingNumber(_ text: String) -> (value: Double, step: Double, rest: String)? {
        guard let first = text.utf8.first, (0x30...0x39).contains(first) else { return nil }
        var digits = ""
        var decimals = 0
        var rest = text[...]
        while let character = rest.first {
            if character.isASCII, character.isNumber {
                digits.append(character)
                if digits.contains(".") { decimals += 1 }
            } else if character == "," || character == "_", !digits.isEmpty, decimals == 0 {
                // Between groups of digits.
            } else if character == ".", !digits.isEmpty, !digits.contains("."),
                let next = rest.dropFirst().first, next.isASCII, next.isNumber
            {
                digits.append(".")
            } else {
                break
            }
            rest.removeFirst()
            if digits.count > 18 { return nil }
        }
        guard !digits.isEmpty, let value = Double(digits) else { return nil }
        var step = 1.0
        for _ in 0..<decimals { step /= 10 }
        return (value, step, String(rest))
    }

    private func inDigits(at start: Int) -> Found? {
        let text = pieces[start].text
        guard let (value, step, rest) = NumberReader.leadingNumber(text) else { return nil }
        if rest.isEmpty { return afterNumber(value, step, at: start + 1) }
        // `5-minute`, `3-4 minutes`, `10x`, `1h12m`.
        if rest.hasPrefix("-") {
            let tail = String(rest.dropFirst())
            if let (high, highStep, none) = NumberReader.leadingNumber(tail), none.isEmpty, high > value,
                var found = afterNumber((value + high) / 2, highStep, at: start + 1)
            {
                let unit = found.amount.quantity.value / ((value + high) / 2)
                found.amount.quantity.below = (high - value) / 2 * unit + found.amount.quantity.below
                found.amount.quantity.above = (high - value) / 2 * unit + found.amount.quantity.above
                return found
            }
            if tail == "fold" { return factor(value, at: start + 1) }
            return NumberReader.quantity(value, step, unit: tail).map { Found(amount: Amount(quantity: $0), end: start + 1) }
        }
        if rest == "x" || rest == "×" { return factor(value, at: start + 1) }
        if rest == "k" || rest == "K" { return afterNumber(value * 1_000, step * 1_000, at: start + 1) }
        if let quantity = NumberReader.quantity(value, step, unit: rest) {
            return Found(amount: Amount(quantity: quantity), end: start + 1)
        }
        return compound(text).map { Found(amount: Amount(quantity: $0), end: start + 1) }
    }

    /// `1h12m`, `2m30s`.
    private func compound(_ text: String) -> Quantity? {
        var rest = text
        var sum: Quantity?
        for _ in 0..<4 {
            guard let (value, step, tail) = NumberReader.leadingNumber(rest) else { return nil }
            let letters = String(tail.prefix { $0.isLetter })
            guard let part = NumberReader.quantity(value, step, unit: letters), part.dimension == .duration else { return nil }
            sum = Quantity(dimension: .duration, value: (sum?.value ?? 0) + part.value, below: part.below, above: part.above)
            rest = String(tail.dropFirst(letters.count))
            if rest.isEmpty { return sum }
        }
        return nil
    }

    private func factor(_ value: Double, at end: Int) -> Found {
        Found(
            amount: Amount(
                quantity: Quantity(dimension: .plain, value: value, below: value * 0.15, above: value * 0.15), isFactor: true),
            end: end)
    }

    /// The unit after a number.
    private func afterNumber(_ value: Double, _ step: Double, at place: Int) -> Found? {
        if mark(place) == "%" { return Found(amount: Amount(quantity: percent(value, step)), end: place + 1) }
        if mark(place) == "×" { return factor(value, at: place + 1) }
        if let next = word(place) {
            if next == "percent" || next == "pct" {
                return Found(amount: Amount(quantity: percent(value, step)), end: place + 1)
            }
            if next == "per", word(place + 1) == "cent" {
                return Found(amount: Amount(quantity: percent(value, step)), end: place + 2)
            }
            if next == "percentage", word(place + 1)?.hasPrefix("point") == true { return nil }
            if let scale = ["thousand": 1e3, "million": 1e6][next] {
                return Found(amount: Amount(quantity: plain(value * scale, step * scale)), end: place + 1)
            }
            if next == "x" || next == "times" && isComparison(at: place + 1) { return factor(value, at: place + 1) }
            if pieces[place].text != "M", pieces[place].text.count > 1 || !pieces[place].text.allSatisfy(\.isUppercase),
                let quantity = NumberReader.quantity(value, step, unit: pieces[place].text), next != "k"
            {
                return Found(amount: Amount(quantity: quantity), end: place + 1)
            }
            if next == "out", word(place + 1) == "of" || word(place + 1) == "in" {
                return share(value, of: place + 2) ?? Found(amount: Amount(quantity: plain(value, step)), end: place)
            }
        }
        return Found(amount: Amount(quantity: plain(value, step)), end: place)
    }

    private func isComparison(at place: Int) -> Bool {
        guard let next = word(place) else { return false }
        return ["as", "higher", "more", "the", "its", "slower", "longer", "greater", "larger", "faster", "lower"].contains(next)
    }

    private func percent(_ value: Double, _ step: Double) -> Quantity {
        Quantity(dimension: .percent, value: value, below: step / 2, above: step == 1 && value < 10 ? step / 2 : step * 0.999)
    }
    private func plain(_ value: Double, _ step: Double) -> Quantity {
        Quantity(dimension: .plain, value: value, below: step / 2, above: step / 2)
    }

    /// "One in three".
    private func share(_ value: Double, of place: Int) -> Found? {
        // "One in a hundred".
        if word(place) == "a" || word(place) == "every",
            let whole = ["dozen": 12.0, "hundred": 100, "thousand": 1_000, "million": 1e6][word(place + 1) ?? ""]
        {
            return Found(amount: NumberReader.share(value / whole * 100), end: place + 2)
        }
        guard let text = word(place), let whole = NumberReader.words[text] ?? Double(text), whole > value, whole <= 100 else {
            return nil
        }
        return Found(amount: NumberReader.share(value / whole * 100), end: place + 1)
    }

    static func share(_ percent: Double) -> Amount {
        let slack = max(min(4, percent * 0.4), percent * 0.22)
        return Amount(
            quantity: Quantity(dimension: .percent, value: percent, below: slack, above: slack), bound: .exact, isShare: true)
    }

    /// `1 h 12 min`, `2 minutes and 30 seconds`.
    private func joinFollowing(_ found: inout Found) {
        for _ in 0..<3 {
            var place = found.end
            if word(place) == "and" || mark(place) == "," { place += 1 }
            guard place < pieces.count, pieces[place].kind == .word, !pieces[place].text.contains(":"),
                let next = inDigits(at: place) ?? (word(place) == "a" ? nil : inWords(at: place)),
                next.amount.quantity.dimension == .duration, !next.amount.isFactor,
                next.amount.quantity.value < found.amount.quantity.value,
                next.amount.quantity.above < found.amount.quantity.above
                    || found.amount.quantity.value >= 60
                        && next.amount.quantity.value < 60
            else { return }
            found.amount.quantity = Quantity(
                dimension: .duration, value: found.amount.quantity.value + next.amount.quantity.value,
                below: next.amount.quantity.below, above: next.amount.quantity.above)
            found.end = next.end
        }
    }
}

// Words.
extension NumberReader {
    static let words: [String: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
    ]
    private static let parts: [String: Double] = [
        "half": 50, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25, "quarters": 25, "fifth": 20, "fifths": 20, "tenth": 10,
        "tenths": 10, "sixth": 100 / 6, "eighth": 12.5, "hundredth": 1,
        "twentieth": 5,
    ]
    private static let factors: [String: Double] = [
        "doubled": 2, "doubling": 2, "tripled": 3, "tripling": 3, "quadrupled": 4, "halved": 0.5, "halving": 0.5, "twice": 2,
        "tenfold": 10, "twofold": 2, "threefold": 3, "fivefold": 5, "fourfold": 4, "hundredfold": 100, "twentyfold": 20,
    ]

    private func inWords(at start: Int) -> Found? {
        guard let first = word(start) else { return nil }
        if let value = NumberReader.factors[first] {
            // "Counted twice" is no factor.
            let compares = ["as", "the", "its", "their", "what", "that", "our", "normal", "usual"].contains(
                word(start + 1) ?? "")
            return first == "twice" && !compares ? nil : factor(value, at: start + 1)
        }
        if first == "half" { return half(at: start) }
        if first == "a" || first == "an" { return one(at: start) }
        if let part = NumberReader.parts[first], first != "third", first != "fifth", word(start + 1) == "of" {
            return unitOrShare(part, at: start + 1)
        }
        guard let (value, end) = cardinal(at: start) else { return nil }
        if let part = word(end).flatMap({ NumberReader.parts[$0] }), value <= 9, word(end)?.hasSuffix("s") == true {
            return Found(amount: NumberReader.share(part * value), end: end + 1)
        }
        if word(end) == "in" || word(end) == "out", let found = share(value, of: word(end + 1) == "of" ? end + 2 : end + 1) {
            return found
        }
        if word(end) == "and", word(end + 1) == "a", word(end + 2) == "half",
            var found = afterNumber(value + 0.5, 0.5, at: end + 3)
        {
            found.amount.quantity.above = min(found.amount.quantity.above, found.amount.quantity.value * 0.2)
            return found
        }
        guard let found = afterNumber(value, 1, at: end) else { return nil }
        // "One of them", "the one": no count.
        return value == 1 && found.amount.quantity.dimension == .plain ? nil : found
    }

    private func cardinal(at start: Int) -> (Double, Int)? {
        guard let first = word(start) else { return nil }
        let parts = first.utf8.contains(UInt8(ascii: "-")) ? first.split(separator: "-").map(String.init) : [first]
        if parts.count == 2, let tens = NumberReader.words[parts[0]], tens >= 20, let ones = NumberReader.words[parts[1]],
            ones < 10
        {
            return (tens + ones, start + 1)
        }
        // "A five-minute window".
        guard let value = NumberReader.words[parts.first ?? first], parts.count == 1 else { return nil }
        if value >= 20, value < 100, let ones = word(start + 1).flatMap({ NumberReader.words[$0] }), ones < 10 {
            return (value + ones, start + 2)
        }
        if word(start + 1) == "hundred" { return (value * 100, start + 2) }
        if word(start + 1) == "thousand" { return (value * 1000, start + 2) }
        return (value, start + 1)
    }

    /// "Half an hour", "half of the requests".
    private func half(at start: Int) -> Found? {
        let next = word(start + 1)
        if next == "an" || next == "a", let unit = word(start + 2).flatMap({ UnitWord.scale($0) }), unit.dimension == .duration
        {
            return duration(unit.scale / 2, slack: unit.scale / 8, end: start + 3)
        }
        guard next == "of" || next == "the" || next == "its" || next == "all" else { return nil }
        return Found(amount: NumberReader.share(50), end: start + 1)
    }

    /// "A minute", "an hour and a half", "a third of", "a quarter of an hour", "a dozen".
    private func one(at start: Int) -> Found? {
        guard let next = word(start + 1) else { return nil }
        if next == "dozen" { return afterNumber(12, 1, at: start + 2) }
        if next == "hundred" { return afterNumber(100, 1, at: start + 2) }
        if let part = NumberReader.parts[next], next != "half" { return unitOrShare(part, at: start + 2) }
        if next == "half" { return half(at: start + 1) }
        guard let unit = UnitWord.scale(next), unit.dimension == .duration, next.count > 1 else { return nil }
        // "30 requests a second" and "twice a day" are rates.
        if start > 0, let before = word(start - 1), !NumberReader.beforeOne.contains(before) { return nil }
        if word(start + 2) == "and", word(start + 3) == "a", word(start + 4) == "half" {
            return duration(unit.scale * 1.5, slack: unit.scale / 4, end: start + 5)
        }
        return duration(unit.scale, slack: unit.scale / 4, end: start + 2)
    }

    private static let beforeOne: Set<String> = [
        "about", "within", "for", "after", "in", "almost", "nearly", "roughly", "around", "over", "under", "than", "lasted",
        "took", "only", "just", "is", "was", "of", "approximately", "later", "to",
    ]

    private func unitOrShare(_ part: Double, at place: Int) -> Found? {
        guard word(place) == "of" else { return nil }
        if word(place + 1) == "an" || word(place + 1) == "a", let unit = word(place + 2).flatMap({ UnitWord.scale($0) }),
            unit.dimension == .duration
        {
            return duration(unit.scale * part / 100, slack: unit.scale / 12, end: place + 3)
        }
        return Found(amount: NumberReader.share(part), end: place)
    }

    private func duration(_ seconds: Double, slack: Double, end: Int) -> Found {
        Found(
            amount: Amount(quantity: Quantity(dimension: .duration, value: seconds, below: slack, above: slack)), end: end)
    }
}
