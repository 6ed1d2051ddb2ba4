/// Sets claims and filler as one document, and keeps the line on which each came to stand.
struct FictionWriter {
    let name: String
    let style: FictionStyle
    let incident: FictionIncident
    var dice: Dice
    private(set) var lines: [String] = []
    private(set) var answers: [Fiction.Answer] = []

    init(name: String, style: FictionStyle, incident: FictionIncident, dice: Dice) {
        (self.name, self.style, self.incident, self.dice) = (name, style, incident, dice)
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func write(_ claims: [FictionClaim], counterfactuals: [String]) {
        let heads = style.headings
        let sentences = claims.filter { $0.frame.role == .sentence }
        lines = style.opening(incident)
        prose(heads.happened, sentences.filter { [.time, .order, .duration, .speech].contains($0.frame.topic) })
        prose(heads.impact, sentences.filter { [.peak, .fall, .number, .quantity].contains($0.frame.topic) })
        prose(heads.causes, sentences.filter { [.cause, .version].contains($0.frame.topic) })
        entries(heads.timeline, claims.filter { $0.frame.role == .entry })
        fields(heads.fields, claims.filter { $0.frame.role == .field })
        lessons(heads.lessons, counterfactuals)
    }

    private mutating func heading(_ text: String) { lines += ["## \(text)", ""] }

    /// Sentences, two to four a paragraph, or one a bullet; now and then one that says nothing.
    private mutating func prose(_ title: String, _ claims: [FictionClaim]) {
        guard !claims.isEmpty else { return }
        heading(title)
        var rest = dice.shuffled(claims)[...]
        while !rest.isEmpty {
            let count = style == .bullets ? 1 : min(rest.count, dice.int(2...4))
            var parts = rest.prefix(count).map { set($0, $0.text) }
            rest = rest.dropFirst(count)
            if style != .bullets, dice.chance(0.25) { parts.append(filler(FictionFiller.remarks)) }
            lines.append((style == .bullets ? "- " : "") + parts.joined(separator: " "))
            if style != .bullets { lines.append("") }
        }
        if style == .bullets { lines.append("") }
    }

    private mutating func entries(_ title: String, _ claims: [FictionClaim]) {
        guard !claims.isEmpty else { return }
        heading(title)
        let isTable = style == .sections || style == .report
        if isTable { lines += [style == .report ? "| Date and time | Event |" : "| Time | Event |", "|---|---|"] }
        for claim in claims.sorted(by: { ($0.time ?? 0, $0.text) < ($1.time ?? 0, $1.text) }) {
            let time = Fiction.clock(claim.time ?? 0)
            let shown = style == .report ? "\(incident.day) \(time)" : style == .email ? "\(time) UTC" : time
            let text = set(claim, claim.text, as: "\(shown) \(claim.text)")
            switch style {
            case .sections, .report: lines.append("| \(shown) | \(text) |")
            case .narrative: lines.append("- **\(shown)** \(text)")
            case .bullets: lines.append("- \(shown) \(text)")
            case .email: lines.append("- \(shown): \(text)")
            }
        }
        lines.append("")
    }

    private mutating func fields(_ title: String, _ claims: [FictionClaim]) {
        guard !claims.isEmpty else { return }
        heading(title)
        let isTable = style == .sections || style == .report
        if isTable { lines += ["| Item | Value |", "|---|---|"] }
        for claim in dice.shuffled(claims) {
            let cells = claim.text.split(separator: "\t", maxSplits: 1).map(String.init)
            guard cells.count == 2 else { continue }
            let text = set(claim, claim.text, as: cells.joined(separator: " "))
            let shown = text.split(separator: "\t", maxSplits: 1).map(String.init)
            let (label, value) = (shown.first ?? "", shown.last ?? "")
            switch style {
            case .sections, .report: lines.append("| \(label) | \(value) |")
            case .narrative: lines += ["**\(label):** \(value)", ""]
            case .bullets, .email: lines.append("- \(label): \(value)")
            }
        }
        if style != .narrative { lines.append("") }
    }

    private mutating func lessons(_ title: String, _ counterfactuals: [String]) {
        heading(title)
        for text in counterfactuals {
            answers.append(
                .init(
                    document: name, line: lines.count + 1, text: text, isTrue: false, kind: "counterfactual",
                    expect: .notSupported))
            lines += [text, ""]
        }
        for text in dice.shuffled(FictionFiller.lessons).prefix(4) + dice.shuffled(FictionFiller.actions).prefix(3) {
            lines.append("- " + keep(text))
        }
        if style == .email { lines += ["", "Best,", "the shop team"] }
    }

    private mutating func filler(_ pool: [String]) -> String { keep(dice.pick(pool)) }

    private mutating func keep(_ text: String) -> String {
        answers.append(
            .init(document: name, line: lines.count + 1, text: text, isTrue: true, kind: "filler", expect: .notSupported))
        return text
    }

    /// Keeps the answer to a claim that is to stand on the next line, and gives its text with markup.
    private mutating func set(_ claim: FictionClaim, _ text: String, as stated: String? = nil) -> String {
        answers.append(
            .init(
                document: name, line: lines.count + 1, text: stated ?? text, isTrue: claim.isTrue, kind: claim.kind,
                said: claim.said, right: claim.right, frame: claim.frame.id, heldOut: claim.frame.heldOut, expect: claim.expect)
        )
        guard style.quotesNames, claim.frame.topic != .speech else { return text }
        return FictionWriter.quotingNames(text, incident.services)
    }

    /// Names of services in back-ticks, where they stand as words of their own.
    static func quotingNames(_ text: String, _ names: [String]) -> String {
        let isPart = { (character: Character?) in
            character.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "#" || $0 == "_" } ?? false
        }
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            let name =
                isPart(result.last)
                ? nil
                : names.filter { rest.hasPrefix($0) && !isPart(rest.dropFirst($0.count).first) }.max { $0.count < $1.count }
            if let name {
                result += "`\(name)`"
                rest = rest.dropFirst(name.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
