import Core

/// Whoever set a silence is not in the directory, so that nobody can be asked about it.
struct SilenceAuthorGone: EstateCheck {
    let id = AuditCheckID.silenceAuthorGone
    let remedy = "Have someone who is there take the silence over or expire it."

    func run(_ estate: Estate) -> EstateCheckResult {
        let silences = SilenceReading.standing(estate)
        guard let people = estate.settings.people else {
            guard !silences.isEmpty else { return EstateCheckResult() }
            return EstateCheckResult(
                gaps: [
                    Gap(
                        .noSource, what: "whether the authors of silences are still there",
                        reason: "The configuration names no directory of people.")
                ])
        }
        let known = Set(people.flatMap(Self.names))
        return EstateCheckResult(
            silences.compactMap { held in
                let author = held.value.createdBy
                let names = Self.names(author.id) + (author.name.map(Self.names) ?? [])
                guard !names.isEmpty, known.isDisjoint(with: names) else { return nil }
                return SilenceReading.draft(
                    held, "The author of the \(SilenceReading.phrase(held.value)) is not in the directory of people.",
                    facts: ["createdBy": .text(author.id)])
            })
    }

    /// `Ada Lovelace <ada@example.org>` is `ada lovelace`, `ada@example.org` and `ada`.
    private static func names(_ text: String) -> [String] {
        var names: [String] = []
        for part in text.lowercased().split(whereSeparator: { "<>()".contains($0) }) {
            let name = trimmed(part)
            guard !name.isEmpty else { continue }
            names.append(name)
            if let at = name.firstIndex(of: "@"), at != name.startIndex { names.append(String(name[..<at])) }
        }
        return names
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
