import Core

/// Stable stand-ins for the people of one record: `person-1`, `person-2` … in the order in which the evidence names them.
///
/// A person is known by the ``Person`` values of the evidence, by e-mail addresses anywhere in it, and by `Name <address>`
/// and `…-by: Name` in messages and logs. Their names and ids are then replaced wherever they stand: whole, in parts ("Dana"
/// for "Dana Ruiz"), joined (`dana.ruiz`, `druiz`), and as the local part of an address. A name that only free text knows
/// ("ask Priya", with no Priya in any directory) cannot be told from another word and stays, unless it is written as a
/// mention.
struct Pseudonyms {
    private(set) var count = 0
    /// Keys are sequences of lower-case words; here by their first word, longest first.
    private var sequences: [String: [(words: [String], pseudonym: String)]] = [:]
    private var byKey: [String: String] = [:]
    /// Of the first words of ``sequences``, to pass over text that holds none of them: most of it is log lines.
    private var firstWords = WordHashes()
    /// Words of service names: a name part like these is not replaced, or the documents could not speak of the service.
    private let reserved: Set<String>

    init(_ record: InvestigationRecord) {
        var names = record.services.map(\.name) + record.incident.services + record.sources.map(\.name.text)
        names += record.dependencies.flatMap { [$0.caller, $0.callee] }
        reserved = Set(names.flatMap { NameWords($0).words.map(\.lower) })
        for evidence in record.evidence { collect(from: evidence) }
        for text in record.findings.map(\.statement) + record.hypotheses.map(\.statement) + record.gaps.map(\.reason) {
            collect(from: text)
        }
        for text in [record.incident.title, record.incident.origin] { collect(from: text) }
    }

    /// The pseudonym of someone whom the evidence names.
    func person(_ person: Person) -> Person {
        let key = NameWords(person.id.isEmpty ? person.name ?? "" : person.id).key
        return Person(id: byKey[key] ?? "person", name: nil, role: person.role.map { replace(in: $0) })
    }

    /// Text with every known name, every address and, in prose, every mention replaced.
    func replace(in text: String, mentions: Bool = true) -> String {
        guard !text.isEmpty else { return text }
        let whole = Addresses.replacing(in: text, mentions: mentions) { found in
            if let known = byKey[NameWords(found).key] { return known }
            let parts = replaceNames(in: found)
            return parts == found || found.contains("@") ? "person" : parts
        }
        return replaceNames(in: whole)
    }

    private func replaceNames(in text: String) -> String {
        guard !sequences.isEmpty, firstWords.mayOccur(in: text) else { return text }
        let words = NameWords(text)
        var result = ""
        var position = words.scalars.startIndex
        var index = 0
        while index < words.words.count {
            guard let match = match(at: index, in: words) else {
                index += 1
                continue
            }
            result.unicodeScalars.append(contentsOf: words.scalars[position..<words.words[index].range.lowerBound])
            result += match.pseudonym
            index += match.length
            position = words.words[index - 1].range.upperBound
        }
        result.unicodeScalars.append(contentsOf: words.scalars[position...])
        return result
    }

    private func match(at index: Int, in text: NameWords) -> (pseudonym: String, length: Int)? {
        let word = text.words[index]
        guard let candidates = sequences[word.lower] else { return nil }
        for candidate in candidates {
            let length = candidate.words.count
            guard index + length <= text.words.count else { continue }
            let here = text.words[index..<index + length]
            guard zip(here, candidate.words).allSatisfy({ $0.lower == $1 }), text.areJoined(here) else { continue }
            if length == 1, !word.isCapitalised, CommonWords.alsoNames.contains(word.lower) { continue }
            return (candidate.pseudonym, length)
        }
        return nil
    }
}

// Collecting.
extension Pseudonyms {
    private mutating func collect(from evidence: Evidence) {
        var people: [Person] = []
        var texts: [String] = []
        let rewriter = StringRewriter(
            prose: {
                texts.append($0)
                return $0
            },
            code: {
                texts.append($0)
                return $0
            },
            person: {
                people.append($0)
                return $0
            })
        _ = rewriter(evidence)
        for person in people { add(person) }
        for text in texts { collect(from: text) }
    }

    private mutating func collect(from text: String) {
        for (name, address) in Addresses.people(in: text) {
            let pseudonym = add(keys: [address ?? "", name ?? ""])
            if let name { addName(name, as: pseudonym) }
            if let address { addAddress(address, as: pseudonym) }
        }
    }

    private mutating func add(_ person: Person) {
        let pseudonym = add(keys: [person.id, person.name ?? ""])
        if person.id.contains("@") {
            addAddress(person.id, as: pseudonym)
        } else if person.id.contains(" ") {
            addName(person.id, as: pseudonym)
        } else {
            addSequence(NameWords(person.id).words.map(\.lower), as: pseudonym)
        }
        if let name = person.name {
            if name.contains("@") { addAddress(name, as: pseudonym) } else { addName(name, as: pseudonym) }
        }
    }

    /// The pseudonym that any of the keys already has, or a new one; all keys have it afterwards.
    private mutating func add(keys: [String]) -> String {
        let keys = keys.map { NameWords($0).key }.filter { !$0.isEmpty }
        let known = keys.lazy.compactMap { [byKey] in byKey[$0] }.first
        let pseudonym: String
        if let known {
            pseudonym = known
        } else {
            count += 1
            pseudonym = "person-\(count)"
        }
        for key in keys where byKey[key] == nil { byKey[key] = pseudonym }
        return pseudonym
    }

    private mutating func addName(_ name: String, as pseudonym: String) {
        let words = NameWords(name).words.map(\.lower)
        addSequence(words, as: pseudonym)
        guard !words.contains(where: CommonWords.roles.contains), let first = words.first else { return }
        for word in words where word.unicodeScalars.count > 1 || word.utf8.count > 1 { addSequence([word], as: pseudonym) }
        guard words.count > 1, let last = words.last else { return }
        for joined in [first + last, String(first.prefix(1)) + last, first + String(last.prefix(1)), last + first]
        where joined.count > 3 {
            addSequence([joined], as: pseudonym)
        }
        addSequence([last, first], as: pseudonym)
    }

    private mutating func addAddress(_ address: String, as pseudonym: String) {
        let local = address.split(separator: "@").first.map(String.init) ?? ""
        let words = NameWords(local).words.map(\.lower)
        guard !words.contains(where: CommonWords.roles.contains) else { return }
        if words.count > 1 { addName(words.joined(separator: " "), as: pseudonym) } else { addSequence(words, as: pseudonym) }
    }

    private mutating func addSequence(_ words: [String], as pseudonym: String) {
        guard let first = words.first else { return }
        if words.count == 1 {
            guard first.count > 1, !first.allSatisfy(\.isNumber), !reserved.contains(first), !CommonWords.roles.contains(first),
                first != "person"
            else { return }
        } else if words.allSatisfy({ reserved.contains($0) || CommonWords.roles.contains($0) }) {
            return
        }
        var list = sequences[first] ?? []
        guard !list.contains(where: { $0.words == words }) else { return }
        list.insert((words, pseudonym), at: list.firstIndex { $0.words.count < words.count } ?? list.endIndex)
        sequences[first] = list
        firstWords.insert(first)
    }
}
