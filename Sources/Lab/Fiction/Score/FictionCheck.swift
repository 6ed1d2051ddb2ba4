import Core

/// What a checker said of one document, as `inquest check --format json` prints it.
struct FictionCheck: Sendable {
    enum Verdict: String, Sendable, CaseIterable {
        case contradicted, unsupported, supported, notChecked
    }

    struct Statement: Sendable {
        var line: Int
        var endLine: Int
        var verdict: Verdict
        var words: [String]
        var corrections: [String]
    }

    /// The file's name without its directory.
    var document: String
    var statements: [Statement]

    init(_ value: JSONValue) throws {
        guard let document = value["document"]?.string, let statements = value["statements"]?.array else {
            throw ScenarioError("no 'document' and 'statements': give the JSON of 'inquest check --format json'")
        }
        self.document = String(document.split(separator: "/").last ?? "")
        self.statements = try statements.map { statement in
            guard let text = statement["text"]?.string, let line = statement["line"]?.int,
                let verdict = statement["verdict"]?.string.flatMap(Verdict.init)
            else { throw ScenarioError("a statement of the check of '\(document)' lacks 'text', 'line' or a known 'verdict'") }
            return Statement(
                line: Int(clamping: line), endLine: Int(clamping: statement["endLine"]?.int ?? line), verdict: verdict,
                words: Self.words(text), corrections: (statement["corrections"]?.array ?? []).compactMap { $0["holds"]?.string }
            )
        }
    }

    /// Letters and digits in lower case, so that markup, quotes and punctuation do not matter.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// What the checker said of a text that begins on a line: a statement may hold the text, or be a part of it.
    func verdict(on text: String, line: Int) -> (verdict: Verdict, corrections: [String])? {
        let words = Self.words(text)
        let near = statements.filter { $0.line <= line + 1 && line <= $0.endLine + 1 && !$0.words.isEmpty }
        if let whole = near.filter({ Self.covers($0.words, words) }).min(by: { $0.words.count < $1.words.count }) {
            return (whole.verdict, whole.corrections)
        }
        let parts = near.filter { Self.covers(words, $0.words) }
        guard parts.reduce(0, { $0 + $1.words.count }) * 2 >= words.count else { return nil }
        let rank: [Verdict] = [.contradicted, .unsupported, .supported, .notChecked]
        guard let worst = rank.first(where: { verdict in parts.contains { $0.verdict == verdict } }) else { return nil }
        return (worst, parts.flatMap(\.corrections))
    }

    /// Whether nine tenths of the words of `part` stand in `whole`, in their order.
    private static func covers(_ whole: [String], _ part: [String]) -> Bool {
        var place = whole.startIndex
        var found = 0
        for word in part {
            guard let next = whole[place...].firstIndex(of: word) else { continue }
            place = next + 1
            found += 1
        }
        return found * 10 >= part.count * 9
    }
}
