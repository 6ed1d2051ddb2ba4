import Core

@testable import Analysis

/// Changes written after the causes that public post-mortems name, each with the log line that its fault leaves, and changes that
/// do no harm. The second half was written after the reader had been mended with the first, and before it was run on it.
struct DiffCorpus {
    struct Case: Sendable, CustomStringConvertible {
        var name: String
        var files: [Change.FileChange] = []
        /// Log lines; `~slow` is a rise of latency.
        var lines: [String] = []

        var description: String { name }

        var faults: Set<FaultSignature> {
            lines.reduce(into: []) { $0.formUnion($1 == "~slow" ? [.slow] : FaultSignature.all(in: $1)) }
        }

        /// The effects that can produce one of the faults.
        func effects(of faults: Set<FaultSignature>) -> [DiffEffect] {
            DiffReader.effects(of: files).filter { !$0.kind.faults.isDisjoint(with: faults) }
        }
    }

    /// What an incident speaks of most often; an innocent change must have no effect that can produce any of it.
    static let plausible: Set<FaultSignature> = [.deadline, .slow, .absentValue, .notFound, .throttled, .memory, .invalid]

    static let culprits = (
        first: cases(in: firstCulprits + firstCulpritsMore), second: cases(in: secondCulprits + secondCulpritsMore)
    )
    static let innocents = (
        first: cases(in: firstInnocents + firstInnocentsMore), second: cases(in: secondInnocents + secondInnocentsMore)
    )

    /// `## name`, then `@ path` before the lines of each file, then `> line of a log`.
    private static func cases(in text: String) -> [Case] {
        var cases: [Case] = []
        var patch: [Substring] = []
        var path: String?
        func endFile() {
            if let path, !cases.isEmpty {
                cases[cases.count - 1].files.append(
                    Change.FileChange(
                        path: path, added: patch.count { $0.first == "+" }, removed: patch.count { $0.first == "-" },
                        patch: patch.joined(separator: "\n")))
            }
            (path, patch) = (nil, [])
        }
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") {
                endFile()
                cases.append(Case(name: String(line.dropFirst(3))))
            } else if line.hasPrefix("@ ") {
                endFile()
                path = String(line.dropFirst(2))
            } else if line.hasPrefix("> "), !cases.isEmpty {
                cases[cases.count - 1].lines.append(String(line.dropFirst(2)))
            } else {
                patch.append(line)
            }
        }
        endFile()
        return cases
    }
}
