import Analysis
import Core

/// Whether what a sentence cites holds what it states.
struct HoldingCheck {
    private let held: Holding
    let mentions: [Mention]
    private let words: Set<String>
    private let sentence: String
    private let reader: MentionReader
    /// Beginnings of the days that a clock time without a date may mean.
    private let days: [Instant]

    init(_ held: Holding, window: TimeWindow, sentence: String, reader: MentionReader) {
        self.held = held
        self.sentence = sentence
        self.reader = reader
        mentions = reader.mentions(in: sentence)
        words = Set(NameWords(sentence).words.map(\.lower))
        var days: [Instant] = []
        var day = window.from.floored(toStep: 86_400)
        while day <= window.to, days.count < 32 {
            days.append(day)
            day = day.adding(seconds: 86_400)
        }
        for mention in mentions { if case .date(let date) = mention.value { days.append(date) } }
        self.days = days
    }

    func holds(_ mention: Mention) -> Bool {
        switch mention.value {
        case .clock, .date, .instant: held.times.contains { holds($0, mention.value) }
        case .quantity(let quantity): holds(quantity, mention.text)
        case .hash(let hash): occurs(hash, asBeginning: true)
        case .service(let name): occurs(name)
        case .name(let name): occurs(name) || holdsAsValue(name)
        case .quote(let quote): occursAsQuotation(quote)
        }
    }

    private func holds(_ time: Holding.Time, _ value: Mention.Value) -> Bool {
        spans(of: value).contains { span in
            time.precision.nanoseconds <= span.width && span.start <= time.instant.nanoseconds
                && time.instant.nanoseconds < span.start + span.width
        }
    }

    private func spans(of value: Mention.Value) -> [(start: Int64, width: Int64)] {
        switch value {
        case .clock(let nanoseconds, let width): days.map { ($0.nanoseconds + nanoseconds, width) }
        case .instant(let instant, let width): [(instant.nanoseconds, width)]
        case .date(let day): [(day.nanoseconds, Precision.days.nanoseconds)]
        default: []
        }
    }

    private func holds(_ quantity: Quantity, _ text: String) -> Bool {
        if held.numbers.contains(where: { $0.dimension == quantity.dimension && quantity.admits($0.value) }) { return true }
        if holdsAtNamedTime(quantity) { return true }
        // `30 s` is held by a text that has `30s`.
        let literal = text.filter { $0 != " " && $0 != "\u{A0}" }
        if held.texts.contains(where: { TextSearch.hasWord(literal, in: $0) || TextSearch.hasWord(text, in: $0) }) {
            return true
        }
        guard quantity.dimension != .plain else {
            // A bare number also stands for one with a unit that the sentence names elsewhere: "from 3 to 41 of 100".
            return held.numbers.contains { $0.dimension != .percent && quantity.admits($0.value) }
        }
        return held.bulk.contains { TextSearch.hasWord(literal, in: $0) || TextSearch.hasWord(text, in: $0) }
    }

    private func holdsAtNamedTime(_ quantity: Quantity) -> Bool {
        guard !held.series.isEmpty else { return false }
        let named = mentions.flatMap { spans(of: $0.value) }.filter { $0.width <= 60_000_000_000 }
        return held.series.contains { series in
            series.samples.contains { sample in
                named.contains { $0.start <= sample.time.nanoseconds && sample.time.nanoseconds < $0.start + $0.width }
                    && quantity.admits(quantity.dimension == .percent ? sample.value * 100 : sample.value)
            }
        }
    }

    private func occurs(_ name: String, asBeginning: Bool = false) -> Bool {
        held.texts.contains { TextSearch.hasWord(name, in: $0, asBeginning: asBeginning) }
            || held.bulk.contains { TextSearch.hasWord(name, in: $0, asBeginning: asBeginning) }
    }

