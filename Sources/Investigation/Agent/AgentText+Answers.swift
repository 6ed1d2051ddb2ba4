import Core
import LanguageModels

// What is said of an answer.
extension AgentText {
    /// How it went, in our own words: what failed, what found nothing and what was cut are told apart.
    static func status(of answer: Answer, from first: Int) -> String {
        let count = answer.evidence.count
        let last = first + count - 1
        var text: String
        if count == 0 {
            text =
                answer.hasFailed
                ? "FAILED: nothing was learned; it says nothing of whether there is something."
                : "Nothing is there: the source was asked and has none."
        } else {
            text = "\(count == 1 ? "E\(first)" : "E\(first) to E\(last)"), from \(answer.question.source)."
        }
        if count > 0, answer.isCut { text += " It was CUT OFF: there is more than was read." }
        if count > 0, answer.hasFailed { text += " A part of the question FAILED." }
        if answer.evidence.contains(where: { $0.completeness == .noneThere }) { text += " Asked, and none there." }
        return text
    }

    /// The answer in few words, under the ids that its evidence gets.
    static func lines(of answer: Answer, from first: Int, limit: Int) -> [String] {
        var numbered = answer.evidence
        for place in numbered.indices { numbered[place].id = EvidenceID(first + place) }
        var lines = CompactEvidence(numbered, limit: limit).lines
        lines += answer.gaps.prefix(10).map { "gap (\($0.kind.rawValue)): \($0.reason)" }
        lines += answer.notes.prefix(4).map { "note: \($0.message)" }
        return lines.isEmpty ? ["nothing was found"] : lines
    }

    /// The form of a tool's arguments, in a sentence.
    static func form(_ tool: ModelRequest.Tool) -> String {
        let required = Set((tool.input["required"]?.array ?? []).compactMap(\.string))
        let members = (tool.input["properties"]?.object?.members ?? []).map { name, schema in
            let type = schema["format"]?.string ?? schema["type"]?.string ?? "any"
            return "\(name) (\(type)\(required.contains(name) ? ", needed" : ""))"
        }
        return members.isEmpty ? "It takes no arguments." : "It takes \(members.joined(separator: ", "))."
    }
}

extension Answer {
    /// Was something not learned, for another reason than that there was more?
    var hasFailed: Bool { gaps.contains { $0.kind != .partial } || evidence.contains { $0.hasFailed } }

    var isCut: Bool {
        gaps.contains { $0.kind == .partial }
            || evidence.contains { if case .cutOff = $0.completeness { true } else { false } }
    }
}

extension Evidence {
    fileprivate var hasFailed: Bool { if case .failed = completeness { true } else { false } }
}
