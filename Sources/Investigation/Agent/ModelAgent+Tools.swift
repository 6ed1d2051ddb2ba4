import Connectors
import Core
import Document
import Gateway
import LanguageModels

// What the model asks for, carried out.
extension ModelAgent {
    mutating func carryOut(
        _ id: String, _ name: String, _ input: JSONValue, _ tools: [ModelRequest.Tool]
    ) async -> AgentConversation.Result {
        func refusal(_ text: String) -> AgentConversation.Result { .init(id: id, text: text, short: text, isError: true) }
        guard let tool = tools.first(where: { $0.name == name }) else {
            return refusal("There is no tool of that name. There are: \(tools.map(\.name).joined(separator: ", ")).")
        }
        let mending = ArgumentMending(input, schema: tool.input)
        guard mending.value.object != nil else {
            return refusal("The arguments are no JSON object. \(AgentText.form(tool))")
        }
        let note = mending.mended.isEmpty ? "" : " (put right: \(mending.mended.joined(separator: ", ")))"
        var result: AgentConversation.Result
        switch name {
        case AgentText.evidence: result = await showEvidence(id, mending.value)
        case AgentText.propose: result = propose(id, mending.value)
        case AgentText.draft: result = await draft(id, mending.value)
        default: result = await askSource(id, tool, mending.value)
        }
        result.text += note
        return result
    }

    // MARK: Asking

    private mutating func askSource(
        _ id: String, _ tool: ModelRequest.Tool, _ arguments: JSONValue
    ) async -> AgentConversation.Result {
        var arguments = arguments
        var source: String?
        if var object = arguments.object, tool.input["properties"]?["source"]?["enum"] != nil || object["source"] != nil {
            source = object["source"]?.string
            object["source"] = nil
            arguments = .object(object)
        }
        let question = "\(tool.name) \(source ?? "") \(arguments.canonical)"
        if let before = asked[question] {
            return .init(id: id, text: "You asked exactly this before. \(before)", short: before, isError: false)
        }
        guard account.questions < limits.questions else {
            let text = "Not asked: the limit of \(limits.questions) questions was reached. Draft your claims."
            return .init(id: id, text: text, short: text, isError: true)
        }
        let first = evidence.count + 1
        let limit = resultBytes
        let (shown, answer) = await desk.call(tool: tool.name, source: source, arguments: arguments) { answer in
            AgentText.lines(of: answer, from: first, limit: limit)
        }
        guard let answer else {
            let text = shown.text + " " + AgentText.form(tool)
            return .init(id: id, text: text, short: "Not asked.", isError: true)
        }
        account.questions += 1
        account.rawTokens += answer.bytes / 4
        if let connector = connectors[answer.question.source] { self.shown.insert(type(of: connector).dataClass) }
        answers.append(answer)
        for var item in answer.evidence {
            item.id = EvidenceID(evidence.count + 1)
            evidence.append(item)
        }
        let status = AgentText.status(of: answer, from: first)
        asked[question] = status
        return .init(id: id, text: status + "\n" + shown.text, short: status, isError: answer.hasFailed)
    }

    /// UTF-8 bytes that one answer may take of the context.
    private var resultBytes: Int {
        min(12_000, max(2_000, estimate.bytes(tokens: provider.settings.contextTokens) / 12))
    }

    private func showEvidence(_ id: String, _ input: JSONValue) async -> AgentConversation.Result {
        let text = (input["id"]?.string ?? "").trimmed
        guard let wanted = EvidenceID(parsing: text), let item = evidence.first(where: { $0.id == wanted }) else {
            let text = "There is no such evidence. Ids are E1 to E\(evidence.count)."
            return .init(id: id, text: text, short: text, isError: true)
        }
        let all = EvidenceText(item).lines
        let skip = Int(max(0, min(input["skip"]?.int ?? 0, Int64(all.count))))
        var bytes = 0
        let page = all.dropFirst(skip).prefix { line in
            bytes += line.utf8.count + 1
            return bytes <= resultBytes
        }
        let rest = all.count - skip - page.count
        let data: Set<DataClass> = connectors[item.source].map { [type(of: $0).dataClass] } ?? []
        let shown = await desk.show(Array(page), data: data, label: "evidence")
        let more = rest > 0 ? " \(rest) more lines: skip \(skip + page.count)." : ""
        return .init(id: id, text: "\(wanted).\(more)\n" + shown.text, short: "\(wanted) was shown.", isError: false)
    }

    // MARK: Saying

    private mutating func propose(_ id: String, _ input: JSONValue) -> AgentConversation.Result {
        guard let text = input["statement"]?.string?.line, let refuted = input["refuted_by"]?.string?.line, !text.isEmpty,
            !refuted.isEmpty
        else {
            let text = "Not noted: 'statement' and 'refuted_by' are needed, as texts."
            return .init(id: id, text: text, short: text, isError: true)
        }
        let proposal = ModelAccount.Proposal(text: text, refutedBy: refuted)
        if account.proposals.count < 20, !account.proposals.contains(proposal) { account.proposals.append(proposal) }
        let answer = "Noted. Now ask for what would refute it."
        return .init(id: id, text: answer, short: answer, isError: false)
    }

    private mutating func draft(_ id: String, _ input: JSONValue) async -> AgentConversation.Result {
        guard let claims = input["claims"]?.array, !claims.isEmpty else {
            let text = "Nothing drafted: 'claims' is a list of objects with 'section', 'text' and 'citations'."
            return .init(id: id, text: text, short: text, isError: true)
        }
        var known = record
        known.evidence = evidence
        let checker = ModelChecker(known)
        var lines: [String] = []
        for (place, claim) in claims.prefix(40).enumerated() {
            lines.append("\(place + 1). " + draft(claim, checker))
        }
        let shown = await desk.show(lines, data: self.shown, label: "rulings")
        return .init(id: id, text: shown.text, short: "\(lines.count) claims were checked.", isError: false)
    }

    private mutating func draft(_ claim: JSONValue, _ checker: ModelChecker) -> String {
        guard let text = claim["text"]?.string?.line, !text.isEmpty else { return "refused: it has no 'text'" }
        guard let section = claim["section"]?.string.flatMap(ModelAccount.Section.init) else {
            return "refused: 'section' is not one of \(ModelAccount.Section.allCases.map(\.rawValue).joined(separator: ", "))"
        }
        let words = claim["citations"]?.array?.compactMap(\.string) ?? []
        let citations = words.compactMap { Claim.Citation(parsing: $0.filter { $0 != "[" && $0 != "]" && $0 != " " }) }
        guard citations.count == words.count, !citations.isEmpty else {
            return "refused: 'citations' needs at least one id of evidence or a finding, such as E12, and nothing else"
        }
        let ruling = checker.rule(on: text, citing: citations)
        let statement = ModelAccount.Statement(section: section, text: text, citations: citations)
        let isKnown = account.statements.contains { $0.text == text && $0.citations == citations }
        if ruling.verdict != .contradicted, !isKnown, account.statements.count < 200 { account.statements.append(statement) }
        let holds = ruling.corrections.map { "not \($0.said) but \($0.holds)" }.joined(separator: ", ")
        return [ruling.verdict.rawValue, ruling.problem, holds.isEmpty ? nil : holds, ruling.needed].compactMap { $0 }
            .joined(separator: ": ")
    }
}

extension String {
    fileprivate var trimmed: String { filter { $0 != "[" && $0 != "]" && !$0.isWhitespace } }

    /// On one line, without what cannot be seen, at most 600 characters.
    fileprivate var line: String {
        let clean = CleanText(self).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(clean.prefix(600))
    }
}
