/// A pattern, with enough of it to pass over most that do not fit.
struct Candidate: Sendable {
    var place: Int
    var lead: Lead
}

/// The hashes of the first two tokens; zero for what is no word, which fits anything.
struct Lead: Sendable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0

    init(_ buffer: borrowing TokenBuffer) {
        if buffer.count > 0, buffer[0].kind == .word { first = buffer[0].hash }
        if buffer.count > 1, buffer[1].kind == .word { second = buffer[1].hash }
    }

    init(_ tokens: [Token]) {
        if let token = tokens.first, token.kind == .word { first = token.hash }
        if tokens.count > 1, tokens[1].kind == .word { second = tokens[1].hash }
    }

    func accepts(_ line: Lead) -> Bool { (first == 0 || first == line.first) && (second == 0 || second == line.second) }
}
