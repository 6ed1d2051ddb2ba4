/// What a variable was over the lines of a template, in bounded memory.
struct ValueRange: Sendable {
    /// Distinct values that are kept.
    static let mostValues = 8
    static let longestValue = 64

    struct Value: Sendable {
        var hash: UInt64
        var text: [UInt8]
    }

    private(set) var values: [Value] = []
    /// There were more distinct values than are kept.
    private(set) var hasMore = false
    /// Some value was no number.
    private(set) var hasText = false
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity

    var isConstant: Bool { values.count < 2 && !hasMore }

    mutating func note(_ token: Token, _ bytes: Span<UInt8>) {
        if !hasText {
            if let number = Number.read(bytes, Int(token.start), Int(token.end)) {
                if number < minimum { minimum = number }
                if number > maximum { maximum = number }
            } else {
                hasText = true
            }
        }
        if hasMore { return }
        for value in values where value.hash == token.hash { return }
        guard values.count < ValueRange.mostValues else {
            hasMore = true
            return
        }
        let end = min(Int(token.end), Int(token.start) + ValueRange.longestValue)
        values.append(Value(hash: token.hash, text: (Int(token.start)..<max(end, Int(token.start))).map { bytes[$0] }))
    }

    mutating func join(_ other: ValueRange) {
        hasText = hasText || other.hasText
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        hasMore = hasMore || other.hasMore
        for value in other.values where !values.contains(where: { $0.hash == value.hash }) {
            if values.count < ValueRange.mostValues { values.append(value) } else { hasMore = true }
        }
    }
}
