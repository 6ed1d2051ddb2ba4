import Core
import Gateway

/// What verifying a bundle found, at 80 columns.
struct BundleView {
    let report: BundleReport
    let claims: BundleClaims?
    let isKeyKnown: Bool

    var text: String {
        var lines = [report.isSound ? "the bundle verifies" : "THE BUNDLE DOES NOT VERIFY"]
        for problem in report.problems {
            lines.append(Terminal.wrap("  " + Terminal.printable(problem.description), indent: "    "))
        }
        if report.furtherProblems > 0 { lines.append("  and \(report.furtherProblems) more problems") }
        if let investigation = report.investigation { lines.append(row("investigation", investigation)) }
        if let checkpoint = report.checkpoint {
            lines.append(row("log", "\(checkpoint.origin), \(checkpoint.size) entries"))
            lines.append(row("root", Base64.encode(checkpoint.root.bytes)))
        }
        if let key = report.logKey {
            lines.append(row("key", key.vkey))
            if !isKeyKnown {
                lines.append(row("", "compare it with the key that you know from elsewhere, or give it with --key"))
            }
        }
        for witness in report.witnesses {
            lines.append(row("witness", "\(witness.key) at \(Instant(seconds: witness.time).rfc3339())"))
        }
        switch report.comparison {
        case .notAsked: break
        case .same: lines.append(row("checkpoint", "the same as the one kept outside"))
        case .needsConsistencyProof(let bundle, let other):
            lines.append(
                row(
                    "checkpoint",
                    "sizes differ (\(bundle) here, \(other) kept): only the ledger itself can show that they agree"))
        case .failed: lines.append(row("checkpoint", "CONTRADICTS the one kept outside"))
        }
        lines.append(
            row(
                "entries",
                "\(report.entries); parts \(report.disclosed) disclosed, \(report.withheld.count) withheld, \(report.erased.count) erased"
            ))
        for document in report.documents { lines.append(row("document", "\(document.name) \(document.sha256.prefix(16))…")) }
        if let claims { lines.append(row("claims", "\(claims.summary), as the document judged them")) }
        return lines.joined(separator: "\n")
    }

    private func row(_ label: String, _ text: String) -> String {
        Terminal.pad(label, to: 14)
            + Terminal.wrap(
                String(repeating: " ", count: 14) + Terminal.printable(text), indent: String(repeating: " ", count: 14)
            )
            .dropFirst(14)
    }

    var json: JSONValue {
        [
            "verifies": .bool(report.isSound), "problems": .array(report.problems.map { .string($0.description) }),
            "investigation": report.investigation.map { .string($0) } ?? .null,
            "origin": report.checkpoint.map { .string($0.origin) } ?? .null,
            "size": report.checkpoint.map { .number(Int($0.size)) } ?? .null,
            "root": report.checkpoint.map { .string(Base64.encode($0.root.bytes)) } ?? .null,
            "key": report.logKey.map { .string($0.vkey) } ?? .null, "entries": .number(report.entries),
            "disclosed": .number(report.disclosed), "withheld": .number(report.withheld.count),
            "erased": .number(report.erased.count),
            "claims": .array(
                (claims?.standings ?? []).map {
                    ["id": .string($0.id), "text": .string($0.text), "standing": .string($0.standing.rawValue)]
                }),
        ]
    }
}
