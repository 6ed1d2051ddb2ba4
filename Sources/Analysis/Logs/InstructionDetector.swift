/// Finds text in evidence that reads like an instruction to a machine. Such text is data like any other: it is reported and
/// nothing acts on it.
public enum InstructionDetector {
    /// The part of `text` that reads like an instruction, in one line of at most `limit` characters; `nil` when none does. Where
    /// the instruction is encoded, the part is the text as it stands.
    public static func quotation(in text: String, limit: Int = 120) -> String? {
        if let plain = plainQuotation(in: text, limit: limit) { return plain }
        guard let encodings = disguises(of: text) else { return nil }
        let views = DecodedText.views(of: text, encodings)
        guard views.contains(where: { plainQuotation(in: $0.text, limit: limit) != nil }) else { return nil }
        return ValueText.quotation(text, limit: limit)
    }

    /// The same for texts that follow one another, such as the lines of a log: an instruction may begin in one and end in the
    /// next. Gives the place of the first text that the instruction stands in.
    public static func quotations(in texts: [String], limit: Int = 120) -> [(place: Int, quotation: String)] {
        var found: [(place: Int, quotation: String)] = []
        var last = -1
        for place in texts.indices {
            if let quotation = quotation(in: texts[place], limit: limit) {
                found.append((place, quotation))
                last = place
            } else if place > last + 1, place > 0 {
                let first = max(last + 1, place - 2)
                let ends = texts[first...place].map { String($0.prefix(400)) }
                var joints = [ends.joined(separator: " ")]
                // A word that was cut in two goes on with a small letter.
                if texts[place].first?.isLowercase == true { joints.append(ends.suffix(2).joined()) }
                guard let quotation = joints.lazy.compactMap({ plainQuotation(in: $0, limit: limit) }).first else { continue }
                found.append((first, quotation))
                last = place
            }
        }
        return found
    }

    private static func plainQuotation(in text: String, limit: Int) -> String? {
        if mayHold(text) {
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
        }
        return languageQuotation(in: text, limit: limit) ?? toolQuotation(in: text, limit: limit)
    }

    // MARK: Other languages

    /// Bytes after a verb in which its object and its qualifier are looked for; in languages whose verb may come last, before it
    /// too.
    private static let reachBefore = 90
    private static let reachAfter = 120

    private static let verbs = StemTable(
        InstructionLanguage.all.enumerated().flatMap { place, language in language.verbs.map { ($0, place) } })
    private static let qualifiers = InstructionLanguage.all.map { StemTable($0.qualifiers.map { ($0, 0) }) }
    private static let objects = InstructionLanguage.all.map { StemTable($0.objects.map { ($0, 0) }) }

    private static func languageQuotation(in text: String, limit: Int) -> String? {
        let bytes = lowerCase(text)
        var found = false
        verbs.search(bytes) { position, language in
            let before = InstructionLanguage.all[language].isVerbLast ? reachBefore : 0
            let near = bytes[max(0, position - before)..<min(bytes.count, position + reachAfter)]
            found = objects[language].isFound(in: near) && qualifiers[language].isFound(in: near)
            return found
        }
        return found ? ValueText.quotation(text, limit: limit) : nil
    }

    /// The beginning of a text in lower case, with invisible characters removed when it is not all ASCII.
    private static func lowerCase(_ text: String) -> [UInt8] {
        let bytes = text.utf8.prefix(40_000)
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
        return Array(ValueText.quotation(text, limit: 4000).lowercased().utf8)
    }

    // MARK: Tools and addresses

    /// "call slack_post", and a picture or link whose address carries a value to be filled in.
    private static func toolQuotation(in text: String, limit: Int) -> String? {
        let bytes = text.utf8
        if bytes.contains(UInt8(ascii: "_")), toolStems.isFound(in: lowerCase(text)[...]), namesTool(text) {
            return ValueText.quotation(text, limit: limit)
        }
        guard bytes.contains(UInt8(ascii: "]")), let start = text.firstRange(of: "](http")?.lowerBound else { return nil }
        let address = text[start...].prefix { $0 != ")" && $0 != " " }
        guard address.contains("?"),
            address.contains(where: { "{<[$".contains($0) }) || address.contains("=") && text.contains("![")
        else { return nil }
        return ValueText.quotation(text, limit: limit)
    }

    private static func namesTool(_ text: String) -> Bool {
        let words = text.prefix(4000).lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
        for (index, word) in words.enumerated() where word.contains("_") {
            guard tools.contains(where: { word.hasPrefix($0) }) else { continue }
            if words[max(0, index - 4)..<index].contains(where: { callingVerbs.contains(String($0)) }) { return true }
            // A tool call as JSON: {"name": "slack_post", "arguments": {…}}.
            if words[max(0, index - 1)..<index].contains("name"), words.contains("arguments") { return true }
        }
        return false
    }

    private static let tools = [
        "alertmanager_", "argocd_", "confluence_", "git_", "github_", "grafana_", "jira_", "loki_", "pagerduty_", "prometheus_",
        "slack_", "victoriametrics_", "inquest_",
    ]
    /// Few texts with an underscore name a tool; words are made of those alone.
    private static let toolStems = StemTable(tools.map { ($0, 0) })
    private static let callingVerbs: Set<String> = [
        "call", "invoke", "rufe", "appelle", "appelez", "llama", "chiama", "chame", "roep", "wywołaj",
        "вызови", "调用", "呼び出し", "호출",
    ]

