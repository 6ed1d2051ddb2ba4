extension Pattern {
    /// The word before a place, when nothing but what leads up to a value stands between: `offset=`, `offset: "`, `offset `.
    func name(of index: Int) -> String? {
        var place = index - 1
        while place >= 0, tokens[place].kind == .mark {
            // What ends a value ends what its name was for.
            guard let mark = bytes(of: place).last, ![0x29, 0x2C, 0x3B, 0x5D, 0x7C, 0x7D].contains(mark) else { return nil }
            place -= 1
        }
        guard place >= 0, tokens[place].kind == .word else { return nil }
        return String(decoding: bytes(of: place).suffix(ValueRange.longestValue), as: UTF8.self)
    }

    /// Where a message with these tokens differs from others of the pattern: the places of its own tokens, in the order of
    /// ``places``; `nil` for a message of another pattern.
    func variablePlaces(in line: Pattern) -> [(place: Int, token: Token)]? {
        var line = line
        if line.tokens.count != tokens.count { line.shortenLists() }
        guard line.tokens.count == tokens.count else { return nil }
        for (mine, its) in zip(tokens, line.tokens) where mine.kind == .word || mine.kind == .mark {
            guard mine.hash == its.hash else { return nil }
        }
        return places.map { ($0, line.tokens[$0]) }
    }
}
