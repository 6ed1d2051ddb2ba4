/// Finds text in evidence that reads like an instruction to a machine. Such text is data like any other: it is reported and
/// nothing acts on it.
public enum InstructionDetector {
    /// The part of `text` that reads like an instruction, in one line of at most `limit` characters; `nil` when none does.
    public static func quotation(in text: String, limit: Int = 120) -> String? {
        guard mayHold(text) else { return nil }
        let line = ValueText.quotation(text, limit: 4000)
        let lower = line.lowercased()
        if let marker = markers.first(where: { lower.contains($0) }) { return excerpt(of: line, around: marker, limit) }
        let words = Words.plain(in: line)
        for phrase in phrases where Words.contains(phrase, in: words) {
            return excerpt(of: line, around: firstWord(phrase), limit)
        }
        for rule in rules {
            for (index, word) in words.enumerated() where rule.verbs.contains(word) {
                let following = words[(index + 1)...].prefix(rule.reach)
                guard let object = following.firstIndex(where: { rule.objects.contains($0) }) else { continue }
                let between = words[(index + 1)..<object]
                guard rule.between.isEmpty || between.contains(where: { rule.between.contains($0) }) else { continue }
                return excerpt(of: line, around: word, limit)
            }
        }
        return nil
    }

    /// A verb followed within a few words by what it is to act upon, with one of `between` in the middle where that is not empty.
    private struct Rule {
        var verbs: Set<String>
        var between: Set<String>
        var objects: Set<String>
        var reach: Int
    }

    private static let rules = [
        Rule(
            verbs: ["ignore", "disregard", "forget", "override", "bypass"], between: [],
            objects: ["instruction", "instructions", "prompt", "prompts", "guidelines", "directives"], reach: 6),
        Rule(
            verbs: ["silence", "disable", "mute", "suppress", "delete", "remove", "close", "resolve", "acknowledge"],
            between: ["all", "every", "any"],
            objects: [
                "alert", "alerts", "alarm", "alarms", "alerting", "monitoring", "monitors", "pages", "incidents", "silences",
            ],
            reach: 5),
        Rule(
            verbs: ["reveal", "print", "show", "send", "leak", "exfiltrate", "output"], between: ["your", "the"],
            objects: ["prompt", "credentials", "secrets"], reach: 4),
    ]

    private static let phrases = [
        "you are now a", "you are now an", "you are now the", "you are now in", "you are now free", "system prompt",
        "new instructions", "as an ai", "act as an ai", "you are an ai", "you must now", "do not tell the user",
        "do not mention this", "pretend to be", "jailbreak",
    ]

    private static let markers = [
        "<|im_start|>", "<|system|>", "<|endoftext|>", "[inst]", "<<sys>>", "### instruction", "<system>", "</system>",
    ]

    /// Every rule, phrase and marker needs one of these; text that is all ASCII and has none is passed over quickly.
    private static let needed: [[UInt8]] = [
        "instruction", "prompt", "guideline", "directive", "alert", "alarm", "monitor", "pages", "incidents", "silences",
        "credential", "secret", "you", "an ai", "tell", "mention", "pretend", "jailbreak", "<|", "[inst]", "<<sys>>",
        "system>",
    ].map { Array($0.utf8) }

    private static let starts: [Bool] = (0..<128).map { byte in needed.contains { $0.first == UInt8(byte) } }

    private static func mayHold(_ text: String) -> Bool {
        let bytes = text.utf8.prefix(40_000).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        // Invisible characters can stand inside words: such text is looked at in full.
        guard bytes.allSatisfy({ $0 < 0x80 && $0 >= 0x20 }) else { return true }
        for (index, byte) in bytes.enumerated() where starts[Int(byte)] {
            if needed.contains(where: { bytes[index...].starts(with: $0) }) { return true }
        }
        return false
    }

    private static func firstWord(_ phrase: String) -> String { String(phrase.prefix { $0 != " " }) }

    /// Up to `limit` characters that begin a little before `word`.
    private static func excerpt(of line: String, around word: String, _ limit: Int) -> String {
        guard line.count > limit else { return line }
        let characters = Array(line)
        // Lower case can be longer than the original; its first character is enough to find a word.
        let lower = characters.map { $0.lowercased().first ?? $0 }
        let wanted = Array(word.lowercased())
        var start = 0
        if lower.count >= wanted.count {
            for index in 0...(lower.count - wanted.count) where lower[index..<index + wanted.count].elementsEqual(wanted) {
                start = max(0, index - 20)
                break
            }
        }
        let part = String(characters[start..<min(characters.count, start + limit - 2)])
        return (start > 0 ? "…" : "") + part + (start + limit - 2 < characters.count ? "…" : "")
    }
}
