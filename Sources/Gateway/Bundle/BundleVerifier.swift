import Core

/// Verifies bundles with nothing but their bytes (Documentation/bundle-format.md). Time is linear in the bundle's size; memory
/// does not depend on the size of bodies and documents.
public enum BundleVerifier {
    /// Verifies a bundle that is in memory.
    public static func verify(_ bytes: [UInt8], expecting expectations: BundleExpectations = .init()) -> BundleReport {
        verify(reading: BundleScanner.pieces(of: bytes), expecting: expectations)
    }

    /// Verifies a bundle that `next` gives piece by piece, with `nil` at its end.
    public static func verify(
        reading next: @escaping () throws -> [UInt8]?, expecting expectations: BundleExpectations = .init()
    ) -> BundleReport {
        var checker = BundleChecker()
        do throws(BundleError) {
            try BundleScanner.scan(next, into: &checker)
        } catch {
            checker.report("\(error)")
        }
        checker.check(expectations)
        var report = BundleReport(checker)
        report.compare(with: expectations.checkpoint)
        return report
    }
}

extension BundleChecker {
    /// Keys that are known from elsewhere must be those in the bundle.
    fileprivate mutating func check(_ expectations: BundleExpectations) {
        if let expected = expectations.logKey, log != expected {
            reportOverall("it is signed by the log key \(log?.vkey ?? "(unreadable)"), and \(expected.vkey) was expected")
        }
        for witness in expectations.witnesses where !witnesses.contains(witness) {
            reportOverall("the witness \(witness) has not signed its checkpoint")
        }
    }
}

extension BundleReport {
    fileprivate init(_ checker: BundleChecker) {
        problems = checker.problems
        furtherProblems = checker.furtherProblems
        logKey = checker.log
        checkpoint = checker.head
        if let note = checker.note {
            for (witness, signature) in zip(checker.witnesses, note.signatures.dropFirst()) {
                if let time = signature.cosignatureTime { witnesses.append(Witness(key: witness, time: time)) }
            }
        }
        investigation = checker.investigation
        program = checker.statement?["program"]?.string
        entries = checker.entries
        documents = checker.documents.map { Document(name: $0.name, sha256: $0.sha256) }
        for entry in checker.marks {
            for (part, mark) in [(BundlePart.content, entry.content), (.body, entry.body)] {
                switch mark {
                case .none: break
                case .disclosed: disclosed += 1
                case .withheld: withheld.append(Missing(entry: entry.entry, position: entry.position, part: part))
                case .erased: erased.append(Missing(entry: entry.entry, position: entry.position, part: part))
                }
            }
        }
    }

    fileprivate mutating func compare(with other: [UInt8]?) {
        guard let other, let logKey, let checkpoint else {
            if other != nil { comparison = .failed }
            return
        }
        do throws(NoteError) {
            let note = try SignedNote(parsing: other)
            try note.verified(by: [logKey])
            let kept = try Checkpoint(parsing: note.text)
            guard Array(kept.origin.utf8) == Array(checkpoint.origin.utf8) else {
                throw .malformed("it is of the log '\(kept.origin)', and the bundle of '\(checkpoint.origin)'")
            }
            if kept.size != checkpoint.size {
                comparison = .needsConsistencyProof(bundle: checkpoint.size, other: kept.size)
                return
            }
            guard kept.root == checkpoint.root else {
                throw .malformed("of the same size \(kept.size) it has another root: the log has shown two histories")
            }
            comparison = .same
        } catch {
            comparison = .failed
            problems.append(
                BundleProblem(reason: BundleProblem.shown("the checkpoint kept elsewhere: \(error)")))
        }
    }
}
