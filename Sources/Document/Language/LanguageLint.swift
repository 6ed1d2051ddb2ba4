/// Reads a document's wording for what keeps people from learning from an incident: persons as causes, "human error",
/// "should have", judgments by hindsight, hedges without a strength, and quantities without a number.
///
/// It reads English by phrases. Quoted speech and code are someone else's words and are left alone. The wordings are those that
/// guides to blameless post-mortems warn of: Etsy's Debriefing Facilitation Guide (2016), chapter 15 of Google's Site
/// Reliability Engineering (2016), and Dekker's Field Guide to Understanding Human Error (3rd edition, 2014).
public struct LanguageLint: Sendable {
    /// Words of names, which are names with a capital letter alone, and handles, which always are.
    private let names: Set<String>
    private let handles: Set<String>

    /// - Parameter people: names, handles and ids of people, as the evidence has them.
    public init(people: some Sequence<String> = []) {
        let people = people.map { Wordings($0).words.map(\.text) }
        // A first name or a surname alone will do; initials and "of" will not.
        names = Set(people.filter { $0.count > 1 }.flatMap { $0 }.filter { $0.count > 2 })
        handles = Set(people.filter { $0.count == 1 }.flatMap { $0 })
    }

    /// The remarks on a document, in its order.
    ///
    /// - Parameter rulings: what the evidence says of each statement, if that is known. A hedge or a "would have" in a statement
    ///   that evidence supports has its strength from the investigation, and is not remarked on; nor is a "would have" that cites
    ///   where it was computed.
    public func remarks(on statements: [Statement], rulings: [Ruling] = []) -> [Remark] {
        statements.enumerated().flatMap { place, statement in
            remarks(on: statement, isSupported: rulings.indices.contains(place) && rulings[place].verdict == .supported)
        }
    }

    private func remarks(on statement: Statement, isSupported: Bool) -> [Remark] {
        switch statement.role {
        case .prose, .timelineEntry, .field: break
        case .heading, .quotation, .code: return []
        }
        let wordings = Wordings(statement.text)
        var remarks: [Remark] = []
        var place = 0
        while place < wordings.words.count {
            let found = find(
                in: wordings, at: place, isSupported: isSupported, isCited: !statement.citations.isEmpty)
            if let (rule, range) = found {
                let quote = statement.text[
                    wordings.words[range.lowerBound].range.lowerBound..<wordings.words[range.upperBound - 1].range.upperBound]
                remarks.append(Remark(rule, statement: statement.id, line: statement.line, quote: String(quote)))
                place = max(range.upperBound, place + 1)
            } else {
                place += 1
            }
        }
        return remarks
    }

    /// What begins at a place, the gravest first.
    private func find(
        in wordings: Wordings, at place: Int, isSupported: Bool, isCited: Bool
    ) -> (Remark.Rule, Range<Int>)? {
        if let length = Phrases.humanError.length(in: wordings, at: place) { return (.humanError, place..<place + length) }
        if let range = blame(in: wordings, at: place) { return (.personAsCause, range) }
        if let length = Phrases.counterfactual.length(in: wordings, at: place),
            !isSupported && !isOfAlerting(wordings, at: place + length)
                && !(isCited && wordings.words[place].text.hasPrefix("would"))
        {
            return (.counterfactual, place..<place + length)
        }
        if let length = Phrases.judgment.length(in: wordings, at: place) { return (.judgment, place..<place + length) }
        if let length = Phrases.hedge.length(in: wordings, at: place), !isSupported, !saysStrength(wordings) {
            return (.hedge, place..<place + length)
        }
        if let length = Phrases.vague.length(in: wordings, at: place), !isSupported {
            return (.vague, place..<place + length)
        }
        return nil
    }

    // MARK: Persons as causes

    /// The words from a person to what they are said to have done amiss, or the other way round.
    private func blame(in wordings: Wordings, at place: Int) -> Range<Int>? {
        if let length = Phrases.agent.length(in: wordings, at: place) {
            // "caused by the on-call engineer": articles and adjectives may stand between.
            for next in (place + length)..<(place + length + 4) {
                guard wordings.words.indices.contains(next), !wordings.words[next].beginsClause else { return nil }
                if let end = person(in: wordings, at: next) { return place..<end }
            }
            return nil
        }
        guard let end = person(in: wordings, at: place) else {
            // Two capitalised words that do what only people do are a name.
            guard isName(wordings, at: place), let length = Phrases.personal.length(in: wordings, at: place + 2) else {
                return nil
            }
            return place..<(place + 2 + length)
        }
        if wordings.words[end - 1].isPossessive {
            return Phrases.failing.length(in: wordings, at: end).map { place..<(end + $0) }
        }
        for next in end..<(end + 4) {
            guard wordings.words.indices.contains(next), !wordings.words[next].beginsClause else { return nil }
            if let length = Phrases.personal.length(in: wordings, at: next) ?? Phrases.harmful.length(in: wordings, at: next) {
                return place..<(next + length)
            }
        }
        return nil
    }

    /// Where the words for a person end that begin at a place.
    private func person(in wordings: Wordings, at place: Int) -> Int? {
        guard wordings.words.indices.contains(place) else { return nil }
        let word = wordings.words[place]
        if word.text.hasPrefix("@"), word.text.count > 1 { return place + 1 }
        if handles.contains(word.text) { return place + 1 }
        if names.contains(word.text), word.isCapitalised {
            let next = place + 1
            let hasSurname =
                !word.isPossessive && wordings.words.indices.contains(next) && wordings.words[next].isCapitalised
                && names.contains(wordings.words[next].text)
            return hasSurname ? next + 1 : next
        }
        return Phrases.roles.length(in: wordings, at: place).map { place + $0 }
    }

    private func isName(_ wordings: Wordings, at place: Int) -> Bool {
        guard wordings.words.indices.contains(place + 1) else { return false }
        return [place, place + 1].allSatisfy { wordings.words[$0].isCapitalised && !wordings.words[$0].isPossessive }
            && !wordings.words[place + 1].beginsClause
    }

    // MARK: What is not remarked on

    /// An alert that should have fired is what an audit of the alerting is about.
    private func isOfAlerting(_ wordings: Wordings, at place: Int) -> Bool {
        guard wordings.words.indices.contains(place) else { return false }
        return ["fired", "paged", "alerted"].contains(wordings.words[place].text)
    }

    /// "Most likely cause (strong confidence)" says how strong the evidence is.
    private func saysStrength(_ wordings: Wordings) -> Bool {
        wordings.words.indices.contains { place in
            ["strong", "moderate", "weak"].contains(wordings.words[place].text)
                && wordings.has(["confidence"], at: place + 1)
        }
    }
}
