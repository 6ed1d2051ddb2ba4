/// A text as words of letters and digits, with what stands between them.
struct NameWords {
    struct Word {
        var lower: String
        var isCapitalised: Bool
        var range: Range<String.UnicodeScalarView.Index>
    }

    let scalars: String.UnicodeScalarView
    private(set) var words: [Word] = []

    init(_ text: String) {
        scalars = text.unicodeScalars
        var start: String.UnicodeScalarView.Index?
        var position = scalars.startIndex
        while position < scalars.endIndex {
            let scalar = scalars[position]
            // `dana%20ruiz`: a percent-encoded character divides words as the character would.
            if scalar == "%", let end = scalars.index(position, offsetBy: 3, limitedBy: scalars.endIndex),
                scalars[position..<end].dropFirst().allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit })
            {
                close(&start, at: position)
                position = end
                continue
            }
            if NameWords.isWordScalar(scalar) {
                if start == nil { start = position }
            } else {
                close(&start, at: position)
            }
            position = scalars.index(after: position)
        }
        close(&start, at: scalars.endIndex)
    }

    /// The words in lower case, joined: equal for `Dana Ruiz` and `dana.ruiz`.
    var key: String { words.map(\.lower).joined(separator: " ") }

    /// Do the words stand as near each other as the parts of a name do?
    func areJoined(_ words: ArraySlice<Word>) -> Bool {
        zip(words, words.dropFirst()).allSatisfy { left, right in
            let between = scalars[left.range.upperBound..<right.range.lowerBound]
            return between.count <= 3 && !between.contains("\n") && !between.contains(":") && !between.contains("/")
        }
    }

    static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
                || (0x61...0x7A).contains(scalar.value)
        }
        return scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass != .notReordered
    }

    /// Letters of European names without their marks, so that `tomas` is found for `Tomás`.
    private static func folded(_ word: String) -> String {
        guard !word.utf8.allSatisfy({ $0 < 0x80 }) else { return word }
        var result = ""
        for scalar in word.unicodeScalars where scalar.properties.canonicalCombiningClass == .notReordered {
            if let plain = plainLetters[scalar] { result += plain } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    private static let plainLetters: [Unicode.Scalar: String] = {
        let groups = [
            "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđ", "e": "èéêëēĕėęě", "g": "ĝğġģ", "h": "ĥħ", "i": "ìíîïĩīĭįı", "j": "ĵ",
            "k": "ķ",
            "l": "ĺļľŀł", "n": "ñńņň", "o": "òóôõöøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűų", "w": "ŵ",
            "y": "ýÿŷ", "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
        ]
        var letters: [Unicode.Scalar: String] = [:]
        for (plain, marked) in groups { for scalar in marked.unicodeScalars { letters[scalar] = plain } }
        return letters
    }()

    private mutating func close(_ start: inout String.UnicodeScalarView.Index?, at end: String.UnicodeScalarView.Index) {
        guard let from = start else { return }
        let word = scalars[from..<end]
        words.append(
            Word(
                lower: NameWords.folded(String(word).lowercased()), isCapitalised: word.first?.properties.isUppercase ?? false,
                range: from..<end))
        start = nil
    }
}

/// Words that stand where a name might, and are none.
enum CommonWords {
    /// Words of a team or a machine, not of a person.
    static let roles: Set<String> = [
        "admin", "alertmanager", "alerts", "api", "argo", "argocd", "author", "automation", "bot", "build", "cd", "ci", "cron",
        "dba", "deploy", "deployer", "deploys", "dev", "devops", "engineer", "engineering", "engineers", "git", "github",
        "gitlab", "grafana", "incident", "incidents", "infra", "infrastructure", "jenkins", "noreply", "no", "reply", "none",
        "null", "oncall", "operations", "operator", "ops", "pagerduty", "platform", "prometheus", "release", "robot", "root",
        "service", "serviceaccount", "slack", "sre", "support", "system", "team", "unknown", "user", "users", "web", "webhook",
        "call", "com", "org", "net", "example", "mail", "the", "and", "for", "of", "at", "to", "in", "on",
    ]

    /// Names that are everyday English too; replaced only where they begin with a capital.
    static let alsoNames: Set<String> = [
        "april", "art", "august", "bill", "bob", "chase", "dawn", "drew", "faith", "frank", "grace", "grant", "guy", "hope",
        "iris", "ivy", "jack", "joy", "june", "lane", "mark", "max", "may", "miles", "miller", "nick", "page", "pat", "peg",
        "ray", "rich", "rob", "rose", "ruby", "skip", "stone", "sue", "summer", "wells", "will", "wood", "an", "long", "song",
        "do", "so", "he", "min", "see", "low", "young", "king", "black", "white", "brown", "green", "short", "field", "cook",
    ]
}
