/// Phrases by their first word, so that looking for any of them costs one look.
struct PhraseTable: Sendable {
    private let byFirst: [String: [[String]]]

    /// - Parameter phrases: words separated by single spaces, in lower case.
    init(_ phrases: [String]) {
        let split = phrases.map { $0.split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
        byFirst = Dictionary(grouping: split.sorted { $0.count > $1.count }, by: { $0[0] })
    }

    /// The longest phrase that begins with a word and of which `stands` is true.
    func longest(from word: String, where stands: ([String]) -> Bool) -> [String]? { byFirst[word]?.first(where: stands) }

    /// The longest phrase that stands at a place of a sentence.
    func phrase(in sentence: Sentence, at place: Int) -> [String]? {
        guard sentence.tokens.indices.contains(place) else { return nil }
        return longest(from: sentence.tokens[place].lower) { sentence.has($0, at: place) }
    }

    func contains(_ phrase: [String]) -> Bool { phrase.first.flatMap { byFirst[$0] }?.contains(phrase) ?? false }
}
