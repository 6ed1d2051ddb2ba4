/// A pattern in which `*` stands for any run of characters, none included. Every other character stands for itself; the whole
/// text must match, and case counts.
public struct PolicyGlob: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { text }

    /// Does the pattern match every text?
    var isCatchAll: Bool { !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: "*") } }
    var isLiteral: Bool { !text.utf8.contains(UInt8(ascii: "*")) }

    /// Compared byte by byte in UTF-8, without Unicode normalisation. The first piece must begin the text and the last end it;
    /// each piece between is taken where it first occurs, which is never worse than a later place. There is no backtracking.
    public func matches(_ candidate: String) -> Bool {
        let pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map { Array($0) }
        let whole = Array(candidate.utf8)
        guard let head = pieces.first, let tail = pieces.last, pieces.count > 1 else { return Array(text.utf8) == whole }
        guard head.count + tail.count <= whole.count, whole.starts(with: head), whole.suffix(tail.count).elementsEqual(tail)
        else {
            return false
        }
        let middle = whole[head.count..<(whole.count - tail.count)]
        var position = middle.startIndex
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = PolicyGlob.first(piece, in: middle[position...]) else { return false }
            position = found + piece.count
        }
        return true
    }

    /// Where `piece` first occurs, by Knuth, Morris and Pratt's algorithm: linear whatever the texts.
    static func first(_ piece: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard !piece.isEmpty else { return text.startIndex }
        var borders = [0]
        var length = 0
        for index in piece.indices.dropFirst() {
            while length > 0, piece[index] != piece[length] { length = borders[length - 1] }
            if piece[index] == piece[length] { length += 1 }
            borders.append(length)
        }
        length = 0
        for index in text.indices {
            while length > 0, text[index] != piece[length] { length = borders[length - 1] }
            if text[index] == piece[length] { length += 1 }
            if length == piece.count { return index - length + 1 }
        }
        return nil
    }

    /// Does this pattern match whatever `other` matches? `false` when in doubt.
    func covers(_ other: PolicyGlob) -> Bool {
        isCatchAll || self == other || (other.isLiteral && matches(other.text))
    }
}
