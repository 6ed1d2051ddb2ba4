extension Input {
    /// A text of one or more lines for people, ``OutgoingText/visible(_:)``, that says something.
    ///
    /// - Parameter most: the longest text allowed, in UTF-16 units as most systems count, after it was made visible.
    public func text(_ name: String, most: Int) throws(InputError) -> String {
        try checked(OutgoingText.visible(try string(name)), name, most)
    }

    /// A text of one line for people, ``OutgoingText/line(_:)``, that says something.
    public func line(_ name: String, most: Int) throws(InputError) -> String {
        try checked(OutgoingText.line(try string(name)), name, most)
    }

    private func checked(_ text: String, _ name: String, _ most: Int) throws(InputError) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { throw InputError(name, "says nothing") }
        guard text.utf16.count <= most else {
            throw InputError(name, "is longer than \(most) characters; control characters count as written out")
        }
        return text
    }

    /// A number as systems give ids: digits alone, without a leading zero, at most 19.
    public func numericID(_ name: String) throws(InputError) -> String {
        let text = try string(name)
        guard OutgoingText.isNumericID(text) else { throw InputError(name, "expected a number, such as 12345") }
        return text
    }
}
