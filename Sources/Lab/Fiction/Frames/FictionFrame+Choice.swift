// Which frames a library is written with.
extension FictionFrame {
    enum Selection: String, Sendable, CaseIterable {
        case all, open
        case heldOut = "held-out"
    }

    static func selected(_ selection: Selection) -> [FictionFrame] {
        switch selection {
        case .all: all
        case .open: all.filter { !$0.heldOut }
        case .heldOut: all.filter(\.heldOut)
        }
    }

    /// Frames that somebody else wrote: a line each, with its topic, its role and its template, apart by tabs (a field's template
    /// has one more). None of them is set aside. Empty lines and those that begin with `#` say nothing.
    static func read(_ text: String, from file: String) throws -> [FictionFrame] {
        var frames: [FictionFrame] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let topic = Fiction.Topic(rawValue: parts[0]), let role = Fiction.Role(rawValue: parts[1]),
                parts[2].split(separator: "\t", omittingEmptySubsequences: false).count == (role == .field ? 2 : 1)
            else {
                throw ScenarioError(
                    "line \(index + 1) of '\(file)' is no frame: write a topic ("
                        + Fiction.Topic.allCases.map(\.rawValue).joined(separator: ", ")
                        + "), a role (sentence, entry, field) and a template, apart by tabs; a field's template has one tab")
            }
            frames.append(
                FictionFrame(id: "\(file):\(index + 1)", topic: topic, role: role, template: parts[2], heldOut: false))
        }
        return frames
    }
}
