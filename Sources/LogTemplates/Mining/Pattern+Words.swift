extension Pattern {
    var lead: Lead { Lead(tokens) }

    /// What the first line had there.
    func bytes(of index: Int) -> ArraySlice<UInt8> {
        let start = min(max(Int(tokens[index].start), 0), text.count)
        return text[start..<min(max(Int(tokens[index].end), start), text.count)]
    }

    /// The hash of the only word that stood there; `nil` for a variable. A name with a digit is a word until lines differ in it.
    func word(at index: Int) -> UInt64? {
        switch tokens[index].kind {
        case .word, .mark: tokens[index].hash
        case .variable: nil
        case .value: isValuePlace(index) || !range(at: index).isConstant ? nil : tokens[index].hash
        }
    }

    /// After `=` or in quotes.
    private func isValuePlace(_ index: Int) -> Bool {
        if tokens[index].start == tokens[index].end { return true }
        guard index > 0, tokens[index - 1].kind == .mark, let mark = bytes(of: index - 1).last else { return false }
        return mark == 0x3D || mark == 0x22 || mark == 0x27 || mark == 0x60
    }

    func isQuoteOpen(before index: Int) -> Bool {
        guard index > 0, tokens[index - 1].kind == .mark, !tokens[index].isSpaced else { return false }
        let mark = bytes(of: index - 1)
        return mark.last == 0x22 || mark.last == 0x27
    }
}
