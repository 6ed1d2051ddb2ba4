/// The words of a text one after the other, for phrases to be looked for in. What stands in quotation marks is someone's
/// speech and is left out.
struct Wordings {
    struct Word {
        /// In lower case, without a possessive `'s`.
        var text: String
        var range: Range<String.Index>
        var isPossessive: Bool
        /// Begins with a capital letter.
        var isCapitalised: Bool
        /// A mark between this word and the one before ends a clause.
        var beginsClause: Bool
    }

    let words: [Word]

    init(_ text: String) {
        var words: [Word] = []
        var start: String.Index?
        var closing: Unicode.Scalar?
        var beginsClause = true
        func end(_ at: String.Index) {
            guard let begin = start else { return }
            start = nil
            var word = text[begin..<at].lowercased()
            if word.utf8.contains(where: { $0 >= 0x80 }) { word = word.replacing("’", with: "'") }
            while word.hasSuffix("'") { word.removeLast() }
            let isPossessive = word.hasSuffix("'s")
            if isPossessive { word.removeLast(2) }
            guard !word.isEmpty else { return }
            words.append(
                Word(
                    text: word, range: begin..<at, isPossessive: isPossessive, isCapitalised: text[begin].isUppercase,
                    beginsClause: beginsClause))
            beginsClause = false
        }
        let scalars = text.unicodeScalars
        for index in scalars.indices {
            let scalar = scalars[index]
            if let mark = closing {
                if scalar == mark { closing = nil }
            } else if NameWords.isWordScalar(scalar) || Wordings.isJoiner(scalar) {
                if start == nil { start = index }
            } else {
                end(index)
                closing = Wordings.closing(scalar)
                if Wordings.endsClause(scalar) { beginsClause = true }
            }
        }
        end(text.endIndex)
        self.words = words
    }

    /// Does a phrase stand at a place?
    func has(_ phrase: [String], at place: Int) -> Bool {
        place + phrase.count <= words.count && phrase.indices.allSatisfy { words[place + $0].text == phrase[$0] }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "’", "-", "_", "@": true
        default: !scalar.isASCII && scalar.properties.numericType != nil
        }
    }

    private static func endsClause(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", ";", ":", "!", "?": true
        default: false
        }
    }

    private static func closing(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "“": "”"
        case "„": "“"
        case "«": "»"
        case "\"": "\""
        case "`": "`"
        default: nil
        }
    }
}
