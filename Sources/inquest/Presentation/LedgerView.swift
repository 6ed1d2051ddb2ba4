import Core
import Gateway
import Store

/// What verifying the ledger found, at 80 columns.
struct LedgerView {
    let report: LedgerVerification
    let verifier: NoteVerifier

    var text: String {
        var lines = [report.isSound ? "the ledger verifies" : "THE LEDGER DOES NOT VERIFY"]
        for problem in report.problems.prefix(50) {
            lines.append(Terminal.wrap("  " + Terminal.printable(problem.description), indent: "    "))
        }
        if report.problems.count > 50 { lines.append("  and \(report.problems.count - 50) more problems") }
        for note in report.notes { lines.append(Terminal.wrap("  " + Terminal.printable(note), indent: "    ")) }
        lines.append("entries      \(report.entries), \(report.erasedParts) parts erased, \(report.bytes) bytes recomputed")
        lines.append("checkpoints  \(report.checkpoints) signatures checked, by \(verifier)")
        if let root = report.root { lines.append("root         \(Base64.encode(root.bytes)) at \(report.size)") }
        return lines.joined(separator: "\n")
    }

    var json: JSONValue {
        [
            "verifies": .bool(report.isSound), "problems": .array(report.problems.map { .string($0.description) }),
            "notes": .array(report.notes.map { .string($0) }), "entries": .number(report.entries),
            "erased": .number(report.erasedParts), "bytes": .number(Int(report.bytes)),
            "checkpoints": .number(report.checkpoints),
            "size": .number(Int(report.size)), "root": report.root.map { .string(Base64.encode($0.bytes)) } ?? .null,
            "key": .string(verifier.vkey),
        ]
    }
}
