extension BundleReport {
    /// What a verifier prints, in the form that Documentation/bundle-format.md demands of each: `ok` and what is in the bundle, or
    /// `bad` and the problems. Every line ends with a line feed.
    public var text: String {
        var lines: [String] = []
        if isSound, let logKey, let checkpoint {
            lines = [
                "ok", "origin \(checkpoint.origin)", "size \(checkpoint.size)", "root \(checkpoint.root)", "log \(logKey.vkey)",
            ]
            for witness in witnesses { lines.append("witness \(witness.key.vkey) \(witness.time)") }
            lines += ["investigation \(investigation ?? "-")", "entries \(entries)", "disclosed \(disclosed)"]
            for part in withheld { lines.append("withheld \(part.position) \(part.part.rawValue)") }
            for part in erased { lines.append("erased \(part.position) \(part.part.rawValue)") }
            for document in documents { lines.append("document \(document.name) \(document.sha256)") }
        } else {
            lines = ["bad"] + problems.map { "problem \($0)" }
            if furtherProblems > 0 { lines.append("problem and \(furtherProblems) more") }
        }
        return lines.map { BundleProblem.shown($0, limit: .max) + "\n" }.joined()
    }
}