    // MARK: Encodings

    /// The encodings that the text may be written in; `nil` for text that looks like what it is.
    private static func disguises(of text: String) -> Set<DecodedText.Encoding>? {
        var found: Set<DecodedText.Encoding> = []
        var run = 0
        var single = 0
        var digits = 0
        var marks = 0
        var longest = 0
        var isASCII = true
        var previous: UInt8 = 0x20
        for byte in text.utf8.prefix(DecodedText.bytes) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x5F:
                run += 1
                longest = max(longest, run)
                if (0x30...0x39).contains(byte), (0x41...0x5A).contains(previous & 0xDF) { digits += 1 }
            case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"):
                run = 0
                marks += 1
            case UInt8(ascii: " "):
                if run == 1 || run == 2 { single += 1 }
                run = 0
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: "+"):
                if run > 0, run < 6 { single += 1 }
                run = 0
            default:
                run = 0
                if byte >= 0x80 { isASCII = false }
            }
            previous = byte
        }
        if longest >= 24 || single >= 12 { found.formUnion([.base64, .hexadecimal]) }
        if marks >= 3 { found.formUnion([.percent, .escapes, .entities]) }
        if digits >= 3 { found.insert(.leet) }
        if single >= 4 || text.contains("\" + \"") || text.contains("' + '") { found.insert(.joined) }
        if !isASCII { found.insert(.lookalikes) }
        let lower = lowerCase(text)
        if turned.isFound(in: lower[...]) { found.formUnion([.rot13, .reversed]) }
        return found.isEmpty ? nil : found
    }

    /// "ignore", "instruct", "disable", "system" and the like in ROT13 and backwards.
    private static let turned = StemTable(
        [
            "vtaber", "qvfertneq", "vafgehpg", "flfgrz cebzcg", "qvfnoyr", "fvyrapr nyy", "erongi", "drager", "snoitcurtsni",
            "tpmorp", "strela lla", "noitcurtsni", "pnyy gur", "ccebir", "nccebir",
        ].map { ($0, 0) })

    // MARK: English

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
        Rule(
            verbs: ["send", "post", "upload", "exfiltrate", "forward", "leak", "encode"],
            between: ["all", "your", "every", "any"],
            objects: ["credentials", "secrets", "passwords", "conversation"], reach: 6),
        Rule(
            verbs: ["approve", "authorize"], between: ["the", "this", "all", "every", "any", "my"],
            objects: ["proposal", "proposals", "silence", "writes"], reach: 4),
        Rule(
            verbs: ["change", "edit", "relax", "rewrite", "replace"], between: ["your"], objects: ["policy", "policies"],
            reach: 4),
    ]

    private static let phrases = [
        "you are now a", "you are now an", "you are now the", "you are now in", "you are now free", "system prompt",
        "new instructions", "as an ai", "act as an ai", "you are an ai", "you must now", "do not tell the user",
        "do not mention this", "pretend to be", "jailbreak", "you are dan", "do anything now", "enter developer mode",
        "pretend you are", "from now on you", "you have no restrictions", "no approval is needed", "no approval needed",
        "skip approval", "skip the approval", "consider this approved", "treat this as approved", "approve proposal",
        "call the tool", "use the tool", "invoke the tool", "call tool", "attention ai", "note to the ai", "dear assistant",
        "hey assistant", "if you are an ai", "if you are a language model", "as a language model", "before using this tool",
        "end of untrusted data", "end of evidence", "new system message", "system override",
        "reply only with", "repeat everything above", "i am your developer", "ignore the above", "ignore everything above",
        "ignore all previous",
    ]

    /// As they stand in a quotation, where double quotes are single.
    private static let markers = [
        "<|im_start|>", "<|system|>", "<|endoftext|>", "[inst]", "<<sys>>", "### instruction", "<system>", "</system>",
        "<tool_result", "<tool_call", "<function_result", "<function_call", "</tool_", "</tool>", "'tool_calls'",
        "'tool_use'",
        "<|tool", "<|assistant", "<assistant>", "### system", "<important>", "'role':'system'", "'role': 'system'",
        "<approval>", "```tool",
    ]

    /// Every rule, phrase and marker needs one of these; text that is all ASCII and has none is passed over quickly.
    private static let needed = StemTable(
        [
            "instruction", "prompt", "guideline", "directive", "alert", "alarm", "monitor", "pages", "incidents", "silences",
            "credential", "secret", "you", "an ai", "tell", "mention", "pretend", "jailbreak", "<|", "[inst]", "<<sys>>",
            "system>", "passwords", "conversation", "proposal", "silence", "writes", "polic",
            "anything now", "developer mode", "approv", "tool", "attention ai", "the ai", "assistant", "language model",
            "untrusted data", "end of", "system message", "system override", "reply only", "everything above", "the above",
            "previous", "### system", "<important>", "\"role\"", "<function",
        ].map { ($0, 0) })

    private static func mayHold(_ text: String) -> Bool {
        let bytes = text.utf8.prefix(40_000).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        // Invisible characters can stand inside words: such text is looked at in full.
        guard bytes.allSatisfy({ $0 < 0x80 && $0 >= 0x20 }) else { return true }
        return needed.isFound(in: bytes[...])
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
