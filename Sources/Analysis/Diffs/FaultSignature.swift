import Core

/// What went wrong, as log lines and signals say it.
enum FaultSignature: String, Sendable, Hashable, CaseIterable {
    case deadline, absentValue, missingRelation, unknownName, notFound, throttled, storageFull, memory, exhausted, slow, refused
    case certificate, nameResolution, authorisation, invalid, overload, deadlock
    case arithmetic, outOfBounds, encoding, loop, conflict, threads, unhealthy, tooLarge

    /// Letters of a line that are read.
    private static let longestText = 2000

    /// What a text speaks of. One that nothing was found is also said of a missing table: the closer word wins.
    static func all(in text: String) -> Set<FaultSignature> {
        var found = index.values(in: text.utf8.prefix(longestText))
        if !found.isDisjoint(with: [.missingRelation, .unknownName, .nameResolution, .unhealthy, .refused]) {
            found.remove(.notFound)
        }
        // A form that cannot be read is input that is not valid.
        if found.contains(.encoding) { found.insert(.invalid) }
        return found
    }

    private static let index = PhraseIndex(phrases)

    var name: String {
        switch self {
        case .deadline: "a deadline that passed"
        case .absentValue: "a value that was not there"
        case .missingRelation: "a table or column that is not there"
        case .unknownName: "a name that is not known"
        case .notFound: "something that was not found"
        case .throttled: "a rate or capacity that was exceeded"
        case .storageFull: "a full volume"
        case .memory: "memory that ran out"
        case .exhausted: "a pool that ran out"
        case .slow: "slowness"
        case .refused: "connections that were refused or broken"
        case .certificate: "a certificate"
        case .nameResolution: "a name that was not resolved"
        case .authorisation: "rights"
        case .invalid: "input that was not valid"
        case .overload: "more work than could be done"
        case .deadlock: "a lock"
        case .arithmetic: "a calculation that has no result"
        case .outOfBounds: "an index beyond the end"
        case .encoding: "a form that could not be read"
        case .loop: "a recursion or loop without end"
        case .conflict: "a row or value that the schema refuses"
        case .threads: "threads that ran out"
        case .unhealthy: "a probe that failed"
        case .tooLarge: "more than is accepted at once"
        }
    }
}
