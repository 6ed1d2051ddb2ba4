import Core

// Checks that watch from outside: what they saw, one finding a check.
extension Detection {
    private static let most = 20

    static func addFlips(in file: CaseFile, naming: ServiceNaming, to book: inout FindingBook) -> [Notice] {
        struct Flip {
            var state: CheckFlip.State
            var time: Instant
            var evidence: EvidenceID
        }
        var flips: [String: (name: String, service: String?, flips: [Flip])] = [:]
        for evidence in file.evidence {
            guard case .checkFlip(let flip) = evidence.observation, let time = evidence.stamp?.corrected,
                file.scope.window.contains(time)
            else { continue }
            var known = flips.removeValue(forKey: flip.check) ?? (flip.name, naming.service(of: evidence), [])
            if !known.flips.contains(where: { $0.time == time && $0.state == flip.state }) {
                known.flips.append(Flip(state: flip.state, time: time, evidence: evidence.id))
            }
            flips[flip.check] = known
        }
        // A check without an integration told no one.
        var mute: Set<String> = []
        for case .check(let check) in file.evidence.map(\.observation) where check.channels?.isEmpty == true {
            mute.insert(check.id)
        }
        var notices: [Notice] = []
        for (id, check) in flips.sorted(by: { $0.key < $1.key }).prefix(most) {
            let ordered = check.flips.sorted { ($0.time, $0.evidence) < ($1.time, $1.evidence) }
            let downs = ordered.filter { $0.state == .down }
            let name = ValueText.quotation(check.name, limit: 80)
            var facts: [String: Fact] = [
                "check": .text(name), "downs": .number(Double(downs.count), .count),
            ]
            guard let first = downs.first else {
                // A pause reads like an outage where a source tells only up and not up.
                guard let unclear = ordered.first(where: { $0.state == .notUp || $0.state == .paused }) else { continue }
                facts["time"] = .time(unclear.time)
                let what =
                    unclear.state == .paused
                    ? "was paused or resumed" : "was not up; whether it was down or paused is not known,"
                book.add(
                    Finding(
                        .checkFlipped, service: check.service, time: unclear.time,
                        statement: "The check \"\(name)\" \(what) at \(unclear.time.clock).", facts: facts,
                        evidence: ordered.map(\.evidence)))
                continue
            }
            facts["down"] = .time(first.time)
            var statement = "The check \"\(name)\" went down at \(first.time.clock)"
            if downs.count > 1 { statement += ", \(downs.count) times in all" }
            if let last = ordered.last, last.state == .up, last.time > first.time {
                facts["up"] = .time(last.time)
                statement += ", and was up again at \(last.time.clock)"
            }
            let evidence = ordered.map(\.evidence)
            let finding = book.add(
                Finding(
                    .checkFlipped, service: check.service, time: first.time, statement: statement + ".", facts: facts,
                    evidence: evidence))
            guard !mute.contains(id) else { continue }
            // One that went down before the onset may have noticed it when it went down again.
            for down in downs.prefix(most) {
                notices.append(
                    Notice(
                        name: "The check \"\(name)\" went down", service: check.service, time: down.time, finding: finding,
                        evidence: [down.evidence]))
            }
        }
        return notices
    }
}
