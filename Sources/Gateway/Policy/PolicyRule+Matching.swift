import Core

extension PolicyRule {
    /// How a rule stands to a question.
    enum Match {
        /// Why not: which condition, and which value it met.
        case no(String)
        case whole
        /// The conditions fit a part of the call only; the text says which.
        case part(String)
    }

    func match(_ question: PolicyQuestion) -> Match {
        if let reason = mismatch(question) { return .no(reason) }
        var partial: String?
        for (fit, text) in severalValued(question) {
            switch fit {
            case .none: return .no(text)
            case .part: partial = partial ?? text
            case .whole: continue
            }
        }
        guard let partial else { return .whole }
        return verdict == .allow ? .no("only in part: " + partial) : .part(partial)
    }

    /// The first condition on a single value that does not hold.
    private func mismatch(_ question: PolicyQuestion) -> String? {
        if let principals,
            !principals.contains(where: {
                $0.matches(question.principal, person: question.person, groups: question.groups)
            })
        {
            return "principals: \(question.asker) is not one of \(list(principals))"
        }
        if let sources,
            !sources.contains(where: {
                question.source.map { $0.text } == nil ? $0.isCatchAll : $0.matches(question.source?.text ?? "")
            })
        {
            return "sources: \(question.source?.text ?? "no source") is not one of \(list(sources))"
        }
        if let tools, !tools.contains(where: { $0.matches(question.tool) }) {
            return "tools: \(question.tool) is not one of \(list(tools))"
        }
        if let effects, !effects.contains(question.effect) {
            return
                "effects: \(question.effect.rawValue) is not one of \(effects.map(\.rawValue).sorted().joined(separator: ", "))"
        }
        if let reason = when?.reasonOutside(question.at) { return "when: " + reason }
        return nil
    }

    private func severalValued(_ question: PolicyQuestion) -> [(PolicyFit, String)] {
        var result: [(PolicyFit, String)] = []
        if let data {
            // A source whose data nobody has classed may hold anything.
            let held = question.data.isEmpty ? Set(DataClass.allCases) : question.data
            let names = question.data.isEmpty ? "unknown data" : held.sorted().map(\.rawValue).joined(separator: ", ")
            result.append(
                (
                    PolicyFit(satisfied: held.intersection(data).count, of: held.count),
                    "data: \(names), and the rule has \(data.sorted().map(\.rawValue).joined(separator: ", "))"
                ))
        }
        for condition in arguments {
            let found = condition.path.values(in: question.input).found
            let shown = found.isEmpty ? "absent" : found.prefix(3).map { PolicyRule.short($0) }.joined(separator: ", ")
            let wanted = condition.operators.map(\.text).joined(separator: " and ")
            result.append(
                (
                    condition.fit(in: question.input),
                    "arguments: \(condition.path) is \(shown), and the rule asks that it \(wanted)"
                ))
        }
        return result
    }

    /// At most 60 characters of a value. A long list is not written out to be cut.
    private static func short(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): return "a list of \(elements.count)"
        case .object(let object): return "an object of \(object.count)"
        case .string(let text): return JSONValue.string(text.utf8.count > 60 ? String(text.prefix(59)) + "…" : text).compact
        default: return String((value.scalarText ?? "null").prefix(60))
        }
    }

    private func list(_ patterns: [some CustomStringConvertible]) -> String {
        let shown = patterns.prefix(5).map(\.description).joined(separator: ", ")
        return patterns.count > 5 ? shown + ", …" : shown
    }
}
