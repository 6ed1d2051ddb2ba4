import Gateway

/// Puts together what was found of the single rows: order, tree, checkpoints, erasures.
struct LogWalk {
    let snapshot: LogSnapshot
    let verifier: NoteVerifier?
    let problems: [LedgerProblem]
    let entries: [CheckedEntry]
    let checkpoints: [CheckedCheckpoint]

    init(snapshot: LogSnapshot, found: LedgerVerifier.Findings, verifier: NoteVerifier?) {
        self.snapshot = snapshot
        self.verifier = verifier
        problems = found.problems
        entries = found.entries.sorted { $0.position < $1.position }
        checkpoints = found.checkpoints.sorted { $0.size < $1.size }
    }

    func check(against outside: [SignedNote], into result: inout LedgerVerification) {
        result.entries = entries.count
        result.checkpoints = checkpoints.count
        result.erasedParts = snapshot.erasures.count
        result.bytes = entries.reduce(0) { $0 + Int64($1.bytes) }
        checkOrder(&result)
        result.problems += entries.flatMap(\.problems)
        checkErasures(&result)
        checkBodies(&result)
        result.problems += checkpoints.compactMap(\.problem)
        checkTree(outside, &result)
        result.problems += problems
    }

    /// The newest checkpoint says how many entries there are.
    var size: Int64 { checkpoints.last?.size ?? 0 }

    private func checkOrder(_ result: inout LedgerVerification) {
        var expected: Int64 = 0
        var sequences: [String: Int64] = [:]
        for entry in entries {
            if entry.position > expected, expected < size {
                result.problems.append(LogWalk.missing(expected, min(entry.position, size)))
            }
            if entry.position < 0 || entry.position >= size {
                result.problems.append(
                    LedgerProblem(
                        .entry(position: entry.position, key: entry.key), "no checkpoint covers it: the newest has size \(size)"
                    ))
            }
            if entry.position >= expected { expected = entry.position == .max ? .max : entry.position + 1 }
            guard let investigation = entry.investigation, let sequence = entry.sequence else { continue }
            let next = sequences[investigation] ?? 0
            if sequence != next {
                result.problems.append(
                    LedgerProblem(
                        .entry(position: entry.position, key: entry.key),
                        "it has sequence \(sequence) in its investigation, where \(next) should be"))
            }
            sequences[investigation] = sequence &+ 1
        }
        if expected < size { result.problems.append(LogWalk.missing(expected, size)) }
    }

    private static func missing(_ first: Int64, _ end: Int64) -> LedgerProblem {
        LedgerProblem(
            .entry(position: first, key: nil), end - first == 1 ? "is missing" : "is missing, and so are all up to \(end - 1)")
    }

    private func checkErasures(_ result: inout LedgerVerification) {
        var claims: [LogSnapshot.ErasurePlace: Int64] = [:]
        for entry in entries {
            for erasure in entry.erasures {
                for part in erasure.parts { claims[.init(position: erasure.position, part: part)] = entry.position }
            }
        }
        let places = Set(claims.keys).union(snapshot.erasures.keys)
            .sorted { ($0.position, $0.part.rawValue) < ($1.position, $1.part.rawValue) }
        for place in places where claims[place] != snapshot.erasures[place] {
            let reason =
                if let claim = claims[place] {
                    snapshot.erasures[place] == nil
                        ? "entry \(claim) says that its \(place.part.rawValue) was erased, and the file does not"
                        : "entry \(claim) says that its \(place.part.rawValue) was erased, and the file names another"
                } else {
                    "its \(place.part.rawValue) is gone, and no entry says that it was erased"
                }
            result.problems.append(
                LedgerProblem(.entry(position: place.position, key: key(of: place.position)), reason))
        }
    }

    private func key(of position: Int64) -> String? {
        guard let index = Int(exactly: position) else { return nil }
        // Without holes, an entry's position is its place.
        if entries.indices.contains(index), entries[index].position == position { return entries[index].key }
        return entries.first { $0.position == position }?.key
    }

    private func checkBodies(_ result: inout LedgerVerification) {
        var owners: [Int64: Int64] = [:]
        for entry in entries {
            guard let body = entry.body else { continue }
            if let other = owners[body] {
                result.problems.append(
                    LedgerProblem(.entry(position: entry.position, key: entry.key), "entry \(other) has the same body"))
            }
            owners[body] = entry.position
        }
        let loose = snapshot.bodies.subtracting(owners.keys).sorted()
        for body in loose where body < 0 || body >= snapshot.nextBlob ?? .max {
            result.problems.append(LedgerProblem(.file, "there are chunks of body \(body), a number that was not given yet"))
        }
        if !loose.isEmpty {
            result.notes.append(
                "\(loose.count) bodies have chunks and no entry: their program ended, or is still receiving; their keys were never "
                    + "stored")
        }
    }
}