    private func occursAsQuotation(_ quote: String) -> Bool {
        var wanted = TextSearch.flat(quote)
        let isCut = wanted.hasSuffix("…")
        let quoted = wanted
        if isCut { wanted = String(wanted.dropLast()) }
        return (held.texts + held.bulk).contains {
            let text = TextSearch.flat($0)
            return isCut ? text.hasPrefix(wanted) || text.contains(quoted) : text.contains(wanted)
        }
    }

    /// A value in backticks, `30 s`, is held as a value is.
    private func holdsAsValue(_ text: String) -> Bool {
        let inner = MentionReader(services: []).mentions(in: text)
        guard inner.count == 1, let value = inner.first, value.text == text else { return false }
        if case .name = value.value { return false }
        return holds(value)
    }
}

// Contradictions.
extension HoldingCheck {
    /// What the cited items say in place of the mention, if they speak of the same thing.
    func otherValue(than mention: Mention) -> String? {
        if let place = mentions.firstIndex(of: mention), let other = counterpart(at: place) { return other }
        return switch mention.value {
        case .clock(_, let width), .instant(_, let width):
            otherTime(showing: { String($0.rfc3339().suffix(9).prefix(width < 60_000_000_000 ? 8 : 5)) })
        case .date: otherTime(showing: { $0.date })
        case .quantity(let quantity): otherNumber(than: quantity)
        case .hash: otherHash()
        default: nil
        }
    }

    /// The value at the same place of a finding's statement that differs from the sentence in values alone.
    private func counterpart(at place: Int) -> String? {
        for statement in held.statements {
            let its = reader.mentions(in: statement)
            guard its.count == mentions.count, masked(statement, its) == masked(sentence, mentions) else { continue }
            if its[place].text != mentions[place].text, holds(its[place]) { return its[place].text }
        }
        return nil
    }

    private func masked(_ text: String, _ mentions: [Mention]) -> String {
        var rest = text[...]
        var result = ""
        for mention in mentions {
            guard let range = rest.firstRange(of: mention.text) else { continue }
            result += rest[..<range.lowerBound] + "¤"
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private func otherTime(showing show: (Instant) -> String) -> String? {
        let stated = held.times.filter { $0.name != "window" && $0.name != "line" }
        let other =
            stated.first { isNamed($0.name) }
            ?? sole(stated.map(\.instant)).flatMap { instant in
                stated.first { $0.instant == instant }
            }
        return other.map { show($0.instant) + (isNamed($0.name) ? " (\($0.name))" : "") }
    }

    private func otherNumber(than quantity: Quantity) -> String? {
        let same = held.numbers.filter { $0.dimension == quantity.dimension }
        let other =
            same.first { isNamed($0.name) } ?? sole(same.map(\.value)).flatMap { value in same.first { $0.value == value } }
        guard let other else { return nil }
        let name = isNamed(other.name) ? " (\(other.name))" : ""
        return switch quantity.dimension {
        case .duration: ValueText.duration(other.value) + name
        case .percent: ValueText.number(other.value) + " %" + name
        case .bytes: ValueText.number(other.value) + " bytes" + name
        case .plain: ValueText.number(other.value) + name
        }
    }

    private func otherHash() -> String? {
        let hashes = held.texts.filter { MentionReader.isHash($0) }
        return sole(hashes).map { String($0.prefix(12)) }
    }

    /// Is each word of a fact's name (`baselineMedian`) in the sentence? An end such as -ed is let go.
    private func isNamed(_ name: String) -> Bool {
        var parts: [String] = [""]
        for character in name {
            if character.isUppercase || character == " " || character == "_" { parts.append("") }
            if character != " " && character != "_" { parts[parts.count - 1] += character.lowercased() }
        }
        let wanted = parts.filter { !$0.isEmpty && !["at", "time", "to", "from", "of"].contains($0) }
        return !wanted.isEmpty
            && wanted.allSatisfy { part in words.contains { $0 == part || ($0.hasPrefix(part) && $0.count - part.count <= 3) } }
    }

    private func sole<Value: Hashable>(_ values: [Value]) -> Value? {
        let distinct = Set(values)
        return distinct.count == 1 ? distinct.first : nil
    }
}
